# The state folder, HOME.deployment. It is root's alone where this is root: nobody else writes in it, or comes between it and us.
#
# `version` in it names its layout. Without one it is of 0.1.0, or new. A later layout is left alone.
# shellcheck disable=SC2154 # home from home.sh; drops, owner_uid from owner.sh

state_layout=2

#   use_state     makes the folder where it is missing
use_state() {
  problem=$(state_problem)
  # shellcheck disable=SC2086 # its words
  [ -z "$problem" ] || refuse_state $problem
  { mkdir -p "$state" 2>/dev/null && [ -w "$state" ]; } ||
    refuse_to_write "in $state, beside the home" "make this folder for $(id -un)"
  [ "$(cat "$state/version" 2>/dev/null)" = "$state_layout" ] || adopt_state ||
    refuse_to_write "in $state" "make it writable for $(id -un)"
}

# `exposed FOLDER`: the product's user can exchange what is in it; `link`; `foreign USER`; `newer VERSION`. Nothing where all is well.
state_problem() {
  if [ "$(id -u)" = 0 ]; then
    exposed=$(exposed_above "$home")
    [ -z "$exposed" ] || { printf 'exposed %s\n' "$exposed" && return; }
    [ ! -L "$state" ] || { printf 'link\n' && return; }
    [ ! -e "$state" ] || [ "$(stat -c %u "$state")" = 0 ] || { printf 'foreign %s\n' "$(stat -c %U "$state")" && return; }
    [ -z "$(as_owner find "$state" -maxdepth 0 -writable 2>/dev/null)" ] || [ "$drops" = no ] || { printf 'exposed %s\n' "$state" && return; }
  fi
  version=$(head -c 20 "$state/version" 2>/dev/null | tr -cd 0-9) || version=''
  [ "${version:-1}" -le "$state_layout" ] || printf 'newer %s\n' "$version"
}

refuse_state() {
  case $1 in
    exposed) fail "$owner_name, the owner of $home, can write in $2 and so put another folder in the place of $state, which is root's; move the home to where only root can write, as below /opt, or log in as $owner_name without ssh.sudo. Nothing was changed" ;;
    link) fail "$state is a link; put the folder itself there, or mount it. Nothing was changed" ;;
    foreign) fail "$state belongs to $2 and not to root; look through it, links above all, then chown -R root: it, or move it away. Nothing was changed" ;;
    newer) fail "$state was written by a later version of this library (layout $2); update with that version. Nothing was changed" ;;
  esac
}

# The first folder on the way to a path in which the home's owner can give another file its name. Where only the owners of files may
# rename them (/tmp), root's stay.
#
#   exposed_above PATH
exposed_above() {
  [ "$drops" = yes ] || return 0
  folders_to "$1" "$(readlink -f "${1%/*}/")/." | sort -u | while read -r folder; do
    as_owner find "$folder" -maxdepth 0 \( -user "$owner_uid" -o -writable ! -perm -1000 \) 2>/dev/null || :
  done | head -n 1
}

#   folders_to PATH…     the folders above each
folders_to() {
  for folder in "$@"; do
    while [ -n "${folder%/*}" ]; do
      folder=${folder%/*}
      printf '%s\n' "$folder"
    done
  done
  printf '/\n'
}

# From 0.1.0: what was the product's user's there becomes root's, and its sets are described.
adopt_state() {
  if [ "$(id -u)" = 0 ]; then
    chmod 0700 "$state" && chown -hR 0:0 "$state" && find "$state" ! -type d ! -type f -delete || return 1
  fi
  adopt_sets && settle && write_state version "$state_layout"
}
