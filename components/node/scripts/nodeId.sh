# The node's identity in the cluster, `my-node-id.dat`: the product makes it at its first start, and the event store
# records by it which node owns which part of the index (`IndexNodeCoordinator.populateMyNodeId`). With another one a node
# is another node. So it is written where there is none, never replaced, and a copy beside the home outlives a re-install.
# shellcheck disable=SC2154 # home, state from home.sh

node_id_file=repository/conf/analytics/my-node-id.dat

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
  if [ -s "$home/$node_id_file" ]; then
    read_from_home "$home/$node_id_file" | head -c 200 | tr -d '[:space:]'
  elif [ -s "$state/node-id" ]; then
    tr -d '[:space:]' <"$state/node-id"
  fi
}

check_node_id() {
  id=$(known_node_id)
  [ "$1" = - ] || [ -z "$id" ] || [ "$1" = "$id" ] ||
    fail "this node's id is $id, not $1: it owns its part of the index under that name; correct nodeId or leave it out. The file $home/$node_id_file is never replaced"
}

make_node_id() {
  keep_node_id
  [ ! -s "$home/$node_id_file" ] || return 0
  [ -n "$id" ] || id=$1
  [ "$id" != - ] || return 0
  { make_folder "$home/${node_id_file%/*}" &&
    printf '%s' "$id" | write_to_home 0640 "$home/$node_id_file.new" &&
    as_owner mv -fT "$home/$node_id_file.new" "$home/$node_id_file"; } ||
    fail "$home/$node_id_file cannot be written; see that the disk is not full and the home is writable"
  printf 'gave the node its id %s\n' "$id"
}
