#!/bin/sh
# usage: scripts/crash-test.sh [possible]
#
# Cuts the power of a disk while popkeep fetches onto it, again and again: docs/testing.md. With `possible` it only
# says whether this machine lets it, by its exit code.
#
#   CUTS=50               cuts on each file system
#   FS='ext4 xfs btrfs'   the file systems
#   SEED=1                the same cuts again, as far as the same moments come again
#   POPKEEP=PATH          another popkeep than the one built for release
#
# All of it runs in a mount and a process namespace of its own: the processes end and the mounts go with the first
# process in it, however that ends.
set -eu
cd "$(dirname "$0")/.."

# One sentence where this machine cannot do it.
refusal() {
  [ "$(id -u)" -eq 0 ] || { echo 'make crash-test mounts file systems: it takes root.' && return; }
  [ -c /dev/fuse ] || { echo 'make crash-test needs FUSE, and there is no /dev/fuse here.' && return; }
  [ -c /dev/loop-control ] || { echo 'make crash-test needs loop devices, and there is no /dev/loop-control here.' && return; }
  losetup --find >/dev/null 2>&1 || { echo 'make crash-test needs a loop device, and none can be had here.' && return; }
  unshare --mount --pid --fork --mount-proc true 2>/dev/null ||
    echo 'make crash-test mounts file systems in a namespace of its own, which is not allowed here.'
}

reason=$(refusal)
if [ -n "$reason" ]; then
  printf '%s\n' "$reason" >&2
  exit 1
fi
[ "${1-}" != possible ] || exit 0

scripts/prerequisites.sh crash-test
tools=$PWD/.build/crash-test
mkdir -p "$tools"
# shellcheck disable=SC2046 # options are words
cc -O2 -Wall -Wextra -Werror -o "$tools/disk" Tests/PowerCut/Disk/disk.c Tests/PowerCut/Disk/cache.c \
  $(pkg-config --cflags --libs fuse3)
cc -O2 -Wall -Wextra -Werror -shared -fPIC -o "$tools/noflush.so" Tests/PowerCut/Disk/noflush.c -ldl
if [ -z "${POPKEEP-}" ]; then
  make build
  POPKEEP=$PWD/.build/release/popkeep
fi
swift build --product TestPowerCut
driver=$(swift build --show-bin-path)/TestPowerCut

# Processes that do not run as root go through the folder.
TMPDIR=$(mktemp -d "${TMPDIR:-/tmp}/popkeep-crash-XXXXXX")
export TMPDIR
chmod 711 "$TMPDIR"
child=
# shellcheck disable=SC2317 # the trap calls it
clean() {
  trap '' INT TERM
  [ -z "$child" ] || kill -KILL "$child" 2>/dev/null || true
  [ -z "$child" ] || wait "$child" 2>/dev/null || true
  rm -rf "$TMPDIR"
}
trap clean EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

unshare --mount --pid --fork --kill-child --mount-proc "$driver" "$POPKEEP" "$tools" &
child=$!
status=0
wait "$child" || status=$?
child=
exit "$status"
