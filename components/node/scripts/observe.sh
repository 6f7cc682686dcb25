# Reads what a node is and changes nothing. The reply begins with `observation NONCE` and ends with `end NONCE`, each line
# between them is a fact, `KEY VALUE…`; free text is base64. A reply without the last line is no reply.
#
#   nonce NONCE
#   home PATH
#   mask BASE64           a secret that is not to be shown in what is quoted from the product's log
#   database HOST PORT USER BASE64-PASSWORD TLS    MySQL is checked only with it
#   uses DATABASE yes|no PRIVILEGE,…|-             databaseCheck.sh
#   driver yes|no                                  whether the JDBC driver logs in too, which takes seconds
#   text PATH                                      a file of the home that is sent as it is, of 64 KiB at most
#   node-id-files PATH,PATH COMMON        nodeId.sh
#   log VERSION BASE64                    productLog.sh, version.sh
#   end
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh, service.sh, productLog.sh and databaseCheck.sh
observe() {
  nonce='' complete='' masks='' tries_driver=yes home_files=''
  while read -r key a b c d e; do
    case $key in
      nonce) nonce=$a ;;
      home) home=$a state=$a.deployment ;;
      mask) masks="$masks $a" ;;
      database) database="$a $b $c $d $e" ;;
      uses) add_use "$a" "$b" "$c" ;;
      driver) tries_driver=$a ;;
      text) home_files="$home_files $a" ;;
      node-id-files) use_node_id_files "$a" "$b" ;;
      log) add_version_fact log "$a" "$b" ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "the request arrived incomplete; run it again"
  # On a line of its own, whatever the login's shell has printed.
  printf '\nobservation %s\n' "$nonce"
  if has_commands; then
    for mask in $masks; do add_secret "$mask"; done
    printf 'user %s\nsystem %s\n' "$(id -un)" "$(uname -s)"
    tell_room
    observe_home
    # At the end, as what comes before may take its time.
    printf 'clock %s\n' "$(date +%s)"
  fi
  printf 'end %s\n' "$nonce"
}

# `room MEGABYTES` that are free for the home, which an installation may not have made yet.
tell_room() {
  place=$home
  until [ -d "$place" ]; do place=$(dirname "$place"); done
  df -Pk "$place" 2>/dev/null | awk 'NR == 2 { printf "room %d\n", $4 / 1024 }'
}

has_commands() {
  lacking=no
  for command in awk base64 bash cat cut find flock grep head id install sed sha256sum sort stat tail timeout tr uname xargs; do
    command -v "$command" >/dev/null 2>&1 || { printf 'missing %s\n' "$command" && lacking=yes; }
  done
  [ "$lacking" = no ]
}

observe_home() {
  use_owner "$(id -u):$(id -g)"
  [ ! -d "$home" ] || use_home_owner
  # Not a file of it is read unless nobody else can have written it.
  problem=$(state_problem)
  [ -z "$problem" ] || printf 'state %s\n' "$problem"
  [ -s "$state/active" ] || tell_running_homes
  # An installation may be given an empty folder.
  [ -n "$(ls -A "$home" 2>/dev/null)" ] || { printf 'home absent\n' && return; }
  [ -d "$home/repository/conf" ] || { printf 'home other\n' && return; }
  printf 'home present\n'
  [ -z "$problem" ] || return 0
  tell_bundles
  for path in $home_files; do
    ! text=$(read_from_home "$home/$path" 65536 2>/dev/null | base64 | tr -d '\n') || [ -z "$text" ] || printf 'text %s %s\n' "$path" "$text"
  done
  [ ! -s "$state/installed" ] || printf 'installed yes\n'
  id=$(known_node_id)
  [ -z "$id" ] || printf 'node-id %s\n' "$id"
  # The state may be lost while the product runs.
  [ ! -d "$state" ] || observe_state
  service=$(service_set)
  if [ -n "$service" ]; then
    observe_product "$service"
  elif undescribed_product_is_running; then
    printf 'process undescribed\n'
  fi
}

# The versions of the bundle that tells which version of the product the home has.
tell_bundles() {
  for bundle in "$home"/repository/components/plugins/org.wso2.carbon.event.processor.manager.core_*.jar; do
    [ ! -e "$bundle" ] || printf '%s\n' "${bundle##*_}" | sed -n 's/^\([0-9]*\.[0-9]*\.[0-9]*\).*\.jar$/bundle \1/p'
  done
}

observe_state() {
  # An update that is at work here holds it alone.
  if [ -r "$state/lock" ] && ! flock -s -n "$state/lock" true 2>/dev/null; then
    printf 'busy yes\n'
    # Its deployer may be gone, and its lease with it.
    owner=$(awk 'NR == 1 && $0 != "working" { exit } NR == 2' "$state/outcome" 2>/dev/null) || owner=''
    [ -z "$owner" ] || tell_text owner "$owner"
  fi
  ! holder=$(lease_holder) || tell_text holder "${holder:-another deployer}"
  actions=$(last_actions 5 | quoted)
  [ -z "$actions" ] || tell_text journal "$actions"
  observe_revisions
  observe_database
  [ -s "$state/active" ] || return 0
  observe_files
  # More than one where an update was interrupted: the last one is what it was about.
  tell_values active "$(tail -n 1 "$state/active")"
}

