#!/bin/sh
# usage: scripts/test-tsan.sh [option of swift test…]
#
# Runs the suites that have threads under ThreadSanitizer, built apart from all else. A race ends in a report on
# standard error and a run that has failed, whatever the tests say. Without an option: the suites that CI runs so.
set -eu
cd "$(dirname "$0")/.."

TSAN_OPTIONS="exitcode=66:second_deadlock_stack=1 ${TSAN_OPTIONS-}"
export TSAN_OPTIONS
# The matrices play the same syncs a thousand times; the table of mechanisms is about servers and not about threads.
[ $# -gt 0 ] || set -- --skip '(Matrix|LostServer|Clock|LongRun|MechanismTable)Tests' \
  --filter '^(POP3ClientTests|ArchiveTests|BackupTests|FetchingTests|MailIndexTests|MaildirTests|DemoServerTests|DiscoveryTests|OAuthTests|WebTests)[.]'
exec scripts/test.sh --scratch-path .build-tsan --sanitize=thread "$@"
