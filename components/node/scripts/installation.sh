# The product itself, unpacked from its zip beside the home and moved into place in one step. A home that is there is not
# touched here: another update of the product waits beside it until the node is restarted (exchange.sh).
#
# `installed` in the home's state is the checksum of the zip from which the home was made, if it was made here.
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh and delivered.sh

#   install_product DIGEST SOURCE USER yes|no      USER: whose the home becomes; whether the product may be exchanged
install_product() {
  parent=${home%/*}
  # Of a home whose parent folders are missing too.
  [ -d "${parent:=/}" ] || (umask 022 && mkdir -p "$parent") 2>/dev/null ||
    refuse_to_write "in $parent" "make this folder for $(id -un)"
  if [ -d "$home/repository/conf" ]; then
    use_home_owner
    use_state
    bring_update "$@"
    forget_delivered "$1"
    return
  fi
  check_place "$3"
  use_owner "$(id -u "$3"):$(id -g "$3")"
  use_state
  wait_for_lock
  # Installed meanwhile by the one that had the lock.
  [ ! -d "$home/repository/conf" ] || return 0
  # Of a home that is gone.
  rm -rf "$state/distributions" "$state/exchanging"
  bring_distribution "$1" "$2"
  [ "$owner" = - ] || chown -R "$owner" "$product"
  settle || fail "$product cannot be written; see that the disk is neither full nor read-only"
  # First, so that no home is ever without it.
  write_state installed "$1" || fail "nothing can be written in $state; see that the disk is not full"
  mv -T "$product" "$home" 2>/dev/null || fail "$home cannot be made; see that it is no mount point, and the disk is not full"
  discard_unpacked
  forget_delivered "$1"
  printf 'installed %s\n' "$home"
}

bring_update() {
  if [ ! -f "$state/installed" ]; then
    printf '%s is there and was not installed from here: its product stays as it is\n' "$home"
    return
  fi
  installed=$(cat "$state/installed")
  [ "$installed" != "$1" ] || return 0
  [ "$4" = yes ] ||
    fail "$home was installed from another zip (sha256 $installed), and with service.manage false its product is not exchanged; name that zip again, or give another product.home for the new one. Nothing was changed"
  require tar
  wait_for_lock
  forget_distributions "$1"
  if has_distribution "$1"; then return; fi
  rm -rf "$state/distributions/$1" "$state/distributions/$1.against"
  bring_distribution "$1" "$2"
  settle || fail "$product cannot be written; see that the disk is neither full nor read-only"
  mv -T "$product" "$state/distributions/$1"
  discard_unpacked
  printf 'another update of the product lies beside %s\n' "$home"
}

# All but what is in the home, wanted now, or part of a set that may become the home's again.
forget_distributions() {
  for list in "$state"/distributions/*.files; do
    digest=$(basename "$list" .files)
    [ "$digest" != "$1" ] || continue
    cat "$state/installed" "$state/exchanging" "$state"/sets/*/product 2>/dev/null | grep -qF "$digest" ||
      rm -rf "$list" "${list%.files}" "${list%.files}.against"
  done
}

# Sets `product`, a folder with the distribution's files, and lists them.
bring_distribution() {
  check_disk "$parent" 2048
  check_delivered "$2" "$1"
  unpacked=$state/unpacked
  trap discard_unpacked EXIT
  trap 'exit 1' HUP INT PIPE TERM
  discard_unpacked
  mkdir "$unpacked"
  fetch_zip "$1" "$2"
  unpack "$unpacked"
  { mkdir -p "$state/distributions" && list_files >"$unpacked/files" && mv "$unpacked/files" "$state/distributions/$1.files"; } ||
    fail "nothing can be written in $state; see that the disk is not full"
}

list_files() (
  cd "$product" && find . -type f -print0 | xargs -0 sh -c "$(digests_program)" sh 600 | sed 's|^\(.\{64\}\)  \./|\1 |'
)

check_place() {
  [ ! -e "$home" ] || [ -z "$(ls -A "$home")" ] ||
    fail "$home is there and is no product home (no repository/conf in it); move it away or correct the argument product.home"
  [ -w "$parent" ] || refuse_to_write "in $parent, where the home belongs" "make the home for $(id -un)"
  id -u "$1" >/dev/null 2>&1 ||
    fail "there is no user $1 to own the product; make it, or name another in product.install.user"
  [ "$(id -u)" = 0 ] || [ "$(id -un)" = "$1" ] ||
    fail "$(id -un) cannot make files of $1; log in as $1 or root, or set ssh.sudo"
  command -v unzip >/dev/null 2>&1 || command -v python3 >/dev/null 2>&1 || command -v jar >/dev/null 2>&1 ||
    fail "none of unzip, python3 and jar is here to unpack the product; install unzip"
}

# Sets `zip`, where a checked zip is.
fetch_zip() {
  zip=$incoming-$1
  case $2 in
    http://* | https://*)
      zip=$unpacked/product.zip
      download "$2" "$zip" || fail "$(shown "$2") could not be downloaded; see that this node reaches it and the disk is not full"
      has_digest "$zip" "$1" || fail "$(shown "$2") has not the checksum sha256 $1; correct product.install, nothing was installed"
      ;;
  esac
}

# Sets `product` to the folder in the zip that is the home. The group may read, as in a home that was made by hand.
unpack() {
  mkdir "$1/content"
  (
    umask 027
    cd "$1/content"
    if command -v unzip >/dev/null 2>&1; then
      unzip -q "$zip"
    elif command -v python3 >/dev/null 2>&1; then
      python3 -m zipfile -e "$zip" .
    else
      jar xf "$zip"
    fi
  ) </dev/null >"$1/log" 2>&1 || fail "the product could not be unpacked: $(tail -n 1 "$1/log" | cut -c 1-300); see that the disk is not full"
  for product in "$1/content" "$1"/content/*; do
    [ ! -d "$product/repository/conf" ] || break
  done
  [ -d "$product/repository/conf" ] || fail "the zip holds no product (no repository/conf in it); correct product.distribution or product.install"
  refuse_used
  # Only unzip keeps the rights that the zip has.
  chmod u+x "$product"/bin/*.sh
}

# Of a zip that was not on the deployer, which looks for the same. (render/distribution/signsOfUse.ts)
refuse_used() {
  signs=$(cd "$product" && find . -path './repository/*my-node-id.dat' -o -path './repository/database/ANALYTICS_*' \
    -o -path './repository/database/*.lock.db' -o -path ./cep_persistence -prune)
  [ -z "$signs" ] ||
    fail "the zip is a home that has run: it holds $(printf '%s\n' "$signs" | sed 's|^\./||' | head -n 5 | paste -sd ' ' -); install the zip as it was downloaded, or delete these from a copy of this one"
}

discard_unpacked() {
  rm -rf "$state/unpacked"
}
