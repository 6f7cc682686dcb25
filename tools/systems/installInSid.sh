#!/bin/sh
# Installs a package of Debian unstable into a root file system in that folder, which it makes first where it is missing. Run
# in a mount namespace of its own. Unstable moves: what could be installed yesterday may not be today.
#
#   installInSid.sh FOLDER PACKAGE
set -eu

folder=$1 package=$2
if [ ! -d "$folder" ]; then
  rm -rf "$folder.new"
  debootstrap --variant=minbase sid "$folder.new"
  mv "$folder.new" "$folder"
fi
mount -t proc proc "$folder/proc"
DEBIAN_FRONTEND=noninteractive
export DEBIAN_FRONTEND
chroot "$folder" dpkg --configure -a
# A mirror may lag behind, which is no reason for tests to go without.
chroot "$folder" apt-get -q -o Acquire::Check-Valid-Until=false update
chroot "$folder" apt-get -q -y --no-install-recommends install "$package"
chroot "$folder" apt-get clean
