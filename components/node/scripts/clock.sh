# The clocks of the nodes and of MySQL: time windows, the order of events and what expires depend on all of them.
# shellcheck disable=SC2154 # variables of mysqlClient.sh

# Sets `difference`, in seconds, to that between this node's clock and MySQL's; fails where MySQL cannot be asked from here.
compare_clocks() {
  command -v mysql >/dev/null 2>&1 && answer=$(printf 'SELECT UNIX_TIMESTAMP();' | query) || return 1
  difference=$(($(date +%s) - answer))
}

clock_is_wrong() {
  [ "${difference#-}" -gt 10 ]
}

# Before anything is stopped for a start that would not go well.
refuse_wrong_clock() {
  ! compare_clocks || ! clock_is_wrong ||
    fail "the clock is $difference s from that of MySQL at $host:$port; synchronise both with NTP. Nothing was changed"
}
