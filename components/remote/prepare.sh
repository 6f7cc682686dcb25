# Makes what a node needs around the product, before its configuration is staged: everything is checked first, then made.
# What is there already stays as it is, and the running product is neither changed nor restarted.
#
#   home PATH
#   incoming LOGIN FOLDER              where files lie that were copied to this node: a folder in that user's home
#   node-id ID|-                       nodeId.sh
#   link PATH                          links.sh
#   directory KIND PATH TARGET         directories.sh
#   library FOLDER NAME DIGEST SOURCE  libraries.sh
#   prune yes|no|auto BASE64           persistenceTimer.sh
#   end                                without it the request arrived cut off
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh and service.sh
prepare() {
  require awk base64 flock install sha256sum
  incoming='' complete='' request=$(cat)
  while read -r key a b; do
    case $key in
      home) use_home "$a" ;;
      incoming) use_incoming "$a" "$b" ;;
      end) complete=yes ;;
    esac
  done <<REQUEST
$request
REQUEST
  [ -n "$complete" ] || fail "the request arrived incomplete; run the update again"
  use_product
  take_turn
  each_part check
  each_part make
  printf 'prepared %s\n' "$home"
}

# Each line's function of a step, `check` or `make`.
each_part() {
  while read -r key a b c d; do
    case $key in
      node-id) "$1_node_id" "$a" ;;
      link) "$1_link" "$a" ;;
      directory) "$1_directory" "$a" "$b" "$c" ;;
      library) "$1_library" "$a" "$b" "$c" "$d" ;;
      prune) "$1_pruning" "$a" "$b" ;;
    esac
  done <<REQUEST
$request
REQUEST
}
