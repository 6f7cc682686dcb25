# Folders of the home that lie elsewhere on the node, on a disk that outlives it or one that both nodes share. What the
# home has is moved there once, if nothing is there yet. Contents are never merged, overwritten or given up: where both
# have some, nothing is changed.
#
# While content is on its way TARGET/.moving names the home it comes from; until it is gone the home's is the true one.
# shellcheck disable=SC2154 # home from home.sh

check_directory() {
  source=$home/$2 target=$3
  if is_in_place "$1"; then
    [ -d "$target" ] || fail "$target, to which $source leads, is not there; see that its disk is mounted"
    [ "$1" != bind ] || [ "$(id -u)" != 0 ] || writable_table
    return 0
  fi
  [ "$1" = symlink ] || [ "$(id -u)" = 0 ] ||
    fail "only root can mount $target at $source; set ssh.sudo, or give the kind symlink"
  ! product_is_running ||
    fail "$source cannot be moved to $target while the product runs; stop it on this node and run the update again. Nothing was changed"
  if [ -L "$source" ]; then
    fail "$source is a link to $(readlink "$source"), not to $target; move what is there by hand, or correct the argument directories"
  elif [ -e "$source" ] && [ ! -d "$source" ]; then
    fail "$source is no folder; correct the argument directories"
  elif mountpoint -q "$source"; then
    fail "something else than $target is mounted at $source; unmount it or correct the argument directories"
  elif [ -e "$target" ] && [ ! -d "$target" ]; then
    fail "$target is no folder; correct the argument directories"
  fi
  check_target
}

check_target() {
  nearest_folder "$target/."
  # Permissions do not tell: root has them on what is read-only, such as /proc, too.
  { mkdir "$nearest/.writable.$$" && rmdir "$nearest/.writable.$$"; } 2>/dev/null ||
    fail "$(id -un) cannot write in $nearest; see that $target is mounted, not read-only, and this user's"
  [ -e "$target/.moving" ] || ! have_both "$source" || refuse_to_merge "$source"
  ! have_both "$source.moved" "$source" || refuse_to_merge "$source.moved"
}

# Whether a folder has content that the target, or whatever else is named, does not have but has other.
have_both() {
  [ -d "$1" ] && ! is_empty "$1" && ! is_empty "${2:-$target}" &&
    ! as_owner_within 0 diff -rq -x .moving -x lost+found "$1" "$target" >/dev/null 2>&1
}

refuse_to_merge() {
  fail "$1 and $target both have content; keep the one you need, move the other away, and run the update again. Nothing was changed"
}

make_directory() {
  source=$home/$2 target=$3
  if ! is_in_place "$1"; then
    make_target
    claim_target
    set_content_aside
    lead_to_target "$1" ||
      fail "$source cannot be led to $target; run the update again. Its content is in $target, nothing is lost"
    printf '%s is %s now\n' "$source" "$target"
  fi
  [ "$1" != bind ] || mount_at_boot
  [ "$(moving_home)" != "$(this_home)" ] || as_owner rm "$target/.moving"
  as_owner_within 0 rm -rf "$source.moved"
}

make_target() {
  [ -d "$target" ] || as_owner sh -c "$(target_program)" sh "$target" 2>/dev/null || sh -c "$(target_program)" sh "$target" ||
    fail "$target cannot be made; see that the disk is not full"
  # As a new disk is root's. Where the owner can exchange it for something else of root's, it is not given away.
  [ "$owner" = - ] || ! is_empty "$target" || [ -n "$(exposed_above "$target")" ] || chown -h "$owner" "$target" || :
  owner_writes "$target" || fail "$(home_user), who runs the product, cannot write in $target; see that it is not read-only, and give it to this user"
}

target_program() {
  # shellcheck disable=SC2016 # for the other shell
  printf '%s' 'umask 022; mkdir -p "${1%/*}/" && { mkdir -m 0750 "$1" || [ -d "$1" ]; }'
}

# The home whose content is on its way.
moving_home() {
  read_from_home "$target/.moving" 2>/dev/null || :
}

# Two nodes may share the target. The second finds there what it has itself.
claim_target() {
  waited=0 resumed=yes
  until [ "$(moving_home)" = "$(this_home)" ]; do
    resumed=''
    # shellcheck disable=SC2016 # for the other shell
    if as_owner sh -c 'set -C && printf "%s\n" "$1" >"$2"' sh "$(this_home)" "$target/.moving" 2>/dev/null; then return; fi
    [ "$waited" -lt 600 ] ||
      fail "$(moving_home) has been moving its content to $target for ten minutes; if nothing runs there, remove $target/.moving and what is in $target"
    waited=$((waited + 1))
    sleep 1
  done
}

# Interrupted at any point it starts again: the home's content is set aside only when all of it has arrived.
set_content_aside() {
  [ -d "$source" ] || return 0
  if [ -n "$resumed" ] || is_empty "$target"; then
    { as_owner_within 0 cp -a "$source/." "$target/" && sync -f "$target"; } ||
      fail "the content of $source could not be copied to $target; see that the disk there is not full. The home is as it was"
  fi
  ! have_both "$source" || refuse_to_merge "$source"
  as_owner mv -T "$source" "$source.moved"
}

lead_to_target() {
  make_folder "${source%/*}" || return 1
  case $1 in
    symlink) as_owner ln -sT "$target" "$source" ;;
    bind) make_folder "$source" && mount_at_source ;;
  esac
}

# At the folder that was entered, whatever takes its place meanwhile.
mount_at_source() (
  cd "$source" && { [ "$drops" = no ] || [ "$(stat -c %u .)" = "$owner_uid" ]; } &&
    mount --no-canonicalize --bind "$target" .
)

# `nofail`: without the disk the node is still to be reached.
mount_at_boot() {
  line="$target $source none bind,nofail 0 0"
  grep -qxF -- "$line" /etc/fstab 2>/dev/null || printf '%s\n' "$line" >>/etc/fstab ||
    fail "/etc/fstab cannot be written, so $source would be empty after a restart of the host; see that it is writable"
}

writable_table() {
  [ ! -e /etc/fstab ] || [ -w /etc/fstab ] || fail "/etc/fstab cannot be written; see that it is not read-only"
}

# Notes the places on disks that the product has to find at boot, for its unit (service.sh): the home, the folders that lie
# elsewhere, and where links lead.
#
#   record_mounts REQUEST
record_mounts() {
  { list_mounts "$1" >"$state/mounts.new" && mv -f "$state/mounts.new" "$state/mounts"; } ||
    fail "$state/mounts cannot be written; see that the disk is not full"
}

list_mounts() {
  {
    printf '%s\n' "$home"
    printf '%s\n' "$1" | awk -v home="$home" '$1 == "directory" { print home "/" $3; print $4 }'
  } | while read -r place; do
    printf '%s\n' "$place"
    readlink -f "$place"
  done | sort -u
}

is_in_place() {
  case $1 in
    symlink) [ "$(readlink "$source")" = "$target" ] ;;
    bind) [ ! -L "$source" ] && mountpoint -q "$source" && [ "$(inode "$source")" = "$(inode "$target")" ] ;;
  esac
}

# A file system's own folder counts for nothing.
is_empty() {
  [ -z "$(find -H "$1" -mindepth 1 -maxdepth 1 ! -name lost+found ! -name .moving 2>/dev/null | head -n 1)" ]
}

inode() {
  stat -L -c %d:%i "$1" 2>/dev/null
}

this_home() {
  printf '%s:%s\n' "$(uname -n)" "$home"
}
