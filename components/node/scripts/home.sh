# What staging and actions share: where things are kept, who is at work, and what would change in the product home.
#
# HOME.deployment (state.sh) holds `sets/`, each named by the digest of what is in it, with the secrets of its files in `masks`;
# `staged`, the one that came last and for which node; `active`, the sets whose files may be in the home, one a line (more than
# one where an update was interrupted); `healthy`, the set under which the node was last healthy; `original/`, the distribution's
# text of every file that was replaced; `replaced/`, what others had written and `overwrite` replaced; `node`, which of the two
# it is; `plan` and `facts/`, the last comparison; `outcome` and `job.log` of the last job; `lock`; `lease`, who holds the node
# (lease.sh); `journal` (journal.sh).
# shellcheck disable=SC2154 # wanted comes from the request

use_home() {
  home=$1
  state=$home.deployment
  [ -d "$home/repository/conf" ] ||
    fail "$home is no product home (no repository/conf in it); install the product there or correct the argument home"
  use_home_owner
  owner_writes "$home/repository/conf" || refuse_to_write_home
  use_state
  mkdir -p "$state/sets" "$state/original" "$state/facts" 2>/dev/null ||
    refuse_to_write "in $state" "make it writable for $(id -un)"
}

refuse_to_write_home() {
  [ "$drops" = no ] || ! [ -w "$home/repository/conf" ] ||
    fail "$owner_name owns $home and may not write in $home/repository/conf; give that folder to $owner_name too"
  refuse_to_write "in $home" "log in as its owner"
}

# Only the disk keeps root from writing.
refuse_to_write() {
  [ "$(id -u)" != 0 ] || fail "nothing can be written $1; see that the disk is neither full nor read-only"
  fail "$(id -un) may not write $1; $2, or set ssh.sudo"
}

# Lines of the home's state: whole, or as they were, also where the disk is full or power is lost.
#
#   write_state NAME LINE…
write_state() (
  place=$state/$1
  shift
  { printf '%s\n' "$@" >"$place.new" && settle_file "$place.new" && mv -f "$place.new" "$place"; } 2>/dev/null
)

# Whoever adds, activates or forgets a set holds the lock, on descriptor 9, until the last of its processes has ended.
wait_for_lock() {
  exec 9>>"$state/lock"
  flock -w 600 9 || fail "another update of $home has been running for ten minutes; see $state/job.log"
}

require_staged() {
  is_intact "$wanted" ||
    fail "the configuration is not staged beside $home: another update has activated a newer one, somebody removed it, or it was damaged; see which of them is to hold, then run its update with another rerunTrigger"
}

# Two deployers may update the same cluster at once, each from a state of its own. The one whose set came last to this node
# has it: if the other one went on, each node could end with another deployer's set, and both updates well.
#
#   refuse_other_update SET
refuse_other_update() {
  { read -r staged_set staged_for <"$state/staged"; } 2>/dev/null && [ "$staged_set" != "$1" ] || return 0
  [ "$staged_for" = "${node:-$staged_for}" ] ||
    fail "$home has been sent what belongs to $staged_for, and what belongs to $node; give each node its own ssh. Nothing was changed"
  fail "another update has staged another configuration for $home meanwhile, so this one does not go on here; see which of them is to hold, then run its update with another rerunTrigger"
}

#   has_digest FILE DIGEST
has_digest() {
  [ -f "$1" ] && printf '%s  %s\n' "$2" "$1" | sha256sum -c - >/dev/null 2>&1
}

# The same of a file of the home.
home_has_digest() {
  # shellcheck disable=SC2016 # for the other shell
  [ "$(as_owner_within 120 sh -c '[ ! -f "$1" ] || dd if="$1" iflag=nonblock bs=64k status=none | sha256sum' sh "$1" 2>/dev/null |
    cut -d ' ' -f 1)" = "$2" ]
}

# Whether the wanted set, and no other, is in the home.
is_active() {
  [ "$(cat "$state/active" 2>/dev/null)" = "$wanted" ]
}

