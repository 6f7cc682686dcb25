# The ports of a node and of its peer.
# shellcheck disable=SC2034,SC2154 # variables of service.sh, shared with the scripts

# Sets `closed` to the `ROLE:PORT` of all that are not open on this node's address. The kernel writes addresses as hexadecimal words
# of the machine's own order; Java's are often IPv6 with IPv4 in them.
find_closed_ports() {
  closed=$(cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v address="$address" -v ports="$ports" '
    $4 == "0A" { split($2, local, ":"); listens[local[1], local[2]] }
    END {
      split(address, octet, ".")
      own = sprintf("%02X%02X%02X%02X", octet[4], octet[3], octet[2], octet[1])
      none = "00000000"
      count = split(ports, port, " ")
      for (i = 1; i <= count; i++) {
        split(port[i], named, ":")
        number = sprintf("%04X", named[2])
        if (!((own, number) in listens) && !((none, number) in listens) &&
          !((none none "FFFF0000" own, number) in listens) && !((none none none none, number) in listens)) {
          printf "%s%s", separator, port[i]
          separator = " "
        }
      }
    }')
}

# Whether the peer takes connections on the ports that this node must reach anyway.
peer_answers() {
  for number in $(printf '%s' "$peer_ports" | tr , ' '); do
    port_answers "$peer_address" "$number" || return 1
  done
}

#   port_answers HOST PORT
port_answers() {
  # shellcheck disable=SC2016 # bash's own, which has a network client in it
  timeout 5 bash -c ': </dev/tcp/"$0"/"$1"' "$1" "$2" 2>/dev/null
}
