# Every test of every language; `make test` runs all of them.

C_TESTS := $(patsubst tests/c/%.c,target/tests/%,$(filter-out tests/c/include_c.c,$(wildcard tests/c/*.c)))
TWSIGN := $$(pkg-config --cflags --libs twsign) -Wl,-rpath,$(CURDIR)/$(BUILD)
VALGRIND := TWSIGN_SMALL=1 valgrind --quiet --error-exitcode=1 --leak-check=full --show-leak-kinds=all
VENV := target/venv
INSTALLED := $(CURDIR)/target/installed
# Bytes of the stripped shared library.
SIZE_LIMIT := 490000
# Without a module proxy, a toolchain download or a vendor folder.
GO := GOTOOLCHAIN=local GOFLAGS=-mod=mod GOPROXY=off GOCACHE=$(CURDIR)/target/go-cache $(CURDIR)/$(VENV)/bin/go

TESTS := test-rust test-header test-abi test-c test-valgrind test-hosts test-panics test-supply test-sanitize \
  test-oracle test-readme test-examples test-e2e test-diagnose test-cpp test-go test-ruby \
  test-installed test-consumers test-deb test-docs test-fuzz

# What all of them print is read for secrets.
test: setup
	tests/no_secret_shown.py $(MAKE) --no-print-directory every-test

every-test: $(TESTS)
	@echo "all tests passed"

setup:
	tests/setup.sh

.PHONY: abi abi-write every-test $(TESTS)
test-rust:
	$(CARGO) fmt --check
	$(CARGO) clippy --locked --all-targets -- -D warnings
	$(CARGO) test --locked

# The header alone, included twice, under every standard it promises.
test-header:
	for standard in c99 c11; do \
	  $(CC) -std=$$standard $(WARNINGS) -Iinclude -fsyntax-only tests/c/include_c.c || exit 1; done
	for standard in c++11 c++20; do \
	  $(CXX) -std=$$standard $(WARNINGS) -Iinclude -fsyntax-only tests/c/include_cpp.cc || exit 1; done

# The C ABI is what it was: exported functions, types and layouts.
abi test-abi: lib setup
	tests/abi/check.sh $(BUILD)/libtwsign.so

abi-write: lib setup
	tests/abi/check.sh $(BUILD)/libtwsign.so write

target/tests/%: tests/c/%.c $(wildcard tests/c/*.h) include/twsign.h | lib
	mkdir -p $(@D)
	$(CC) -std=c99 -g -O1 $(WARNINGS) -pthread $< $(TWSIGN) -Wl,-z,now -ldl -o $@

# For the test in another locale; from Debian's sources of it.
target/locale/tr_TR.UTF-8:
	mkdir -p $(@D)
	localedef -i tr_TR -f UTF-8 $@

test-c: export LOCPATH := $(CURDIR)/target/locale
test-c: lib $(C_TESTS) target/locale/tr_TR.UTF-8
	for test in $(C_TESTS); do $$test tests/vectors/signing || exit 1; done

test-valgrind: lib $(C_TESTS)
	for test in $(C_TESTS); do $(VALGRIND) $$test tests/vectors/signing || exit 1; done

test-oracle: lib setup
	TWSIGN_LIBRARY=$(BUILD)/libtwsign.so $(VENV)/bin/python -m unittest discover -s tests/oracle

test-readme: lib
	tests/readme.sh

# A login, a webhook and all that can go wrong, by the examples as a user runs them.
target/examples/%: examples/c/%.c include/twsign.h | lib
	mkdir -p $(@D)
	$(CC) -std=c99 $(WARNINGS) $< $$(pkg-config --cflags --libs libcurl) $(TWSIGN) -o $@

test-e2e: lib setup target/examples/login target/examples/webhook
	TWSIGN_LIBRARY=$(BUILD)/libtwsign.so TWSIGN_LOGIN=target/examples/login TWSIGN_WEBHOOK=target/examples/webhook \
	  $(VENV)/bin/python -m unittest discover -s tests/e2e

# The examples, against the checkout and against an installed library.
test-examples: lib setup
	tests/examples.sh checkout $(VENV)/bin/go
	$(MAKE) --no-print-directory install PREFIX=$(INSTALLED)
	PKG_CONFIG_PATH=$(INSTALLED)/lib/pkgconfig tests/examples.sh installed $(VENV)/bin/go

# Each mistake, made by another program, has to be named.
test-diagnose: lib setup
	TWSIGN_LIBRARY=$(BUILD)/libtwsign.so $(VENV)/bin/python -m unittest discover -s tests/diagnose

# The bindings, each in its own language's way; their tests run the examples too.
test-cpp: lib setup
	cmake -S bindings/cpp -B target/cpp/build
	cmake --build target/cpp/build
	ctest --test-dir target/cpp/build --output-on-failure
	TWSIGN_LIBRARY=$(BUILD)/libtwsign.so TWSIGN_SIGN=target/cpp/build/examples/sign \
	  $(VENV)/bin/python -m unittest discover -s tests/diagnose -p test_sign_program.py

# What tests print that pass, which Go shows with -v alone, is read for secrets.
GO_OUTPUT := $(CURDIR)/target/go-tests.txt
test-go: lib setup
	test -z "$$($$($(GO) env GOROOT)/bin/gofmt -l bindings/go examples/go | tee -a /dev/stderr)"
	cd bindings/go && $(GO) vet ./...
	cd bindings/go && GODEBUG=cgocheck=1 $(GO) test -race -count=1 -v ./... >$(GO_OUTPUT) || \
	  { cat $(GO_OUTPUT); exit 1; }
	tail -n 1 $(GO_OUTPUT)
	cd bindings/go && $(GO) test -count=1 -run 'Memory|Allocates' ./...
	mkdir -p target/examples/go
	cd examples/go && $(GO) build -o ../../target/examples/go/ ./...
	TWSIGN_LIBRARY=$(BUILD)/libtwsign.so TWSIGN_LOGIN=target/examples/go/login \
	  TWSIGN_WEBHOOK=target/examples/go/webhook $(VENV)/bin/python -m unittest discover -s tests/e2e
	TWSIGN_LIBRARY=$(BUILD)/libtwsign.so TWSIGN_SIGN=target/examples/go/sign \
	  $(VENV)/bin/python -m unittest discover -s tests/diagnose -p test_sign_program.py

# TESTOPTS=--verbose names each test.
test-ruby: lib setup
	cd bindings/ruby && TWSIGN_LIBRARY=$(CURDIR)/$(BUILD)/libtwsign.so rake --silent test
	TWSIGN_LIBRARY=$(CURDIR)/$(BUILD)/libtwsign.so TWSIGN_LOGIN="ruby -Ibindings/ruby/lib examples/ruby/login.rb" \
	  TWSIGN_WEBHOOK="ruby -Ibindings/ruby/lib examples/ruby/webhook.rb" $(VENV)/bin/python -m unittest discover -s tests/e2e
	TWSIGN_LIBRARY=$(CURDIR)/$(BUILD)/libtwsign.so TWSIGN_SIGN="ruby -Ibindings/ruby/lib examples/ruby/sign.rb" \
	  $(VENV)/bin/python -m unittest discover -s tests/diagnose -p test_sign_program.py

# What `make install` lays out: the binary's properties, one version number, the
# man pages, and that `make uninstall` takes all of it away again. No cargo is
# needed to install what is built.
test-installed: lib setup
	rm -rf $(INSTALLED) $(INSTALLED)-once
	$(MAKE) --no-print-directory install PREFIX=$(INSTALLED)
	tests/binary.sh $(INSTALLED)/lib/libtwsign.so.0 $(SIZE_LIMIT)
	tests/version.sh $(INSTALLED)
	tests/static_libs.sh
	tests/msrv.sh
	tests/man.sh $(INSTALLED)/share/man
	$(MAKE) --no-print-directory install PREFIX=/usr DESTDIR=$(INSTALLED)-once CARGO=false
	$(MAKE) --no-print-directory uninstall PREFIX=/usr DESTDIR=$(INSTALLED)-once
	! find $(INSTALLED)-once ! -type d | grep .

# Programs of somebody else's, outside of the checkout.
test-consumers: lib setup
	$(MAKE) --no-print-directory install PREFIX=$(INSTALLED)
	tests/consumers/run.sh $(INSTALLED) $(CURDIR)/$(VENV)/bin/go

test-deb: lib setup
	tests/deb.sh

# Not in `make test`: it builds its tools, which takes some minutes. OLD_ROOT=folder, an
# old system in a folder, runs the library there too.
.PHONY: test-dist
test-dist: dist
	tests/dist.sh $(SIZE_LIMIT)

# Not in `make test`: it needs cargo-c, which is Debian's from 13 on.
.PHONY: test-cinstall
test-cinstall: lib man
	tests/cinstall.sh

# The code in docs/, as it stands there, and the reference without a gap.
test-docs: lib setup doc
	tests/docs.py $(VENV)/bin/go

# Five seconds of real fuzzing for each target; `make fuzz SECONDS=600` runs longer.
# FUZZ_TARGETS="url reply" runs these alone.
test-fuzz fuzz:
	tests/fuzz/run.sh $(or $(SECONDS),5) $(FUZZ_TARGETS)

# The lines that the committed corpora run through.
.PHONY: fuzz-coverage
fuzz-coverage:
	tests/fuzz/coverage.sh $(FUZZ_TARGETS)

include tests/trust.mk