# Compares the set $wanted with the home and writes $state/plan, for each file that is not as wanted a line
# `ACTION MODE FOUND KEEP PATH`:
#
#   ACTION  install; restore (the original); remove; leave (no longer wanted, but its original is not known)
#   FOUND   known, or what somebody else has done: changed, deleted; foreign: it never had a text that is known here
#   KEEP    the folder that keeps what is in the home now: original, replaced or -
plan() {
  gather_facts || fail "$home cannot be compared with its new configuration; see that $(home_user) may read all of it and that the disk is not full"
  awk -v owner="$owner" '
    # The text of another update of the product than the one that is in the home.
    function is_outdated() {
      return (path in original) && ((path, original[path]) in installed) && !((path, now) in installed)
    }
    role == "wanted" { mode[$4] = $1 + 0; wanted[$4] = $2; base[$4] = $3 }
    role == "active" { seen[$4] }
    role == "wanted" || role == "active" { ours[$4, $2]; stock[$4, $3]; paths[$4] }
    role == "home" { digest[$2] = $1 }
    role == "rights" { rights[$3] = $1 + 0 " " $2 }
    role == "original" { original[$2] = $1; seen[$2] }
    role == "installed" { stock[$2, $1]; installed[$2, $1]; seen[$2] }
    END {
      for (path in paths) {
        now = (path in digest) ? digest[path] : "-"
        untouched = ((path, now) in stock) || ((path in original) && original[path] == now)
        found = (untouched || ((path, now) in ours)) ? "known" : (now == "-") ? "deleted" : (path in seen) ? "changed" : "foreign"
        keep = (found == "changed" || found == "foreign") ? "replaced" : "-"
        if (path in wanted) {
          if (now == wanted[path] && rights[path] == mode[path] " " owner) continue
          action = "install"
          if (now == base[path] && now != "-" && original[path] != now) keep = "original"
        } else if (untouched && !is_outdated()) continue
        else if (path in original) action = "restore"
        else if ((path, "-") in stock) action = "remove"
        else if (now == "-") continue
        else { action = "leave"; found = "known"; keep = "original" }
        print action, ((path in wanted) ? mode[path] : "-"), found, keep, path
      }
    }
  ' role=wanted "$state/sets/$wanted/manifest" role=active "$state/facts/active" role=home "$state/facts/home" \
    role=rights "$state/facts/rights" role=original "$state/facts/original" \
    role=installed "$state/facts/installed" | sort -k 5 >"$state/plan"
}

# What the plan is made from. Owner and group are compared where they can be put right: as root.
gather_facts() {
  owner_format=-
  [ "$owner" = - ] || owner_format=%u:%g
  active_manifests >"$state/facts/active" &&
    installed_files >"$state/facts/installed" &&
    cut -d ' ' -f 4 "$state/sets/$wanted/manifest" "$state/facts/active" | sort -u >"$state/facts/paths" &&
    home_digests 5 <"$state/facts/paths" >"$state/facts/home" &&
    home_files stat -L -c "%a $owner_format %n" -- <"$state/facts/paths" >"$state/facts/rights" &&
    digests_in "$state/original" <"$state/facts/paths" >"$state/facts/original"
}

# `MODE DIGEST BASE-DIGEST PATH` of every file that an active set has.
active_manifests() {
  [ ! -f "$state/active" ] || while read -r set; do
    [ ! -f "$state/sets/$set/manifest" ] || cat "$state/sets/$set/manifest"
  done <"$state/active"
}

# `DIGEST PATH` of every file of the product that is in the home, where it was installed from here: as long as the node
# was not restarted, it may be another update of it than that of the set.
installed_files() {
  cat "$state/installed" "$state/exchanging" 2>/dev/null | while read -r digest; do
    [ ! -f "$state/distributions/$digest.files" ] || cat "$state/distributions/$digest.files"
  done
}

# Runs a command on those of the paths on standard input that are files in a folder.
#
#   files_in FOLDER COMMAND…
files_in() {
  sh -c "$(files_program)" sh "$@"
}

# The same in the home, as its owner.
home_files() {
  as_owner_within 120 sh -c "$(files_program)" sh "$home" "$@"
}

# `DIGEST  PATH` of those of the paths on standard input that are files in a folder.
digests_in() {
  files_in "$1" sh -c "$(digests_program)" sh 120
}

# The same in the home, where a pipe may take the place of a file meanwhile: the seconds are those that all of them together have before
# each is read by itself.
#
#   home_digests SECONDS
home_digests() {
  home_files sh -c "$(digests_program)" sh "$1"
}

# sha256sum waits for the writer of a pipe. dd does not, and takes two more processes a file. Where a name has a backslash, sha256sum doubles
# it and puts another one before the line.
#
#   sh -c PROGRAM sh SECONDS PATH…
digests_program() {
  cat <<'PROGRAM'
seconds=$1
shift
status=0
digests=$(timeout "$seconds" sha256sum -- "$@") || status=$?
if [ "$status" != 124 ]; then
  case $digests in
    *\\*) printf '%s\n' "$digests" | sed '/^\\/ { s/^.//; s/\\\\/\\/g; }' ;;
    *) printf '%s\n' "$digests" ;;
  esac
  exit "$status"
fi
for path in "$@"; do
  [ ! -f "$path" ] || ! digest=$(dd if="$path" iflag=nonblock bs=64k status=none | sha256sum) || printf '%s  %s\n' "${digest%% *}" "$path"
done
PROGRAM
}

files_program() {
  cat <<'PROGRAM'
cd "$1" || exit
shift
words=$#
while read -r path; do
  [ ! -f "$path" ] || set -- "$@" "$path"
done
[ "$#" = "$words" ] || "$@" </dev/null
PROGRAM
}
