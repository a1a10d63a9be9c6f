#!/bin/sh
# usage: scripts/install.sh PREFIX
#
# Puts the built program, its man page and its completions for bash, zsh and fish under PREFIX.
set -eu
cd "$(dirname "$0")/.."

prefix=${1:?usage: scripts/install.sh PREFIX}
binary=.build/release/popkeep
[ -x "$binary" ] || {
  echo 'Nothing is built yet: run make build first.' >&2
  exit 1
}

completion=$(mktemp)
trap 'rm -f "$completion"' EXIT

install_completion() {
  "$binary" --generate-completion-script "$1" >"$completion"
  install -D -m 644 "$completion" "$prefix/share/$2"
}

install -D -m 755 "$binary" "$prefix/bin/popkeep"
install -D -m 644 man/popkeep.1 "$prefix/share/man/man1/popkeep.1"
install_completion bash bash-completion/completions/popkeep
install_completion zsh zsh/site-functions/_popkeep
install_completion fish fish/vendor_completions.d/popkeep.fish
echo "popkeep is in $prefix/bin"
