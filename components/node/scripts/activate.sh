# Makes a staged set the configuration of a product home whose product is started and stopped by others.
#
#   home PATH
#   node NAME             which of the two nodes it belongs to
#   set DIGEST
#   overwrite yes|no      whether files changed by somebody else are replaced
#   peer-set DIGEST       the other node's set: with it this runs whenever either of the two changes
#   repush TOKEN
#   end
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh
activate() {
  require awk find flock install sha256sum xargs
  overwrite=no node='' complete=''
  while read -r key a; do
    case $key in
      home) use_home "$a" ;;
      node) node=$a ;;
      set) wanted=$a ;;
      overwrite) overwrite=$a ;;
      peer-set | repush) : ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "the request arrived incomplete; run the update again"
  take_turn
  refuse_other_update "$wanted"
  be_node "$node"
  require_staged
  leave_session
  # The work outlives this session: a deployer that is killed leaves no half-installed home. It holds the lock too, so
  # that a later call waits for it.
  (
    trap '' HUP PIPE
    install_set
  ) </dev/null >"$state/activation.log" 2>&1 &
  status=0
  wait "$!" || status=$?
  report "$status"
  exit "$status"
}

# The end of what went wrong, so that the whole error stays below ten lines; every change of what went well.
report() {
  if [ "$1" = 0 ]; then
    cat "$state/activation.log"
  elif [ -s "$state/activation.log" ]; then
    tail -n 9 "$state/activation.log" | cut -c 1-1000 >&2
  else
    fail "nothing can be written in $state; see that the disk is neither full nor read-only, and run the update again"
  fi
}
