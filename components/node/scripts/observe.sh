# Reads what a node is and changes nothing. The reply begins with `observation NONCE` and ends with `end NONCE`, each line
# between them is a fact, `KEY VALUE…`; free text is base64. A reply without the last line is no reply.
#
#   nonce NONCE
#   home PATH
#   mask BASE64           a secret that is not to be shown in what is quoted from the product's log
#   end
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh, service.sh and health.sh
observe() {
  nonce='' complete='' log_start=''
  while read -r key a; do
    case $key in
      nonce) nonce=$a ;;
      home) home=$a state=$a.deployment ;;
      mask) add_secret "$a" ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "the request arrived incomplete; run it again"
  printf 'observation %s\n' "$nonce"
  printf 'user %s\n' "$(id -un)"
  printf 'system %s\n' "$(uname -s)"
  for command in awk base64 bash cut find flock install sha256sum sed stat timeout xargs; do
    command -v "$command" >/dev/null 2>&1 || printf 'missing %s\n' "$command"
  done
  observe_home
  printf 'end %s\n' "$nonce"
}

observe_home() {
  [ -d "$home" ] || { printf 'home absent\n' && return; }
  [ -d "$home/repository/conf" ] || { printf 'home other\n' && return; }
  printf 'home present\n'
  [ -d "$state" ] || return 0
  for name in node staged healthy node-id; do
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
  # An update that is at work here holds it.
  if [ -e "$state/lock" ] && ! flock -n "$state/lock" true 2>/dev/null; then printf 'busy yes\n'; fi
  read_log
  printf 'role %s\nsynced %s\nstarted %s\n' "$role" "$synced" "$up"
  [ -z "$bad" ] || printf 'cause %s\n' "$(printf '%s' "$bad" | base64 | tr -d '\n')"
  ! closed_port || printf 'closed %s\n' "$closed"
  if peer_answers; then printf 'peer answers\n'; else printf 'peer silent\n'; fi
}
