#!/bin/sh
# usage: scripts/prerequisites.sh build|test|crash-test|bench
#
# Makes sure that this machine has what building, testing, or measuring needs. Packages that are missing are installed
# where that asks nobody for a password: as root, or by sudo without a question. Elsewhere the one line to type
# is printed and the exit code is 1. Where nothing is missing, nothing is looked up and nothing changes.
set -eu

# shellcheck disable=SC2016 # printed, not run
swift_line='curl -O https://download.swift.org/swiftly/linux/swiftly-$(uname -m).tar.gz && tar zxf swiftly-$(uname -m).tar.gz && ./swiftly init --quiet-shell-followup && . "${SWIFTLY_HOME_DIR:-$HOME/.local/share/swiftly}/env.sh" && hash -r'

die() {
  printf '%s\n' "$@" >&2
  exit 1
}

# The toolchain is not installed unasked: it is large, and people choose where it goes.
check_swift() {
  command -v swift >/dev/null 2>&1 ||
    die 'popkeep is built with Swift 6.3 or newer, and there is no swift here. The official installer:' "  $swift_line"
  version=$(swift --version 2>/dev/null | sed -n 's/.*Swift version \([0-9]*\.[0-9]*\).*/\1/p' | head -n 1)
  major=${version%%.*}
  minor=${version#*.}
  if [ "${major:-0}" -lt 6 ] || { [ "$major" -eq 6 ] && [ "$minor" -lt 3 ]; }; then
    die "popkeep is built with Swift 6.3 or newer; this is ${version:-of an unknown version}. The official installer:" "  $swift_line"
  fi
}

# Programs of the system lie where not every PATH leads.
has_program() {
  PATH=$PATH:/usr/sbin:/sbin command -v "$1" >/dev/null 2>&1
}

# Looks for what a package brings, not for its name: names differ between distributions.
has() {
  case $1 in
  pkg-config) command -v pkg-config >/dev/null 2>&1 ;;
  libssl-dev) pkg-config --exists openssl 2>/dev/null ;;
  libexpat1-dev) pkg-config --exists expat 2>/dev/null ;;
  microsocks) has_program microsocks ;;
  dnsmasq-base) has_program dnsmasq ;;
  libidn-dev) pkg-config --exists libidn 2>/dev/null ;;
  libsqlite3-dev) pkg-config --exists sqlite3 2>/dev/null ;;
  libcurl4-openssl-dev) pkg-config --exists libcurl 2>/dev/null ;;
  libfuse3-dev) pkg-config --exists fuse3 2>/dev/null ;;
  e2fsprogs) has_program mkfs.ext4 ;;
  xfsprogs) has_program mkfs.xfs ;;
  btrfs-progs) has_program mkfs.btrfs ;;
  mount) has_program losetup && has_program umount ;;
  fuse3) has_program fusermount3 ;;
  gcc) command -v cc >/dev/null 2>&1 ;;
  exfat-fuse) has_program mount.exfat-fuse ;;
  exfatprogs) has_program mkfs.exfat ;;
  ntfs-3g) has_program ntfs-3g && has_program mkfs.ntfs ;;
  dosfstools) has_program mkfs.vfat && has_program fsck.vfat ;;
  mtools) command -v mcopy >/dev/null 2>&1 ;;
  dovecot-pop3d) [ -x /usr/lib/dovecot/pop3 ] || [ -x /usr/libexec/dovecot/pop3 ] ;;
  dovecot-imapd) [ -x /usr/lib/dovecot/imap ] || [ -x /usr/libexec/dovecot/imap ] ;;
  systemd) has_program systemd-analyze ;;
  gnome-keyring) has_program gnome-keyring-daemon ;;
  libsecret-tools) has_program secret-tool ;;
  dbus) has_program dbus-run-session && has_program dbus-send ;;
  getmail6) command -v getmail >/dev/null 2>&1 ;;
  *) command -v "$1" >/dev/null 2>&1 ;;
  esac
}

