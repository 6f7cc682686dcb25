# Makes what a node needs before its configuration is staged: everything is checked first, then made. What is there already
# stays as it is, and the running product is neither changed nor restarted.
#
#   home PATH
#   node NAME                          which of the two nodes it belongs to
#   incoming LOGIN PREFIX              delivered.sh; so are SOURCEs: a URL, or - for a file that was copied
#   packages JAVA-HOME|-               packages.sh
#   distribution DIGEST SOURCE USER yes|no    installation.sh
#   driver DIGEST SOURCE               drivers.sh
#   node-id-files PATH,PATH COMMON     nodeId.sh
#   node-id ID|-                       nodeId.sh
#   link PATH                          links.sh
#   directory KIND PATH TARGET         directories.sh
#   library FOLDER NAME DIGEST SOURCE  libraries.sh
#   prune yes|no|auto BASE64           persistenceTimer.sh
#   repush TOKEN                       with another one the same is prepared again
#   end                                without it the request arrived cut off
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh and service.sh
prepare() {
  check_commands
  node='' incoming='' distribution='' java_home='' complete='' request=$(cat)
  while read -r key a b c d; do
    case $key in
      home) home=$a state=$a.deployment ;;
      node) node=$a ;;
      incoming) use_incoming "$a" "$b" ;;
      packages) java_home=$a ;;
      node-id-files) use_node_id_files "$a" "$b" ;;
      distribution) distribution=$a source=$b user=$c exchanged=$d ;;
      end) complete=yes ;;
    esac
  done <<REQUEST
$request
REQUEST
  [ -n "$complete" ] || fail "the request arrived incomplete; run the update again"
  check_machine
  [ -z "$node" ] || refuse_short_session
  refuse_other_node "$node"
  use_owner "$(id -u):$(id -g)"
  [ ! -d "$home" ] || use_home_owner
  [ -z "$java_home" ] || install_packages "$java_home" java mysql
  [ -z "$distribution" ] || install_product "$distribution" "$source" "$user" "$exchanged"
  use_home "$home"
  use_product
  wait_for_lock
  each_part check
  each_part make
  record_mounts "$request"
  renew_unit
  settle || fail "the disk of $home cannot be written; see that it is neither full nor read-only"
  printf 'prepared %s\n' "$home"
}

# Each line's function of a step, `check` or `make`.
each_part() {
  while read -r key a b c d; do
    case $key in
      driver) "$1_driver" "$a" "$b" ;;
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
