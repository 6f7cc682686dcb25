# Whether there is a JDBC driver, and whether that of a set fits the MySQL server.
# shellcheck disable=SC2154 # variables of product.sh and mysqlClient.sh

# A set without a driver leaves the home's own in place, which may have been renamed; a bundle of it is in dropins.
require_driver() {
  read_driver
  components=$home/repository/components
  [ -n "$driver" ] || [ -n "$(find "$components/lib" "$components/dropins" -maxdepth 1 -iname '*mysql*.jar' 2>/dev/null)" ] ||
    fail "no JDBC driver for MySQL lies in $components/lib; put MySQL's Connector/J 5.1.x there or give product.jdbcDriver. Nothing was changed"
}

# MySQL has no query_cache_size since 8.0.3, for which older drivers ask. Where the server cannot be asked from here, the
# product will say so.
refuse_unfit_driver() {
  read_driver
  if [ -z "$driver" ] || ! command -v mysql >/dev/null 2>&1 || ! version=$(printf 'SELECT VERSION();' | query); then
    return 0
  fi
  case $version in
    *MariaDB* | [1-7].*) return 0 ;;
  esac
  patch=${driver#mysql-connector-java-5.1.}
  [ "${patch%%[!0-9]*}" -ge 47 ] ||
    fail "$driver does not work with MySQL $version at $host:$port; give 5.1.47 or later in product.jdbcDriver. Nothing was changed"
}
