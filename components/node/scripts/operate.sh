# What an operator does with a node that is deployed, without changing its configuration.
#
#   home PATH
#   action status                      prints `HEALTH ROLE REASON…`, HEALTH: healthy, unhealthy, stopped or absent
#   action stop
#   action retire                      stops it for good: neither it nor its timer is started any more
#   action start ROLE                  and waits until the node is healthy in that role: any, active or passive
#   action await ROLE                  says `waiting`, and waits until the log says that the node has that role
#   times START STOP STEADY            seconds
#   mask BASE64                        a secret that is not to be shown
#   end
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh, service.sh and health.sh
operate() {
  require awk bash find flock timeout
  complete='' log_start=''
  while read -r key a b c; do
    case $key in
      home) home=$a ;;
      action) action=$a asked_role=$b ;;
      times) start_timeout=$a stop_timeout=$b steady=$c ;;
      mask) add_secret "$a" ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "the request arrived incomplete; run it again"
  state=$home.deployment
  wanted=$(cat "$state/active" 2>/dev/null) || wanted=''
  if [ ! -f "$state/sets/$wanted/service" ]; then
    [ "$action" = status ] || fail "$home has not been deployed, or its last turn was interrupted; run an update first"
    printf 'absent none\n'
    return
  fi
  use_home "$home"
  read_service "$wanted"
  "${action}_node"
}

status_node() {
  check_health any
  if [ -z "$unmet" ]; then
    printf 'healthy %s\n' "$role"
  elif product_is_running; then
    printf 'unhealthy %s %s\n' "$role" "$unmet"
  else
    printf 'stopped none\n'
  fi
}

stop_node() {
  take_turn
  printf 'stopping\n'
  stop_product
  printf 'stopped\n'
}

retire_node() {
  stop_node
  disable_unit
  remove_pruning
}

start_node() {
  take_turn
  start_job start_as_it_is
  follow_job
}

start_as_it_is() {
  if reach_health; then
    settle
    decide finished
  else
    decide failed "did not become healthy: $unmet"
  fi
}

reach_health() {
  if product_is_running; then
    await_health "$asked_role" "$start_timeout"
  else
    start_and_await "$asked_role"
  fi
}

await_node() {
  waited=0
  printf 'waiting\n'
  until
    read_log
    [ "$role" = "$asked_role" ]
  do
    product_is_running || fail "does not run"
    [ "$waited" -lt $((start_timeout * 10)) ] || fail "has not become $asked_role within $start_timeout s"
    waited=$((waited + 1))
    sleep 0.1
  done
  printf '%s\n' "$role"
}
