# What a signature costs; docs/speed.md says what the figures mean.

BENCH := target/bench
WAYS := F1 tw_signer_sign_into tw_signer_sign tw_sign_request
# A folder of its own: what the tests' crates want of others makes another library.
CARGO_BENCH := TWSIGN_LIBRARY=$(CURDIR)/$(BUILD)/libtwsign.so CARGO_TARGET_DIR=$(BENCH)/cargo \
  $(CARGO) bench --locked --bench signing
four_by = $(foreach load,W1 W2 W3 W4,$(foreach way,$(1),"$(load) $(way)"))

.PHONY: bench bench-instructions

# One table: the benchmark, liboauth in turns with the library, instructions.
bench: bench-instructions
	$(BENCH)/bench $(BENCH)/liboauth
	TWSIGN_BENCH_LINES=$(CURDIR)/$(BENCH)/times $(CARGO_BENCH) -- --quiet >$(BENCH)/criterion
	python3 tests/bench/table.py $(BENCH)/times $(BENCH)/instructions $(BENCH)/liboauth

# The programs are run by the script: Cargo knows where its own one is.
bench-instructions: $(BENCH)/bench
	$(CARGO_BENCH) --config 'target."cfg(all())".runner="tests/bench/count_instructions.sh"' \
	  -- $(call four_by,$(WAYS)) >$(BENCH)/instructions
	tests/bench/count_instructions.sh $< $(call four_by,liboauth) >>$(BENCH)/instructions
	cat $(BENCH)/instructions

$(BENCH)/bench: tests/bench/bench.c include/twsign.h | lib
	mkdir -p $(@D)
	$(CC) -std=c99 -O2 $(WARNINGS) $< $(TWSIGN) $$(pkg-config --cflags --libs oauth) -o $@
