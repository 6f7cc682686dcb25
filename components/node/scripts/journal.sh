# What was done to this node: a line `TIME WHAT REVISION OUTCOME WHO` for each action, the newest last.
# shellcheck disable=SC2154 # variables of the request, of home.sh and act.sh

# Lines that are kept at least.
kept=200

# A journal that cannot be written keeps nobody from an action.
#
#   note_action OUTCOME
note_action() (
  [ -d "$state" ] || return 0
  journal=$state/journal
  about=${revision:-$(active_set)}
  printf '%s %s %.8s %s %s\n' "$(date -u +%FT%TZ)" "$action" "${about:--}" "$1" "${deployer:--}" >>"$journal" || return 0
  [ "$(wc -l <"$journal")" -gt "$((2 * kept))" ] || return 0
  { tail -n "$kept" "$journal" >"$journal.new" && mv -f "$journal.new" "$journal"; } || :
) 2>/dev/null

#   last_actions COUNT
last_actions() {
  tail -n "$1" "$state/journal" 2>/dev/null || :
}
