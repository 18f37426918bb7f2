# What a signature costs; docs/speed.md says what the figures mean.

BENCH := target/bench
WAYS := F1 tw_signer_sign_into tw_signer_sign tw_sign_request
# A folder of its own: what the tests' crates want of others makes another library.
CARGO_BENCH := TWSIGN_LIBRARY=$(CURDIR)/$(BUILD)/libtwsign.so CARGO_TARGET_DIR=$(BENCH)/cargo \
  $(CARGO) bench --locked --bench signing
four_by = $(foreach load,W1 W2 W3 W4,$(foreach way,$(1),"$(load) $(way)"))

.PHONY: bench bench-instructions bench-bindings

# One table: the benchmark, liboauth in turns with the library, instructions.
bench: bench-instructions
	$(BENCH)/bench $(BENCH)/liboauth
	TWSIGN_BENCH_LINES=$(CURDIR)/$(BENCH)/times $(CARGO_BENCH) -- --quiet >$(BENCH)/criterion
	python3 tests/bench/table.py $(BENCH)/times $(BENCH)/instructions $(BENCH)/liboauth

# The programs are run by the script: Cargo knows where its own one is.
bench-instructions: setup $(BENCH)/bench
	$(CARGO_BENCH) --config 'target."cfg(all())".runner="tests/bench/count_instructions.sh"' \
	  -- $(call four_by,$(WAYS)) >$(BENCH)/instructions
	tests/bench/count_instructions.sh $(BENCH)/bench $(call four_by,liboauth) >>$(BENCH)/instructions
	cat $(BENCH)/instructions

$(BENCH)/bench: tests/bench/bench.c include/twsign.h | lib
	mkdir -p $(@D)
	$(CC) -std=c99 -O2 $(WARNINGS) $< $(TWSIGN) $$(pkg-config --cflags --libs oauth) -o $@

# Each binding in its own language's way, beside another program that signs.
bench-bindings: lib
	tests/setup.sh bench
	cmake -S bindings/cpp -B target/cpp/build
	cmake --build target/cpp/build --target bench
	target/cpp/build/bench/bench
	cd bindings/go/bench && $(GO) test -run '^$$' -bench . -benchtime 100ms -count 5
	cd bindings/ruby && TWSIGN_LIBRARY=$(CURDIR)/$(BUILD)/libtwsign.so rake --silent bench
