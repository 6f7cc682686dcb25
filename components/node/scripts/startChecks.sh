# What a start needs, checked before anything is stopped for it.
# shellcheck disable=SC2154 # variables of home.sh

# Whoever does not know the database asks nothing of it.
check_before_start() {
  require_java
  refuse_other_unit
  refuse_former_product
  require_driver
  [ -n "$host" ] || return 0
  refuse_wrong_clock
  refuse_unfit_driver
  refuse_unfit_login
  refuse_failing_login
}

# A full disk is found before anything is stopped. The room is held until the work ends, so that a program that fills the disk
# meanwhile does not keep the node from going back.
hold_room() {
  for place in "$home" "$state"; do
    if { head -c 1048576 /dev/zero >"$place/.room"; } 2>/dev/null; then continue; fi
    free_room
    fail "there is no room for 1 MiB in $place, or it can only be read; make room there and run the update again. Nothing was stopped"
  done
}

free_room() {
  rm -f "$home/.room" "$state/.room" 2>/dev/null || :
}
