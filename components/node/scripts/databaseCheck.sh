# MySQL as the product on this node uses it: the client's login, rights and tables, the login of the JDBC driver, the clock. The
# script defines `tell ok|bad|skipped SUBJECT DETAIL` and `tries_driver`.
# shellcheck disable=SC2154 # variables of mysqlClient.sh, loginCheck.sh and clock.sh

# `HOST PORT USER BASE64-PASSWORD TLS`
database=''
# `DATABASE yes|no PRIVILEGE,...|-` a line each: whether it has tables, and what the user may do there; `-`: that is not known
uses=''

#   add_use DATABASE yes|no PRIVILEGE,...|-
add_use() {
  uses="$uses$1 $2 $3
"
}

check_database() {
  [ -n "$database" ] || return 0
  # shellcheck disable=SC2086 # no value of a request holds white space
  set -- $database
  use_server "$1" "$2" "$3" "$4" "$5"
  # Or each of the logins would wait out its time.
  server_answers "$1" "$2" || { tell bad database "$1:$2 does not answer from here" && return; }
  [ "$tries_driver" = no ] || check_jdbc_login
  command -v mysql >/dev/null 2>&1 ||
    { tell skipped database "$1:$2 answers; no mysql client here to log in with" && return; }
  usable=''
  while read -r used has_tables privileges; do
    [ -z "$used" ] || check_use
  done <<USES
$uses
USES
  [ -z "$usable" ] || tell ok database "$user can use$usable at $host:$port"
  if ! compare_clocks; then
    tell skipped clock "MySQL was not asked"
  elif clock_is_wrong; then
    tell bad clock "the node's clock is $difference s from MySQL's; synchronise both with NTP"
  else
    tell ok clock "as MySQL's"
  fi
}

check_jdbc_login() {
  check_login
  case $login in
    in) tell ok login "the JDBC driver logs in as the product does" ;;
    refused) tell bad login "the product cannot log in to MySQL at $host:$port with the JDBC driver: $said; $(driver_remedy)" ;;
    unknown) tell skipped login "$said" ;;
  esac
}

# A database as the user of the product finds it.
check_use() {
  if ! there=$(tables_and_privileges | query "$used"); then
    tell bad database "$user cannot use $used at $host:$port: $(last_error)"
    return
  fi
  lacking=''
  for privilege in $(printf '%s' "$privileges" | sed 's/^-$//' | tr , ' '); do
    case "
$there
" in
      *"
$privilege
"*) ;;
      *) lacking="$lacking${lacking:+, }$(printf '%s' "$privilege" | tr _ ' ')" ;;
    esac
  done
  if [ -n "$lacking" ]; then
    tell bad database "$user may not $lacking in $used at $host:$port; somebody has revoked it, grant it again by hand"
  elif [ "$has_tables/${there%%[!0-9]*}" = yes/0 ]; then
    tell bad database "$used at $host:$port has no tables; update with another rerunTrigger"
  else
    usable="$usable $used"
  fi
}

# The number of tables, then what the user was granted there or everywhere, a line each. A pattern in a grant is one of LIKE.
tables_and_privileges() {
  cat <<SQL
SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = '$used';
SELECT REPLACE(privilege_type, ' ', '_') FROM information_schema.schema_privileges
  WHERE grantee = CONCAT('\'', REPLACE(CURRENT_USER(), '@', '\'@\''), '\'') AND '$used' LIKE table_schema
  UNION SELECT REPLACE(privilege_type, ' ', '_') FROM information_schema.user_privileges
  WHERE grantee = CONCAT('\'', REPLACE(CURRENT_USER(), '@', '\'@\''), '\'');
SQL
}
