# The home belongs to the product's user, who may put links and pipes into it at any time. So root reads and writes in there as this
# user, and a file that was changed meanwhile gives nothing away. A login other than root has no choice: it acts as itself.
# shellcheck disable=SC2034,SC2154 # variables shared with the scripts

#   use_owner UID:GID     the home's; sets `owner_name`, `drops` (whether root acts as another user) and `owner` (UID:GID, or `-`)
use_owner() {
  drops=no owner=- owner_uid=${1%:*} owner_gid=${1#*:}
  owner_name=$(id -nu "$owner_uid" 2>/dev/null) || owner_name=$owner_uid
  [ "$(id -u)" = 0 ] || return 0
  if [ "$owner_uid" != 0 ]; then
    drops=yes
    # This user may not read root's own folder, where the session is.
    cd /
    # Nobody can give files to a group of which he is no member.
    case " $(id -G "$owner_name" 2>/dev/null) " in
      *" $owner_gid "*) ;;
      *) owner_gid=$(id -g "$owner_name" 2>/dev/null) || owner_gid=$owner_uid ;;
    esac
  fi
  owner=$owner_uid:$owner_gid
}

# The owner of the home that is there.
use_home_owner() {
  use_owner "$(stat -L -c %u:%g "$home")"
}

# Runs a program as the home's owner, who may stop it at any time, but not hold the lock for ever.
as_owner() {
  as_owner_within 600 "$@"
}

#   as_owner_within SECONDS|0 COMMAND…     0: as long as it takes
as_owner_within() {
  seconds=$1
  shift
  if [ "$drops" = no ]; then
    "$@" 3>&- 9>&-
  elif command -v setpriv >/dev/null 2>&1; then
    timeout -k 5 "$seconds" setpriv --reuid="$owner_uid" --regid="$owner_gid" "$(owner_groups)" -- "$@" 3>&- 9>&-
  else
    timeout -k 5 "$seconds" runuser -u "$owner_name" -- "$@" 3>&- 9>&-
  fi
}

# Who reads and writes in the home.
home_user() {
  if [ "$drops" = yes ]; then printf '%s' "$owner_name"; else id -un; fi
}

# For setpriv, which has `--init-groups` only since util-linux 2.31: RHEL 7, Amazon Linux 2 and Debian 9 have an older one.
owner_groups() {
  if id -nu "$owner_uid" >/dev/null 2>&1; then
    printf -- '--groups=%s\n' "$(id -G "$owner_name" | tr ' ' ,)"
  else
    echo --clear-groups
  fi
}

# The same with the limits that the host gives this user (limits.conf), as far as it has the program for it.
as_owner_with_limits() {
  if [ "$drops" = yes ] && command -v runuser >/dev/null 2>&1; then
    timeout -k 5 120 runuser -u "$owner_name" -- "$@" 3>&- 9>&-
  else
    as_owner_within 120 "$@"
  fi
}

# A file of the home on standard output; fails where it is none, and where it has more than 64 MiB or what is given. A pipe may take its
# place after any look at it: dd opens one without waiting for its writer.
#
#   read_from_home FILE [BYTES]
read_from_home() {
  # shellcheck disable=SC2016 # for the other shell
  as_owner_within 60 sh -c '
    [ -f "$1" ] && size=$(stat -L -c %s -- "$1") && [ "$size" -le "$2" ] &&
      dd if="$1" iflag=nonblock,count_bytes bs=64k count="$size" status=none
  ' sh "$1" "${2:-67108864}"
}

# Standard input becomes a new file of the home, of its owner and group. A shell that writes no file twice (`set -C`) would wait for the
# reader of a pipe in its place.
#
#   write_to_home MODE FILE
write_to_home() {
  # shellcheck disable=SC2016 # for the other shell
  as_owner sh -c 'rm -rf -- "$2" && (umask 077 && dd of="$2" conv=excl bs=64k status=none) && { [ "$3" = - ] || chgrp -- "$3" "$2"; } && chmod -- "$1" "$2"' \
    sh "$1" "$2" "${owner#*:}"
}

# Bytes: the product's bundles are far smaller, and what a user puts beside them is kept too.
largest_kept=2147483648

# Copies a file of the home to the state folder. What is there already stays: it becomes TARGET.~1~, TARGET.~2~ and so on.
#
#   keep_from_home FILE TARGET
keep_from_home() {
  mkdir -p "${2%/*}" && read_from_home "$1" "$largest_kept" >"$2.new" && chmod "$(as_owner stat -L -c %a "$1")" "$2.new" &&
    mv --backup=numbered "$2.new" "$2"
}

# Copies a file of the state folder to the home, with its mode.
#
#   put_back FILE TARGET
put_back() {
  # shellcheck disable=SC2094 # the state folder's file is read, the home's is written
  write_to_home "$(stat -c %a "$1")" "$2" <"$1"
}

# Whether the owner can write in a folder of the home.
owner_writes() {
  as_owner test -w "$1"
}

# A folder of the home, with those above it that are missing, for the product's user and group.
make_folder() {
  # shellcheck disable=SC2016 # for the other shell
  [ -d "$1" ] || as_owner sh -c 'umask 027 && mkdir -p -- "$1"' sh "$1"
}
