#!/bin/sh
# Boots a test host once and becomes its systemd-nspawn, which exits with 133 where the host reboots. Run in namespaces of
# its own for mounts and processes, which go with it.
#
#   bootHost.sh NAME IMAGE FOLDER NSPAWN-OPTION...     NAME: also of its cgroup and its network namespace
set -eu

name=$1 image=$2 folder=$3
shift 3

# In a cgroup of its own, the systemd inside is at the root of its tree. The named hierarchy is there beside the unified
# one where the machine still has cgroup v1.
for tree in /sys/fs/cgroup/systemd /sys/fs/cgroup/unified /sys/fs/cgroup; do
  [ -e "$tree/cgroup.procs" ] || continue
  mkdir -p "$tree/$name"
  echo $$ >"$tree/$name/cgroup.procs"
done

mount -t overlay -o "lowerdir=$image,upperdir=$folder/changes,workdir=$folder/work" overlay "$folder/root"

# Debian 13's systemd refuses to run on cgroup v1.
UNIFIED_CGROUP_HIERARCHY=1
export UNIFIED_CGROUP_HIERARCHY
# Nobody's machine manager hears of it, as it need not run here.
exec systemd-nspawn --boot --register=no --keep-unit --machine="$name" --directory="$folder/root" \
  --network-namespace-path="/run/netns/$name" --resolv-conf=off --timezone=off "$@"
