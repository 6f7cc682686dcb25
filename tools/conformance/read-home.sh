#!/bin/sh
# Prints, as one JSON object, what the product's own classes understand of a product home. See README.md.
#
#   sh tools/conformance/read-home.sh HOME [ANALYTICS-COMMON]
set -eu

[ $# = 1 ] || [ $# = 2 ] || { printf 'usage: read-home.sh HOME [ANALYTICS-COMMON]\n' >&2 && exit 2; }
common=${2:-5.1.7}
here=$(cd "$(dirname "$0")" && pwd)
built=${XDG_CACHE_HOME:-$HOME/.cache}/pulumi-wso2-analytics/conformance-$common

# Built once per state of these files; `digest` is written last, so that a broken-off build is done again.
sources=$(find "$here/pom.xml" "$here/src" -type f | LC_ALL=C sort)
digest=$(printf '%s\n' "$sources" | xargs cat | sha256sum)
mkdir -p "$(dirname "$built")"
(
  flock 9
  [ "$(cat "$built/digest" 2>/dev/null)" != "$digest" ] || exit 0
  rm -rf "$built"
  mvn -q -B -Dstyle.color=never -f "$here/pom.xml" "-Danalytics.common=$common" dependency:copy -DoutputDirectory="$built/lib" >&2
  printf '%s\n' "$sources" | grep '\.java$' |
    xargs javac -nowarn -encoding UTF-8 -cp "$built/lib/*" -d "$built/classes"
  printf '%s\n' "$digest" >"$built/digest"
) 9>"$built.lock"

exec java -XX:TieredStopAtLevel=1 -Dfile.encoding=UTF-8 -Dstdout.encoding=UTF-8 \
  -Djava.net.preferIPv4Stack=true --add-opens java.base/java.lang=ALL-UNNAMED \
  -cp "$built/classes:$built/lib/*" ReadHome "$1"
