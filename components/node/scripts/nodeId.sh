# The node's identity in the cluster, `my-node-id.dat`: the product makes it at its first start, and the event store
# records by it which node owns which part of the index (`IndexNodeCoordinator.populateMyNodeId`). With another one a node
# is another node. So it is written where there is none, never replaced, and a copy beside the home outlives a re-install.
#
# Versions keep it in different files of the home; the request lists them, the one that counts first. Every version reads the common one, and
# a version with another place moves the id from there.
# shellcheck disable=SC2154 # home, state from home.sh

node_id_files='' common_node_id_file=''

#   use_node_id_files PATH,PATH COMMON
use_node_id_files() {
  node_id_files=$(printf '%s' "$1" | tr , ' ')
  common_node_id_file=$2
}

# For the report of a step: `node-id ID`; nothing where the product has never been started.
tell_node_id() {
  keep_node_id
  [ ! -s "$state/node-id" ] || printf 'node-id %s\n' "$(cat "$state/node-id")"
}

keep_node_id() {
  id=$(known_node_id)
  [ "$id" = "$(cat "$state/node-id" 2>/dev/null)" ] || write_state node-id "$id" ||
    fail "$state/node-id cannot be written; see that the disk is not full"
}

# The home's own, else the one that a home in this place had before.
known_node_id() {
  for known in $node_id_files; do
    if [ -s "$home/$known" ]; then
      read_from_home "$home/$known" | head -c 200 | tr -d '[:space:]'
      return
    fi
  done
  [ ! -s "$state/node-id" ] || tr -d '[:space:]' <"$state/node-id"
}

check_node_id() {
  id=$(known_node_id)
  [ "$1" = - ] || [ -z "$id" ] || [ "$1" = "$id" ] ||
    fail "this node's id is $id, not $1: it owns its part of the index under that name; correct nodeId or leave it out. The id in $home is never replaced"
}

make_node_id() {
  keep_node_id
  ! has_node_id || return 0
  [ -n "$id" ] || id=$1
  [ "$id" != - ] || return 0
  write_node_id
  printf 'gave the node its id %s\n' "$id"
}

has_node_id() {
  for known in $node_id_files; do
    [ ! -s "$home/$known" ] || return 0
  done
  return 1
}

# Before a start. What starts may be another version or update than the one that has put the id into its place, and look elsewhere.
place_node_id() {
  [ -n "$common_node_id_file" ] || return 0
  keep_node_id
  [ -z "$id" ] || [ -s "$home/$common_node_id_file" ] || write_node_id
}

write_node_id() {
  { make_folder "$home/${common_node_id_file%/*}" &&
    printf '%s' "$id" | write_to_home 0640 "$home/$common_node_id_file.new" &&
    as_owner mv -fT "$home/$common_node_id_file.new" "$home/$common_node_id_file"; } ||
    fail "$home/$common_node_id_file cannot be written; see that the disk is not full and the home is writable"
}
