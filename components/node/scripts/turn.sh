# One node's turn to become what its staged set says, without ever stopping both nodes. In an update each node has two:
# first node1, node2, then node1, node2 again. The first two act on a node that is stopped or passive, the last two on
# whatever is still pending: the node that was active, or two nodes that both stand still and start together.
#
#   home PATH
#   node NAME                 which of the two nodes it belongs to
#   set DIGEST
#   overwrite yes|no          whether files changed by somebody else are replaced
#   pass first|second
#   last yes|no               whether it is the last turn of all, which awaits what was started before it
#   full-stop allowed|refused
#   force yes|no              goes on though the peer does not answer
#   times START STOP STEADY   seconds
#   database HOST PORT USER BASE64-PASSWORD TLS     for its clock
#   mask BASE64               a secret that is not to be shown in what is quoted from the product's log
#   peer-set DIGEST           the other node's set: with it the turn runs whenever either of the two changes
#   repush TOKEN
#   end
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh, service.sh and health.sh
turn() {
  require awk bash find flock install sha256sum timeout xargs
  overwrite=no node='' complete=''
  while read -r key a b c d e; do
    case $key in
      home) use_home "$a" ;;
      node) node=$a ;;
      set) wanted=$a ;;
      overwrite) overwrite=$a ;;
      pass) pass=$a ;;
      last) last=$a ;;
      full-stop) full_stop_is=$a ;;
      force) force=$a ;;
      database) use_server "$a" "$b" "$c" "$d" "$e" ;;
      times) start_timeout=$a stop_timeout=$b steady=$c ;;
      mask) add_secret "$a" ;;
      peer-set | repush) : ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "the request arrived incomplete; run the update again"
  take_turn
  refuse_other_update "$wanted"
  be_node "$node"
  require_staged
  read_service "$wanted"
  plan
  refuse_drift
  recognise_start
  take_"$pass"_turn
}

# A start that was not seen to its end, because the deployer was, has its end now.
recognise_start() {
  asked=$steady
  # Ends the probation of a start, and is no failure of an earlier turn any more.
  decide finished
  if is_pending && is_active && [ ! -s "$state/plan" ] && product_is_running; then
    steady=0
    if await_health any 30; then
      settle
      decide finished
    fi
    steady=$asked
  fi
}

take_first_turn() {
  if needs_full_stop; then
    run_job full_stop
  elif ! product_is_running; then
    if peer_answers; then
      run_job roll
    else
      run_job activate_stopped
      printf 'not started yet: both nodes start together\n'
    fi
  elif ! is_pending; then
    require_healthy
  else
    read_log
    if [ "$role" = active ]; then
      printf 'active: its turn comes when the other node has its new files\n'
    else
      roll_beside_peer
    fi
  fi
}

take_second_turn() {
  if ! product_is_running; then
    if [ "$last" = yes ] || peer_answers; then
      run_job start_stopped
    else
      # Neither node may wait for the other one to start: the product itself waits for two of them.
      begin_job start_stopped
      printf 'started; it is awaited when the other node has started too\n'
    fi
  elif is_pending; then
    roll_beside_peer
  else
    printf 'nothing to do\n'
  fi
}

run_job() {
  begin_job "$1"
  follow_job
}

begin_job() {
  check_before_start
  work=$1
  start_job with_room
}

with_room() {
  trap free_room EXIT
  hold_room
  "$work"
}

# A stopped node costs the deployment nothing as long as the other one is there.
roll_beside_peer() {
  read_log
  if ! peer_answers || [ "$joined" = no ]; then
    [ "$force" = yes ] ||
      fail "$peer at $peer_address is no healthy member (it does not answer on its ports $peer_ports, or has left the cluster), so nothing was restarted here; bring it up first (an update starts a node that is stopped), or set the argument force"
    printf '%s is no healthy member; going on, because force is set\n' "$peer"
    alone=yes
  fi
  run_job roll
}

require_healthy() {
  steady=0
  if [ "$force" = yes ] || await_health any 30; then
    printf 'nothing to do: %s\n' "$role"
    return
  fi
  fail "nothing changes on this node, but it is not healthy: $unmet. Nothing was restarted; restart it, or set the argument force"
}

# Stops, installs, starts and awaits; on failure the last set under which the node was healthy comes back.
roll() {
  expected=passive
  [ "$alone" = no ] || expected=any
  printf 'stopping\n'
  stop_product
  if come_up "$expected"; then
    settle
    decide finished
  else
    take_back "$expected"
  fi
}

# Both nodes stand still: only the files are changed.
activate_stopped() {
  become "$wanted" || fail "$unmet"
  decide finished
}

# Where both nodes start, this one stands by its start only as long as the other one does: if that fails, neither goes on.
start_stopped() {
  beside_peer=no
  ! peer_answers || beside_peer=yes
  if ! come_up any; then
    take_back any
  elif [ "$beside_peer" = yes ] && [ "$last" = no ]; then
    settle
    decide finished
  else
    decide probation
    # Whoever has the lock next may hold room.
    trap - EXIT
    exec 9>&-
    watch_peer
  fi
}

# Ends with the confirmation that verification gives, or when the peer has not answered for five seconds.
watch_peer() {
  gone=0 watched=0
  while outcome_is probation && [ "$watched" -lt "$start_timeout" ]; do
    sleep 1
    watched=$((watched + 1)) gone=$((gone + 1))
    ! peer_answers || gone=0
    [ "$gone" -ge 5 ] || continue
    take_turn
    outcome_is probation || return 0
    unmet="$peer, which started at the same time, is gone"
    take_back any
  done
}

# Healthy with the set that is wanted.
#
#   come_up any|passive     the role it is to have
come_up() {
  become "$wanted" && start_and_await "$1" && free_room
}

# Makes a set the node's while the product does not run.
#
#   become SET [is_active]     which leaves the home alone where nothing of another set came into it: the disk may be full
become() {
  wanted=$1
  read_service "$wanted"
  unmet=$({ exchange_product && { "${2:-false}" || install_set; }; } 2>&1) && printf '%s\n' "$unmet"
}

# The node as it was when it was last healthy; the set that failed stays staged. A node that never was is stopped.
#
#   take_back any|passive     the role it is to have afterwards
take_back() {
  free_room
  reason=$(told_of "$unmet") quoted=$(last_log_lines)
  printf 'not healthy: %s\n' "$reason"
  stop_product
  healthy=$(cat "$state/healthy" 2>/dev/null) || healthy=''
  if [ -z "$healthy" ] || [ "$healthy" = "$wanted" ] || [ ! -d "$state/sets/$healthy" ]; then
    decide failed "did not become healthy: $reason. It is stopped, its files are left as they are. Its log ends:" "$quoted"
    return
  fi
  await_fallen_peer
  # Whatever was changed meanwhile is kept.
  overwrite=yes
  after='The configuration under which it was last healthy is back'
  if become "$healthy" is_active && start_and_await "$1"; then
    settle
  else
    after="$after, but with it too: $(told_of "$unmet")"
  fi
  decide failed "did not become healthy: $reason. $after. Its log ended:" "$quoted"
}

# Without where it was said.
told_of() {
  printf '%s' "$1" | sed 's/^error: [^:]*: //'
}

last_log_lines() {
  log_since_start | last_lines
}
