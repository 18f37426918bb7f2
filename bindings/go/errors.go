package twsign

// #include "abi.h"
import "C"

import (
	"bytes"
	"errors"
	"unsafe"
)

// ErrClosed is the error of every method of a [Signer] or an [Exchange] that has been closed.
var ErrClosed = errors.New("twsign: the signer or exchange has been closed")

// An Error is a refusal: by this library, which will not make or take something, or by X.
//
// [errors.Is] tells what kind it is, by one of the Err constants:
//
//	if errors.Is(err, twsign.ErrAmbiguous) { ...
//
// and [errors.As] gives the rest.
type Error struct {
	// Status is one of the Err constants.
	Status Status
	// APICode is X's own error code (32, 89, 215, ...) if the status is ErrRefused, or 0.
	APICode int
	// Message is one line: which field, what trouble, at which byte (counted from 0), and what to
	// do. Never a secret. It is for people and logs: the wording may change, the statuses do not.
	// Functions go by their names in C: tw_canonical_url is [CanonicalURL].
	Message string
}

// Error is the message.
func (e *Error) Error() string { return "twsign: " + e.Message }

// Unwrap is the status, for [errors.Is].
func (e *Error) Unwrap() error { return e.Status }

// A Status is the kind of an [Error].
type Status int

// What can become of a call. ErrNullArgument, ErrStructSize and ErrBufferTooSmall are here to be
// complete: they would be a bug of this package, or a library of another version.
const (
	// ErrNullArgument: a needed pointer was NULL.
	ErrNullArgument Status = C.TW_ERR_NULL_ARGUMENT
	// ErrStructSize: a struct that the library does not know: it is older than its header.
	ErrStructSize Status = C.TW_ERR_STRUCT_SIZE
	// ErrInvalidCredentials: credentials that are empty, half given, or with white space around or
	// control characters in them.
	ErrInvalidCredentials Status = C.TW_ERR_INVALID_CREDENTIALS
	// ErrInvalidMethod: not an HTTP token (RFC 9110, 5.6.2).
	ErrInvalidMethod Status = C.TW_ERR_INVALID_METHOD
	// ErrInvalidURL: not an absolute http or https URL, no host, user info, a byte that must be
	// escaped, or a broken escape.
	ErrInvalidURL Status = C.TW_ERR_INVALID_URL
	// ErrInvalidBody: said to be a form, and is not one.
	ErrInvalidBody Status = C.TW_ERR_INVALID_BODY
	// ErrInvalidParam: a parameter, nonce, time, content type or rule that cannot be.
	ErrInvalidParam Status = C.TW_ERR_INVALID_PARAM
	// ErrAmbiguous: X would read the request otherwise than RFC 5849 does. See [Rules].
	ErrAmbiguous Status = C.TW_ERR_AMBIGUOUS
	// ErrBufferTooSmall: there was no room for a header.
	ErrBufferTooSmall Status = C.TW_ERR_BUFFER_TOO_SMALL
	// ErrInvalidResponse: a reply, or a header of one, that makes no sense.
	ErrInvalidResponse Status = C.TW_ERR_INVALID_RESPONSE
	// ErrRefused: the server said no. See [Error].APICode.
	ErrRefused Status = C.TW_ERR_REFUSED
	// ErrDenied: the user said no.
	ErrDenied Status = C.TW_ERR_DENIED
	// ErrSignatureMismatch: a webhook call not signed with this secret, or a callback for another
	// token.
	ErrSignatureMismatch Status = C.TW_ERR_SIGNATURE_MISMATCH
	// ErrSystem: no memory, no randomness or no clock.
	ErrSystem Status = C.TW_ERR_SYSTEM
	// ErrInternal: a bug in libtwsign: a caught panic. Please report it.
	ErrInternal Status = C.TW_ERR_INTERNAL
)

// Error is a sentence about the status.
func (s Status) Error() string {
	return "twsign: " + C.GoString(C.tw_status_message(C.int(s)))
}

func newError(failure *C.tw_error) error {
	// Not C.GoString: each call's failure would have to live on the heap, also if there is none.
	message := unsafe.Slice((*byte)(unsafe.Pointer(&failure.message)), len(failure.message))
	if nul := bytes.IndexByte(message, 0); nul >= 0 {
		message = message[:nul]
	}
	return &Error{Status: Status(failure.status), APICode: int(failure.api_code), Message: string(message)}
}
