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
      install_owned -m 0640 "$state/drivers/$driver_digest" "$lib/$driver.activating" &&
      mkdir -p "$state/replaced/repository/components/lib" &&
      find -H "$lib" -maxdepth 1 -name 'mysql-connector-java-*.jar' -exec mv --backup=numbered -t "$state/replaced/repository/components/lib" {} + &&
      rm -f "$components"/dropins/mysql-connector-java-*.jar "$components"/dropins/mysql_connector_java_*.jar &&
      mv -f "$lib/$driver.activating" "$lib/$driver"
  } || fail "the JDBC driver $driver could not be put into $lib; see that the disk is not full, and run the update again with another rerunTrigger"
  printf 'install repository/components/lib/%s\n' "$driver"
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
    has_digest "$lib/$driver" "$driver_digest"
}
