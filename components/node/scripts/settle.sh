# What outlives a loss of power: files are on the disk before anything says that they are complete, and a set is used only where every
# file of it has its digest. `sums` in a set has these, and `end` in its last line.
# shellcheck disable=SC2154 # variables shared with home.sh

# Writes everything to the disks of the state folder and the home. coreutils before 8.24 know only all disks.
settle() {
  sync -f "$state" 2>/dev/null || sync || return 1
  [ ! -d "$home/repository/conf" ] || as_owner sync -f "$home" "$home/repository/conf" 2>/dev/null || sync
}

#   settle_file FILE
settle_file() {
  sync "$1" 2>/dev/null || sync
}

# The files of a set that never change: masks.sh adds to `masks`.
sum_set() (
  cd "$1" && rm -f sums && find . -type f ! -name masks ! -name 'sums*' -exec sha256sum -- {} + >sums.new && echo end >>sums.new &&
    mv -f sums.new sums
)

# Whether a set is complete and as it was staged. Of a set of 0.1.0, which has no sums, the manifest has the digests of most files.
#
#   is_intact SET
is_intact() (
  cd "$state/sets/$1" 2>/dev/null && [ -s manifest ] || exit 1
  if [ -e "$state/version" ]; then
    [ "$(tail -n 1 sums 2>/dev/null)" = end ] && sed '$d' sums | sha256sum -c --strict --status 2>/dev/null
  else
    { [ ! -e service ] || [ -s service ]; } &&
      awk '{ print $2 "  files/" $4 }' manifest | sha256sum -c --strict --status 2>/dev/null
  fi
)

# Before the state folder has a version.
adopt_sets() {
  for manifest in "$state"/sets/*/manifest; do
    folder=${manifest%/manifest}
    ! is_intact "${folder##*/}" || sum_set "$folder" || return 1
  done
}
