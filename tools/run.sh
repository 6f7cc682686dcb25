#!/bin/sh
# Runs a TypeScript program of this repository, or a command of its packages, on the Node and with the packages of
# the two lock files, which it installs first where they are missing. Needs nothing but any Node >= 18 and npm.
#
#   sh tools/run.sh [-p] [-q] <program.ts | command> [argument...]
#
#   -p: it runs on other machines than Linux x64 too, on their own Node and without the packages of tools/
#   -q: no word about packages that are there already
set -eu

portable='' quiet=false
while :; do
  case ${1:-} in
    -p) portable=--portable ;;
    -q) quiet=true ;;
    *) break ;;
  esac
  shift
done
cd "$(dirname "$0")/.."

fail() {
  printf '%s\n' "$1" >&2
  exit 1
}

command -v node >/dev/null || fail "Node is not installed; install Node 18 or newer with npm"
command -v npm >/dev/null || fail "npm is not installed; it comes with most packages of Node, else install the package npm"

# Without a limit where there is no GNU timeout. --foreground: npm stays in this process group and ends with it.
limited() {
  if command -v timeout >/dev/null; then
    timeout --foreground -k 10 900 "$@"
  else
    "$@"
  fi
}

# A broken-off installation has no node_modules/.package-lock.json, because npm writes it last; it is removed
# first here, so that a removal of the old packages which breaks off leaves none either.
install_packages() (
  cd "$1"
  rm -f node_modules/.package-lock.json
  limited npm ci --prefer-offline --ignore-scripts --no-audit --no-fund --loglevel=error \
    >/dev/null || fail "npm ci failed (exit $?); see its message above, then run this again"
)

missing=$(node tools/machine/npmPackages.cjs $portable)
if [ -n "$missing" ]; then
  # Two runs at once install once: the lock is on an open file, so it goes with its process.
  exec 9<package.json
  if command -v flock >/dev/null; then
    flock -n 9 || { printf '  waiting for another run that installs the npm packages\n' >&2 && flock -w 1000 9; }
    missing=$(node tools/machine/npmPackages.cjs $portable)
  fi
fi
if [ -z "$missing" ]; then
  [ "$quiet" = true ] || printf '  npm packages ......... present\n'
else
  printf '  npm packages ......... ' >&2
  start=$(date +%s)
  for folder in $missing; do
    install_packages "$folder"
  done
  printf 'installed (%s s)\n' "$(($(date +%s) - start))" >&2
fi
exec 9<&-

PATH=$PWD/tools/node_modules/.bin:$PWD/node_modules/.bin:$PATH
export PATH
case $1 in
  *.ts) exec node --import tsx "$@" ;;
  *) exec "$@" ;;
esac
