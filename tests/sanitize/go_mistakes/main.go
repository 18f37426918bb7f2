// A caller's mistakes in Go, which a tool that watches memory has to see:
//
//	go_mistakes too_far   an event that is one byte longer than its memory
//	go_mistakes freed     an exchange that was released already
//	go_mistakes gone      a text that was released already
//	go_mistakes lost      texts that nobody releases
//	go_mistakes none      the same calls as they should be
package main

// #cgo CFLAGS: -I../../../include
// #include <stdlib.h>
// #include <twsign.h>
import "C"

import (
	"os"
	"strings"
	"unsafe"

	"twsign"
)

var mistakes = map[string]func(){
	"too_far": func() { verifyEvent(6) },
	"freed": func() {
		exchange := newExchange()
		C.tw_exchange_free(exchange)
		println(C.tw_exchange_url(exchange))
	},
	"gone": func() {
		text := canonicalURL()
		C.tw_free(text)
		println(C.GoString(text))
	},
	"lost": func() {
		for range 100 { // the last one may still stand on the stack
			canonicalURL()
		}
	},
	"none": func() {
		verifyEvent(5)
		text := canonicalURL()
		println(C.GoString(text))
		C.tw_free(text)
		exchange := newExchange()
		println(C.tw_exchange_url(exchange))
		C.tw_exchange_free(exchange)
	},
}

func main() {
	mistakes[os.Args[1]]()
}

// verifyEvent says of five bytes that they are so many.
func verifyEvent(length int) {
	memory := C.CString("{\"\"}")
	defer C.free(unsafe.Pointer(memory))
	event := unsafe.Slice((*byte)(unsafe.Pointer(memory)), length)
	signature := "sha256=" + strings.Repeat("A", 43) + "="
	if err := twsign.WebhookVerify(twsign.NewSecret("secret"), event, signature); err == nil {
		panic("this is nobody's signature")
	}
}

// canonicalURL leaves no copy of the pointer on Go's heap.
func canonicalURL() *C.char {
	var text *C.char
	defer func() { text = nil }()
	url := C.CString("https://api.x.com/")
	defer C.free(unsafe.Pointer(url))
	if C.tw_canonical_url(url, &text, nil) != C.TW_OK {
		panic("no URL")
	}
	return text
}

func newExchange() (exchange *C.tw_exchange) {
	key, secret := C.CString("key"), C.CString("secret")
	defer C.free(unsafe.Pointer(key))
	defer C.free(unsafe.Pointer(secret))
	credentials := C.tw_credentials{struct_size: C.sizeof_tw_credentials, api_key: key, api_secret: secret}
	if C.tw_exchange_new_bearer_token(&credentials, nil, &exchange, nil) != C.TW_OK {
		panic("no exchange")
	}
	return exchange
}
