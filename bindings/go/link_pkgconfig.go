//go:build twsign_pkgconfig

package twsign

// The library that pkg-config knows.

// #cgo pkg-config: twsign
import "C"
