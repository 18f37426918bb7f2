//go:build !twsign_pkgconfig

package twsign

// The library of the checkout, if this folder stands in one; else the one that the C compiler
// finds by itself, in /usr or /usr/local. Folders that are not there are passed over.

// #cgo CFLAGS: -I${SRCDIR}/../../include
// #cgo LDFLAGS: -L${SRCDIR}/../../target/release -ltwsign -Wl,-rpath,${SRCDIR}/../../target/release
import "C"
