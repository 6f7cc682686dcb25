# `carbon.das.symbolic.link`: one path, the same on both nodes, that leads to each node's home.
# shellcheck disable=SC2154 # home, state from home.sh

check_link() {
  if [ -L "$1" ]; then
    leads_home "$1" || is_our_link "$1" ||
      fail "$1 is a link to $(readlink "$1"), not to $home; remove it, or give another path as spark.symbolicLink"
  elif [ -e "$1" ]; then
    fail "$1 is there already and no link; give another path as spark.symbolicLink"
  else
    nearest_folder "$1"
    [ -w "$nearest" ] || fail "$(id -un) may not make $1; make it there as a link to $home, or set ssh.sudo"
  fi
}

# Others have to be able to follow the link, and to go through the folders above it. A link of ours to another home is
# replaced in one step.
make_link() {
  [ ! -L "$1" ] || ! leads_home "$1" || return 0
  { (umask 022 && mkdir -p "${1%/*}/") && ln -s "$home" "$1.new" && mv -fT "$1.new" "$1" &&
    printf '%s\n' "$1" >"$state/link"; } ||
    fail "the link $1 to $home could not be made; see that the disk is not full and nothing else is named $1.new"
  printf 'linked %s to %s\n' "$1" "$home"
}

leads_home() {
  [ "$(readlink -f "$1")" = "$(readlink -f "$home")" ]
}

# One that was made for a home that this host had before.
is_our_link() {
  [ "$(cat "$(readlink "$1").deployment/link" 2>/dev/null)" = "$1" ]
}

# The folder in which the first missing part of a path would be made.
nearest_folder() {
  nearest=${1%/*}
  until [ -d "${nearest:-/}" ]; do
    [ ! -e "$nearest" ] || fail "$nearest is no folder, so $1 cannot be made; give another path"
    nearest=${nearest%/*}
  done
  nearest=${nearest:-/}
}
