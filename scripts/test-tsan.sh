#!/bin/sh
# usage: scripts/test-tsan.sh [build | option of swift test…]
#
# Runs the suites that have threads under ThreadSanitizer, built apart from all else. A race ends in a report on
# standard error and a run that has failed, whatever the tests say. Without an option: the suites that CI runs so;
# "build" only builds these.
set -eu
cd "$(dirname "$0")/.."

TSAN_OPTIONS="exitcode=66:second_deadlock_stack=1 ${TSAN_OPTIONS-}"
export TSAN_OPTIONS
# A report says functions and lines; no debugger needs more of this build.
sanitized='--scratch-path .build-tsan --sanitize=thread -Xswiftc -gline-tables-only'
case ${1-} in
'' | build)
  # What is named is all that is built: Package.swift.
  export POPKEEP_SUITES='POP3ClientTests ArchiveTests BackupTests FetchingTests MailIndexTests MaildirTests DemoServerTests DiscoveryTests OAuthTests WebTests'
  # shellcheck disable=SC2086 # options are words
  [ "${1-}" != build ] || exec swift build --build-tests --explicit-target-dependency-import-check error $sanitized
  # The matrices play the same syncs a thousand times; the table of mechanisms is about servers and not about threads.
  set -- --skip '(Matrix|LostServer|Clock|LongRun|MechanismTable)Tests' \
    --filter "^($(echo "$POPKEEP_SUITES" | tr ' ' '|'))[.]"
  ;;
esac
# shellcheck disable=SC2086 # options are words
exec scripts/test.sh $sanitized "$@"
