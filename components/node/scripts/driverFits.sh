# Whether there is a JDBC driver, and whether it and what it is told fit the MySQL server.
# shellcheck disable=SC2154 # variables of product.sh and mysqlClient.sh

# A set without a driver leaves the home's own in place, which may have been renamed; a bundle of it is in dropins.
require_driver() {
  read_driver
  components=$home/repository/components
  # shellcheck disable=SC2034 # for is_only_driver
  lib=$components/lib
  [ -z "$driver" ] || is_only_driver || has_digest "$state/drivers/$driver_digest" "$driver_digest" ||
    fail "$driver beside $home is damaged or gone; have it sent again with pulumi up --target-replace on the node's copy of it, and --target-dependents. Nothing was changed"
  [ -n "$driver" ] || [ -n "$(find "$components/lib/" "$components/dropins/" -maxdepth 1 -iname '*mysql*.jar' 2>/dev/null)" ] ||
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

# Since MySQL 8.0 users log in by caching_sha2_password unless told otherwise: a password goes to the server over TLS, or
# encrypted with the server's key, for which the driver must be allowed to ask. Without either it can log in only while the
# server remembers an earlier login.
refuse_unfit_login() {
  if [ "$secrecy" != no ] || ! command -v mysql >/dev/null 2>&1; then return 0; fi
  method=$(printf 'SHOW CREATE USER CURRENT_USER();' | query | grep -Eo '(caching_)?sha(2|256)_password' | head -n 1) || :
  [ -z "$method" ] ||
    fail "$user logs in to MySQL at $host:$port by $method, which the JDBC driver cannot do as it is told: give database.caBundle, or in database.jdbcParameters useSSL with verifyServerCertificate false or, in a network that is trusted, allowPublicKeyRetrieval. Nothing was changed"
}
