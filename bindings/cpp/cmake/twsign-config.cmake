# find_package(twsign) gives twsign::twsign, the shared library, and
# twsign::twsign_static; either with twsign.h and, for C++17, twsign.hpp.

# Relative, so that a prefix can be moved; from the real folder, since /lib may
# be a link to /usr/lib. As they stand they fit the checkout, after `make lib`;
# install.sh writes others into the copy that it installs.
get_filename_component(_twsign_here "${CMAKE_CURRENT_LIST_DIR}" REALPATH)
get_filename_component(
  _twsign_libraries "${_twsign_here}/../../../target/release" ABSOLUTE)
get_filename_component(_twsign_c_headers "${_twsign_here}/../../../include" ABSOLUTE)
get_filename_component(
  _twsign_cpp_headers "${_twsign_here}/../../../bindings/cpp/include" ABSOLUTE)
set(_twsign_shared "${_twsign_libraries}/libtwsign.so")
set(_twsign_static "${_twsign_libraries}/libtwsign.a")

if(NOT EXISTS "${_twsign_shared}")
  set(twsign_FOUND FALSE)
  set(twsign_NOT_FOUND_MESSAGE "no ${_twsign_shared}; in a checkout, `make lib` makes it")
elseif(NOT TARGET twsign::twsign)
  add_library(twsign::twsign SHARED IMPORTED)
  set_target_properties(
    twsign::twsign
    PROPERTIES
      IMPORTED_LOCATION "${_twsign_shared}"
      IMPORTED_SONAME "libtwsign.so.0"
      INTERFACE_INCLUDE_DIRECTORIES "${_twsign_c_headers};${_twsign_cpp_headers}")
  # A package for running alone has no archive.
  if(EXISTS "${_twsign_static}")
    add_library(twsign::twsign_static STATIC IMPORTED)
    # What `rustc --print native-static-libs` says, nearly as Libs.private in twsign.pc.
    set_target_properties(
      twsign::twsign_static
      PROPERTIES
        IMPORTED_LOCATION "${_twsign_static}"
        IMPORTED_LINK_INTERFACE_LANGUAGES C
        INTERFACE_LINK_LIBRARIES "-lc;-lm;-lrt;-lpthread;-lgcc_s;-lutil;-lrt;-lpthread;-lm;-ldl;-lc"
        INTERFACE_INCLUDE_DIRECTORIES "${_twsign_c_headers};${_twsign_cpp_headers}")
  endif()
endif()

unset(_twsign_here)
unset(_twsign_libraries)
unset(_twsign_shared)
unset(_twsign_static)
unset(_twsign_c_headers)
unset(_twsign_cpp_headers)
