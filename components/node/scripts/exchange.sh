# Makes the product in the home the one that the wanted set names in its text `product` (`distribution DIGEST`), where it was
# installed from here and is another update of it. Called while the product stands still and the lock is held, before the
# set's files are installed. It may be cut off anywhere and called again, for this set or another one: the old product comes
# back the same way.
#
# `distributions/DIGEST.files` in the home's state lists the files of a zip, `DIGEST PATH` each; `distributions/DIGEST/` are
# these files while it waits. What the home has has no folder. `DIGEST.against` names the distribution that was
# put in its place: the folder holds only what differs from that one. `exchanging` names the one for which an exchange has
# begun.
# shellcheck disable=SC2154 # variables shared with home.sh and act.sh

exchange_product() {
  read_updates
  begun=$(cat "$state/exchanging" 2>/dev/null) || begun=''
  [ -n "$present" ] || return 0
  if [ -n "$begun" ] && [ "$begun" != "$update" ]; then
    exchange_files "$begun" "$present" && rm -rf "$state/distributions/$present" "$state/exchanging" || return 1
    begun=''
  fi
  if [ -z "$update" ] || [ "$present" = "$update" ]; then return 0; fi
  [ -n "$begun" ] || has_distribution "$update" ||
    fail "the update $update of the product does not lie beside $home; run the update again with another rerunTrigger"
  write_state exchanging "$update" && exchange_files "$present" "$update" || return 1
  {
    rm -rf "$state/distributions/$update" "$state/distributions/$update.against" &&
      write_state "distributions/$present.against" "$update" &&
      write_state installed "$update" &&
      rm "$state/exchanging"
  } || return 1
  printf 'the product is another update of it now\n'
}

# Sets `update`, which the wanted set names, and `present`, which is in the home; either is empty where there is none.
read_updates() {
  update=$(awk '$1 == "distribution" { print $2 }' "$state/sets/$wanted/product" 2>/dev/null) || update=''
  present=$(cat "$state/installed" 2>/dev/null) || present=''
}

# Before anything is stopped: a folder in the place of a new file makes every exchange fail, and the old product start again.
refuse_blocked_exchange() {
  read_updates
  if [ -z "$present" ] || [ -z "$update" ] || [ "$present" = "$update" ]; then return 0; fi
  from=$state/distributions/$present to=$state/distributions/$update
  blocked=$(differing_files | awk '$2 != "-" && $3 == "home"' | cut -d ' ' -f 4- | as_owner sh -c "$(blocking_program)" sh "$home")
  [ -z "$blocked" ] ||
    fail "$home/$blocked is a folder, and the other update of the product has a file there; move the folder away and run the update again. Nothing was stopped"
}

# The first folder among the paths on standard input.
blocking_program() {
  cat <<'PROGRAM'
cd "$1" || exit
while read -r path; do
  if [ -d "$path" ] && [ ! -L "$path" ]; then
    printf '%s\n' "$path"
    exit
  fi
done
PROGRAM
}

has_distribution() {
  if [ ! -d "$state/distributions/$1" ] || [ ! -f "$state/distributions/$1.files" ]; then return 1; fi
  against=$(cat "$state/distributions/$1.against" 2>/dev/null) || return 0
  [ "$against" = "$(cat "$state/installed")" ]
}

# Copies what differs out of its place, then into it. Both copies are on the disk before anything is removed, so an interrupted exchange
# can be repeated or undone. One tar each way copies all files of the home: a shell of the owner for each would prolong the stop.
exchange_files() {
  from=$state/distributions/$1 to=$state/distributions/$2 taken=$state/taken
  differing_files >"$state/differing.new" && look_at_places >"$state/differing" || return 1
  discard_unpacked_files && each_differing take_out >"$state/facts/taken" && take_from_home && settle || return 1
  each_differing put_in >"$state/facts/put" && each_differing remove >"$state/facts/removed" || return 1
  each_differing tell_left
  put_into_home && remove_from_home && settle
}

# `OLD-DIGEST NEW-DIGEST NOW FOLDER PATH`: the digest of what is in its place now, or `-`.
look_at_places() {
  awk '$3 == "home"' "$state/differing.new" | cut -d ' ' -f 4- | home_digests 60 >"$state/facts/places" &&
    awk '$3 == "original"' "$state/differing.new" | cut -d ' ' -f 4- | digests_in "$state/original" >"$state/facts/originals" &&
    awk '
      role != "differing" { now[role, substr($0, 67)] = $1; next }
      {
        path = substr($0, length($1 $2 $3) + 4)
        print $1, $2, (($3, path) in now) ? now[$3, path] : "-", $3, path
      }
    ' role=home "$state/facts/places" role=original "$state/facts/originals" role=differing "$state/differing.new"
}

#   each_differing COMMAND
each_differing() {
  while read -r old new now folder path; do
    place=$home/$path
    [ "$folder" = home ] || place=$state/original/$path
    "$1" || fail "$place could not be exchanged; see that the disk is neither full nor read-only, and run the update again"
  done <"$state/differing"
}

# `OLD-DIGEST NEW-DIGEST FOLDER PATH` of what differs between the two. A file that is rendered has the distribution's text in
# `original`. What the product keeps while it runs is nobody's to exchange.
differing_files() {
  active_manifests | awk '
    role == "rendered" { rendered[$4]; next }
    { path = substr($0, 66) }
    path ~ /^repository\/(data|database|logs)\// || path ~ /my-node-id\.dat$/ { next }
    role == "from" { old[path] = $1 }
    role == "to" { new[path] = $1 }
    { paths[path] }
    END {
      for (path in paths) {
        if (old[path] == new[path]) continue
        print (old[path] == "") ? "-" : old[path], (new[path] == "") ? "-" : new[path],
          (path in rendered) ? "original" : "home", path
      }
    }
  ' role=rendered - role=from "$from.files" role=to "$to.files"
}

