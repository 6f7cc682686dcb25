# Stages one set of configuration files beside the product home, and sees that nothing will stop its activation. Nothing
# in the home is touched, nothing is restarted.
#
#   home PATH
#   node NAME             which of the two nodes it belongs to
#   overwrite yes|no      whether files changed by somebody else will be replaced
#   set DIGEST
#   file MODE DIGEST BASE-DIGEST PATH BASE64     the file's text; BASE-DIGEST is that of the distribution's text or "-"
#   base PATH BASE64      the distribution's text of such a file
#   also NAME BASE64      what else makes up the revision: `service`, `together`, `product`
#   mask BASE64           a secret that is not to be shown in what somebody else has changed
#   repush TOKEN          with another one the same is staged again
#   end                                          without it the request arrived cut off
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh
stage() {
  require awk base64 find flock sha256sum
  overwrite=no node='' incoming='' unwritten='' complete=''
  trap discard_incoming EXIT
  trap 'exit 1' HUP INT PIPE TERM
  while read -r key a b c d e; do
    case $key in
      home) use_home "$a" ;;
      node) node=$a ;;
      overwrite) overwrite=$a ;;
      set) begin_set "$a" ;;
      file) receive_file "$a" "$b" "$c" "$d" "$e" 2>/dev/null || unwritten=$d ;;
      base) receive_base "$a" "$b" 2>/dev/null || unwritten=$a ;;
      also) printf '%s' "$b" | base64 -d 2>/dev/null >"$incoming/$a" || unwritten=$a ;;
      mask) add_secret "$a" ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "the configuration arrived incomplete; run the update again"
  { [ -z "$unwritten" ] && sha256sum -c "$incoming/checksums" >/dev/null 2>&1; } ||
    fail "${unwritten:-the configuration} could not be written to $state; see that the disk is not full"
  rm "$incoming/checksums"
  keep_masks
  sum_set "$incoming" || fail "the configuration could not be written to $state; see that the disk is not full"
  refuse_leased
  wait_for_lock
  refuse_other_node "$node"
  # A set is named by what is in it: one that is there already is the same. It may have been damaged.
  cat "$state/sets/$wanted/masks" >>"$incoming/masks" 2>/dev/null || :
  sort -u -o "$incoming/masks" "$incoming/masks"
  settle || fail "the configuration could not be written to $state; see that the disk is neither full nor read-only"
  if is_intact "$wanted"; then
    mv -f "$incoming/masks" "$state/sets/$wanted/masks"
  else
    rm -rf "$state/sets/$wanted"
    mv "$incoming" "$state/sets/$wanted"
  fi
  plan
  refuse_drift
  tell_other_distribution
  printf 'staged %s files beside %s\n' "$(wc -l <"$state/sets/$wanted/manifest" | tr -d ' ')" "$home"
  # At last: an update that is cut off before does not have the node.
  write_state staged "$wanted ${node:--}" || refuse_to_write "in $state" "make it writable for $(id -un)"
  # What cannot be forgotten now is the next time.
  forget_unused || :
}

# Those secrets that stand in the set's files, so that they are masked for as long as these can be shown: a later update may
# bring others.
keep_masks() {
  printf '%s' "$secrets" | LC_ALL=C grep -rhoF -f - -- "$incoming/files" | sort -u >"$incoming/masks" || :
}

begin_set() {
  wanted=$1
  # What a cut-off call has left; one that still runs is less than an hour old.
  find "$state/sets" -maxdepth 1 -name '.incoming.*' -mmin +60 -exec rm -rf {} +
  { incoming=$(mktemp -d "$state/sets/.incoming.XXXXXX") && : >"$incoming/manifest"; } 2>/dev/null ||
    refuse_to_write "in $state" "make it writable for $(id -un)"
}

receive_file() {
  target=$incoming/files/$4
  make_parent "$target" &&
    printf '%s' "$5" | base64 -d >"$target" &&
    printf '%s %s %s %s\n' "$1" "$2" "$3" "$4" >>"$incoming/manifest" &&
    printf '%s  %s\n' "$2" "$target" >>"$incoming/checksums"
}

receive_base() {
  target=$incoming/base/$1
  make_parent "$target" && printf '%s' "$2" | base64 -d >"$target"
}

# Most files share their folder with another one.
make_parent() {
  [ -d "${1%/*}" ] || mkdir -p "${1%/*}"
}

# A home that others have installed keeps its product, whatever distribution its files are made from. Whether that is the
# home's shows in what the files were before.
tell_other_distribution() {
  [ ! -f "$state/installed" ] || return 0
  awk -v home="$home" '
    role == "plan" { if ($3 == "foreign") other[$5]; next }
    role == "original" { original[$2] = $1; next }
    { files++ }
    ($4 in original) && $3 != original[$4] { other[$4] }
    END {
      for (path in other) { count++; if (first == "" || path < first) first = path }
      if (count > 0)
        printf "warning: %d of %d files, %s for one, had another text in %s than in product.distribution. Their new " \
          "texts are made from the latter, and the product in the home, which others have installed, stays as it " \
          "is; see that it is the same update of the product\n", count, files, first, home
    }
  ' role=plan "$state/plan" role=original "$state/facts/original" role=wanted "$state/sets/$wanted/manifest"
}

discard_incoming() {
  [ -z "$incoming" ] || rm -rf "$incoming"
}
