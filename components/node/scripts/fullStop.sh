# Values that both nodes must have alike, or a restarted node does not meet its peer: `together`, in a set, has a line
# `ARGUMENT DIGEST` for each. They change only while both nodes stand still.
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh and turn.sh

# The arguments that differ from those under which the node was last healthy, in one line.
changed_together() {
  healthy=$(cat "$state/healthy" 2>/dev/null) || return 0
  [ -f "$state/sets/$healthy/together" ] && [ -f "$state/sets/$wanted/together" ] || return 0
  awk '
    FILENAME == ARGV[1] { was[$1] = $2; next }
    was[$1] != $2 { printf "%s%s", separator, $1; separator = ", " }
  ' "$state/sets/$healthy/together" "$state/sets/$wanted/together"
}

refuse_full_stop() {
  [ "$full_stop_is" != allowed ] || return 0
  changed=$(changed_together)
  [ -z "$changed" ] ||
    fail "these values keep a restarted node from meeting its peer: $changed. Changing them stops both nodes at once for the time of a start; set the argument allowFullStop if that may be, or leave them. Nothing was changed"
}

needs_full_stop() {
  ! is_active && [ -n "$(changed_together)" ]
}

full_stop() {
  printf 'stopped, as the other node, for a change of %s\n' "$(changed_together)"
  stop_product
  activate_stopped
}

# After a full stop that failed both nodes go back together: one that started before the other was gone would meet it with values
# of its own.
await_fallen_peer() {
  [ -n "$(changed_together)" ] || return 0
  waited=0
  while peer_answers && [ "$waited" -lt 60 ]; do
    sleep 1
    waited=$((waited + 1))
  done
  # Stays down for as long as the other one needs to see it.
  sleep 3
}
