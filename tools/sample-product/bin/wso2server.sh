#!/bin/sh
# Starts and stops the server as the product's script of this name does, peculiarities included:
# CARBON_HOME of the environment wins over the script's own place; `start` says nothing of a start that fails;
# `stop` does not wait; the exit status after the server's end is 0 whatever the server's was.

# The real file, should this be a link.
script=$0
while [ -h "$script" ]; do
  link=$(readlink "$script")
  case $link in
    /*) script=$link ;;
    *) script=$(dirname "$script")/$link ;;
  esac
done
[ -n "${CARBON_HOME:-}" ] || CARBON_HOME=$(cd "$(dirname "$script")/.." && pwd)

java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
if [ ! -x "$java" ]; then
  echo "Error: JAVA_HOME is not defined correctly."
  echo " CARBON cannot execute $java"
  exit 1
fi
if [ -z "${JAVA_HOME:-}" ]; then
  echo "You must set the JAVA_HOME variable before running CARBON."
  exit 1
fi

recorded_pid() {
  tr -d '\000' <"$CARBON_HOME/wso2carbon.pid"
}

in_background() {
  export CARBON_HOME
  nohup sh "$CARBON_HOME/bin/wso2server.sh" "$@" >/dev/null 2>&1 &
}

verb=
for word in "$@"; do
  shift
  case $word in
    start | -start | --start) verb=start ;;
    stop | -stop | --stop) verb=stop ;;
    restart | -restart | --restart) verb=restart ;;
    version | -version | --version) verb=version ;;
    *) set -- "$@" "$word" ;;
  esac
done

case $verb in
  start)
    if [ -e "$CARBON_HOME/wso2carbon.pid" ] && ps -p "$(recorded_pid)" >/dev/null; then
      echo "Process is already running"
      exit 0
    fi
    in_background "$@"
    exit 0
    ;;
  stop)
    kill -TERM "$(recorded_pid)"
    exit 0
    ;;
  restart)
    pid=$(recorded_pid)
    kill -TERM "$pid"
    while ps -p "$pid" >/dev/null; do sleep 1; done
    in_background "$@"
    exit 0
    ;;
  version)
    cat "$CARBON_HOME/bin/version.txt" "$CARBON_HOME/bin/wso2carbon-version.txt"
    exit 0
    ;;
esac

if ! "$JAVA_HOME/bin/java" -version 2>&1 | grep -q '1\.[78]'; then
  echo " Starting WSO2 Carbon (in unsupported JDK)"
  echo " [ERROR] CARBON is supported only on JDK 1.7 and 1.8"
fi

echo "JAVA_HOME environment variable is set to $JAVA_HOME"
echo "CARBON_HOME environment variable is set to $CARBON_HOME"

cd "$CARBON_HOME" || exit 1
rm -rf "$CARBON_HOME/tmp"

# shellcheck source=/dev/null
. "$CARBON_HOME/bin/load-spark-env-vars.sh"

# The server asks for a restart with the status 121.
status=121
while [ "$status" = 121 ]; do
  # shellcheck disable=SC2086 # JAVA_OPTS is a list of words
  "$java" \
    -Xms256m -Xmx1024m -XX:MaxPermSize=256m \
    -XX:+HeapDumpOnOutOfMemoryError \
    ${JAVA_OPTS:-} \
    -Djava.io.tmpdir="$CARBON_HOME/tmp" \
    -Dwso2.server.standalone=true \
    -Dcarbon.home="$CARBON_HOME" \
    -Dcarbon.config.dir.path="$CARBON_HOME/repository/conf" \
    org.wso2.carbon.bootstrap.Bootstrap "$@"
  status=$?
done
