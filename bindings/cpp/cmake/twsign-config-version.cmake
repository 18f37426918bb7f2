# The version is that of twsign.h. Before 1.0.0 a new minor version may break a
# program; from then on only a new major version may.
get_filename_component(_twsign_here "${CMAKE_CURRENT_LIST_DIR}" REALPATH)
file(STRINGS "${_twsign_here}/../../../include/twsign.h" PACKAGE_VERSION
     REGEX "^#define TW_VERSION_STRING ")
string(REGEX REPLACE ".*\"(.*)\".*" "\\1" PACKAGE_VERSION "${PACKAGE_VERSION}")

if(PACKAGE_VERSION VERSION_LESS 1)
  set(_twsign_compatible "^[0-9]+\\.[0-9]+")
else()
  set(_twsign_compatible "^[0-9]+")
endif()
string(REGEX MATCH "${_twsign_compatible}" _twsign_given "${PACKAGE_VERSION}")
string(REGEX MATCH "${_twsign_compatible}" _twsign_wanted "${PACKAGE_FIND_VERSION}")

if(PACKAGE_FIND_VERSION VERSION_EQUAL PACKAGE_VERSION)
  set(PACKAGE_VERSION_EXACT TRUE)
endif()
if(PACKAGE_FIND_VERSION VERSION_GREATER PACKAGE_VERSION)
  set(PACKAGE_VERSION_COMPATIBLE FALSE)
elseif(_twsign_wanted VERSION_EQUAL _twsign_given)
  set(PACKAGE_VERSION_COMPATIBLE TRUE)
else()
  set(PACKAGE_VERSION_COMPATIBLE FALSE)
endif()

unset(_twsign_compatible)
unset(_twsign_here)
unset(_twsign_given)
unset(_twsign_wanted)
