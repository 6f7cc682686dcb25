# Work that outlives its session: a deployer that is killed leaves no node half changed. It holds the turn's lock, so that
# a later call waits for it; the session only follows what it tells.
#
# `outcome` in the home's state says in its first line how far the last job is: `working`, `probation` (done, but taken
# back if the peer goes away), `finished` or `failed`. Further lines are for people. `job` tells one job from the next.
# shellcheck disable=SC2154 # state comes from home.sh

#   start_job COMMAND     decides the outcome; ended without one, it has failed
start_job() {
  leave_session
  decide working
  # The session may read it before the job has opened it.
  : >"$state/turn.log"
  printf '%s\n' "$$ $(date +%s)" >"$state/job"
  (
    # Inherited by what is started, so nothing else is ignored: a product that ignores TERM could not be stopped.
    trap '' HUP PIPE
    this=$(cat "$state/job")
    "$1" &
    # The lock is the command's alone, which may give it up.
    exec 9>&-
    wait "$!" || :
    # By then another job may be at work.
    if outcome_is working && [ "$(cat "$state/job")" = "$this" ]; then
      told=$(last_error_told)
      decide failed "${told:-the work on this node ended without a word; see that the disk of $state is not full, and run the update again}"
    fi
  ) </dev/null >"$state/turn.log" 2>&1 &
  job=$!
  exec 9>&-
}

last_error_told() {
  awk '/^error: / { sub(/^error: [^:]*: /, ""); text = "" } { text = text substr($0, 1, 1000) "\n" } END { printf "%s", text }' "$state/turn.log"
}

# Shows what the job tells until it has decided, and fails with its sentence where that is a failure.
follow_job() {
  shown=0
  while outcome_is working && is_alive "$job"; do
    show_log
    sleep 0.2
  done
  show_log
  ! outcome_is working || decide failed "the work on this node was ended from outside; run the update again"
  ! outcome_is failed || fail "$(tail -n +2 "$state/outcome")"
}

# Counted first, or what is written meanwhile would never be shown.
show_log() {
  written=$(wc -l <"$state/turn.log")
  awk -v from="$shown" -v to="$written" 'NR > from && NR <= to && !/^error: /' "$state/turn.log"
  shown=$written
}

decide() {
  write_state outcome "$@" ||
    fail "nothing can be written in $state; see that the disk is neither full nor read-only, and run the update again"
}

outcome_is() {
  [ "$(head -n 1 "$state/outcome" 2>/dev/null)" = "$1" ]
}
