# What a machine must have before anything is installed or started on it. Its Java is checked before each start: service.sh.

check_machine() {
  case $(uname -s) in
    Linux) ;;
    MINGW* | MSYS* | CYGWIN*) fail "this is Windows, and the high-availability deployment is for Linux; give a Linux host" ;;
    *) fail "this is $(uname -s), and the scripts know Linux only; give a Linux host" ;;
  esac
  check_memory
}

# For the later steps too, so that a small system is found before anything is changed on it.
check_commands() {
  missing=''
  for command in awk base64 bash find flock getconf install sha256sum timeout xargs; do
    command -v "$command" >/dev/null 2>&1 || missing="$missing${missing:+, }$command"
  done
  [ -z "$missing" ] || fail "the commands $missing are missing; install them"
  find / -maxdepth 0 -printf '' 2>/dev/null ||
    fail "find knows no -printf, as that of BusyBox; install GNU findutils and coreutils"
  mv --help 2>&1 | grep -q -e --backup ||
    fail "mv knows no --backup, as that of BusyBox; install GNU coreutils"
}

# The README of the product asks for 2 GB, its documentation for 4 GB; the kernel keeps some of it for itself.
check_memory() {
  megabytes=$(($(getconf _PHYS_PAGES) * $(getconf PAGESIZE) / 1048576))
  [ "$megabytes" -ge 1800 ] ||
    fail "$megabytes MB of memory, and the product needs 2 GB; give the machine more"
  [ "$megabytes" -ge 3600 ] ||
    printf 'warning: %s MB of memory, less than the 4 GB that the product is meant for\n' "$megabytes"
}

#   check_disk FOLDER MEGABYTES
check_disk() {
  free=$(df -Pk "$1" | awk 'NR == 2 { print int($4 / 1024) }')
  [ "$free" -ge "$2" ] ||
    fail "$free MB are free below $1, and an installation needs $2 MB; make room or give another product.home"
}
