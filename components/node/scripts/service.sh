# How the product runs on a node: as a systemd service, or by its own script on a host without systemd. What is to be
# known of it is in the text `service` of a set.
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh and the scripts

# `address IP`, `port ROLE NUMBER`…, `peer NAME IP PORT…`, `spark IP`, `java FOLDER|-`,
# `heap MEGABYTES|- [VARIABLE]` (the one that the start script reads heap options from; JAVA_OPTS where it is left out),
# `manager auto|systemd|script`
read_service() {
  address='' ports='' peer='' peer_address='' peer_ports='' spark='' java=- heap=- heap_variable=JAVA_OPTS manager=auto
  while read -r key a b c; do
    case $key in
      address) address=$a ;;
      port) ports="$ports $a:$b" ;;
      peer) peer=$a peer_address=$b peer_ports=$c ;;
      spark) spark=$a ;;
      java) java=$a ;;
      heap) heap=$a heap_variable=${b:-JAVA_OPTS} ;;
      manager) manager=$a ;;
    esac
  done <"$state/sets/$1/service"
  name_unit
  PATH=$PATH:/usr/sbin:/sbin
}

# The set that says how the product is run: the active one, or the one that was staged last where that cannot be read.
service_set() {
  for each in "$(tail -n 1 "$state/active" 2>/dev/null)" "$(cut -d ' ' -f 1 "$state/staged" 2>/dev/null)"; do
    if [ -n "$each" ] && [ -f "$state/sets/$each/service" ] && is_intact "$each"; then
      printf '%s\n' "$each"
      return
    fi
  done
}

# Without the one character of a home's path that systemd would escape.
name_unit() {
  unit=$(basename "$home" | tr + _).service
  unit_file=/etc/systemd/system/$unit
}

# Only root can make a service.
uses_systemd() {
  case $manager in
    systemd) return 0 ;;
    script) return 1 ;;
  esac
  [ -d /run/systemd/system ] && [ "$(id -u)" = 0 ]
}

product_is_running() {
  runs_as_service || process_runs "$(recorded_pid)"
}

# The same where no set says how it is run.
undescribed_product_is_running() {
  manager=auto
  name_unit
  product_is_running
}

# Whether systemd starts a product again that has just ended. Its unit may be there from a time with another service.manager.
is_restarting() {
  is_own_unit && [ "$(systemctl is-active "$unit")" = activating ]
}

runs_as_service() {
  is_own_unit && systemctl is-active --quiet "$unit"
}

# A home elsewhere on this host may have a folder of the same name.
is_own_unit() {
  grep -qsxF "Environment=CARBON_HOME=$home" "$unit_file"
}

# The product ends the number with a NUL. Anybody may have written something else, or put a pipe there.
recorded_pid() {
  [ -f "$home/wso2carbon.pid" ] || return 0
  as_owner_within 5 dd if="$home/wso2carbon.pid" iflag=nonblock bs=20 count=1 2>/dev/null | tr -cd 0-9 || :
}

# The file outlives its process, whose number another one may have by now.
process_runs() {
  [ -n "$1" ] && is_alive "$1" && tr '\0' '\n' <"/proc/$1/cmdline" 2>/dev/null | names_home
}

# Whether a line on standard input has the home's path or one below it, and not that of another home that begins or ends like it.
names_home() {
  NAMED=$home LC_ALL=C awk '
    BEGIN { home = ENVIRON["NAMED"] }
    {
      rest = " " $0
      while ((at = index(rest, home)) > 0) {
        if (substr(rest, at - 1, 2 + length(home)) !~ /^[\/[:alnum:]_.-]|[[:alnum:]_.-]$/) found = 1
        rest = substr(rest, at + 1)
      }
    }
    END { exit !found }'
}

