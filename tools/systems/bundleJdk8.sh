#!/bin/sh
# Copies the JDK 8 of a root file system of Debian unstable so that it runs on older systems: its programs get the C library
# that they were built with along. They find it by its full path, so the JDK has to lie at that place.
#
#   bundleJdk8.sh SID FOLDER PLACE
set -eu

sid=$1 folder=$2 place=$3
rm -rf "$sid/jdk" "$folder"
# Links to packages that are not installed.
chroot "$sid" find /usr/lib/jvm/java-8-openjdk-amd64/ -xtype l -delete
chroot "$sid" cp -rL /usr/lib/jvm/java-8-openjdk-amd64/. /jdk
mv "$sid/jdk" "$folder"
mkdir "$folder/sid"
for library in ld-linux-x86-64.so.2 libc.so.6 libm.so.6 libdl.so.2 libpthread.so.0 librt.so.1 \
  libstdc++.so.6 libgcc_s.so.1 libz.so.1; do
  cp -L "$sid/usr/lib/x86_64-linux-gnu/$library" "$folder/sid/"
done
libraries=$place/sid:$place/jre/lib/amd64/jli:$place/jre/lib/amd64
for program in "$folder"/bin/* "$folder"/jre/bin/*; do
  patchelf --print-interpreter "$program" >/dev/null 2>&1 || continue
  # Each with a call of its own, as patchelf mixes up the values. Libraries of the JVM need the added ones, and would find those
  # of the system.
  patchelf --add-needed libm.so.6 --add-needed libstdc++.so.6 --add-needed libgcc_s.so.1 "$program"
  patchelf --set-interpreter "$place/sid/ld-linux-x86-64.so.2" "$program"
  patchelf --force-rpath --set-rpath "$libraries" "$program"
done
