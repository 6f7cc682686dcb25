# Homes that this node had before: the unit of each takes the node's ports at the next boot, if it is still enabled.
# shellcheck disable=SC2030,SC2031,SC2034,SC2154 # variables of service.sh, which are another home's in a shell of its own

# `runs HOME ADDRESS:PORT NODE yes|no` for each other home on this host in which our product runs: where its event sync listens, which of
# the two nodes it is, and whether it has the databases of the request.
tell_running_homes() {
  former_homes | sort -u | while read -r former; do
    if [ "$former" = "$home" ] || [ ! -d "$former" ]; then continue; fi
    (tell_if_running "$former") </dev/null
  done
}

# Those beside this one, those of units, and those of processes.
former_homes() {
  for each in "${home%/*}"/*.deployment; do printf '%s\n' "${each%.deployment}"; done
  sed -sn 's/^Environment=CARBON_HOME=//p' /etc/systemd/system/*.service 2>/dev/null || :
  LC_ALL=C grep -aohsE -- '-Dcarbon\.home=[^[:cntrl:]]+' /proc/[0-9]*/cmdline 2>/dev/null | cut -d = -f 2- || :
}

tell_if_running() {
  home=$1 state=$1.deployment
  use_home_owner
  [ -z "$(state_problem)" ] || return 0
  service=$(service_set)
  [ -n "$service" ] || return 0
  read_service "$service"
  product_is_running || return 0
  for port in $ports; do
    case $port in
      eventSync:*)
        printf 'runs %s %s:%s %s %s\n' "$home" "$address" "${port#*:}" "$(head -n 1 "$state/node" 2>/dev/null | sed 's/ .*//; s/^$/-/')" \
          "$(if has_same_databases; then echo yes; else echo no; fi)"
        ;;
    esac
  done
}

# Two deployments may have the same ports, at other addresses, and nodes of the same names. They never have the same databases.
has_same_databases() {
  [ -n "$database" ] && [ -n "$uses" ] || return 1
  # shellcheck disable=SC2086 # no value of a request holds white space
  set -- $database
  while read -r used rest; do
    [ -z "$used" ] || grep -rqsF -- "jdbc:mysql://$1:$2/$used?" "$state/sets/$service/files/repository/conf/datasources" || return 1
  done <<USES
$uses
USES
}

disable_former_units() {
  each_former_unit disable_former_unit
}

# The one that has the ports now keeps them until somebody stops it.
disable_former_unit() {
  if systemctl is-active --quiet "$1" || ! systemctl is-enabled --quiet "$1"; then return 0; fi
  # It may be about to be started again, as it fails for want of ports.
  systemctl disable --quiet --now "$1" </dev/null 9>&-
  printf '%s is not started at boot any more: %s has its ports\n' "$1" "$home"
}

refuse_former_product() {
  ! uses_systemd || each_former_unit refuse_running_unit
}

refuse_running_unit() {
  ! systemctl is-active --quiet "$1" ||
    fail "$1 runs $2 with the ports of this node; stop it first (systemctl disable --now $1), then run the update again. Nothing was stopped"
}

#   each_former_unit COMMAND     called with the unit and its home
each_former_unit() {
  for file in /etc/systemd/system/*.service; do
    former=$(sed -n 's/^Environment=CARBON_HOME=//p' "$file" 2>/dev/null) || former=''
    if [ -n "$former" ] && [ "$former" != "$home" ] && shares_ports "$former"; then
      "$1" "${file##*/}" "$former"
    fi
  done
}

shares_ports() {
  sockets_of "$home" | grep -qxF -- "$(sockets_of "$1")"
}

# `ADDRESS PORT` of all that the product in a home listens on, as its active revision has it.
sockets_of() {
  active=$(head -n 1 "$1.deployment/active" 2>/dev/null) || return 0
  awk '$1 == "address" { address = $2 } $1 == "port" { print address, $3 }' "$1.deployment/sets/$active/service" 2>/dev/null || :
}
