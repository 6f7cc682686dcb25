# Reads what a node is and changes nothing. The reply begins with `observation NONCE` and ends with `end NONCE`, each line
# between them is a fact, `KEY VALUE…`; free text is base64. A reply without the last line is no reply.
#
#   nonce NONCE
#   home PATH
#   mask BASE64           a secret that is not to be shown in what is quoted from the product's log
#   end
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh, service.sh and health.sh
observe() {
  nonce='' complete='' log_start='' masks=''
  while read -r key a; do
    case $key in
      nonce) nonce=$a ;;
      home) home=$a state=$a.deployment ;;
      mask) masks="$masks $a" ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "the request arrived incomplete; run it again"
  # On a line of its own, whatever the login's shell has printed.
  printf '\nobservation %s\n' "$nonce"
  if has_commands; then
    for mask in $masks; do add_secret "$mask"; done
    printf 'user %s\nsystem %s\n' "$(id -un)" "$(uname -s)"
    observe_home
  fi
  printf 'end %s\n' "$nonce"
}

has_commands() {
  lacking=no
  for command in awk base64 bash cat cut find flock grep head id install sed sha256sum sort stat tail timeout tr uname xargs; do
    command -v "$command" >/dev/null 2>&1 || { printf 'missing %s\n' "$command" && lacking=yes; }
  done
  [ "$lacking" = no ]
}

observe_home() {
  # An installation may be given an empty folder.
  [ -n "$(ls -A "$home" 2>/dev/null)" ] || { printf 'home absent\n' && return; }
  [ -d "$home/repository/conf" ] || { printf 'home other\n' && return; }
  printf 'home present\n'
  id=$(known_node_id)
  [ -z "$id" ] || printf 'node-id %s\n' "$id"
  [ -d "$state" ] || return 0
  for name in node staged healthy; do
    ! read -r value rest <"$state/$name" || printf '%s %s\n' "$name" "$value"
  done 2>/dev/null
  [ -s "$state/active" ] || return 0
  sed 's/^/active /' "$state/active"
  observe_files
  # More than one where a turn was interrupted: the last one is what it was about.
  revision=$(tail -n 1 "$state/active")
  [ ! -f "$state/sets/$revision/service" ] || observe_product
}

# `file EXPECTED FOUND PATH` for each file of the active revision; FOUND is `-` where there is none.
observe_files() {
  active_manifests | while read -r mode expected base path; do
    found=-
    [ ! -f "$home/$path" ] || found=$(sha256sum -- "$home/$path" | cut -d ' ' -f 1)
    printf 'file %s %s %s\n' "$expected" "$found" "$path"
  done
}

observe_product() {
  read_service "$revision"
  if product_is_running; then
    printf 'process running\n'
  else
    printf 'process stopped\n'
    pid=$(recorded_pid)
    [ -z "$pid" ] || ! is_alive "$pid" || printf 'stale-pid %s\n' "$pid"
  fi
  # An update that is at work here holds it alone.
  if [ -r "$state/lock" ] && ! flock -s -n "$state/lock" true 2>/dev/null; then printf 'busy yes\n'; fi
  read_log
  # The logs of a node that has run for long may begin after its start.
  if log_since_start | grep -q 'Starting WSO2 Carbon'; then
    printf 'role %s\nsynced %s\nstarted %s\n' "$role" "$synced" "$up"
  fi
  [ -z "$bad" ] || printf 'cause %s\n' "$(printf '%s' "$bad" | base64 | tr -d '\n')"
  ! closed_port || printf 'closed %s\n' "$closed"
  if peer_answers; then printf 'peer answers\n'; else printf 'peer silent\n'; fi
}
