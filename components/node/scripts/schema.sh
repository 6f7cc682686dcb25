# Makes the tables and indexes of the user and registry databases once, with the mysql client of this node and the
# distribution's own scripts. A database that has all of a script's is left alone; one that has some of them is reported
# and left alone.
#
#   packages                                    that of the mysql client is installed where it is missing
#   login HOST PORT USER BASE64-PASSWORD TLS    as `use_server` takes it
#   script DATABASE VARIANT NAMES BASE64-SQL    VARIANT: `any`, `before-5.7`, `from-5.7`, or `zero-dates`: any, with zero timestamps
#                                               NAMES: TABLE or TABLE.INDEX, comma-separated
#   repush TOKEN
#   end
#
# Prints `version=…` and `max_connections=…` of the server, then a line per script.
# shellcheck disable=SC2154 # variables of mysqlClient.sh
schema() {
  require base64 awk
  complete=''
  while read -r key a b c d e; do
    case $key in
      packages) install_packages - mysql ;;
      login)
        require mysql
        use_server "$a" "$b" "$c" "$d" "$e"
        log_in
        ;;
      script) make_tables "$a" "$b" "$c" "$d" ;;
      repush) : ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "the request arrived incomplete; run the update again"
}

log_in() {
  answer=$(printf 'SELECT VERSION(), @@max_connections;' | query) ||
    fail "$user cannot log in to MySQL at $host:$port from here: $(last_error); $(login_remedy)"
  version=${answer%%[[:space:]]*}
  printf 'version=%s\nmax_connections=%s\n' "$version" "${answer##*[[:space:]]}"
}

make_tables() {
  database=$1 variant=$2 names=$3
  applies "$variant" || return 0
  look_up_names
  if [ -z "$missing" ]; then
    printf '%s: all %s tables are there\n' "$database" "$tables"
    return 0
  fi
  [ "$found_tables$found_indexes" = 00 ] ||
    fail "MySQL at $host:$port: $database has $found_tables of the script's $tables tables and $found_indexes of its $indexes indexes (missing: $missing); it has those of another version of the product, or an earlier run was cut off. Add what is missing as the script makes it, or drop and create the database if nothing in it is needed; nothing was changed"
  { session_of "$variant" && printf '%s' "$4" | base64 -d; } | query "$database" >/dev/null ||
    fail "MySQL at $host:$port: the distribution's script failed in $database: $(last_error); correct the cause, then drop and create the database"
  look_up_names
  [ -z "$missing" ] || fail "MySQL at $host:$port: $database still lacks $missing after the distribution's script"
  printf '%s: %s tables made\n' "$database" "$tables"
}

applies() {
  case $1 in
    any | zero-dates) return 0 ;;
    before-5.7) ! from_57 ;;
    from-5.7) from_57 ;;
  esac
}

# For this session only; the server's other modes stay.
session_of() {
  [ "$1" != zero-dates ] || echo "SET SESSION sql_mode = REPLACE(REPLACE(@@sql_mode, 'NO_ZERO_DATE', ''), 'NO_ZERO_IN_DATE', '');"
}

# 5.7 refuses the zero timestamps of the older script (NO_ZERO_DATE); MariaDB's 10.x counts as later.
from_57() {
  printf '%s\n' "$version" | awk -F '[.-]' '{ exit !($1 > 5 || ($1 == 5 && $2 >= 7)) }'
}

# Which of the script's tables and indexes the database has: their numbers, and what is missing, five by name.
look_up_names() {
  query >"$there" <<SQL || fail "MySQL at $host:$port: the tables of $database cannot be listed: $(last_error)"
SELECT table_name FROM information_schema.tables WHERE table_schema = '$database';
SELECT table_name, index_name FROM information_schema.statistics WHERE table_schema = '$database';
SELECT table_name, constraint_name FROM information_schema.table_constraints WHERE table_schema = '$database';
SQL
  printf '%s\n' "$names" | tr ',' '\n' | awk -F '\t' '
    FILENAME == ARGV[1] { there[tolower(NF > 1 ? $1 "." $2 : $1)]; next }
    { kind = /\./ ? "index" : "table"; all[kind]++ }
    tolower($0) in there { found[kind]++; next }
    ++lacking <= 5 { missing = missing (lacking == 1 ? "" : ",") $0 }
    END {
      if (lacking > 5) missing = missing " and " lacking - 5 " more"
      print all["table"] + 0, all["index"] + 0, found["table"] + 0, found["index"] + 0, missing
    }
  ' "$there" - >"$counts"
  read -r tables indexes found_tables found_indexes missing <"$counts"
}

# shellcheck disable=SC2154
there=$(mktemp)
counts=$(mktemp)
trap 'rm -f "$errors" "$there" "$counts"' EXIT
trap 'exit 1' HUP INT PIPE TERM
