# Which of the two nodes a home is: `node` in its state holds the name, `node1`. With the files of the other one it would have
# the other one's address and values, so a list of nodes that got into another order is refused.
# shellcheck disable=SC2154 # home, state from home.sh

#   refuse_other_node NAME|''
refuse_other_node() {
  known=$(cat "$state/node" 2>/dev/null) || known=''
  [ ! -s "$state/active" ] || [ -z "$1" ] || [ -z "$known" ] || [ "$known" = "$1" ] ||
    fail "$home is $known of the deployment and is sent what belongs to $1; put the nodes back in their order, each with its own ssh, or, if this is to be $1 from now on, remove $state/node. Nothing was changed"
}

# Before something is activated.
be_node() {
  refuse_other_node "$1"
  [ -z "$1" ] || [ "$known" = "$1" ] || write_state node "$1" ||
    fail "$state/node cannot be written; see that the disk is not full"
}
