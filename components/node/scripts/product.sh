# What a set wants of the product besides files: its text `product`, with the line `driver NAME DIGEST`. (Its line
# `distribution DIGEST` is exchange.sh's.)
# shellcheck disable=SC2154 # variables of home.sh

# Puts the JDBC driver of the set $wanted in place, and others of its kind away, while the product does not run. Carbon
# copies what it finds in lib to dropins, and never takes a copy away.
apply_product() {
  read_driver
  components=$home/repository/components
  lib=$components/lib
  [ -n "$driver" ] && ! is_only_driver || return 0
  {
    make_folder "$lib" &&
      write_to_home 0640 "$lib/$driver.activating" <"$state/drivers/$driver_digest" &&
      home_has_digest "$lib/$driver.activating" "$driver_digest" && settle &&
      put_other_drivers_away &&
      as_owner rm -f "$components"/dropins/mysql-connector-java-*.jar "$components"/dropins/mysql_connector_java_*.jar &&
      as_owner mv -fT "$lib/$driver.activating" "$lib/$driver"
  } || fail "the JDBC driver $driver could not be put into $lib; see that the disk is not full, and run the update again with another rerunTrigger"
  printf 'install repository/components/lib/%s\n' "$driver"
}

put_other_drivers_away() {
  for jar in "$lib"/mysql-connector-java-*.jar; do
    [ -e "$jar" ] || continue
    keep_from_home "$jar" "$state/replaced/repository/components/lib/${jar##*/}" && as_owner rm -f "$jar" || return 1
  done
}

read_driver() {
  driver='' driver_digest=''
  [ -f "$state/sets/$wanted/product" ] || return 0
  while read -r key a b; do
    [ "$key" != driver ] || driver=$a driver_digest=$b
  done <"$state/sets/$wanted/product"
}

is_only_driver() {
  [ "$(find -H "$lib" -maxdepth 1 -name 'mysql-connector-java-*.jar' 2>/dev/null)" = "$lib/$driver" ] &&
    home_has_digest "$lib/$driver" "$driver_digest"
}
