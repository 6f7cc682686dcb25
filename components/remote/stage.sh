# Stages one set of configuration files beside the product home. Nothing in the home is touched, nothing is restarted.
#
#   home PATH
#   set DIGEST
#   file MODE DIGEST BASE-DIGEST PATH BASE64     the file's text; BASE-DIGEST is that of the distribution's text or "-"
#   end                                          without it the request arrived cut off
# shellcheck disable=SC2154 # home and state are set by use_home in common.sh
stage() {
  require base64 sha256sum
  state='' digest='' incoming='' complete=''
  trap discard_incoming EXIT
  trap 'exit 1' HUP INT PIPE TERM
  while read -r key a b c d e; do
    case $key in
      home) use_home "$a" ;;
      set) begin_set "$a" ;;
      file) receive_file "$a" "$b" "$c" "$d" "$e" ;;
      end) complete=yes ;;
    esac
  done
  { [ -n "$complete" ] && sha256sum -c "$incoming/checksums" >/dev/null 2>&1; } ||
    fail "$(uname -n): the configuration arrived incomplete; run the update again"
  rm "$incoming/checksums"
  # A set is named by what is in it: one that is there already is the same.
  [ -d "$state/sets/$digest" ] || mv "$incoming" "$state/sets/$digest"
  printf 'staged %s files beside %s\n' "$(wc -l <"$state/sets/$digest/manifest" | tr -d ' ')" "$home"
}

begin_set() {
  digest=$1
  # What a cut-off call has left; one that still runs is less than an hour old.
  find "$state/sets" -maxdepth 1 -name '.incoming.*' -mmin +60 -exec rm -rf {} +
  incoming=$(mktemp -d "$state/sets/.incoming.XXXXXX")
  : >"$incoming/manifest"
}

receive_file() {
  mode=$1 wanted=$2 base=$3 path=$4 encoded=$5
  target=$incoming/files/$path
  make_folder_of "$target"
  printf '%s' "$encoded" | base64 -d >"$target" 2>/dev/null ||
    fail "$(uname -n): $path could not be written to $state; see that the disk is not full"
  printf '%s %s %s %s\n' "$mode" "$wanted" "$base" "$path" >>"$incoming/manifest"
  printf '%s  %s\n' "$wanted" "$target" >>"$incoming/checksums"
}

discard_incoming() {
  [ -z "$incoming" ] || rm -rf "$incoming"
}
