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

# The C tests against a library that is built with a sanitizer: `make test` runs
# them with AddressSanitizer, and `make sanitize` with ThreadSanitizer as well.
test-sanitize: setup
	tests/sanitize/run.sh address

sanitize: test-sanitize
	tests/sanitize/run.sh thread

.PHONY: test-hosts test-sanitize sanitize
