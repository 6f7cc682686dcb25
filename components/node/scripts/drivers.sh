# JDBC drivers, kept beside the home by their checksums until an update puts one into it (product.sh).
# shellcheck disable=SC2154 # state from home.sh

#   check_driver DIGEST SOURCE
check_driver() {
  has_digest "$state/drivers/$1" "$1" || check_delivered "$2" "$1"
}

make_driver() {
  if ! has_digest "$state/drivers/$1" "$1"; then
    take "$2" "$1"
    { mkdir -p "$state/drivers" && settle_file "$got" && mv -f "$got" "$state/drivers/$1"; } ||
      fail "$state/drivers cannot be written; see that the disk is not full"
    printf 'the JDBC driver lies beside %s\n' "$home"
  fi
  forget_delivered "$1"
}
