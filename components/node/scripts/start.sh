# Starting the product and writing down that it became healthy.
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh, service.sh and health.sh

#   start_and_await any|active|passive     sets `unmet` where it fails
start_and_await() {
  printf 'starting\n'
  log_start=$(log_size)
  unmet=$(start_product 2>&1) && await_health "$1" "$start_timeout"
}

# Writes down that the node is healthy with what it has.
settle() {
  write_state healthy "$wanted"
  printf 'healthy, %s\n' "$role"
}
