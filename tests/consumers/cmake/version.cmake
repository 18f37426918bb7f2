# Prints the version of the package that is found, by `cmake -P`.
cmake_minimum_required(VERSION 3.16)
set(PACKAGE_FIND_VERSION "0")
include("${CMAKE_PREFIX_PATH}/lib/cmake/twsign/twsign-config-version.cmake")
message("${PACKAGE_VERSION}")
