# Who holds this node, see lease.sh.
# shellcheck disable=SC2154 # state comes from home.sh

# Prints the deployer that holds the node; fails if none does, or none any more after a while.
#
#   lease_holder SECONDS
lease_holder() {
  [ -r "$state/lease" ] || return 1
  ! flock -w "$1" -s "$state/lease" true 2>/dev/null || return 1
  cat "$state/lease"
}

refuse_leased() {
  ! holder=$(lease_holder 3) ||
    fail "$home is being updated by ${holder:-another deployer}; run this update again when that one has ended. Nothing was changed"
}
