# Whether a node is healthy, and which role it has: from its process, its ports and what its log says since its start.
# shellcheck disable=SC2034,SC2154 # variables shared with service.sh and turn.sh

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

# What the log says since the last start, as `role`, `synced`, `master`, `worker`, `up`, `joined` (the peer) and `bad`.
# The sync is logged by a thread of its own, before or after the role. A failed sync is tried again by itself
# (HAManager of analytics-common 5.1.7).
read_log() {
  read -r role synced master worker up joined bad <<FACTS
$(log_since_start | awk -v peer="$peer_address" '
  function reset() { role = "none"; synced = master = worker = up = "no"; joined = "unknown"; bad = "" }
  function about_peer() { return index($0, "/" peer ":") }
  BEGIN { reset() }
  /Starting WSO2 Carbon/ { reset() }
  /Became CEP HA Active Member/ { role = "active"; synced = "no" }
  /Became CEP HA Passive Member/ { role = "passive" }
  /Became CEP HA Backup Member/ { role = "backup" }
  /CEP HA State syncing started/ { synced = "no" }
  /CEP HA State successfully synced/ { synced = "yes" }
  /Started SPARK MASTER in/ { master = "yes" }
  /Started SPARK WORKER in/ { worker = "yes" }
  /WSO2 Carbon started in/ { up = "yes" }
  /Member joined \[/ && about_peer() { joined = "yes" }
  /Member left \[/ && about_peer() { joined = "no" }
  /Cannot start CEP HA Snapshot Server|Error in starting CEP HA Snapshot Server|Unable to start TCPEventServer|Error while setting the member as passive member|but SingleNode configuration given|CEP started in Single node mode/ {
    if (bad == "") bad = $0
  }
  END { print role, synced, master, worker, up, joined, bad }
' | masked | cut -c 1-340)
FACTS
}

# The product keeps a file per day: those before today's are needed as far back as its last start.
log_since_start() {
  logs=$home/repository/logs
  if [ -n "${log_start:-}" ] && [ "$(log_size)" -ge "$log_start" ]; then
    tail -c "+$((log_start + 1))" "$logs/wso2carbon.log" 2>/dev/null || :
    return
  fi
  files=''
  for file in $(find -H "$logs" -maxdepth 1 -type f \( -name 'wso2carbon.log*' -o -name 'wso2carbon-2*.log' \) -printf '%T@ %p\n' 2>/dev/null |
    sort -rn | cut -d ' ' -f 2-); do
    files="$file $files"
    ! grep -q 'Starting WSO2 Carbon' "$file" || break
  done
  # shellcheck disable=SC2086 # one word a file; a home has no spaces
  [ -z "$files" ] || cat $files
}

log_size() {
  stat -c %s "$home/repository/logs/wso2carbon.log" 2>/dev/null || echo 0
}

# Sets `closed` to the first `ROLE:PORT` that is not open on this node's address, and fails where all are. The kernel
# writes addresses as hexadecimal words of the machine's own order; Java's are often IPv6 with IPv4 in them.
closed_port() {
  awaited=$ports
  [ "$alone" = no ] || awaited=$(printf '%s' "$ports" | sed 's/ sparkWorker:[0-9]*//')
  closed=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v address="$address" -v ports="$awaited" '
    $4 == "0A" { split($2, local, ":"); listens[local[1], local[2]] }
    END {
      split(address, octet, ".")
      own = sprintf("%02X%02X%02X%02X", octet[4], octet[3], octet[2], octet[1])
      none = "00000000"
      count = split(ports, port, " ")
      for (i = 1; i <= count; i++) {
        split(port[i], named, ":")
        number = sprintf("%04X", named[2])
        if (!((own, number) in listens) && !((none, number) in listens) &&
          !((none none "FFFF0000" own, number) in listens) && !((none none none none, number) in listens)) {
          print port[i]
          exit
        }
      }
    }')
  [ -n "$closed" ]
}

# Whether the peer takes connections on the ports that this node must reach anyway.
peer_answers() {
  for number in $(printf '%s' "$peer_ports" | tr , ' '); do
    port_answers "$peer_address" "$number" || return 1
  done
}

#   port_answers HOST PORT
port_answers() {
  # shellcheck disable=SC2016 # bash's own, which has a network client in it
  timeout 5 bash -c ': </dev/tcp/"$0"/"$1"' "$1" "$2" 2>/dev/null
}
