#!/bin/sh
# usage: scripts/fuzz.sh SECONDS [FUZZER…]
#        scripts/fuzz.sh keep [FUZZER…]
#        scripts/fuzz.sh build
#
# Builds the fuzzers and runs each of them, or those named, for SECONDS from the kept corpus on, as many at a time as
# there are processors. What they find on their way stays below .build-fuzz. A finding is said with the line that
# plays it again, and the exit code is 1 then.
#
# "keep" puts into the kept corpus what of all that reaches code that it does not reach yet, and drops what adds
# nothing; inputs named finding-… stay. FUZZ_SEEDS names a folder of more seeds, messages say; runs with them keep
# their inputs apart.
set -eu
cd "$(dirname "$0")/.."

fuzzers=.build-fuzz/release/Fuzzers
work=.build-fuzz/corpus
[ -z "${FUZZ_SEEDS-}" ] || work=.build-fuzz/corpus-seeded
findings=.build-fuzz/findings

# A crash is a finding: its trace is AddressSanitizer's, and nothing should wait for Swift's.
export SWIFT_BACKTRACE=enable=no
export ASAN_OPTIONS=quarantine_size_mb=16:malloc_context_size=8

# A few octets of most formats say a lot, and short inputs are quick; a header or a session needs more of them.
longest() {
  case $1 in
  dialogue | header) echo 4096 ;;
  index-file | index-rows) echo 1024 ;;
  *) echo 2048 ;;
  esac
}

# Runs fuzzer $1 with what else libFuzzer is told; its files are in memory where the system has such a place.
fuzz() {
  name=$1
  shift
  mkdir -p "$findings"
  parent=/tmp
  [ ! -w /dev/shm ] || parent=/dev/shm
  folder=$(mktemp -d "$parent/popkeep-fuzz-XXXXXX")
  code=0
  POPKEEP_FUZZER=$name POPKEEP_FUZZ_FOLDER=$folder "$fuzzers" -max_len="$(longest "$name")" -timeout=25 \
    -rss_limit_mb=1500 -malloc_limit_mb=256 -detect_leaks=0 -artifact_prefix="$findings/$name-" "$@" || code=$?
  rm -rf "$folder"
  return "$code"
}

# One fuzzer, for so many seconds: a line in any case, and more of a finding.
run_one() {
  name=$1
  seconds=$2
  log=.build-fuzz/$name.log
  mkdir -p "$work/$name"
  if fuzz "$name" -max_total_time="$seconds" -print_final_stats=1 -dict="Fuzz/Dictionaries/$name.dict" \
    "$work/$name" "Fuzz/Corpus/$name" ${FUZZ_SEEDS:+"$FUZZ_SEEDS"} >"$log" 2>&1; then
    printf '%-14s %s\n' "$name" "$(sed -n 's/.*DONE *//p' "$log" | tail -n 1)"
    return 0
  fi
  printf '%-14s FINDING\n' "$name"
  grep -E 'Fatal error|ERROR: |SUMMARY: |Test unit written' "$log" || tail -n 20 "$log"
  printf '  the whole trace: %s; again: POPKEEP_FUZZER=%s SWIFT_BACKTRACE=enable=no %s FILE\n' "$log" "$name" "$fuzzers"
  return 1
}

keep_one() {
  name=$1
  kept=Fuzz/Corpus/$name
  mkdir -p "$work/$name" .build-fuzz/merged
  rm -rf ".build-fuzz/merged/$name"
  mkdir ".build-fuzz/merged/$name"
  # Reached or not is what counts here, not how often: a corpus of that is small.
  fuzz "$name" -merge=1 -use_counters=0 ".build-fuzz/merged/$name" "$kept" "$work/$name" \
    >".build-fuzz/$name.log" 2>&1 || {
    tail -n 20 ".build-fuzz/$name.log"
    return 1
  }
  # Inputs of findings stay whatever they reach.
  find "$kept" -type f ! -name 'finding-*' -exec rm {} +
  cp ".build-fuzz/merged/$name"/* "$kept"
  printf '%-14s %s inputs\n' "$name" "$(find "$kept" -type f | wc -l)"
}

case ${1-} in
--one)
  run_one "$3" "$2"
  exit
  ;;
keep | build) ;;
'' | *[!0-9]*)
  sed -n '2,4s/^# //p' "$0" >&2
  exit 64
  ;;
esac
what=$1
shift

swift build -c release --package-path Fuzz --scratch-path .build-fuzz
[ "$what" != build ] || exit 0
[ $# -gt 0 ] || {
  # shellcheck disable=SC2046 # names are words
  set -- $("$fuzzers")
}
if [ "$what" = keep ]; then
  for name in "$@"; do keep_one "$name"; done
else
  printf '%s\n' "$@" | xargs -P "$(nproc)" -n 1 scripts/fuzz.sh --one "$what"
fi
