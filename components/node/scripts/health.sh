# Whether a node is healthy, and which role it has: from its process, its ports and what its log says since its start.
# shellcheck disable=SC2034,SC2154 # variables shared with service.sh, ports.sh, productLog.sh and turn.sh

# `alone` says that there is no peer and that none is waited for, and so no Spark worker.
alone=no

# Sets `unmet`, the first thing that a healthy node has and this one has not, or nothing; `fatal` where waiting will not
# help; and `role`.
#
#   check_health any|active|passive     the role it is to have
check_health() {
  unmet='' fatal='' role=none
  if ! product_is_running; then
    unmet="it does not run" fatal=yes
    return
  fi
  read_log
  if [ -n "$bad" ]; then
    unmet="its log says: $bad" fatal=yes
  elif closed_port; then
    unmet="it does not listen on $address:${closed#*:} (${closed%:*})"
  elif [ "$up" != yes ]; then
    unmet="it has not started up"
  else
    check_role "$1"
  fi
}

check_role() {
  case $role in
    none) unmet="it is neither active nor passive" ;;
    backup) unmet="it is a backup member, so there are more than two nodes" fatal=yes ;;
    passive) [ "$synced" = yes ] || unmet="it is passive and has not synced its state (\"CEP HA State successfully synced.\")" ;;
  esac
  [ -z "$unmet" ] || return 0
  if [ "$1" != any ] && [ "$1" != "$role" ]; then
    unmet="it is $role and should be $1: both nodes may be active" fatal=yes
  elif [ "$master" != yes ]; then
    unmet="its Spark master has not started"
  elif [ "$worker" != yes ] && [ "$alone" = no ]; then
    # Workers start when as many masters are registered as carbon.spark.master.count says (SparkAnalyticsExecutor 1.3.0).
    unmet="its Spark worker has not started, as it does when both Spark masters are registered"
  fi
}

# Polls until the node has been healthy for $steady seconds. What it waits for is told every ten seconds.
#
#   await_health any|active|passive SECONDS
await_health() {
  began=$(date +%s) healthy_since='' told=0
  while :; do
    check_health "$1"
    now=$(date +%s)
    waited=$((now - began))
    if [ -z "$unmet" ]; then
      healthy_since=${healthy_since:-$now}
      # The clock is read in whole seconds.
      if [ "$steady" = 0 ] || [ $((now - healthy_since)) -gt "$steady" ]; then
        return 0
      fi
    else
      [ -z "$fatal" ] || return 1
      healthy_since=''
      [ "$waited" -lt "$2" ] || return 1
      if [ $((waited - told)) -ge 10 ]; then
        told=$waited
        printf 'waiting, %s of %s s: %s\n' "$waited" "$2" "$unmet"
      fi
    fi
    sleep 0.3
  done
}

# Sets `closed` to the first port on which it does not listen and should, and fails if there is none.
closed_port() {
  find_closed_ports
  [ "$alone" = no ] || closed=$(printf '%s' "$closed" | tr ' ' '\n' | sed '/^sparkWorker:/d')
  closed=$(printf '%s' "$closed" | tr ' ' '\n' | head -n 1)
  [ -n "$closed" ]
}