# Nothing is to be done where the new file is in its place, or where neither distribution has one here. A file that somebody has changed
# is theirs and stays. Not so the product's programs, of which it rewrites some itself (`bundles.info`): they would not fit together.
is_exchanged() {
  if [ "$now" = "$new" ] || is_missing; then return 0; fi
  [ "$now" != - ] && [ "$now" != "$old" ] && ! is_program
}

# There is no new file to put in: the exchange is undone before the old file had gone.
is_missing() {
  [ "$new" != - ] && [ ! -e "$to/$path" ]
}

is_program() {
  case $folder:$path in
    home:repository/components/*) return 0 ;;
  esac
  return 1
}

# Of an exchange that was cut off.
discard_unpacked_files() {
  awk '$4 == "home"' "$state/differing" | cut -d ' ' -f 5- | as_owner sh -c "$(discarding_program)" sh "$home"
}

discarding_program() {
  # shellcheck disable=SC2016 # for the other shell
  printf '%s' 'cd "$1" && sed "s/.*/&.exchanging/" | tr "\\n" "\\0" | xargs -0 rm -f --'
}

# Keeps the old file for the way back. What is the home's is named: `DIGEST  PATH`.
take_out() {
  if [ "$now" = - ] || is_exchanged || has_digest "$from/$path" "$old"; then return 0; fi
  if [ "$folder" = home ]; then
    printf '%s  ./%s\n' "$now" "$path"
  else
    mkdir -p "$(dirname "$from/$path")" && rm -f "$from/$path" && cp -p "$place" "$from/$path"
  fi
}

# Bytes that are taken out of a home at most: a product has one or two GiB.
most_taken=17179869184

# The owner may send anything, so root unpacks it where nothing else is, and takes plain files with the digests that were seen before.
take_from_home() {
  rm -rf "$taken"
  [ -s "$state/facts/taken" ] || return 0
  if mkdir "$taken" && unpack_taken && is_plain && mkdir -p "$from" && cp -Rpl --remove-destination "$taken/." "$from/"; then
    rm -rf "$taken"
  else
    rm -rf "$taken"
    return 1
  fi
}

unpack_taken() {
  cut -c 67- "$state/facts/taken" | as_owner tar -C "$home" -h --hard-dereference --no-recursion --no-unquote -cf - -T - |
    head -c "$most_taken" | tar -C "$taken" --no-same-owner -xpf -
}

is_plain() {
  [ -z "$(find "$taken" ! -type f ! -type d | head -n 1)" ] &&
    (cd "$taken" && sha256sum -c --strict --status "$state/facts/taken")
}

# Names what is to be put into the home.
put_in() {
  if [ "$now" = "$new" ] || is_missing || is_exchanged || [ "$new" = - ]; then return 0; fi
  if [ "$folder" = home ]; then
    printf './%s\n' "$path"
  else
    mkdir -p "$(dirname "$place")" && cp -p "$to/$path" "$place.new" && mv -f "$place.new" "$place"
  fi
}

put_into_home() {
  [ -s "$state/facts/put" ] || return 0
  sed 's/$/.exchanging/' "$state/facts/put" >"$state/facts/exchanging"
  tar -C "$to" --hard-dereference --no-recursion --no-unquote -cf - -T "$state/facts/put" | as_owner sh -c "$(unpack_program)" sh "$home" &&
    home_digests 60 <"$state/facts/exchanging" | sed 's/\.exchanging$//' >"$state/facts/unpacked" &&
    digests_in "$to" <"$state/facts/put" | cmp -s - "$state/facts/unpacked" &&
    as_owner sh -c "$(rename_program)" sh "$home" "${owner#*:}" <"$state/facts/put"
}

unpack_program() {
  # shellcheck disable=SC2016 # for the other shell
  printf '%s' 'umask 027 && cd "$1" && tar --no-same-owner "--transform=s|\$|.exchanging|" -xpf -'
}

rename_program() {
  cat <<'PROGRAM'
cd "$1" || exit
while read -r path; do
  { [ "$2" = - ] || chgrp -- "$2" "$path.exchanging"; } && mv -fT -- "$path.exchanging" "$path" || exit
done
PROGRAM
}

# Names what goes from the home.
remove() {
  if [ "$now" = "$new" ] || is_exchanged || [ "$new" != - ]; then return 0; fi
  if [ "$folder" = home ]; then printf './%s\n' "$path"; else rm -f "$place"; fi
}

remove_from_home() {
  [ ! -s "$state/facts/removed" ] || as_owner sh -c "$(removal_program)" sh "$home" <"$state/facts/removed"
}

# A link, or what is mounted, is no folder to remove: it leads to one that is kept elsewhere.
removal_program() {
  cat <<'PROGRAM'
cd "$1" || exit
while read -r path; do
  rm -f -- "$path" || exit
  rmdir -p -- "${path%/*}" 2>/dev/null || :
done
PROGRAM
}

tell_left() {
  if [ "$now" = "$new" ] || is_missing || ! is_exchanged; then return 0; fi
  printf 'left as it is: %s, which was changed here\n' "$path"
}
