# Keeps secrets out of what is quoted from the product's log and from files that somebody else changed.

secrets=''

#   add_secret BASE64
add_secret() {
  secrets="$secrets$(printf '%s' "$1" | base64 -d)
"
}

# The last lines of a log on standard input, as an error quotes them.
last_lines() {
  sed -n 's/^TID: \[[^]]*\] \[[^]]*\] //; /^\[/p' | tail -n 8 | cut -c 1-300 | masked
}

# Standard input with every secret replaced.
masked() {
  awk '
    FILENAME == ARGV[1] { if (length($0) > 3) secret[++count] = $0; next }
    {
      for (i = 1; i <= count; i++) {
        rest = $0
        line = ""
        while ((at = index(rest, secret[i])) > 0) {
          line = line substr(rest, 1, at - 1) "********"
          rest = substr(rest, at + length(secret[i]))
        }
        $0 = line rest
      }
      print
    }
  ' /dev/fd/4 - 4<<SECRETS
$secrets
SECRETS
}
