# Makes the set $wanted the configuration of the product home. Compares first, then installs what differs, all or nothing:
# the new files are written next to their places, looked at, recorded, and only then renamed. Called with the lock held.
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh

install_set() {
  plan && refuse_drift && prepare && apply_product && replace && settle && record_active "$wanted" && forget_other_sets && tell_changes
}

# Everything that can fail (a full disk, missing rights) happens here, before anything in the home is replaced.
prepare() {
  discard_prepared
  while read -r action mode found keep path; do
    prepare_file || give_up "$home/$path"
  done <"$state/plan"
  keep_originals || give_up "$state/original"
  settle || give_up "$home"
  # From here on files of this set may be in the home.
  record_active "$(cat "$state/active" 2>/dev/null)" "$wanted" || give_up "$state/active"
}

# Writes down the sets whose files may be in the home.
record_active() {
  write_state active "$@"
}

prepare_file() {
  target=$home/$path
  [ "$keep" = - ] || keep_from_home "$target" "$state/$keep/$path" || return 1
  case $action in
    install)
      make_folder "${target%/*}" && write_to_home "$mode" "$target.activating" <"$state/sets/$wanted/files/$path" &&
        home_has_digest "$target.activating" "$(awk -v path="$path" '$4 == path { print $2 }' "$state/sets/$wanted/manifest")"
      ;;
    restore)
      make_folder "${target%/*}" && put_back "$state/original/$path" "$target.activating" &&
        home_has_digest "$target.activating" "$(awk -v path="$path" '$2 == path { print $1 }' "$state/facts/original")"
      ;;
  esac
}

# The distribution's text is what a file returns to, also where somebody else's was found in its place, and where another
# distribution is given for a home that was updated by hand.
keep_originals() {
  while read -r mode digest base path; do
    text=$state/sets/$wanted/base/$path original=$state/original/$path
    if [ ! -f "$text" ] || has_digest "$original" "$base"; then continue; fi
    mkdir -p "${original%/*}" && install -m "$mode" "$text" "$original.new" &&
      mv --backup=numbered "$original.new" "$original" || return 1
  done <"$state/sets/$wanted/manifest"
}

give_up() {
  discard_prepared
  fail "$1 could not be written; see that the disk is not full and the home is writable. No file of $home was changed"
}

# Also what an interrupted call has prepared, of whichever set.
discard_prepared() {
  cut -d ' ' -f 4 "$state"/sets/*/manifest | sed "s|.*|$home/&.activating|" | as_owner xargs rm -f --
}

replace() {
  while read -r action mode found keep path; do
    case $action in
      install | restore) as_owner mv -fT "$home/$path.activating" "$home/$path" || return 1 ;;
      remove) as_owner rm -f "$home/$path" || return 1 ;;
    esac
  done <"$state/plan"
}

# The one that came last is installed next, perhaps again; the one under which the node was last healthy may have to come back. What
# cannot be forgotten now is the next time.
forget_other_sets() {
  find "$state/sets" -mindepth 1 -maxdepth 1 ! -name '.*' ! -name "$wanted" \
    ! -name "$(cut -d ' ' -f 1 "$state/staged" 2>/dev/null || echo -)" ! -name "$(cat "$state/healthy" 2>/dev/null || echo -)" \
    -exec rm -rf {} + || :
}

tell_changes() {
  awk -v home="$home" -v files="$(wc -l <"$state/sets/$wanted/manifest" | tr -d ' ')" '
    $1 == "leave" { printf "left as it is: %s, its original is not known here\n", $5; next }
    { print $1, $5; changed++ }
    END { printf "%s: %d of %d files changed\n", home, changed, files }
  ' "$state/plan"
}
