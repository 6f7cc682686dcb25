#!/bin/sh
# Run once by cloud-init on a new VM, as root: puts the data volume where the product's home belongs, and
# installs what is missing (packages.sh).
#
#   firstBoot.sh VOLUME-ID MOUNT-POINT JAVA-HOME|-
#
# A volume with a file system on it is never formatted. What the image has at the mount point goes onto a new volume.
set -eu

fail() {
  printf 'error: %s\n' "$*" >&2
  exit 1
}

# The volume is attached while the VM boots already. Nitro names the device after it: nothing else can be taken for it.
wait_for_device() {
  device=/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_$(printf '%s' "$volume" | tr -d -)
  waited=0
  until [ -b "$device" ]; do
    [ "$waited" -lt 900 ] || fail "the volume $volume did not appear as $device within 15 minutes; see that it is attached and that the instance type is of a Nitro generation"
    sleep 2
    waited=$((waited + 2))
  done
}

# 0: has something on it, 2: nothing was found. Anything else is an error of the look-up, and then nothing is formatted.
is_blank() {
  status=0
  blkid -p "$device" >/dev/null 2>&1 || status=$?
  case $status in
    0) return 1 ;;
    2) return 0 ;;
    *) fail "blkid cannot tell what is on $device (exit $status); nothing was done to it" ;;
  esac
}

make_file_system() {
  mkfs.xfs -q "$device"
  fresh=$(mktemp -d)
  mount "$device" "$fresh"
  cp -a "$mount_point/." "$fresh/"
  umount "$fresh"
  rmdir "$fresh"
}

# By its UUID: device names change from boot to boot. `nofail`, or a lost volume would keep the VM from being reached.
mount_volume() {
  uuid=$(blkid -p -s UUID -o value "$device")
  [ -n "$uuid" ] || fail "$device has something on it that is no file system; nothing was done to it"
  grep -q "^UUID=$uuid " /etc/fstab ||
    printf 'UUID=%s %s auto defaults,nofail,x-systemd.device-timeout=60 0 2\n' "$uuid" "$mount_point" >>/etc/fstab
  mountpoint -q "$mount_point" || mount "$mount_point"
}

volume=$1 mount_point=$2 java=$3
mkdir -p "$mount_point"
wait_for_device
if is_blank; then
  make_file_system
fi
mount_volume
install_packages "$java" java mysql
