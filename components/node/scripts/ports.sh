# The ports of a node and of its peer.
# shellcheck disable=SC2034,SC2154 # variables of service.sh, shared with the scripts

# Sets `closed` to the `ROLE:PORT` of all that are not open on this node's address.
find_closed_ports() {
  closed=$(own_listeners | awk -v ports="$ports" '
    { open[$1] }
    END {
      count = split(ports, port, " ")
      for (i = 1; i <= count; i++) {
        split(port[i], named, ":")
        if (sprintf("%04X", named[2]) in open) continue
        printf "%s%s", separator, port[i]
        separator = " "
      }
    }')
}

# `PORT QUEUE` of what listens on this node's address, in hexadecimal. QUEUE counts the connections that the kernel has taken and the
# process has not. The kernel writes addresses as words of the machine's own order; Java's are often IPv6 with IPv4 in them.
own_listeners() {
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v address="$address" '
    BEGIN {
      split(address, octet, ".")
      own = sprintf("%02X%02X%02X%02X", octet[4], octet[3], octet[2], octet[1])
      none = "00000000"
      takes[own]; takes[none]; takes[none none "FFFF0000" own]; takes[none none none none]
    }
    $4 == "0A" {
      split($2, local, ":")
      split($5, queue, ":")
      if (local[1] in takes) print local[2], queue[2]
    }'
}

# A process that hangs keeps its sockets, and the kernel goes on to take connections for it. One that works takes them from the
# kernel at once, so one is made here. What is not taken within 3 s closes the receivers.
close_hung_receivers() {
  thrift='' receivers=''
  for port in $ports; do
    case $port in
      thrift:*) thrift=${port#*:} receivers="$receivers $port" ;;
      thriftSsl:*) receivers="$receivers $port" ;;
    esac
  done
  case " $closed " in *" thrift:$thrift "*) return ;; esac
  [ -n "$thrift" ] || return 0
  port_answers "$address" "$thrift" 1 || :
  waited=0
  while has_waiting_connections "$thrift"; do
    if [ "$waited" = 30 ]; then
      # shellcheck disable=SC2086 # a word each
      closed=$(printf '%s\n' $receivers $closed | awk '!told[$0]++')
      return
    fi
    waited=$((waited + 1))
    sleep 0.1
  done
}

has_waiting_connections() {
  own_listeners | awk -v number="$1" '
    BEGIN { port = sprintf("%04X", number) }
    $1 == port && $2 != "00000000" { found = 1 }
    END { exit !found }'
}

# Whether the members of the cluster have a connection: from or to this node's Hazelcast port, or one of that number, at this node's
# address or its peer's. A host with several addresses may have it on others.
peer_is_connected() {
  for port in $ports; do
    case $port in hazelcast:*) hazelcast=${port#*:} ;; esac
  done
  [ -n "${hazelcast:-}" ] || return 1
  cat /proc/net/tcp /proc/net/tcp6 2>/dev/null | awk -v own="$address" -v peer="$peer_address" -v number="$hazelcast" '
    function word(address, octet) {
      split(address, octet, ".")
      return sprintf("%02X%02X%02X%02X", octet[4], octet[3], octet[2], octet[1])
    }
    # IPv4 alone, or in IPv6.
    function is(one, wanted) { return substr(one, length(one) - 7) == wanted }
    BEGIN { own = word(own); peer = word(peer); port = sprintf("%04X", number) }
    $4 == "01" {
      split($2, local, ":")
      split($3, remote, ":")
      if (local[2] != port && remote[2] != port) next
      if (local[1] != remote[1] && (is(local[1], own) || is(remote[1], peer))) found = 1
    }
    END { exit !found }'
}

# Whether the peer takes connections on the ports that this node must reach anyway.
peer_answers() {
  for number in $(printf '%s' "$peer_ports" | tr , ' '); do
    port_answers "$peer_address" "$number" || return 1
  done
}

#   port_answers HOST PORT [SECONDS]
port_answers() {
  # shellcheck disable=SC2016 # bash's own, which has a network client in it
  timeout "${3:-5}" bash -c ': </dev/tcp/"$0"/"$1"' "$1" "$2" 2>/dev/null
}
