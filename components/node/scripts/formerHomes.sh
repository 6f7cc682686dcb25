# Homes that this node had before: the unit of each takes the node's ports at the next boot, if it is still enabled.
# shellcheck disable=SC2154 # variables of service.sh

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
