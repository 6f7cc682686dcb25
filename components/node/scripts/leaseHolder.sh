# Who holds this node, see lease.sh.
# shellcheck disable=SC2154 # state comes from home.sh

# Prints the deployer that holds the node; fails if none does.
lease_holder() {
  [ -r "$state/lease" ] || return 1
  ! flock -n -s "$state/lease" true 2>/dev/null || return 1
  cat "$state/lease"
}

refuse_leased() {
  # A deployer that has just ended may still have it for a moment.
  if ! lease_holder >/dev/null || flock -w 3 -s "$state/lease" true; then return 0; fi
  holder=$(lease_holder) || return 0
  fail "$home is being updated by ${holder:-another deployer}; run this update again when that one has ended. Nothing was changed"
}
