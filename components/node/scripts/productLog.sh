# The product's log since its last start. Which lines count depends on the version of the product (version.sh): the request has a table of
# them, `EVENT LOGGER MESSAGE`, the logger below org.wso2.carbon, the message as it begins. Events that are published can bring any text into the log, so a line counts only if the
# logger that writes it has written it, and only by the beginning of its message. A text with line breaks in it can still look
# like that: a line alone is no reason to stop a node. Layout of the product:
#
#   TID: [TENANT] [SERVER] [TIME] LEVEL {LOGGER} -  MESSAGE {LOGGER}
# shellcheck disable=SC2034,SC2154 # variables shared with observe.sh

# Sets `logged` (whether the log reaches back to the start), `role`, `synced`, `master`, `worker`, `up`, `joined` (the peer), `waiting` (for
# the peer: DAS 3.1.0 and 3.2.0), `bad`
# (a line after which this start cannot succeed) and `newest`, the newest error. The last two end with their innermost cause.
#
# The sync is logged by a thread of its own, before or after the role. A failed sync is tried again by itself
# (HAManager of analytics-common 5.1.7).
#
#   read_log SET     the one with the product's datasources
read_log() {
  {
    read -r logged role synced master worker up joined waiting
    read -r bad
    read -r bad_cause
    read -r newest
    read -r newest_cause
  } <<FACTS || :
$(log_since_start | LC_ALL=C KNOWN_LINES=$(version_fact log "$1" | base64 -d) awk -v peer="$peer_address" -v user="$(product_user "$1")" "$(log_program)" |
    masked | cut -c 1-149)
FACTS
  bad=$bad${bad_cause:+"; $bad_cause"}
  newest=$newest${newest_cause:+"; $newest_cause"}
}

# The user of MySQL in the datasources that this library renders.
product_user() {
  cat "$state/sets/$1/files/repository/conf/datasources"/*.xml |
    sed -n 's|.*<username>\(.*\)</username>.*|\1|p' | head -n 1
} 2>/dev/null

log_program() {
  cat <<'PROGRAM'
function reset(logs) {
  logged = logs; role = "none"; synced = master = worker = up = waiting = "no"; joined = "unknown"
  bad = bad_cause = newest = newest_cause = ""; bad_was_refused = 0
}
function by(package) { return index(logger, "org.wso2.carbon." package ".") == 1 }
function says(text) { return index(message, text) == 1 }
function about_peer() { return index(message, "/" peer ":") }
function read_header() {
  header = substr($0, 1, RLENGTH); message = substr($0, RLENGTH + 1)
  logger = header; sub(/^[^{]*[{]/, "", logger); sub(/[}].*/, "", logger)
  level = header; sub(/ *[{].*/, "", level); sub(/.* /, "", level)
  sub(/ [{][^{}]*[}]$/, "", message)
}
function learn_lines(  count, line, i, rest) {
  count = split(ENVIRON["KNOWN_LINES"], line, "\n")
  noted = "[{]org[.]wso2[.]carbon[.](core[.]"
  for (i = 1; i <= count; i++) {
    if (line[i] == "") continue
    known++
    rest = line[i]
    event[known] = substr(rest, 1, index(rest, " ") - 1); rest = substr(rest, index(rest, " ") + 1)
    writer[known] = substr(rest, 1, index(rest, " ") - 1); beginning[known] = substr(rest, index(rest, " ") + 1)
    if (writer[known] in listed) continue
    listed[writer[known]]
    noted = noted "|" writer[known] "[.}]"
  }
  noted = noted ")"
}
function event_of_line(  i) {
  for (i = 1; i <= known; i++)
    if (says(beginning[i]) && (logger == "org.wso2.carbon." writer[i] || by(writer[i]))) return event[i]
  return ""
}
function take_event(what) {
  if (what == "active") { role = what; synced = "no" }
  else if (what == "passive" || what == "backup") role = what
  else if (what == "syncing") synced = "no"
  else if (what == "synced") synced = "yes"
  else if (what == "master") master = "yes"
  else if (what == "worker") worker = "yes"
  else if (what == "waiting") waiting = "yes"
  else if (what == "together") waiting = "no"
  else if (what == "failed") is_bad = 1
}
function short_form(name) { name = logger; sub(/.*[.]/, "", name); return level " " name ": " message }
# The trace below a line goes on to its innermost cause.
function take_trace() {
  if ($0 ~ /^[ \t]*(at |\.\.\. |$)/ || (newest_cause != "" && $0 !~ /^Caused by: /)) return
  newest_cause = $0
  if (is_bad) bad_cause = $0
}
# A refused login ends a start only if it is our own user that is refused: others may have datasources here too.
function is_refused(text) {
  return up == "no" && user != "" && index(text, "Access denied for user '" user "'") &&
    (by("ndatasource") || by("user.core") || by("analytics") || logger ~ /^org\.apache\.tomcat\.jdbc\.pool\./)
}
BEGIN { reset("no"); learn_lines() }
# Most lines of a product at work, passed over quickly.
/^(TID: )?\[/ && !/ (ERROR|FATAL) / && $0 !~ noted { is_error = is_bad = 0; next }
match($0, /^(TID: \[[^]]*\] \[[^]]*\] )?\[[0-9][^]]*\] [^{]*[{][^}]*[}] - */) {
  read_header()
  is_error = is_bad = 0
  if (by("core.internal")) {
    if (says("Starting WSO2 Carbon")) reset("yes")
    if (says("WSO2 Carbon started in")) { up = "yes"; if (bad_was_refused) bad = bad_cause = "" }
  } else if (by("core.clustering.hazelcast")) {
    if (says("Member joined [") && about_peer()) joined = "yes"
    else if (says("Member left [") && about_peer()) joined = "no"
  } else take_event(event_of_line())
  is_error = level == "ERROR" || level == "FATAL"
  if (is_error && is_refused(message)) { bad_was_refused = bad_was_refused || bad == ""; is_bad = 1 }
  if (is_error) { newest = short_form(); newest_cause = "" }
  # The first one: what follows comes of it.
  is_bad = is_bad && bad == ""
  if (is_bad) bad = short_form()
  next
}
is_error {
  if (bad == "" && is_refused($0)) { bad = newest; bad_cause = newest_cause; is_bad = bad_was_refused = 1 }
  take_trace()
}
END {
  print logged, role, synced, master, worker, up, joined, waiting
  print bad; print bad_cause; print newest; print newest_cause
}
PROGRAM
}

# The product keeps a file per day: those before today's are needed as far back as its last start. A link among them leads no
# farther than the home's owner, and a pipe that takes the place of one is not awaited.
log_since_start() {
  as_owner_within 120 sh -c "$(log_reader)" sh "$home/repository/logs" 2>/dev/null || :
}

log_reader() {
  cat <<'PROGRAM'
files=''
for file in $(find -H "$1" -maxdepth 1 -type f \( -name 'wso2carbon.log*' -o -name 'wso2carbon-2*.log' \) -printf '%T@ %p\n' |
  sort -rn | cut -d ' ' -f 2-); do
  files="$file $files"
  ! grep -D skip -qE '^(TID: \[[^]]*\] \[[^]]*\] )?\[[0-9][^]]*\] [^{]*\{org\.wso2\.carbon\.core\.internal\.CarbonCoreActivator\} - *Starting WSO2 Carbon' "$file" || break
done
for file in $files; do
  dd if="$file" iflag=nonblock bs=64k status=none
done
PROGRAM
}
