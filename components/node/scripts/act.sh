# One action on one node. No decision about the pair is made here, and nothing waits until the product is healthy. The reply ends
# with a line `outcome NONCE done|refused|failed [BASE64]`, the last value being the reason; `refused`: nothing was stopped,
# installed or started. Lines before it are for people. A reply without that line is no reply.
#
#   nonce NONCE
#   home PATH
#   node NAME                 which of the two nodes it belongs to; whichever where it is left out
#   staged DIGEST             the set that this deployer has staged; if another one was staged since, the action is refused; whatever
#                             was staged where it is left out
#   action apply DIGEST       stops the product where it runs, installs the set and starts the product
#   action install DIGEST     installs the files of a product that is not run from here
#   action start
#   action stop
#   action retire             stops it for good: neither it nor its timer is started any more
#   action markHealthy DIGEST
#   overwrite yes|no          whether files changed by somebody else are replaced
#   guard yes|no              refuses to stop the product where the other node's ports do not answer
#   times STOP                seconds that the product has to stop
#   database HOST PORT USER BASE64-PASSWORD TLS     for what is checked before a start; nothing of it where it is left out
#   deployer BASE64           who asks, for the journal; nobody in particular where it is left out
#   mask BASE64               a secret that is not to be shown
#   node-id-files PATH,PATH COMMON        nodeId.sh
#   java VERSION JAVA,JAVA    the Java versions with which a version of the product starts: version.sh
#   end
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh, service.sh and actionJob.sh
act() {
  nonce=- node='' staged='' host='' database='' complete='' result=refused reason='' complaints=''
  state='' action='' revision='' deployer='' has_home='' has_job=''
  exec 3>&2
  trap reply EXIT
  while read -r key a b c d e; do
    case $key in
      nonce) nonce=$a ;;
      home) home=$a state=$a.deployment ;;
      node) node=$a ;;
      staged) staged=$a ;;
      action) action=$a revision=$b ;;
      overwrite) overwrite=$a ;;
      guard) guard=$a ;;
      times) stop_timeout=$a ;;
      database) database="$a $b $c $d $e" ;;
      deployer) deployer=$(printf '%s' "$a" | base64 -d) ;;
      mask) add_secret "$a" ;;
      node-id-files) use_node_id_files "$a" "$b" ;;
      java) add_version_fact java "$a" "$b" ;;
      end) complete=yes ;;
    esac
  done
  catch_complaints
  [ -n "$complete" ] || fail "the request arrived incomplete; run the update again"
  require awk base64 bash find flock install sha256sum timeout xargs
  # shellcheck disable=SC2086 # five words, none of them with white space
  [ -z "$database" ] || use_server $database
  use_home "$home"
  has_home=yes
  take_lock
  [ "$action" = retire ] || [ -z "$staged" ] || refuse_other_update "$staged"
  "${action}_action"
}

# What is said on standard error is the reason in the reply.
catch_complaints() {
  complaints=$(mktemp 2>/dev/null) || {
    reason="no temporary file can be made in ${TMPDIR:-/tmp}; see that the disk is neither full nor read-only. Nothing was stopped"
    exit 1
  }
  exec 2>"$complaints"
}

# Ends every session that is not lost.
reply() {
  [ "$result" = 'done' ] || [ -n "$reason" ] || reason=$(last_failure "$complaints" | quoted)
  rm -f "$errors" "$complaints"
  # A job may outlive its session. In a state folder that was refused somebody else may have put links.
  [ -n "$has_job" ] || [ -z "$has_home" ] || note_action "$result"
  printf '\noutcome %s %s%s\n' "$nonce" "$result" "${reason:+ $(printf '%s' "$reason" | base64 | tr -d '\n')}"
  [ "$result" != 'done' ] || exit 0
  # For a caller that knows nothing but exit codes.
  printf 'error: %s: %s\n' "$(uname -n)" "$reason" >&3
  exit 1
}

