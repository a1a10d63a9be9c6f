#!/bin/sh
# usage: scripts/lint.sh
#
# Swift's own formatter in its strict mode, and no file of more than 400 lines.
set -eu
cd "$(dirname "$0")/.."

swift format lint --strict --parallel --recursive Sources Tests Benchmarks Fuzz/Fuzzers Package.swift \
  Fuzz/Package.swift

long=$(find Sources Tests Benchmarks Fuzz/Fuzzers -name '*.swift' \
  -exec awk 'END { if (NR > 400) print FILENAME ": " NR " lines" }' {} \;)
if [ -n "$long" ]; then
  printf '%s\n' 'Longer than 400 lines; two files would be clearer:' "$long" >&2
  exit 1
fi
