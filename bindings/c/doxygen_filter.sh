#!/bin/sh
# Doxygen's view of twsign.h: the opening comment, which is for C readers, is the
# file's, and says of the macros what each of them would have to say again.
exec sed -E -e '1s,^/\*$,/** @file,' \
    -e 's,^#define TW_VERSION_(MINOR|PATCH|STRING|NUMBER).*,/// As TW_VERSION_MAJOR: of what a program is compiled with.\n&,' \
    -e 's,^#define TW_[A-Z_]*_INIT.*,/// Initialises one: struct_size is set\, and all else not given.\n&,' "$1"
