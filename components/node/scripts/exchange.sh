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
  update=$(awk '$1 == "distribution" { print $2 }' "$state/sets/$wanted/product" 2>/dev/null) || update=''
  present=$(cat "$state/installed" 2>/dev/null) || present=''
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

has_distribution() {
  if [ ! -d "$state/distributions/$1" ] || [ ! -f "$state/distributions/$1.files" ]; then return 1; fi
  against=$(cat "$state/distributions/$1.against" 2>/dev/null) || return 0
  [ "$against" = "$(cat "$state/installed")" ]
}

# Moves what differs out of its place and into it: a file is removed where it was when all of it is where it goes, so where each is
# tells how far the exchange is.
exchange_files() {
  from=$state/distributions/$1 to=$state/distributions/$2
  differing_files >"$state/differing" || return 1
  while read -r old new folder path; do
    exchange_file ||
      fail "$place could not be exchanged; see that the disk is neither full nor read-only, and run the update again"
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

exchange_file() {
  place=$home/$path
  [ "$folder" = home ] || place=$state/original/$path
  [ ! -e "$place.exchanging" ] || as_owner rm -f "$place.exchanging"
  if [ "$new" != - ]; then
    [ -e "$to/$path" ] || return 0
    # It was put in before, and is still where it was.
    if is_place_like "$new"; then
      rm -f "$to/$path"
      return
    fi
    take_out || return 1
  elif [ ! -e "$from/$path" ]; then
    take_out || return 1
  fi
  if [ ! -e "$to/$path" ] || [ -e "$place" ]; then return 0; fi
  put_in
}

#   is_place_like DIGEST
is_place_like() {
  if [ "$folder" = home ]; then home_has_digest "$place" "$1"; else has_digest "$place" "$1"; fi
}

# A file that somebody has changed is theirs and stays. Not so the product's programs, of which it rewrites some itself
# (`bundles.info`): they would not fit together.
take_out() {
  [ -e "$place" ] || return 0
  case $folder:$path in
    home:repository/components/*) ;;
    *)
      if ! is_place_like "$old"; then
        is_place_like "$new" || printf 'left as it is: %s, which was changed here\n' "$path"
        return 0
      fi
      ;;
  esac
  mkdir -p "$(dirname "$from/$path")" || return 1
  if [ "$folder" != home ]; then
    mv -f "$place" "$from/$path"
    return
  fi
  rm -f "$from/$path"
  keep_from_home "$place" "$from/$path" && as_owner rm -f "$place" || return 1
  # A link, or what is mounted, is no folder to remove: it leads to one that is kept elsewhere.
  # shellcheck disable=SC2016 # for the other shell
  as_owner sh -c 'cd "$1" && rmdir -p -- "$2"' sh "$home" "$(dirname "$path")" 2>/dev/null || :
}

put_in() {
  if [ "$folder" = home ]; then
    make_folder "$(dirname "$place")" && put_back "$to/$path" "$place.exchanging" &&
      as_owner mv -fT "$place.exchanging" "$place" && rm -f "$to/$path"
  else
    mkdir -p "$(dirname "$place")" && mv -f "$to/$path" "$place"
  fi
}
