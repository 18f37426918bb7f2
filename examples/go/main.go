// Command sign prints the Authorization header for a request to X.
//
//	sign [-explain] [-nonce N] [-timestamp T] METHOD URL [FORM-BODY]
//
// The keys come from X_API_KEY, X_API_SECRET, X_ACCESS_TOKEN and X_ACCESS_TOKEN_SECRET. Without the
// two access token variables the request is signed for the App alone. Send the URL and the form
// body exactly as they were given here.
package main

// #cgo pkg-config: twsign
// #include <stdlib.h>
// #include <twsign.h>
import "C"

import (
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"
	"unsafe"
)

// An empty token, tokenSecret, contentType or nonce counts as not given.
type credentials struct{ apiKey, apiSecret, token, tokenSecret string }

type request struct {
	method, url, contentType, body, nonce string
	timestamp                             int64 // 0: now
}

// An arena holds the texts of one call in C's memory, where C structs may point to them.
type arena []*C.char

func (a *arena) text(s string) *C.char {
	text := C.CString(s)
	*a = append(*a, text)
	return text
}

func (a *arena) optional(s string) *C.char {
	if s == "" {
		return nil
	}
	return a.text(s)
}

func (a *arena) free() {
	for _, text := range *a {
		C.free(unsafe.Pointer(text))
	}
}

// sign returns the header's value or, if explain is set, the steps that lead to it.
func sign(c credentials, r request, explain bool) (string, error) {
	for _, s := range []string{c.apiKey, c.apiSecret, c.token, c.tokenSecret, r.method, r.url, r.contentType, r.nonce} {
		if strings.Contains(s, "\x00") { // C would read only what stands before it.
			return "", errors.New("a NUL byte inside a text")
		}
	}
	var memory arena
	defer memory.free()
	// Both structs live in Go's memory. C may read them there, since all their pointers are to C's.
	who := C.tw_credentials{
		struct_size:  C.sizeof_tw_credentials,
		api_key:      memory.text(c.apiKey),
		api_secret:   memory.text(c.apiSecret),
		token:        memory.optional(c.token),
		token_secret: memory.optional(c.tokenSecret),
	}
	what := C.tw_request{
		struct_size:  C.sizeof_tw_request,
		method:       memory.text(r.method),
		url:          memory.text(r.url),
		content_type: memory.optional(r.contentType),
		body:         unsafe.Pointer(memory.text(r.body)),
		body_len:     C.size_t(len(r.body)),
		nonce:        memory.optional(r.nonce),
		timestamp:    C.int64_t(r.timestamp),
	}
	var text *C.char
	var failure C.tw_error
	var ok bool
	if explain {
		ok = C.tw_explain(&who, &what, &text, &failure) == C.TW_OK
	} else {
		ok = C.tw_sign_request(&who, &what, &text, &failure) == C.TW_OK
	}
	if !ok {
		return "", errors.New(C.GoString(&failure.message[0]))
	}
	defer C.tw_free(text)
	return C.GoString(text), nil
}

func main() {
	explain := flag.Bool("explain", false, "print the steps of the signing")
	nonce := flag.String("nonce", "", "the nonce; random if not given")
	timestamp := flag.Int64("timestamp", 0, "Unix seconds; now if not given")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: sign [flags] METHOD URL [FORM-BODY]")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() < 2 || flag.NArg() > 3 {
		flag.Usage()
		os.Exit(2)
	}
	r := request{method: flag.Arg(0), url: flag.Arg(1), body: flag.Arg(2), nonce: *nonce, timestamp: *timestamp}
	if flag.NArg() == 3 {
		r.contentType = "application/x-www-form-urlencoded"
	}
	c := credentials{
		os.Getenv("X_API_KEY"), os.Getenv("X_API_SECRET"),
		os.Getenv("X_ACCESS_TOKEN"), os.Getenv("X_ACCESS_TOKEN_SECRET"),
	}
	text, err := sign(c, r, *explain)
	if err == nil {
		_, err = fmt.Println(text)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "sign:", err)
		os.Exit(1)
	}
}
