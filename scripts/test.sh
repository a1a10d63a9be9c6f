#!/bin/sh
# usage: scripts/test.sh [option of swift test…]
#
# Runs every suite with the check that no target imports what it does not depend on. Swift Testing's closing
# line comes last; a run that ends without one, or with no test, has failed whatever its exit code says.
set -eu
cd "$(dirname "$0")/.."

mkdir -p .build
log=.build/test-output.txt
result=.build/test-result.txt
rm -f "$result"
{
  if swift test --disable-xctest --explicit-target-dependency-import-check error "$@" 2>&1 </dev/null; then
    echo passed >"$result"
  fi
} | tee "$log"

closing=$(grep 'Test run with [0-9][0-9]* test' "$log" | tail -n 1 || true)
case $closing in
'')
  echo 'The tests ended without a closing line: they did not build, or the run was cut off.' >&2
  exit 1
  ;;
*'with 0 tests'*)
  echo 'No test was run.' >&2
  exit 1
  ;;
esac
[ "$(tail -n 1 "$log")" = "$closing" ] || printf '%s\n' "$closing"
[ -f "$result" ]
