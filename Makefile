# `make demo` shows the library at work, `make test` runs every test of every
# language; both need Rust, gcc and make, and the second installs what else it
# wants. `make install` puts the library where C looks for one.

CARGO ?= cargo
CC ?= cc
CXX ?= c++
PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include

VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
SONAME := libtwsign.so.0
BUILD := target/release
WARNINGS := -Wall -Wextra -pedantic -Werror
export DESTDIR
export PKG_CONFIG_PATH ?= $(CURDIR)/target/pkgconfig

.PHONY: all lib header demo install test setup fuzz clean

all: lib

# The shared library under the name that the loader looks for, and a twsign.pc
# that describes the checkout as if it were installed.
lib: target/pkgconfig/twsign.pc
	$(CARGO) build --release --locked
	ln -sf libtwsign.so $(BUILD)/$(SONAME)

define pkg_config
prefix=$(1)
includedir=$(2)
libdir=$(3)

Name: twsign
Description: Signs requests with an X (Twitter) API Key and Secret
Version: $(VERSION)
Cflags: -I$${includedir}
Libs: -L$${libdir} -ltwsign
endef

target/pkgconfig:
	mkdir -p $@

# (file ...) writes before any line of its own recipe runs: hence the folder first.
target/pkgconfig/twsign.pc: Makefile Cargo.toml | target/pkgconfig
	$(file >$@,$(call pkg_config,$(CURDIR),$${prefix}/include,$${prefix}/$(BUILD)))

# Writes include/twsign.h anew from the comments in src/ffi, and the table of causes.
header:
	TWSIGN_BLESS=1 $(CARGO) test --locked --test header --test diagnosis_page

# Signs the request of X's documentation and checks the signature printed there.
demo: lib
	examples/demo.sh

install: lib
	install -d $(DESTDIR)$(LIBDIR)/pkgconfig $(DESTDIR)$(INCLUDEDIR)
	install -m 644 include/twsign.h $(DESTDIR)$(INCLUDEDIR)
	install -m 644 $(BUILD)/libtwsign.a $(DESTDIR)$(LIBDIR)
	install -m 755 $(BUILD)/libtwsign.so $(DESTDIR)$(LIBDIR)/libtwsign.so.$(VERSION)
	ln -sf libtwsign.so.$(VERSION) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libtwsign.so
	$(file >target/pkgconfig/installed.pc,$(call pkg_config,$(PREFIX),$(INCLUDEDIR),$(LIBDIR)))
	bindings/cpp/cmake/install.sh $(LIBDIR) $(INCLUDEDIR)
	install -m 644 target/pkgconfig/installed.pc $(DESTDIR)$(LIBDIR)/pkgconfig/twsign.pc

include tests/tests.mk
include tests/bench.mk

clean:
	$(CARGO) clean
