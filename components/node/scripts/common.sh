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
  reason_shown=$(printf '%s' "$*" | plain 2>/dev/null) || reason_shown=''
  printf 'error: %s: %s\n' "$(uname -n)" "${reason_shown:-$*}" >&2
  exit 1
}

# Standard input as a terminal may show it: a name or a text of others has no characters that control it, reorder a line or are
# invisible. (U+0080-009F, U+061C, U+200B-200F, U+2028-202E, U+2060-206F, U+FEFF.)
plain() {
  LC_ALL=C tr '\000-\010\013-\037\177' '[?*]' |
    LC_ALL=C sed 's/\xc2[\x80-\x9f]/?/g; s/\xd8\x9c/?/g; s/\xe2\x80[\x8b-\x8f\xa8-\xae]/?/g; s/\xe2\x81[\xa0-\xaf]/?/g; s/\xef\xbb\xbf/?/g'
}

require() {
  for command in "$@"; do
    command -v "$command" >/dev/null 2>&1 || fail "the command $command is missing; install it"
  done
}
