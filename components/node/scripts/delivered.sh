# Files that come to the node from elsewhere: downloaded from a SOURCE, which is a URL, or copied before, where it is `-`. A
# copy lies in the login user's home, named by the file's checksum, until it was taken. Nothing is taken without that.
# shellcheck disable=SC2034,SC2154 # variables shared with home.sh and service.sh

# What runs the product in the home, where no set says so yet.
use_product() {
  manager=auto
  name_unit
}

#   use_incoming LOGIN PREFIX      whose home it is, as the script may run as root; what the names of this node's copies begin with
use_incoming() {
  user_home=$(getent passwd "$1" | cut -d : -f 6) || user_home=''
  [ -n "$user_home" ] || user_home=$HOME
  incoming=$user_home/$2
}

# check_delivered SOURCE DIGEST: what stands in the way of `take`.
check_delivered() {
  case $1 in
    http://* | https://*)
      command -v curl >/dev/null 2>&1 || command -v wget >/dev/null 2>&1 ||
        fail "neither curl nor wget is here to download $(shown "$1"); install one or give a local file"
      ;;
    *)
      has_digest "$incoming-$2" "$2" ||
        fail "$incoming-$2 is not what was copied there, or was taken from there before; have it sent again with pulumi up --target-replace on the node's copy of it, and --target-dependents"
      ;;
  esac
}

# take SOURCE DIGEST: sets `got`, a file of the state folder with that content.
take() {
  got=$state/download
  case $1 in
    http://* | https://*)
      download "$1" "$got" || give_up_file "$(shown "$1") could not be downloaded to $got; see that this node reaches it and the disk is not full"
      ;;
    *) install -m 0600 "$incoming-$2" "$got" || give_up_file "$got cannot be written; see that the disk is not full" ;;
  esac
  has_digest "$got" "$2" || give_up_file "$(shown "$1") has not the checksum sha256 $2; correct it or the file, nothing was put in its place"
}

# take_home SOURCE DIGEST TARGET: puts the file into the home in one step.
take_home() {
  new=${3%/*}/.${3##*/}.new
  make_folder "${3%/*}" || fail "${3%/*} cannot be made; see that the disk is not full and the home is writable"
  take "$1" "$2"
  { write_to_home 0640 "$new" <"$got" && home_has_digest "$new" "$2" && as_owner mv -fT "$new" "$3"; } ||
    give_up_file "$3 cannot be written; see that the disk is not full and the folder is writable"
  rm -f "$got"
}

# forget_delivered DIGEST: what has been taken is not kept twice.
forget_delivered() {
  rm -f "$incoming-$1"
}

# Not on a command line, and shown without its query: a URL may hold a token that is good for hours.
download() {
  if command -v curl >/dev/null 2>&1; then
    printf 'url = "%s"\n' "$1" | curl -fsSL --retry 2 -o "$2" -K -
  else
    printf '%s\n' "$1" | wget -q -O "$2" -i -
  fi
}

shown() {
  printf '%s' "${1%%\?*}"
}

give_up_file() {
  [ -z "${new:-}" ] || as_owner rm -f "$new"
  rm -f "$got"
  fail "$*"
}