observe_revisions() {
  for name in node staged healthy; do
    ! read -r value rest <"$state/$name" || printf '%s %s\n' "$name" "$value"
  done 2>/dev/null
  # One that is damaged does not count: it is staged again.
  for manifest in "$state"/sets/*/manifest; do
    set=$(basename "${manifest%/manifest}")
    ! is_intact "$set" || printf 'set %s\n' "$set"
  done
  # The product itself is between two updates of it.
  [ ! -f "$state/exchanging" ] || printf 'active -\n'
  [ ! -s "$state/active" ] || sed 's/^/active /' "$state/active"
  [ ! -s "$state/healthy" ] || tell_values healthy "$(cat "$state/healthy")"
  [ "$(head -n 1 "$state/outcome" 2>/dev/null)" != failed ] ||
    tell_text failure "$(tail -n +2 "$state/outcome" | quoted)"
}

# `values active|healthy ARGUMENT DIGEST` for each of the values that both nodes must have alike.
tell_values() {
  [ ! -f "$state/sets/$2/together" ] || sed "s/^/values $1 /" "$state/sets/$2/together"
}

# `file EXPECTED FOUND PATH` for each file of the active revision; FOUND is `-` where there is none.
observe_files() {
  active_manifests | cut -d ' ' -f 4 | sort -u | home_digests 5 | {
    awk 'role == "home" { found[$2] = $1; next } { print "file", $2, ($4 in found) ? found[$4] : "-", $4 }' role=home - role=active /dev/fd/4
  } 4<<MANIFESTS
$(active_manifests)
MANIFESTS
}

# `check SUBJECT ok|bad|skipped DETAIL` for each thing that was looked at, with the set that the next start is about.
observe_database() {
  [ -n "$database" ] || return 0
  { read -r wanted rest <"$state/staged"; } 2>/dev/null || wanted=-
  [ -d "$state/sets/$wanted" ] || wanted=$(tail -n 1 "$state/active" 2>/dev/null) || return 0
  [ -f "$state/sets/$wanted/service" ] || return 0
  read_service "$wanted"
  check_database
}

tell() {
  printf 'check %s %s %s\n' "$2" "$1" "$(printf '%s' "$3" | quoted | base64 | tr -d '\n')"
}

#   observe_product SET     the one that says how the product is run
observe_product() {
  read_service "$1"
  tell_java
  find_closed_ports
  if product_is_running; then
    printf 'process running\n'
    tell_age
    close_hung_receivers
  else
    printf 'process stopped\n'
    pid=$(recorded_pid)
    [ -z "$pid" ] || ! is_alive "$pid" || printf 'stale-pid %s\n' "$pid"
  fi
  observe_log "$1"
  for each in $closed; do printf 'closed %s\n' "$each"; done
  if peer_is_connected; then printf 'connected yes\n'; fi
  if peer_answers; then printf 'peer answers\n'; else printf 'peer silent\n'; fi
}

# `java VERSION` of the next start, from a file that most JDKs have: to run one would take too long for each look.
tell_java() {
  release=$(find_java 2>/dev/null && cat "$java_home/release" 2>/dev/null) || return 0
  printf '%s\n' "$release" | sed -n 's/^JAVA_VERSION="\([0-9A-Za-z._+-]*\)".*/java \1/p' | head -n 1
}

# Since the process began, in seconds. Java 8 runs only where the kernel counts hundredths.
tell_age() {
  pid=$(recorded_pid)
  process_runs "$pid" || return 0
  { read -r stat <"/proc/$pid/stat" && read -r uptime rest </proc/uptime; } 2>/dev/null || return 0
  # From the third field on, as the name of a program may hold anything; the 22nd is the start.
  printf '%s\n' "${stat##*) }" | awk -v uptime="$uptime" '{ printf "age %d\n", uptime - $20 / 100 }'
}

observe_log() {
  read_log "$1"
  # The logs of a node that has run for long may begin after its start.
  [ "$logged" != yes ] ||
    printf 'role %s\nsynced %s\nstarted %s\nmaster %s\nworker %s\njoined %s\nwaiting %s\n' \
      "$role" "$synced" "$up" "$master" "$worker" "$joined" "$waiting"
  [ -z "$bad" ] || tell_text cause "$bad"
  [ -z "$newest" ] || tell_text newest "$newest"
}

#   tell_text KEY TEXT
tell_text() {
  printf '%s %s\n' "$1" "$(printf '%s' "$2" | base64 | tr -d '\n')"
}
