#!/bin/sh
# Makes the root file system of a test host: Debian with systemd, OpenSSH, sudo, Java, a MySQL client and what the library's
# scripts use. Run in a mount namespace of its own, so that no mount outlives a broken-off build.
#
#   buildImage.sh SUITE FOLDER
set -eu

suite=$1 folder=$2
system=systemd,systemd-sysv,dbus,libpam-systemd,procps,iproute2
tools=openssh-server,sudo,default-mysql-client,default-jdk-headless,unzip,curl
debootstrap --variant=minbase --include="$system,$tools" "$suite" "$folder"

# Every host has its own.
rm -f "$folder"/etc/ssh/ssh_host_* "$folder/etc/hostname" "$folder/etc/resolv.conf"
: >"$folder/etc/machine-id"
# No password fits "*"; "!" would lock the account, for keys as well.
chroot "$folder" useradd --create-home --shell /bin/bash --password '*' deployer
echo 'deployer ALL=(ALL) NOPASSWD: ALL' >"$folder/etc/sudoers.d/deployer"
chmod 440 "$folder/etc/sudoers.d/deployer"
# They would look for packages on the network.
ln -s /dev/null "$folder/etc/systemd/system/apt-daily.timer"
ln -s /dev/null "$folder/etc/systemd/system/apt-daily-upgrade.timer"
chroot "$folder" apt-get clean
rm -rf "$folder"/var/lib/apt/lists/*
