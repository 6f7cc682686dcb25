# The work of an action, which outlives its session: a deployer that is killed leaves no node half changed. It holds the node's lock
# until it ends; the session only follows what it says.
#
# `outcome` in the home's state says in its first line how far the last job is: `working`, `finished` or `failed`. For people there
# follows, of the first, who has begun it and when, and of the last, why. `job.log` is the job's log.
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh and act.sh

# A session that is cut leaves the lock to its job, so it is not worth waiting for long.
take_lock() {
  exec 9>>"$state/lock"
  flock -w 5 9 || fail "another update is at work on $home, see $state/job.log; run the update again when it has ended"
}

# Runs a command and tells its outcome: sets `result` to `done` or `failed`. The check may still refuse. It comes last, as what it
# has seen may change at any time.
#
#   run_job COMMAND [CHECK]
run_job() {
  leave_session
  ${2:+"$2"}
  record_outcome working ${deployer:+"$deployer, since $(date -u '+%F %T UTC')"}
  has_job=yes
  : >"$state/job.log"
  (
    # Inherited by what is started, so nothing else is ignored: a product that ignores TERM could not be stopped.
    trap '' HUP PIPE
    trap end_job EXIT
    "$1"
    record_outcome finished
  ) </dev/null >"$state/job.log" 2>&1 3>&- &
  job=$!
  exec 9>&-
  follow_job
}

# With the room that was held, or there may be none for the reason.
end_job() {
  free_room
  if outcome_is finished; then note_action 'done'; else note_action failed; fi
  ! outcome_is working || record_outcome failed "$(last_failure "$state/job.log")"
}

follow_job() {
  shown=0
  while outcome_is working && is_alive "$job"; do
    show_log
    # No longer than the job lasts, which holds the lock.
    flock -s -w 0.2 "$state/lock" true || :
  done
  show_log
  result=failed
  if outcome_is finished; then
    result='done'
  elif outcome_is failed; then
    tail -n +2 "$state/outcome" >"$complaints"
  else
    # It was ended from outside, or could not write down how it ended.
    last_failure "$state/job.log" >"$complaints"
  fi
}

# Counted first, or what is written meanwhile would never be shown.
show_log() {
  written=$(wc -l <"$state/job.log")
  awk -v from="$shown" -v to="$written" 'NR > from && NR <= to && !/^error: /' "$state/job.log"
  shown=$written
}

# The last error in a file, without the host that says it.
last_failure() {
  awk '
    /^error: / { sub(/^error: ([^ :]*: )?/, ""); text = "" }
    { text = text $0 "\n" }
    END { printf "%s", text == "" ? "the work on this node ended without a word; see that its disk is not full, and run the update again" : text }
  ' "$1"
}

record_outcome() {
  ! write_state outcome "$@" || return 0
  # The room may be the last that there was.
  free_room
  write_state outcome "$@" ||
    fail "nothing can be written in $state; see that the disk is neither full nor read-only, and run the update again"
}

outcome_is() {
  [ "$(head -n 1 "$state/outcome" 2>/dev/null)" = "$1" ]
}