# Zombies don't count as alive.
is_alive() {
  { read -r stat <"/proc/$1/stat"; } 2>/dev/null && case ${stat##*) } in Z*) false ;; esac
}

# The lock is not the product's to hold.
start_product() {
  owner_writes "$home" || refuse_to_write "in $home" "log in as its owner"
  find_java
  if uses_systemd; then
    write_unit
    systemctl start "$unit" 9>&- 2>&1 || fail "systemd does not start $unit; see journalctl -u $unit"
  else
    start_log=$state/start.log
    [ -w "$state" ] || start_log=/dev/null
    forget_stale_pid
    disable_unit || fail "systemd does not disable $unit, which would start the product at boot too; see systemctl status $unit"
    # Its own shell would wait for it; the script's does not.
    as_owner_with_limits env -u TMPDIR JAVA_HOME="$java_home" ${java_options:+"$heap_variable=$java_options"} \
      sh "$home/bin/wso2server.sh" start </dev/null >"$start_log" 2>&1 ||
      fail "$home/bin/wso2server.sh start failed: $(tail -n 1 "$start_log" | cut -c 1-300)"
  fi
  waited=0
  until product_is_running; do
    [ "$waited" -lt 300 ] || fail "the product did not start: no process within 30 s; see $home/repository/logs and run $home/bin/wso2server.sh by hand"
    waited=$((waited + 1))
    sleep 0.1
  done
}

# The product's script takes any process with the number in the file for the product, and starts nothing. On a pipe in its place it
# would wait.
forget_stale_pid() {
  [ ! -e "$home/wso2carbon.pid" ] || [ -f "$home/wso2carbon.pid" ] || as_owner rm -rf "$home/wso2carbon.pid"
  pid=$(recorded_pid)
  [ -z "$pid" ] || process_runs "$pid" || as_owner rm -f "$home/wso2carbon.pid"
}

# TERM, so that it leaves the cluster in an orderly way: a killed member takes the locks of the election with it
# (measured with Hazelcast 3.5.4). `stop` of the product's script does not wait.
stop_product() {
  if runs_as_service || is_restarting; then
    systemctl stop "$unit" 9>&- 2>&1 || fail "systemd does not stop $unit; see journalctl -u $unit"
  fi
  pid=$(recorded_pid)
  process_runs "$pid" || return 0
  find_java
  as_owner env JAVA_HOME="$java_home" sh "$home/bin/wso2server.sh" stop </dev/null >/dev/null 2>&1 || :
  waited=0
  while is_alive "$pid"; do
    if [ "$waited" = $((stop_timeout * 5)) ]; then
      printf 'the product did not end within %s s and is killed\n' "$stop_timeout"
      # shellcheck disable=SC2016 # for the other shell
      as_owner sh -c 'kill -9 "$1"' sh "$pid" 2>/dev/null || :
    fi
    [ "$waited" -lt $((stop_timeout * 5 + 150)) ] ||
      fail "process $pid does not end, even killed; see what it waits for (ps -o stat,wchan -p $pid) on the host"
    waited=$((waited + 1))
    sleep 0.2
  done
}

find_java() {
  java_options=''
  [ "$heap" = - ] || java_options="-Xms${heap}m -Xmx${heap}m"
  java_home=$java
  [ "$java" != - ] || java_home=${JAVA_HOME:-}
  [ -n "$java_home" ] || java_home=$(readlink -f "$(command -v java)" | sed 's|/bin/java$||; s|/jre$||')
  [ -x "$java_home/bin/java" ] || fail "no Java was found${java_home:+ in $java_home}; install JDK 8 or name it in service.javaHome"
}

refuse_other_unit() {
  ! uses_systemd || [ ! -f "$unit_file" ] || is_own_unit ||
    fail "$unit_file is another product's; rename the folder of $home or set service.manager to script. Nothing was stopped"
}

write_unit() {
  refuse_other_unit
  { text=$(unit_text) && write_table "$unit_file" "$text" && write_mounts; } ||
    fail "$unit_file cannot be written; see that the disk is neither full nor read-only"
  systemctl daemon-reload </dev/null 9>&-
  systemctl enable --quiet "$unit" </dev/null 9>&-
  disable_former_units
}

# A unit that is there already gets what is new in it, and nothing is restarted.
renew_unit() {
  { uses_systemd && is_own_unit; } || return 0
  { chmod 0644 "$unit_file" && write_mounts; } ||
    fail "$unit_file cannot be written; see that the disk is neither full nor read-only"
  systemctl daemon-reload </dev/null 9>&-
  disable_former_units
}

disable_unit() {
  if ! is_own_unit || ! systemctl is-enabled --quiet "$unit" </dev/null 9>&-; then return 0; fi
  systemctl disable --quiet "$unit" </dev/null 9>&-
}

# Without its disks the product would start on empty folders, over which they are mounted later. `mounts` in the home's state
# has a path a line. In a file of its own, as prepare.sh knows nothing else of the unit.
write_mounts() {
  [ -f "$state/mounts" ] || return 0
  (umask 022 && mkdir -p "$unit_file.d") &&
    write_table "$unit_file.d/mounts.conf" "[Unit]
$(sed 's/.*/RequiresMountsFor="&"/' "$state/mounts")"
}

# Root's tables are read by everybody, and never half.
#
#   write_table FILE TEXT
write_table() {
  printf '%s\n' "$2" >"$1.new" && chmod 0644 "$1.new" && mv -f "$1.new" "$1"
}

# In the foreground, so that systemd sees the product itself, whose executors of Spark are its children and end with it. 143
# is how a JVM ends that was told to. The script ends with 0 however the product ended, so it is started again always.
unit_text() {
  cat <<UNIT
[Unit]
Description=WSO2 analytics in $home
Wants=network-online.target
After=network-online.target

[Service]
User=$owner_name
WorkingDirectory=$home
Environment=CARBON_HOME=$home
Environment=JAVA_HOME=$java_home
Environment=SPARK_LOCAL_IP=$spark
Environment="$heap_variable=$java_options"
ExecStart=/bin/sh $home/bin/wso2server.sh
SuccessExitStatus=143
TimeoutStopSec=$stop_timeout
Restart=always
RestartSec=10
LimitNOFILE=65535
LimitNPROC=20000

[Install]
WantedBy=multi-user.target
UNIT
}
