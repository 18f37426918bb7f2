# What a process that lives for years has to be able to rely on.

target/hosts/%: tests/hosts/%.c $(wildcard tests/c/*.h) include/twsign.h | lib
	mkdir -p $(@D)
	$(CC) -std=c99 -g -O1 $(WARNINGS) -pthread -Itests/c -Iinclude $< -ldl -o $@

# The same program with the library inside, which loads the shared one beside it.
target/hosts/static: tests/hosts/loading.c $(wildcard tests/c/*.h) include/twsign.h | lib
	mkdir -p $(@D)
	$(CC) -std=c99 -g -O1 $(WARNINGS) -DSTATIC_TOO -pthread -Itests/c -Iinclude $< $(BUILD)/libtwsign.a -ldl -lm -o $@

# Loaded and let go a thousand times, twice in one process, static and shared; and
# which calls of the system it makes.
test-hosts: lib setup target/hosts/loading target/hosts/static target/tests/quiet
	cp $(BUILD)/libtwsign.so target/hosts/another.so
	target/hosts/loading $(BUILD)/libtwsign.so target/hosts/another.so
	target/hosts/static $(BUILD)/libtwsign.so target/hosts/another.so
	tests/hosts/syscalls.sh target/tests/quiet

# A library that panics when it is told to, which none does that is installed.
PANICS := target/panics/debug
test-panics: lib
	RUSTFLAGS="--cfg twsign_panics" $(CARGO) build --quiet --locked --lib --target-dir target/panics
	ln -sf libtwsign.so $(PANICS)/$(SONAME)
	mkdir -p target/hosts
	$(CC) -std=c99 -g -O1 $(WARNINGS) -Itests/c -Iinclude tests/hosts/panics.c \
	  $(PANICS)/libtwsign.a -pthread -ldl -lm -o target/hosts/panics
	$(CC) -std=c99 -g -O1 $(WARNINGS) -Itests/c -Iinclude tests/hosts/panics.c \
	  $(PANICS)/libtwsign.so -Wl,-rpath,$(CURDIR)/$(PANICS) -o target/hosts/panics_shared
	tests/hosts/panics.sh target/hosts/panics target/hosts/panics_shared
	! grep -q 'panic on purpose' $(BUILD)/libtwsign.so

# The C tests against a library that is built with a sanitizer: `make test` runs
# them with AddressSanitizer, `make sanitize` those of C++, Go and Ruby too, and what
# has threads with ThreadSanitizer. `secrets` and `no_memory` have a malloc of their own.
test-sanitize: setup
	tests/sanitize/run.sh address

SANITIZED_CPP := clock diagnosis exchanges nul_bytes ownership refusals threads vectors webhooks
sanitize: test-sanitize
	tests/sanitize/run.sh address $(SANITIZED_CPP:%=bindings/cpp/tests/%.cpp)
	tests/sanitize/go.sh $(VENV)/bin/go
	tests/sanitize/ruby.sh
	tests/sanitize/run.sh thread

.PHONY: test-hosts test-panics test-sanitize sanitize

# Where the crates come from, by which licences, and that the README names them.
test-supply:
	python3 tests/supply/check.py

# The same bytes from two folders: two builds, and so not a part of `make test`.
reproducible:
	tests/supply/reproducible.sh

.PHONY: test-supply reproducible

# C++ under valgrind; `secrets` and `no_memory` have a malloc of their own, which
# valgrind puts another in place of.
valgrind-cpp: lib setup
	cmake -S bindings/cpp -B target/cpp/build
	cmake --build target/cpp/build
	for test in both_kinds no_exceptions $(SANITIZED_CPP); do \
	  $(VALGRIND) target/cpp/build/tests/test_$$test tests/vectors/signing || exit 1; done

valgrind-go: lib setup
	tests/valgrind/go.sh $(VENV)/bin/go

valgrind-ruby: lib setup
	TWSIGN_LIBRARY=$(CURDIR)/$(BUILD)/libtwsign.so tests/valgrind/ruby.sh

valgrind: test-valgrind valgrind-cpp valgrind-go valgrind-ruby

.PHONY: valgrind valgrind-cpp valgrind-go valgrind-ruby
