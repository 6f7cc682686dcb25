# The mysql client of a node, for whoever has said with `use_server` where and as whom.

#   use_server HOST PORT USER BASE64-PASSWORD TLS     TLS: `yes`, `no`, or `key`: no, but the product has or asks for the server's key
# shellcheck disable=SC2034 # secrecy is for driverFits.sh
use_server() {
  host=$1 port=$2 user=$3 secrecy=$5
  # The one option for all clients: older ones of MariaDB and MySQL encrypt only with it, MySQL's since 8.0 has it no more
  # (hence `loose-`, a warning instead of an error) and encrypts anyway. The server insists, not the client.
  tls=$([ "$5" != yes ] || echo loose-ssl)
  # Quoted in the option file, where a quote in the value would end it and let `#` begin a comment.
  password=$(printf '%s' "$4" | base64 -d | sed 's/["\\]/\\&/g')
}

# Runs the SQL on standard input. The password is in an option file that exists only as a descriptor of the client:
# neither on a command line nor in the environment. It is not on disk either, unless the shell is bash on a node without
# /dev/shm (see common.sh): then the request may be in an unlinked file while this script runs.
query() {
  mysql --defaults-file=/dev/fd/3 --batch --skip-column-names "$@" 3<<OPTIONS 2>"$errors"
[client]
protocol=tcp
connect_timeout=30
host=$host
port=$port
user=$user
password="$password"
$tls
OPTIONS
}

# The client's own sentence; it names the user, never the password. MariaDB's client shows the statement first.
last_error() {
  { grep '^ERROR' "$errors" || cat "$errors"; } | head -n 1 | cut -c 1-200
}

errors=$(mktemp)
trap 'rm -f "$errors"' EXIT
