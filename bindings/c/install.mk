# `make install` and `make uninstall`: where GNU's coding standards have it. All
# folders can be set, and DESTDIR stands before them.

PREFIX ?= /usr/local
LIBDIR ?= $(PREFIX)/lib
INCLUDEDIR ?= $(PREFIX)/include
DATADIR ?= $(PREFIX)/share
MANDIR ?= $(DATADIR)/man
DOCDIR ?= $(DATADIR)/doc/libtwsign
PKGCONFIGDIR ?= $(LIBDIR)/pkgconfig
INSTALL ?= install
# `make install STRIP=:` leaves the names and lines for a debugger in.
STRIP ?= strip
export DESTDIR

# Relative to the prefix where it is below it, so that the prefix can be moved.
below_prefix = $(patsubst $(1)/%,$${prefix}/%,$(2))
# $(call pkg_config,prefix,includedir,libdir) writes a twsign.pc.
pkg_config = sed -e 's|@prefix@|$(1)|' -e 's|@includedir@|$(call below_prefix,$(1),$(2))|' \
  -e 's|@libdir@|$(call below_prefix,$(1),$(3))|' -e 's|@version@|$(VERSION)|' bindings/c/twsign.pc.in

MAN := target/man

.PHONY: install uninstall man
# A page of section 3 for each function and type, and twsign(7), from the header.
man: $(MAN)/twsign.7
$(MAN)/twsign.7: include/twsign.h bindings/c/man.py
	rm -rf $(MAN)
	python3 bindings/c/man.py include/twsign.h $(MAN)

install: $(BUILD)/libtwsign.so man
	$(INSTALL) -d $(DESTDIR)$(LIBDIR) $(DESTDIR)$(INCLUDEDIR) $(DESTDIR)$(PKGCONFIGDIR) $(DESTDIR)$(DOCDIR) \
	  $(DESTDIR)$(MANDIR)/man3 $(DESTDIR)$(MANDIR)/man7
	$(INSTALL) -m 644 include/twsign.h $(DESTDIR)$(INCLUDEDIR)
	$(INSTALL) -m 755 $(BUILD)/libtwsign.so $(DESTDIR)$(LIBDIR)/libtwsign.so.$(VERSION)
	$(STRIP) --strip-unneeded $(DESTDIR)$(LIBDIR)/libtwsign.so.$(VERSION)
	ln -sf libtwsign.so.$(VERSION) $(DESTDIR)$(LIBDIR)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(LIBDIR)/libtwsign.so
	$(INSTALL) -m 644 $(BUILD)/libtwsign.a $(DESTDIR)$(LIBDIR)
	$(STRIP) --strip-debug $(DESTDIR)$(LIBDIR)/libtwsign.a
	$(call pkg_config,$(PREFIX),$(INCLUDEDIR),$(LIBDIR)) >$(DESTDIR)$(PKGCONFIGDIR)/twsign.pc
	chmod 644 $(DESTDIR)$(PKGCONFIGDIR)/twsign.pc
	bindings/cpp/cmake/install.sh $(LIBDIR) $(INCLUDEDIR)
	$(INSTALL) -m 644 $(MAN)/*.3 $(DESTDIR)$(MANDIR)/man3
	$(INSTALL) -m 644 $(MAN)/*.7 $(DESTDIR)$(MANDIR)/man7
	$(INSTALL) -m 644 LICENSE-APACHE LICENSE-MIT CHANGELOG.md $(DESTDIR)$(DOCDIR)

uninstall: man
	rm -f $(addprefix $(DESTDIR)$(LIBDIR)/,libtwsign.so libtwsign.so.0 libtwsign.so.$(VERSION) libtwsign.a)
	rm -f $(DESTDIR)$(INCLUDEDIR)/twsign.h $(DESTDIR)$(INCLUDEDIR)/twsign.hpp $(DESTDIR)$(PKGCONFIGDIR)/twsign.pc
	rm -rf $(DESTDIR)$(LIBDIR)/cmake/twsign $(DESTDIR)$(DOCDIR)
	for page in $(MAN)/*; do rm -f $(DESTDIR)$(MANDIR)/man$${page##*.}/$${page##*/}; done
