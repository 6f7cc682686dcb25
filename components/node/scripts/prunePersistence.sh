#!/bin/sh
# Run by a timer on a node: leaves the two newest files of each execution plan.
#
#   prunePersistence.sh FOLDER
#
# FOLDER/TENANT/PLAN/TIMESTAMP_PLAN is one state of a plan, which the product never deletes. (Specification, "State
# persistence".) What is named otherwise stays.
set -eu

# The names differ in their timestamps alone, so only these go through a pipe.
timestamps() {
  for file in [0-9]*_"$plan"; do
    timestamp=${file%_"$plan"}
    case $timestamp in
      *[!0-9]*) ;;
      *) [ ! -f "$file" ] || [ -L "$file" ] || printf '%s\n' "$timestamp" ;;
    esac
  done
}

prune() {
  cd -- "$1"
  plan=${PWD##*/}
  timestamps | sort -rn | tail -n +3 | while read -r timestamp; do
    rm -f -- "${timestamp}_$plan"
  done
}

# Where nothing was persisted yet there is no folder.
cd -- "$1" 2>/dev/null || exit 0
for folder in */*/; do
  [ ! -d "$folder" ] || [ -L "${folder%/}" ] || (prune "./$folder")
done
