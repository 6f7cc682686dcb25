#!/bin/sh
# Unpacks the MySQL server that is inside the jar, with the library of asynchronous I/O that it needs and newer releases of
# Debian have by another name.
#
#   unpackMysql80.sh JAR FOLDER
set -eu

jar=$1 folder=$2
mkdir -p "$folder/packages"
unzip -q -p "$jar" mysql-Linux-amd64.tar.gz | tar -xz -C "$folder"
cd "$folder/packages"
apt-get -q download libaio1 2>/dev/null || apt-get -q download libaio1t64 || {
  apt-get -q update
  apt-get -q download libaio1 || apt-get -q download libaio1t64
}
dpkg-deb -x ./*.deb .
find . -name 'libaio.so.1*' -type f -exec cp {} "$folder/lib/libaio.so.1" \;
rm -rf "$folder/packages"
