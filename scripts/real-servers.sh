#!/bin/sh
# usage: scripts/real-servers.sh [folder]
#
# Unpacks the POP3 servers that Debian 12 packages, with the libraries they need, into a folder of the tests' own:
# .build/servers. Their packages exclude one another and would start daemons, so none is installed; tests run them there,
# in a root of their own. Where the folder is complete nothing is looked up and nothing changes.
set -eu
cd "$(dirname "$0")/.."

folder=${1:-.build/servers}

# Later ones win where two bring a file of the same name: GNU's /usr/sbin/pop3d is the program, Courier's a script.
servers='courier-base courier-pop courier-authlib courier-authlib-userdb cyrus-common cyrus-pop3d sasl2-bin
  libsasl2-modules libsasl2-modules-db popa3d solid-pop3d perdition mailfront cvm mailutils-common mailutils-pop3d'
# What those are linked with, and what they read: modules of PAM, names of ports, time zones.
libraries='libaudit1 libbg2 libbz2-1.0 libc6 libcap-ng0 libclamav12 libcom-err2 libcourier-unicode4 libcrypt1 libcvm1
  libdb5.3 libffi8 libgcc-s1 libgdbm6 libgmp10 libgnutls30 libgsasl18 libgssapi-krb5-2 libgssglue1 libhogweed6 libical3
  libicu72 libidn12 libidn2-0 libjansson4 libjson-c5 libk5crypto3 libkeyutils1 libkrb5-3 libkrb5support0
  libkyotocabinet16v5 libldap-2.5-0 liblockfile1 libltdl7 liblua5.1-0 liblzma5 liblzo2-2 libmailutils9 libmariadb3
  libmspack0 libmu-dbm9 libnettle8 libnsl2 libntlm0 libp11-kit0 libpam-modules libpam0g libpcre2-8-0 libpcre3 libpopt0
  libpq5 libsasl2-2 libselinux1 libsqlite3-0 libssl3 libstdc++6 libtasn1-6 libtirpc3 libunistring2 libuuid1
  libvanessa-adt1 libvanessa-logger0 libvanessa-socket2 libwrap0 libxapian30 libxml2 libzephyr4 netbase tzdata zlib1g'

die() {
  printf '%s\n' "$@" >&2
  exit 1
}

release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null || true)
wanted=$(printf '%s\n' "$servers" "$libraries" | cksum)
[ "$(cat "$folder/complete" 2>/dev/null || true)" != "$wanted" ] || exit 0
[ "$release" = bookworm ] || die 'The tests of real servers unpack packages of Debian 12, and this is none.'

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
rm -rf "$folder/packages" "$folder/tree" "$folder/complete"
mkdir -p "$folder/packages" "$folder/tree"

download() {
  # shellcheck disable=SC2086 # lists of words
  (cd "$folder/packages" && apt-get download -qq -o APT::Sandbox::User="$(id -un)" $servers $libraries </dev/null >&2)
}

echo "Unpacking Debian's POP3 servers for the tests: $folder" >&2
if ! download; then
  # The index may be missing or out of date.
  if [ "$(id -u)" -eq 0 ]; then apt-get update -qq </dev/null >&2; else sudo -n apt-get update -qq </dev/null >&2; fi ||
    die 'When that is mended, type this, and run make again:' '  sudo apt-get update'
  download || die "Debian's POP3 servers could not be downloaded."
fi
# shellcheck disable=SC2086 # lists of words
for package in $libraries $servers; do
  for file in "$folder/packages/${package}"_*.deb; do
    dpkg-deb --extract "$file" "$folder/tree" || die "$file could not be unpacked."
  done
done
for part in doc man info locale; do rm -rf "$folder/tree/usr/share/$part"; done
rm -rf "$folder/packages"
printf '%s\n' "$wanted" >"$folder/complete"
