# Keeps secrets out of what is quoted from the product's log and from files that somebody else changed: those of the request,
# and those in the files of every set beside the home.
# shellcheck disable=SC2154 # state comes from home.sh

secrets=''

#   add_secret BASE64
add_secret() {
  secrets="$secrets$(printf '%s' "$1" | base64 -d)
"
}

# The last lines of a log on standard input, as an error quotes them.
last_lines() {
  sed -n 's/^TID: \[[^]]*\] \[[^]]*\] //; /^\[/p' | tail -n 8 | masked | cut -c 1-300
}

# Lines for people on standard input.
quoted() {
  masked | cut -c 1-1000
}

# Standard input with every secret replaced, the longest first: it may have another one in it.
masked() {
  awk '
    FILENAME == ARGV[1] {
      if (length($0) <= 3) next
      for (i = ++count; i > 1 && length(secret[i - 1]) < length($0); i--) secret[i] = secret[i - 1]
      secret[i] = $0
      next
    }
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
$(cat "$state"/sets/*/masks 2>/dev/null)
SECRETS
}
