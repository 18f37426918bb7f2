package twsign

// #include "abi.h"
import "C"

// Version is the version of the library that is loaded, such as "0.1.0".
func Version() string { return C.GoString(C.tw_version()) }

// VersionNumber is the same as a number: MAJOR * 1000000 + MINOR * 1000 + PATCH.
func VersionNumber() int { return int(C.tw_version_number()) }
