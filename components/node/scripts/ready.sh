# Waits until a VM has finished its first boot, then puts files of the deployment beside the product homes.
#
#   instance ID            the VM, so that a new one is waited for again
#   file PATH BASE64       a file for everybody to read
#   end
ready() {
  require base64
  complete=''
  while read -r key a b; do
    case $key in
      instance) await_first_boot ;;
      file) install_file "$a" "$b" ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "the request arrived incomplete; run the update again"
}

await_first_boot() {
  require cloud-init timeout
  status=0
  answer=$(timeout 1200 cloud-init status --wait 2>&1 </dev/null) || status=$?
  # 2: done, with something that cloud-init could recover from.
  [ "$status" = 0 ] || [ "$status" = 2 ] ||
    fail "the first boot failed ($(printf '%s' "$answer" | tr -d '.\n' | tail -c 100)): $(last_boot_error); correct the cause and replace the VM"
}

last_boot_error() {
  log=/var/log/cloud-init-output.log
  if [ -r "$log" ]; then
    grep '^error: ' "$log" | tail -n 1 | cut -c 1-300
  fi
}

install_file() {
  mkdir -p "${1%/*}"
  printf '%s' "$2" | base64 -d >"$1.new" || fail "$1 could not be written; see that the disk is not full"
  chmod 644 "$1.new"
  mv "$1.new" "$1"
}
