# Reads those files of the home that an update changes, and changes nothing. The reply begins with `texts NONCE` and ends with
# `end NONCE`; a reply without the last line is no reply.
#
#   file PATH DIGEST|- BASE64     as it is; `-` where there is none. What could not be read has no text of that digest
#   becomes PATH -|BASE64         where the request does not say so: it is removed, or returns to the distribution's text
#   secret BASE64                 a line that stands in files beside the home and is not to be shown
#
# The request:
#
#   nonce NONCE
#   home PATH
#   file DIGEST PATH      as it is to be
#   end
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh and state.sh

# Bytes of a file. Of all together the deployer reads no more than it wants.
largest_text=2097152

texts() {
  nonce='' complete='' wanted_files=''
  while read -r key a b; do
    case $key in
      nonce) nonce=$a ;;
      home) home=$a state=$a.deployment ;;
      file) wanted_files="$wanted_files$a $b
" ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "the request arrived incomplete; run it again"
  # On a line of its own, whatever the login's shell has printed.
  printf '\ntexts %s\n' "$nonce"
  # Without its end it is no reply.
  [ -d "$home" ] || exit 0
  use_home_owner
  [ -z "$(state_problem)" ] || exit 0
  differing_files | while read -r kind now path; do
    if [ "$kind" = wanted ] || tell_successor "$path"; then tell_file "$now" "$path"; fi
  done
  cat "$state"/sets/*/masks 2>/dev/null | sort -u | while read -r line; do
    printf 'secret %s\n' "$(printf '%s' "$line" | base64 | tr -d '\n')"
  done
  printf 'end %s\n' "$nonce"
}

# `wanted|dropped DIGEST|- PATH` of each file that is not as it is to be, with its digest now. Dropped are those that only the active
# revision has.
differing_files() {
  {
    printf '%s' "$wanted_files" | cut -d ' ' -f 2-
    active_manifests | cut -d ' ' -f 4
  } | sort -u | home_digests 5 | {
    awk '
      role == "home" { now[$2] = $1; next }
      NF == 0 { next }
      { path = (role == "wanted") ? $2 : $4; kind[path] = (role == "wanted" || kind[path] == "wanted") ? "wanted" : "dropped" }
      role == "wanted" { wanted[path] = $1 }
      END {
        for (path in kind) {
          digest = (path in now) ? now[path] : "-"
          if (digest != wanted[path]) print kind[path], digest, path
        }
      }
    ' role=home - role=wanted /dev/fd/4 role=active /dev/fd/5
  } 4<<WANTED 5<<ACTIVE
$(printf '%s' "$wanted_files")
WANTED
$(active_manifests)
ACTIVE
}

#   tell_file DIGEST|- PATH
tell_file() {
  text=''
  [ "$1" = - ] || text=$(read_from_home "$home/$2" "$largest_text" 2>/dev/null | base64 | tr -d '\n')
  printf 'file %s %s %s\n' "$2" "$1" "$text"
}

# As home.sh plans it; fails where the file is left alone.
#
#   tell_successor PATH
tell_successor() {
  if [ -f "$state/original/$1" ]; then
    printf 'becomes %s %s\n' "$1" "$(head -c "$largest_text" "$state/original/$1" | base64 | tr -d '\n')"
  else
    active_manifests | awk -v path="$1" '$4 == path && $3 == "-" { none = 1 } END { exit !none }' || return 1
    printf 'becomes %s -\n' "$1"
  fi
}
