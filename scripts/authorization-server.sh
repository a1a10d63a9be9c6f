#!/bin/sh
# usage: scripts/authorization-server.sh [folder]
#
# Unpacks Glewlwyd, an authorization server that Debian 12 packages, with the libraries it needs, into a folder of the tests'
# own: .build/glewlwyd. Installed, it would start as a daemon and want a database of its own. Where the folder is complete
# nothing is looked up and nothing changes.
set -eu
cd "$(dirname "$0")/.."

folder=${1:-.build/glewlwyd}

packages='glewlwyd glewlwyd-common libbrotli1 libcap2 libcbor0.8 libcom-err2 libconfig9 libcurl3-gnutls libffi8 libgcrypt20
  libgmp10 libgnutls30 libgpg-error0 libgssapi-krb5-2 libhoel1.4 libhogweed6 libiddawc1.1 libidn2-0 libjansson4
  libk5crypto3 libkeyutils1 libkrb5-3 libkrb5support0 libldap-2.5-0 liblz4-1 liblzma5 libmariadb3 libmicrohttpd12
  libnettle8 libnghttp2-14 liboath0 liborcania2.3 libp11-kit0 libpq5 libpsl5 librhonabwy1.1 librtmp1 libsasl2-2
  libsqlite3-0 libssh2-1 libssl3 libsystemd0 libtasn1-6 libulfius2.7 libunistring2 libyder2.0 libzstd1 zlib1g'

die() {
  printf '%s\n' "$@" >&2
  exit 1
}

release=$(sed -n 's/^VERSION_CODENAME=//p' /etc/os-release 2>/dev/null || true)
wanted=$(printf '%s\n' "$packages" | cksum)
[ "$(cat "$folder/complete" 2>/dev/null || true)" != "$wanted" ] || exit 0
[ "$release" = bookworm ] ||
  die 'The tests of OAuth 2.0 unpack packages of Debian 12, and this is none; they are left out here.'

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
rm -rf "$folder/packages" "$folder/tree" "$folder/complete"
mkdir -p "$folder/packages" "$folder/tree"

download() {
  # shellcheck disable=SC2086 # a list of words
  (cd "$folder/packages" && apt-get download -qq -o APT::Sandbox::User="$(id -un)" $packages </dev/null >&2)
}

echo "Unpacking an authorization server for the tests: $folder" >&2
if ! download; then
  # The index may be missing or out of date.
  if [ "$(id -u)" -eq 0 ]; then apt-get update -qq </dev/null >&2; else sudo -n apt-get update -qq </dev/null >&2; fi ||
    die 'When that is mended, type this, and run make again:' '  sudo apt-get update'
  download || die 'The authorization server could not be downloaded.'
fi
for file in "$folder"/packages/*.deb; do
  dpkg-deb --extract "$file" "$folder/tree" || die "$file could not be unpacked."
done
# The tables come compressed, and with an administrator whose password is "password".
gzip -dc "$folder/tree/usr/share/doc/glewlwyd/database/init.sqlite3.sql.gz" >"$folder/tables.sql"
rm -rf "$folder/packages" "$folder/tree/usr/share/doc" "$folder/tree/usr/share/locale"
printf '%s\n' "$wanted" >"$folder/complete"
