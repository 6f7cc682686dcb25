# Holds a node for one deployer, as long as its session lives. Another deployer is told who has it. The deployer sends a line every
# few seconds: a session that was cut in silence gives the node back by itself. The reply is one line: `lease NONCE held`, or
# `lease NONCE taken BASE64`, the text being the holder's, or `lease NONCE none` where nothing can be kept beside the home.
#
#   nonce NONCE
#   home PATH
#   deployer BASE64     for people
#   silence SECONDS     after which a deployer is gone that sends nothing
#   end
# shellcheck disable=SC2154 # variables of the request

# The request is a here-document, which takes the place of standard input.
exec 7<&0

lease() {
  complete=''
  while read -r key value; do
    case $key in
      nonce) nonce=$value ;;
      home) home=$value state=$value.deployment ;;
      deployer) deployer=$(printf '%s' "$value" | base64 -d) ;;
      silence) silence=$value ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "the request arrived incomplete; run the update again"
  hold_node
  # The shell would go on to read its standard input, and keep the lock.
  exit 0
}

hold_node() {
  use_owner "$(id -u):$(id -g)"
  [ ! -d "$home" ] || use_home_owner
  # Root writes nothing where somebody else may have put a link. In a shell of its own, which a failed redirection ends.
  if [ -n "$(state_problem)" ] || ! (: >>"$state/lease") 2>/dev/null; then
    printf '\nlease %s none\n' "$nonce"
    return
  fi
  exec 8>>"$state/lease"
  # A deployer that has just ended may still have it for a moment.
  if ! flock -w 3 8; then
    printf '\nlease %s taken %s\n' "$nonce" "$(base64 <"$state/lease" | tr -d '\n')"
    return
  fi
  (printf '%s, since %s\n' "$deployer" "$(date -u '+%F %T UTC')" >"$state/lease") 2>/dev/null || :
  printf '\nlease %s held\n' "$nonce"
  SILENCE=$silence bash -c 'while read -r -t "$SILENCE" -u 7 line; do :; done' || :
}
