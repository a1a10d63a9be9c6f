#!/bin/sh
# usage: [DESTDIR=DIR] [POPKEEP=FILE] scripts/install.sh PREFIX
#
# Puts the built program, its man page, its completions for bash, zsh and fish, and its units for systemd under PREFIX.
# DESTDIR is put before PREFIX while files are written, and named in none of them: that is how packages are made.
# POPKEEP is another program than the one built for release.
set -eu
cd "$(dirname "$0")/.."

prefix=${1:?usage: scripts/install.sh PREFIX}
case $prefix in
*[!A-Za-z0-9/._+-]*)
  echo "A unit cannot name the program below \"$prefix\": PREFIX may have letters, digits and / . _ + - only." >&2
  exit 64
  ;;
/*) ;;
*)
  echo 'PREFIX is a whole path, which the units name.' >&2
  exit 64
  ;;
esac
root=${DESTDIR-}$prefix
binary=${POPKEEP:-.build/release/popkeep}
[ -x "$binary" ] || {
  echo 'Nothing is built yet: run make build first.' >&2
  exit 1
}

made=$(mktemp)
trap 'rm -f "$made"' EXIT

install_completion() {
  "$binary" --generate-completion-script "$1" >"$made"
  install -D -m 644 "$made" "$root/share/$2"
}

# usage: install_unit system|user FILE
install_unit() {
  sed "s|/usr/local/bin/popkeep|$prefix/bin/popkeep|" "$2" >"$made"
  install -D -m 644 "$made" "$root/lib/systemd/$1/${2##*/}"
}

install -D -m 755 "$binary" "$root/bin/popkeep"
install -D -m 644 man/popkeep.1 "$root/share/man/man1/popkeep.1"
install_completion bash bash-completion/completions/popkeep
install_completion zsh zsh/site-functions/_popkeep
install_completion fish fish/vendor_completions.d/popkeep.fish
for unit in packaging/systemd/*.service packaging/systemd/*.timer; do install_unit system "$unit"; done
for unit in packaging/systemd/user/*.service; do install_unit user "$unit"; done
install -D -m 644 packaging/systemd/popkeep.sysusers.conf "$root/lib/sysusers.d/popkeep.conf"
echo "popkeep is in $root/bin"
