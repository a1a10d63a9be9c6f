#!/bin/sh
# usage: scripts/folding-table.sh [UnicodeData.txt]
#
# Writes Sources/InternetMessage/Search/FoldingTable.swift again, from Unicode's data as Debian has it (package
# unicode-data). What a character folds to is decided here; docs/text.md has the rules in words.
set -eu
cd "$(dirname "$0")/.."

data=${1:-/usr/share/unicode/UnicodeData.txt}
[ -r "$data" ] || {
  echo "There is no $data: apt-get install unicode-data" >&2
  exit 1
}
table=Sources/InternetMessage/Search/FoldingTable.swift

LC_ALL=C awk -F ';' -f scripts/folding-table.awk "$data" >"$table.new"
mv "$table.new" "$table"
