# Makes a staged set the configuration of the product home. Compares first, then installs what differs, all or nothing:
# the new files are written next to their places, recorded, and only then renamed.
#
#   home PATH
#   set DIGEST
#   overwrite yes|no      whether files changed by somebody else are replaced
#   end
#
# What it keeps in HOME.deployment: `active`, the set in force; `activating`, the set an interrupted call was at;
# `original/`, the distribution's text of every file it replaced; `replaced/`, what `overwrite` has replaced;
# `activation.log`.
# shellcheck disable=SC2154 # home and state are set by use_home in common.sh
activate() {
  require awk flock install sha256sum
  overwrite=no complete=''
  while read -r key a; do
    case $key in
      home) use_home "$a" ;;
      set) wanted=$a ;;
      overwrite) overwrite=$a ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "$(uname -n): the request arrived incomplete; run the update again"
  [ -f "$state/sets/$wanted/manifest" ] ||
    fail "$(uname -n): the configuration is not staged beside $home (somebody removed $state?); run the update again with --target-replace on the node's stage resource"

  exec 9>>"$state/lock"
  flock -w 600 9 || fail "$(uname -n): another activation of $home has been running for ten minutes; see $state/activation.log"
  # The work outlives this session: a deployer that is killed leaves no half-installed home. It holds the lock on
  # descriptor 9, so that a later call waits for it.
  (
    trap '' HUP PIPE
    install_set
  ) </dev/null >"$state/activation.log" 2>&1 &
  status=0
  wait "$!" || status=$?
  [ "$status" = 0 ] || exec >&2
  cut -c 1-300 "$state/activation.log" | tail -n 40
  exit "$status"
}

install_set() {
  active=$(cat "$state/active" 2>/dev/null || true)
  interrupted=$(cat "$state/activating" 2>/dev/null || true)
  plan
  refuse_foreign_changes
  printf '%s\n' "$wanted" >"$state/activating"
  prepare
  replace
  printf '%s\n' "$wanted" >"$state/active.new"
  mv "$state/active.new" "$state/active"
  rm -f "$state/activating"
  forget_other_sets
  grep -v '^leave ' "$state/plan" | cut -d ' ' -f 1,5 >"$state/changes"
  cat "$state/changes"
  printf '%s: %s of %s files changed\n' "$home" "$(wc -l <"$state/changes" | tr -d ' ')" "$(wc -l <"$(manifest_of "$wanted")" | tr -d ' ')"
}

# Writes $state/plan, a line `install|restore|remove|leave MODE foreign|known stock|other PATH` for each file that is
# not as wanted: foreign where somebody else changed it, stock where it still is the distribution's.
plan() {
  for set in "$wanted" "$active" "$interrupted"; do
    cut -d ' ' -f 4 "$(manifest_of "$set")"
  done | sort -u >"$state/paths"
  digests_in "$home" >"$state/current"
  digests_in "$state/original" >"$state/kept"
  awk '
    role == "current" { current[$2] = $1 }
    role == "original" { original[$2] = $1 }
    role == "wanted" { mode[$4] = $1; target[$4] = $2; stock[$4] = $3 }
    role == "former" && $3 == "-" { added[$4] }
    role == "wanted" || role == "former" { known[$4, $2]; known[$4, $3] }
    role == "path" {
      now = ($1 in current) ? current[$1] : "-"
      first = ($1 in original) ? original[$1] : "-"
      if (target[$1] == now) next
      if (target[$1] != "") action = "install"
      else if (first != "-" && first != now) action = "restore"
      else if (first == "-" && now != "-" && ($1 in added)) action = "remove"
      else action = "leave"
      whose = (now == first || (($1, now) in known)) ? "known" : "foreign"
      if (action == "leave" && whose == "known") next
      content = (now != "-" && now == stock[$1]) ? "stock" : "other"
      print action, (mode[$1] == "" ? "-" : mode[$1]), whose, content, $1
    }
  ' role=current "$state/current" role=original "$state/kept" role=wanted "$(manifest_of "$wanted")" \
    role=former "$(manifest_of "$active")" "$(manifest_of "$interrupted")" role=path "$state/paths" >"$state/plan"
}

# A set's `MODE DIGEST BASE-DIGEST PATH` lines; nothing where there is no such set.
manifest_of() {
  if [ -n "$1" ] && [ -f "$state/sets/$1/manifest" ]; then
    printf '%s\n' "$state/sets/$1/manifest"
  else
    printf '%s\n' /dev/null
  fi
}

# Digest and path of those of $state/paths that are files in a folder.
digests_in() (
  cd "$1" || exit
  set --
  while read -r path; do
    [ ! -f "$path" ] || set -- "$@" "$path"
  done <"$state/paths"
  [ "$#" = 0 ] || sha256sum -- "$@"
)

refuse_foreign_changes() {
  grep ' foreign ' "$state/plan" >"$state/foreign" && [ "$overwrite" != yes ] || return 0
  printf 'error: %s: changed on the node since the last update, neither the distribution'\''s text nor this library'\''s:\n' "$(uname -n)"
  head -n 4 "$state/foreign" | cut -d ' ' -f 5 | sed "s|^|  $home/|"
  printf 'put them back, or set the argument overwrite to replace them; nothing was changed\n'
  exit 1
}

# Everything that can fail (a full disk, missing rights) happens here, before anything in the home is replaced.
prepare() {
  discard_prepared
  owner=$(stat -c %u "$home") group=$(stat -c %g "$home")
  while read -r action mode whose content path; do
    prepare_file || {
      discard_prepared
      rm -f "$state/activating"
      fail "$(uname -n): $home/$path could not be written; see that the disk is not full and the home is writable. Nothing was changed"
    }
  done <"$state/plan"
}

prepare_file() {
  # What `overwrite` replaces is kept: somebody wrote it.
  [ "$whose" = known ] || keep "$path" "$state/replaced" || return 1
  [ "$content" = other ] || keep "$path" "$state/original" || return 1
  case $action in
    install)
      make_folder_of "$home/$path" &&
        install -m "$mode" -o "$owner" -g "$group" "$state/sets/$wanted/files/$path" "$home/$path.activating"
      ;;
    restore) cp -p "$state/original/$path" "$home/$path.activating" ;;
  esac
}

# Copies a file of the home, if it is there, to its place in another folder.
keep() {
  [ ! -f "$home/$1" ] || { make_folder_of "$2/$1" && cp -p "$home/$1" "$2/$1"; }
}

# Also what an interrupted call has prepared.
discard_prepared() (
  cd "$home" || exit
  set --
  while read -r path; do
    set -- "$@" "$path.activating"
  done <"$state/paths"
  rm -f -- "$@"
)

replace() {
  while read -r action mode whose content path; do
    case $action in
      install | restore) mv -f "$home/$path.activating" "$home/$path" ;;
      remove) rm -f "$home/$path" ;;
    esac
  done <"$state/plan"
}

forget_other_sets() {
  for set in "$state"/sets/*; do
    [ "$set" = "$state/sets/$wanted" ] || rm -rf "$set"
  done
}
