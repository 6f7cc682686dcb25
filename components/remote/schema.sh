# Makes the tables of the user and registry databases once, with the mysql client of this node and the distribution's
# own scripts. A database whose tables are there is left alone; one that has some of them is reported and left alone.
#
#   login HOST PORT USER BASE64-PASSWORD
#   script DATABASE VARIANT TABLES BASE64-SQL    VARIANT: `any`, `before-5.7` or `from-5.7`; TABLES: comma-separated
#   end
#
# Prints `version=…` and `max_connections=…` of the server, then a line per script.
schema() {
  require mysql base64 awk
  complete=''
  while read -r key a b c d; do
    case $key in
      login) login "$a" "$b" "$c" "$d" ;;
      script) make_tables "$a" "$b" "$c" "$d" ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "$(uname -n): the request arrived incomplete; run the update again"
}

login() {
  host=$1 port=$2 user=$3
  # Quoted in the option file, where a quote in the value would end it and let `#` begin a comment.
  password=$(printf '%s' "$4" | base64 -d | sed 's/["\\]/\\&/g')
  answer=$(printf 'SELECT VERSION(), @@max_connections;' | query) ||
    fail "$(uname -n): $user cannot log in to MySQL at $host:$port from here: $(last_error); see that the port is open and database.clientHosts names this node as MySQL sees it"
  version=${answer%%[[:space:]]*}
  printf 'version=%s\nmax_connections=%s\n' "$version" "${answer##*[[:space:]]}"
}

# Runs the SQL on standard input. The password is in an option file that exists only as a descriptor of the client:
# neither on a command line, nor in the environment, nor on disk.
query() {
  mysql --defaults-file=/dev/fd/3 --batch --skip-column-names "$@" 3<<OPTIONS 2>"$errors"
[client]
protocol=tcp
connect_timeout=30
host=$host
port=$port
user=$user
password="$password"
OPTIONS
}

# The client's own sentence; it names the user, never the password.
last_error() {
  head -n 1 "$errors" | cut -c 1-200
}

make_tables() {
  database=$1 variant=$2 tables=$3
  applies "$variant" || return 0
  expected=$(count "$tables")
  missing=$(missing_tables)
  found=$((expected - $(count "$missing")))
  if [ "$found" = "$expected" ]; then
    printf '%s: all %s tables are there\n' "$database" "$expected"
    return 0
  fi
  [ "$found" = 0 ] ||
    fail "MySQL at $host:$port: $database has $found of the script's $expected tables (missing: $(printf '%s' "$missing" | cut -c 1-150)); an earlier run was cut off. Drop and create the database if nothing in it is needed, or add the missing tables by hand; nothing was changed"
  printf '%s' "$4" | base64 -d | query "$database" >/dev/null ||
    fail "MySQL at $host:$port: the distribution's script failed in $database: $(last_error); correct the cause, then drop and create the database"
  missing=$(missing_tables)
  [ -z "$missing" ] || fail "MySQL at $host:$port: $database still lacks $missing after the distribution's script"
  printf '%s: %s tables made\n' "$database" "$expected"
}

applies() {
  case $1 in
    any) return 0 ;;
    before-5.7) ! from_57 ;;
    from-5.7) from_57 ;;
  esac
}

# 5.7 refuses the zero timestamps of the older script (NO_ZERO_DATE); MariaDB's 10.x counts as later.
from_57() {
  printf '%s\n' "$version" | awk -F '[.-]' '{ exit !($1 > 5 || ($1 == 5 && $2 >= 7)) }'
}

# Those of the script's tables that the database does not have, comma-separated.
missing_tables() {
  printf "SELECT table_name FROM information_schema.tables WHERE table_schema = '%s';" "$database" | query >"$answers" ||
    fail "MySQL at $host:$port: the tables of $database cannot be listed: $(last_error)"
  printf '%s\n' "$tables" | tr ',' '\n' | awk '
    FILENAME == ARGV[1] { there[tolower($1)] = 1; next }
    !(tolower($1) in there) { printf "%s%s", separator, $1; separator = "," }
  ' "$answers" -
}

count() {
  printf '%s' "$1" | awk -F , '{ print NF }' | grep . || printf '0\n'
}

errors=$(mktemp)
answers=$(mktemp)
trap 'rm -f "$errors" "$answers"' EXIT
trap 'exit 1' HUP INT PIPE TERM
