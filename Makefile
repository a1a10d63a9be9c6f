# popkeep: `make demo` shows it at work, `make test` runs every test, `make bench` measures it, `make install` puts it on this machine.

PREFIX = /usr/local
DESTDIR =
# What `make bench` is told: BENCH="--case small --rounds 3".
BENCH =
# Minutes that `make soak` takes.
SOAK_MINUTES = 20
# Each fuzzer runs that long: `make fuzz FUZZ_SECONDS=5` is what CI does.
FUZZ_SECONDS = 600

# Suites that live through hours or outages, and have deadlines: they run after the others, not beside them.
ALONE = (FilledDisk|LostArchive|KilledDaemon|TwoDaemons|LostFile|LostNames|LostServer|Clock|LongRun|DamagedMarker|CrowdedMonth|RealServer|MechanismTable|DeadAddress|Finding|TokenCrash)Tests

RELEASE = swift build -c release --product popkeep --static-swift-stdlib \
  --explicit-target-dependency-import-check error

.PHONY: demo build test crash-test crash-matrix test-tsan bench bench-daemon soak build-bench fuzz lint install clean

# What is missing is installed first; then the whole thing runs on this machine, without an account.
demo: build
	@.build/release/popkeep demo

build:
	@scripts/prerequisites.sh build
	$(RELEASE)

test:
	@scripts/prerequisites.sh test
	@scripts/test.sh --skip '$(ALONE)'
	@scripts/test.sh --filter '$(ALONE)'

# Cuts the power while popkeep fetches; takes root. CUTS=, FS= and SEED= say how often, on what, and which.
crash-test:
	@scripts/crash-test.sh

# Every step of a sync, where `make test` takes some of them.
crash-matrix:
	@scripts/prerequisites.sh test
	@POPKEEP_MATRIX=complete scripts/test.sh --filter 'MatrixTests'

# The suites that have threads, under ThreadSanitizer.
test-tsan:
	@scripts/prerequisites.sh test
	@scripts/test-tsan.sh

# Beside other programs, against Dovecot on this machine: docs/performance.md.
bench: build-bench
	@.build/release/popkeep-bench $(BENCH)

# The daemon with ten thousand accounts: BENCH="--server demo --accounts 1000 --every 30".
bench-daemon: build-bench
	@.build/release/popkeep-bench daemon $(BENCH)

# The daemon for a while, beside servers that come and go: fails where anything grows, is lost or doubled.
soak: build-bench
	@.build/release/popkeep-bench soak --minutes $(SOAK_MINUTES)

build-bench: build
	@scripts/prerequisites.sh bench
	@for product in popkeep-bench popkeep-bare-reader popkeep-stopwatch; do \
	  swift build -c release --product $$product --static-swift-stdlib || exit 1; done

lint:
	@scripts/lint.sh

# Every fuzzer, on what they found worth keeping.
fuzz:
	@scripts/prerequisites.sh build
	@scripts/fuzz.sh $(FUZZ_SECONDS)

# Builds only when nothing is built yet, so that `sudo make install` needs no Swift for root.
install:
	@test -x .build/release/popkeep || $(MAKE) build
	@DESTDIR="$(DESTDIR)" scripts/install.sh "$(PREFIX)"

clean:
	rm -rf .build .build-fuzz .build-tsan