as_root() {
  if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

can_be_root() {
  [ "$(id -u)" -eq 0 ] || { command -v sudo >/dev/null 2>&1 && sudo -n true 2>/dev/null; }
}

# Debian starts a mail server as soon as it is installed. The tests start their own on loopback; the one nobody
# asked for is switched off again.
silence_dovecot() {
  [ -d /run/systemd/system ] || return 0
  as_root systemctl disable --now --quiet dovecot.socket dovecot.service ||
    echo 'Dovecot was installed for the tests and may be running: see systemctl status dovecot' >&2
}

install_missing() {
  line="apt-get install -y --no-install-recommends $*"
  command -v apt-get >/dev/null 2>&1 ||
    die "Missing: $*. These are Debian's names; install what your distribution calls them, and run make again."
  can_be_root || die 'Some packages are missing. Type this, and run make again:' "  sudo apt-get update && sudo $line"
  echo "Installing what is missing: $*" >&2
  # An index that cannot be refreshed may still be good enough; the installation tells.
  as_root apt-get update -qq </dev/null >&2 || echo 'apt-get update failed; trying with what is known' >&2
  # shellcheck disable=SC2086 # the line is words
  as_root env DEBIAN_FRONTEND=noninteractive $line </dev/null >&2 ||
    die 'The packages could not be installed. When that is mended, type this, and run make again:' "  sudo apt-get update && sudo $line"
  case $line in *dovecot*) silence_dovecot ;; esac
}

case ${1-} in
build) packages='pkg-config libssl-dev libexpat1-dev libidn-dev libsqlite3-dev libcurl4-openssl-dev' ;;
test)
  packages='pkg-config libssl-dev libexpat1-dev libidn-dev libsqlite3-dev libcurl4-openssl-dev dovecot-pop3d dovecot-imapd curl sqlite3 strace systemd'
  # Other fetchers: changing over from them downloads nothing twice.
  packages="$packages fetchmail getmail6 mpop"
  # A name server for tests in a network of their own, which run as root alone; a proxy.
  packages="$packages dnsmasq-base microsocks"
  # Drives in images, with their drivers: tests of them run as root alone.
  packages="$packages mount gcc libfuse3-dev fuse3 e2fsprogs xfsprogs exfat-fuse exfatprogs ntfs-3g dosfstools mtools"
  # A keyring changes what happens when people log in to this machine: on theirs it is not installed unasked.
  [ "${CI-}" != true ] || packages="$packages gnome-keyring libsecret-tools dbus"
  ;;
crash-test)
  packages='pkg-config libssl-dev libexpat1-dev libidn-dev libsqlite3-dev libcurl4-openssl-dev dovecot-pop3d dovecot-imapd libfuse3-dev e2fsprogs xfsprogs btrfs-progs'
  ;;
bench) packages='pkg-config libssl-dev libexpat1-dev libidn-dev libsqlite3-dev libcurl4-openssl-dev dovecot-pop3d dovecot-imapd mpop fetchmail getmail6 maildir-utils notmuch rsync e2fsprogs mount' ;;
*) die 'usage: scripts/prerequisites.sh build|test|crash-test|bench' ;;
esac

check_swift
missing=
for package in $packages; do
  has "$package" || missing="$missing $package"
done
# shellcheck disable=SC2086 # a list of words
[ -z "$missing" ] || install_missing $missing

# Debian's other POP3 servers, which exclude one another: unpacked and not installed. Elsewhere their tests are skipped.
if [ "${1-}" = test ]; then
  if grep -qs '^VERSION_CODENAME=bookworm$' /etc/os-release; then
    "${0%/*}/real-servers.sh"
  else
    echo 'This is not Debian 12: tests of its POP3 servers are skipped.' >&2
  fi
fi
# Tests that need it are left out where it cannot be had; in CI that is a failure of theirs.
if [ "${1-}" = test ]; then "$(dirname "$0")/authorization-server.sh" || :; fi
