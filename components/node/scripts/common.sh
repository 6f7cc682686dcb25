# Shared by the scripts that run on a node. Each is sent as one text on standard input: this file, what else the script
# uses, its own functions, and a call of its main function whose here-document holds the request, one `key value…` line
# each.
set -eu
umask 077
# bash writes a here-document that does not fit into a pipe to an unlinked file in this folder: in memory, not on disk.
# dash writes none. Exported, as mktemp(1) looks for it too.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm

# One sentence on standard error: what is wrong, where, what to do.
fail() {
  printf 'error: %s: %s\n' "$(uname -n)" "$*" >&2
  exit 1
}

require() {
  for command in "$@"; do
    command -v "$command" >/dev/null 2>&1 || fail "the command $command is missing; install it"
  done
}
