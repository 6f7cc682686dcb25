# Checks one node: a line `ok|bad|skipped SUBJECT DETAIL` for each thing that was looked at. Nothing in the product home is
# changed; the comparison of its files is written down in the state beside it, under the lock.
#
#   home PATH
#   set DIGEST                      what is to be active
#   confirm yes|no                  whether a start that waits for it is confirmed, at the end of an update
#   wait SECONDS                    for a start that is still going on, or a state that is still synced
#   peer-role active|passive|none|- the role the other node has just reported
#   database HOST PORT USER BASE64-PASSWORD TLS
#   uses DATABASE yes|no PRIVILEGE,…|-    whether it has tables, and what the user may do there; `-`: that is not known
#   mask BASE64                     a secret that is not to be shown
#   peer-set DIGEST                 the other node's set: with it this runs whenever either of the two changes
#   repush TOKEN
#   end
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh, service.sh and health.sh
verify() {
  require awk bash find flock sha256sum timeout
  overwrite=no complete='' log_start='' steady=0 problems=0
  while read -r key a b c d e; do
    case $key in
      home)
        [ -d "$a.deployment/sets" ] || fail "nothing has been deployed beside $a; run an update first"
        use_home "$a"
        ;;
      set) wanted=$a ;;
      confirm) confirm=$a ;;
      wait) limit=$a ;;
      peer-role) peer_role=$a ;;
      database) database="$a $b $c $d $e" ;;
      uses) add_use "$a" "$b" "$c" ;;
      mask) add_secret "$a" ;;
      peer-set | repush) : ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "the request arrived incomplete; run it again"
  wait_for_job
  [ "$confirm" != yes ] || refuse_other_update "$wanted"
  require_staged
  read_service "$wanted"
  verify_health
  verify_files
  check_database
  keep_node_id
  [ -z "$id" ] || tell ok node-id "$id"
  [ "$problems" = 0 ] || fail "$problems of the checks above failed on this node"
  if [ "$confirm" = yes ]; then
    confirm_start
  fi
}

# A start that another session left going on.
wait_for_job() {
  exec 9>>"$state/lock"
  shown=0 waited=0
  until flock -n 9; do
    [ "$waited" -lt "$limit" ] || fail "another update of $home is still at work; see $state/turn.log"
    show_log
    waited=$((waited + 1))
    sleep 1
  done
  [ "$confirm" != yes ] || ! outcome_is failed || fail "$(tail -n +2 "$state/outcome")"
}

verify_health() {
  if await_health any "$limit"; then
    case $role in
      active) tell ok health "active" ;;
      passive) tell ok health "passive, its state is synced" ;;
    esac
    tell ok ports "$(printf '%s' "$ports" | sed 's/^ //; s/:/ /g; s/ \([a-z]\)/, \1/g') on $address"
    [ "$role" != "$peer_role" ] ||
      tell bad roles "both nodes are $role; restart one of them, then update with another rerunTrigger"
  else
    tell bad health "$unmet"
  fi
  if peer_answers; then
    tell ok peer "$peer at $peer_address answers on $peer_ports"
  else
    tell bad peer "$peer at $peer_address does not answer on its ports $peer_ports from here; see that it runs and that these ports are open between the nodes"
  fi
}

# What is on disk against what is active.
verify_files() {
  if ! is_active; then
    tell bad files "another configuration is active than the deployment's: another update has activated it, or one was cut off; see which of them is to hold, then run its update with another rerunTrigger"
    return
  fi
  plan
  while read -r action mode found keep path; do
    [ "$found" != known ] || found='not as activated'
    tell bad files "$path ($found); put it back, or update with overwrite and another rerunTrigger"
  done <"$state/plan"
  [ -s "$state/plan" ] || tell ok files "$(wc -l <"$state/sets/$wanted/manifest" | tr -d ' ') as activated"
}

confirm_start() {
  if outcome_is probation || is_pending; then
    settle >/dev/null
    decide finished
  fi
}

tell() {
  [ "$1" != bad ] || problems=$((problems + 1))
  printf '%-7s %-8s %s\n' "$1" "$2" "$3"
}
