# `make demo` shows the library at work, `make test` runs every test of every
# language; both need Rust, gcc and make, and the second installs what else it
# wants. `make install` puts the library where C looks for one.

CARGO ?= cargo
CC ?= cc
CXX ?= c++

VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
SONAME := libtwsign.so.0
BUILD := target/release
WARNINGS := -Wall -Wextra -pedantic -Werror
export PKG_CONFIG_PATH ?= $(CURDIR)/target/pkgconfig

.PHONY: all lib header demo deb dist doc test setup fuzz clean

all: lib man

# The shared library under the name that the loader looks for, and a twsign.pc
# that describes the checkout as if it were installed.
lib: target/pkgconfig/twsign.pc
	$(CARGO) build --release --locked
	ln -sf libtwsign.so $(BUILD)/$(SONAME)

# Made when a source is newer, so that root, who may have no cargo, can install what is there.
$(BUILD)/libtwsign.so: $(shell find src -name '*.rs')
	$(MAKE) --no-print-directory lib

target/pkgconfig/twsign.pc: bindings/c/twsign.pc.in Makefile Cargo.toml
	mkdir -p $(@D)
	$(call pkg_config,$(CURDIR),$(CURDIR)/include,$(CURDIR)/$(BUILD)) >$@

# Writes include/twsign.h anew from the comments in src/ffi, and the table of causes.
header:
	TWSIGN_BLESS=1 $(CARGO) test --locked --test header --test diagnosis_page

# Signs the request of X's documentation and checks the signature printed there.
demo: lib
	examples/demo.sh

include bindings/c/install.mk

# target/deb/libtwsign0_*.deb and libtwsign-dev_*.deb.
deb: lib
	bindings/c/deb.sh

# target/dist/libtwsign-VERSION-x86_64-linux.tar.gz, for glibc 2.17 or newer.
dist: lib
	bindings/c/dist.sh

# The reference of twsign.h: target/doc/html/index.html.
doc:
	mkdir -p target/doc
	TWSIGN_VERSION=$(VERSION) doxygen bindings/c/Doxyfile

include tests/tests.mk
include tests/bench.mk

clean:
	$(CARGO) clean
