# The mysql client of a node, for whoever has said with `use_server` where and as whom.

#   use_server HOST PORT USER BASE64-PASSWORD TLS     TLS: `yes`, `no`, or `key`: no, but the product has or asks for the server's key
# shellcheck disable=SC2034 # secrecy is for driverFits.sh
use_server() {
  host=$1 port=$2 user=$3 secrecy=$5
  [ -n "$errors" ] || errors=$(mktemp)
  # The one option for all clients: older ones of MariaDB and MySQL encrypt only with it, MySQL's since 8.0 has it no more
  # (hence `loose-`, a warning instead of an error) and encrypts anyway. The server insists, not the client.
  tls=$([ "$5" != yes ] || echo loose-ssl)
  # Quoted in the option file, where a quote in the value would end it and let `#` begin a comment.
  password=$(printf '%s' "$4" | base64 -d | sed 's/["\\]/\\&/g')
}

# A server says the first word. One that takes connections and says nothing hangs: each question would wait out its time.
#
#   server_answers HOST PORT
server_answers() {
  # shellcheck disable=SC2016 # bash's own, which has a network client in it
  timeout 10 bash -c 'read -r -n 1 </dev/tcp/"$0"/"$1"' "$1" "$2" 2>/dev/null
}

# Runs the SQL on standard input. MariaDB's clients since 11.4 demand TLS with a certificate that they can verify, also of
# servers without TLS; with verification off, they do as older ones. The password is in an option file that exists only as a descriptor of the client:
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
loose-skip-ssl-verify-server-cert
$tls
OPTIONS
}

# The client's own sentence; it names the user, never the password. MariaDB's client shows the statement first, MySQL's its
# warnings.
last_error() {
  { grep '^ERROR' "$errors" || grep -v '\[Warning\]' "$errors"; } | head -n 1 | cut -c 1-200
}

# What to do where the client could not log in, by the number of its error.
login_remedy() {
  case $(last_error) in
    'ERROR 1045 '* | 'ERROR 1130 '*) echo "see that database.clientHosts names this node as MySQL sees it and the password is right" ;;
    'ERROR 2002 '* | 'ERROR 2003 '* | 'ERROR 2005 '* | 'ERROR 2013 '*) echo "see that MySQL runs and its port is open to this node" ;;
    'ERROR 2026 '*) echo "the mysql client here and the server cannot agree on TLS; see docs/troubleshooting.md" ;;
    'ERROR 2059 '* | 'ERROR 1251 '*) echo "the mysql client here does not know this user's way to log in; install another release of it" ;;
    *) echo "see that MySQL lets this user in from this node" ;;
  esac
}

errors=''
trap 'rm -f "$errors"' EXIT