apply_action() {
  compare_with "$revision"
  refuse_blocked_exchange
  read_service "$wanted"
  check_before_start
  read_running_service
  guarding=''
  if product_is_running; then
    goes_back || hold_room
    guarding=refuse_stop
  fi
  run_job apply_revision "$guarding"
}

# A node that goes back because its disk has become full needs what little room there is.
goes_back() {
  ! is_active && [ "$(cat "$state/healthy" 2>/dev/null)" = "$wanted" ]
}

apply_revision() {
  ran=no
  ! product_is_running || ran=yes
  stop_if_running
  read_service "$wanted"
  (exchange_and_install) || start_former_and_fail
  start
}

exchange_and_install() {
  exchange_product || fail "the product in $home could not be exchanged; see that the disk is neither full nor read-only"
  install_set || fail "the configuration could not be installed in $home; see that the disk is neither full nor read-only"
}

# The next action may be refused for the same cause: a state folder that can only be read takes none.
start_former_and_fail() {
  free_room
  wanted=$(active_set)
  if [ "$ran" = yes ] && is_deployed && is_whole; then
    read_service "$wanted"
    # The reason is the last error in the job's log.
    (start_product) >/dev/null 2>&1 || :
  fi
  exit 1
}

install_action() {
  compare_with "$revision"
  run_job install_set
}

start_action() {
  wanted=$(active_set)
  { is_deployed && is_whole; } ||
    fail "$home has not been deployed, or its last update was interrupted; run an update first"
  read_service "$wanted"
  if product_is_running; then
    result='done'
    return
  fi
  check_before_start
  run_job start
}

start() {
  printf 'starting\n'
  owner=$(stat -L -c %u:%g "$home")
  [ "$(id -u)" = 0 ] || owner=-
  place_node_id
  start_product
}

stop_action() {
  wanted=$(service_set)
  is_deployed || fail "$home has not been deployed, or its last update was interrupted; run an update first"
  read_service "$wanted"
  if ! product_is_running && ! is_restarting; then
    result='done'
    return
  fi
  run_job stop_if_running refuse_without_peer
}

# With the service text of the set that runs: a new one may name another peer, Java or manager.
stop_if_running() {
  read_running_service
  ! product_is_running || printf 'stopping\n'
  stop_product
}

retire_action() {
  wanted=$(service_set)
  is_deployed || fail "$home has not been deployed, or its last update was interrupted; run an update first"
  run_job retire_product
}

retire_product() {
  stop_if_running
  disable_unit
  remove_pruning
}

markHealthy_action() {
  wanted=$revision
  is_whole || fail "$wanted is not the active configuration of $home; run the update again"
  write_state healthy "$wanted" || refuse_to_write "in $state" "make it writable for $(id -un)"
  keep_node_id
  result='done'
}

#   compare_with SET     sets `wanted`
compare_with() {
  wanted=$1
  require_staged
  be_node "$node"
  plan
  refuse_drift
}

refuse_stop() {
  refuse_without_database
  refuse_without_peer
}

# MySQL may have died since the observation, and the product would stop and not come up again. What goes back does not come up now either.
refuse_without_database() {
  if [ -z "$host" ] || goes_back || server_answers "$host" "$port"; then return 0; fi
  free_room
  fail "MySQL at $host:$port does not answer from here, and the product does not start without it, so nothing was stopped; see that it runs and its port is open to this node, then run the update again"
}

refuse_without_peer() {
  if [ "$guard" != yes ] || peer_answers; then return 0; fi
  free_room
  fail "$peer at $peer_address does not answer on its ports $peer_ports from here, so nothing was stopped; see that it runs and that these ports are open between the nodes"
}

# The set in the home, or the one that an interrupted update was about.
active_set() {
  tail -n 1 "$state/active" 2>/dev/null || :
}

# Whether the set is in the home, and the product that belongs to it.
is_whole() {
  is_active && [ ! -f "$state/exchanging" ]
}

is_deployed() {
  [ -f "$state/sets/$wanted/service" ] && is_intact "$wanted"
}

read_running_service() {
  running=$(service_set)
  read_service "${running:-$wanted}"
}
