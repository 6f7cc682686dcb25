# Shared by the scripts that run on a node. Each is sent as one text on standard input: this file, the script's own
# functions, and a call of its main function whose here-document holds the request, one `key value…` line each.
set -eu
umask 077

# One sentence on standard error: what is wrong, where, what to do.
fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

require() {
  for command in "$@"; do
    command -v "$command" >/dev/null 2>&1 || fail "$(uname -n): the command $command is missing; install it"
  done
}

make_folder_of() {
  [ -d "${1%/*}" ] || mkdir -p "${1%/*}"
}

# Where everything about a home is kept that is not the product's: beside it, readable by its owner only.
use_home() {
  home=$1
  state=$home.deployment
  [ -d "$home/repository/conf" ] ||
    fail "$(uname -n): $home is no product home (no repository/conf in it); install the product there or correct the argument home"
  if ! mkdir -p "$state/sets" "$state/original" 2>/dev/null || [ ! -w "$state" ] || [ ! -w "$home/repository/conf" ]; then
    fail "$(uname -n): $(id -un) may not write beside and in $home; log in as its owner or set ssh.sudo"
  fi
}
