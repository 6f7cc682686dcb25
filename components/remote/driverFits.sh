# Whether the JDBC driver of a set fits the MySQL server.
# shellcheck disable=SC2154 # variables of product.sh and mysqlClient.sh

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
