# Stops an update that would replace what somebody else has changed in the product home, and shows what that is.
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh and mask.sh

refuse_drift() {
  [ "$overwrite" != yes ] || return 0
  drift=$(list_drift)
  [ -n "$drift" ] || return 0
  ! grep -q '^[^ ]* [^ ]* foreign ' "$state/plan" ||
    fail "not what product.distribution has there:
$drift
$home is from another distribution, or they were changed by hand; name the distribution that it is from, put them back, or set the argument overwrite to replace them; no file of $home was changed"
  fail "changed on the node since the last update, neither the distribution's text nor this library's:
$drift
put them back, or set the argument overwrite to replace them; no file of $home was changed"
}

list_drift() {
  count=0
  while read -r action mode found keep path; do
    [ "$found" != known ] || continue
    count=$((count + 1))
    [ "$count" -le 4 ] || continue
    printf '  %s/%s (%s)\n' "$home" "$path" "$found"
    [ "$found" = deleted ] || show_difference
  done <"$state/plan"
  [ "$count" -le 4 ] || printf '  and %d more\n' $((count - 4))
}

# Only where it is known what to mask, and in a few short lines of plain text, whatever the file is.
show_difference() (
  [ -n "$secrets" ] && command -v diff >/dev/null 2>&1 || exit 0
  expected=$(expected_text)
  [ -n "$expected" ] || exit 0
  export LC_ALL=C
  read_from_home "$home/$path" 2>/dev/null | diff -U 1 -- "$expected" - 2>/dev/null | masked | without_secrets | tr -d '\r' |
    tr -c '\n\t\040-\176' '?' | cut -c 1-160 |
    awk 'NR <= 12 { print "    " $0 } END { if (NR > 12) printf "    and %d more lines\n", NR - 12 }'
)

# The file with the text that the last update has left in the home, else with the distribution's.
expected_text() {
  {
    sed "s|.*|$state/sets/&/files/$path|" "$state/active" 2>/dev/null || :
    printf '%s\n' "$state/sets/$wanted/base/$path" "$state/original/$path"
  } | while read -r text; do
    [ -f "$text" ] || continue
    printf '%s\n' "$text"
    break
  done
}

# Nobody has told us the secrets in what others wrote: a line that names one is hidden, and the rest of its element.
without_secrets() {
  awk '
    /^[-+ @]/ && !/^(---|\+\+\+) / { line[++count] = $0 }
    END {
      for (i = 1; i <= count; i++) {
        if (line[i] ~ /^@@/) { open = 0; continue }
        names = tolower(line[i]) ~ /pass|pwd|secret|credential|token|(private|access|api).?key|:\/\/[^\/]*:[^\/]*@/
        if (names || open) hidden[i] = 1
        if (names && line[i] !~ /</ && line[i] ~ />/)
          for (j = i - 1; j > 0 && line[j] !~ /^@@/; j--) { hidden[j] = 1; if (line[j] ~ /</) break }
        if (names && line[i] ~ /</) open = 1
        if (line[i] ~ /<\/|\/>/) open = 0
      }
      for (i = 1; i <= count; i++) print (i in hidden) ? substr(line[i], 1, 1) "********" : line[i]
    }
  '
}
