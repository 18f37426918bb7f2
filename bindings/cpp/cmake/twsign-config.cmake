# find_package(twsign) gives twsign::twsign: the shared library, twsign.h and,
# for C++17, twsign.hpp.

# Relative, so that a prefix can be moved; from the real folder, since /lib may
# be a link to /usr/lib. As they stand they fit the checkout, after `make lib`;
# install.sh writes others into the copy that it installs.
get_filename_component(_twsign_here "${CMAKE_CURRENT_LIST_DIR}" REALPATH)
get_filename_component(
  _twsign_library "${_twsign_here}/../../../target/release/libtwsign.so" ABSOLUTE)
get_filename_component(_twsign_c_headers "${_twsign_here}/../../../include" ABSOLUTE)
get_filename_component(
  _twsign_cpp_headers "${_twsign_here}/../../../bindings/cpp/include" ABSOLUTE)

if(NOT EXISTS "${_twsign_library}")
  set(twsign_FOUND FALSE)
  set(twsign_NOT_FOUND_MESSAGE "no ${_twsign_library}; in a checkout, `make lib` makes it")
elseif(NOT TARGET twsign::twsign)
  add_library(twsign::twsign SHARED IMPORTED)
  set_target_properties(
    twsign::twsign
    PROPERTIES
      IMPORTED_LOCATION "${_twsign_library}"
      IMPORTED_SONAME "libtwsign.so.0"
      INTERFACE_INCLUDE_DIRECTORIES "${_twsign_c_headers};${_twsign_cpp_headers}")
endif()

unset(_twsign_here)
unset(_twsign_library)
unset(_twsign_c_headers)
unset(_twsign_cpp_headers)
