package twsign

// #include "abi.h"
import "C"

import (
	"fmt"
	"strings"
	"unsafe"
)

// texts are all that C reads as text in one call, one after another in Go's memory, each with a
// NUL after it. C gets a pointer to the whole and the offsets of its parts: bytes without pointers,
// of which cgo has nothing to check and nothing to pin.
type texts struct {
	bytes []byte
	err   error // about the first text that C could not have read whole
}

// newTexts overwrites what is in the buffer. Its first byte is a filler, so that no text begins at
// offset 0, which stands for NULL.
func newTexts(buffer []byte) texts {
	return texts{bytes: append(buffer[:0], 0)}
}

// wipe wants to be deferred where there are secrets among the texts.
func (t *texts) wipe() {
	clear(t.bytes)
}

// add gives the offset of a text that C always gets, be it empty.
func (t *texts) add(field string, status Status, text string) C.twgo_offset {
	if nul := strings.IndexByte(text, 0); nul >= 0 && t.err == nil {
		t.err = &Error{Status: status, Message: fmt.Sprintf("%s: NUL at byte %d", field, nul)}
	}
	t.makeRoom(len(text) + 1)
	offset := len(t.bytes)
	t.bytes = append(t.bytes, text...)
	t.bytes = append(t.bytes, 0)
	return C.twgo_offset(offset)
}

// makeRoom leaves no copy behind when the bytes have to move.
func (t *texts) makeRoom(size int) {
	if size <= cap(t.bytes)-len(t.bytes) {
		return
	}
	larger := make([]byte, len(t.bytes), 2*cap(t.bytes)+size)
	copy(larger, t.bytes)
	t.wipe()
	t.bytes = larger
}

// option gives 0, which becomes NULL, for an empty text: it is not given.
func (t *texts) option(field string, status Status, text string) C.twgo_offset {
	if text == "" {
		return 0
	}
	return t.add(field, status, text)
}

// secret is as add, without the position.
func (t *texts) secret(field string, status Status, secret Secret) C.twgo_offset {
	text := secret.Reveal()
	if strings.IndexByte(text, 0) >= 0 && t.err == nil {
		t.err = &Error{Status: status, Message: field + ": NUL in it"}
	}
	return t.add(field, status, text)
}

func (t *texts) secretOption(field string, status Status, secret Secret) C.twgo_offset {
	if secret.IsZero() {
		return 0
	}
	return t.secret(field, status, secret)
}

func (t *texts) params(list string, status Status, params []Param) C.twgo_params {
	at := C.twgo_params{first: C.twgo_offset(len(t.bytes)), count: C.size_t(len(params))}
	for i, param := range params {
		before := t.err
		t.add("name", status, param.Name)
		t.add("value", status, param.Value)
		if found, ok := t.err.(*Error); ok && before == nil {
			found.Message = fmt.Sprintf("%s[%d].%s", list, i, found.Message)
		}
	}
	return at
}

// start is where C begins to read: valid until the next text is added.
func (t *texts) start() *C.char {
	return (*C.char)(unsafe.Pointer(unsafe.SliceData(t.bytes)))
}

// one adds the only text of a call, and gives the text itself.
func (t *texts) one(field string, status Status, text string) *C.char {
	offset := t.add(field, status, text)
	return (*C.char)(unsafe.Pointer(&t.bytes[offset]))
}

// bytesOf gives C a view of bytes for the time of a call.
func bytesOf(bytes []byte) (*C.char, C.size_t) {
	return (*C.char)(unsafe.Pointer(unsafe.SliceData(bytes))), C.size_t(len(bytes))
}

// taken copies a text that C has made, and releases it; a NULL is the failure that C reports.
func taken(text *C.char, failure *C.tw_error) (string, error) {
	if text == nil {
		return "", newError(failure)
	}
	defer C.tw_free(text)
	return C.GoString(text), nil
}
