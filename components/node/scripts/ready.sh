# Waits until a VM has finished its boot, then puts files of the deployment beside the product homes.
#
#   instance ID/TYPE       the VM, so that another one, or one that was stopped, is waited for again
#   volume PATH            where its data volume is mounted
#   file PATH BASE64       a file for everybody to read
#   end
ready() {
  require base64
  complete=''
  while read -r key a b; do
    case $key in
      instance) await_boot ;;
      volume) await_volume "$a" ;;
      file) install_file "$a" "$b" ;;
      end) complete=yes ;;
    esac
  done
  [ -n "$complete" ] || fail "the request arrived incomplete; run the update again"
}

await_boot() {
  require cloud-init timeout
  status=0
  answer=$(timeout 1200 cloud-init status --wait 2>&1 </dev/null) || status=$?
  # 2: done, with something that cloud-init could recover from.
  [ "$status" = 0 ] || [ "$status" = 2 ] ||
    fail "the first boot failed ($(printf '%s' "$answer" | tr -d '.\n' | tail -c 100)): $(last_boot_error); correct the cause and replace the VM"
}

# With `nofail` in /etc/fstab it is mounted some time after the host answers.
await_volume() {
  require mountpoint
  waited=0
  until mountpoint -q "$1"; do
    [ "$waited" -lt 90 ] ||
      fail "the data volume is not mounted at $1, 90 s after the boot; see systemctl status for its mount, mount it and run the update again"
    sleep 1
    waited=$((waited + 1))
  done
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
