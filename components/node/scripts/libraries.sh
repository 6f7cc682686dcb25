# Jars that the product does not ship, each in a folder of the home. They come into effect with the next start.
# shellcheck disable=SC2154 # home from home.sh

check_library() {
  home_has_digest "$home/$1/$2" "$3" || check_delivered "$4" "$3"
}

make_library() {
  if ! home_has_digest "$home/$1/$2" "$3"; then
    take_home "$4" "$3" "$home/$1/$2"
    printf 'installed %s/%s, used from the next start on\n' "$1" "$2"
  fi
  forget_delivered "$3"
}
