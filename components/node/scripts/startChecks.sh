# What a start needs, checked before anything is stopped for it.
# shellcheck disable=SC2154 # variables of home.sh and service.sh

# Whoever does not know the database asks nothing of it.
check_before_start() {
  require_java
  refuse_other_unit
  refuse_former_product
  require_driver
  [ -n "$host" ] || return 0
  if server_answers "$host" "$port"; then
    refuse_wrong_clock
    refuse_unfit_driver
    refuse_unfit_login
  fi
  refuse_failing_login
}

# Of a Java that belongs to the product's user, too.
require_java() {
  find_java
  java_version=$(as_owner "$java_home/bin/java" -version 2>&1 | sed -n 's/.* version "\([^"]*\)".*/\1/p' | head -n 1) || java_version=''
  fitting=$(version_fact java "$wanted")
  for each in $(printf '%s' "$fitting" | tr , ' '); do
    case $java_version in "$each" | "$each".*) return 0 ;; esac
  done
  fail "$java_home is Java ${java_version:-of no known version}, and the product starts with $(printf '%s' "$fitting" | sed 's/,/ or /g') only; install one of these or name it in service.javaHome. Nothing was changed"
}

# A full disk is found before anything is stopped. The room is held until the work ends, so that a program that fills the disk
# meanwhile does not keep the node from going back.
hold_room() {
  head -c 1048576 /dev/zero 2>/dev/null | write_to_home 0600 "$home/.room" 2>/dev/null || refuse_without_room "$home"
  { head -c 1048576 /dev/zero >"$state/.room"; } 2>/dev/null || refuse_without_room "$state"
}

refuse_without_room() {
  free_room
  fail "there is no room for 1 MiB in $1, or it can only be read; make room there and run the update again. Nothing was stopped"
}

free_room() {
  rm -f "$state/.room" 2>/dev/null || :
  [ ! -e "$home/.room" ] || as_owner rm -f "$home/.room" 2>/dev/null || :
}
