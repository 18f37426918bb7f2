package twsign

// #include "abi.h"
//
// #cgo noescape twgo_signer_new
// #cgo nocallback twgo_signer_new
// #cgo noescape twgo_signer_sign_into
// #cgo nocallback twgo_signer_sign_into
// #cgo noescape tw_signer_learn_clock
// #cgo nocallback tw_signer_learn_clock
import "C"

import (
	"math"
	"runtime"
	"slices"
	"sync"
	"time"
)

// A Signer is credentials, checked and ready. It keeps the prepared states of the HMAC and the
// encoded key and token, not the secrets. Any number of goroutines may use one at once.
type Signer struct {
	open    sync.RWMutex // held for reading by each call into C, for writing by Close
	signer  *C.tw_signer // NULL after Close
	cleanup runtime.Cleanup
}

// NewSigner checks the credentials and prepares their key. Fails with [ErrInvalidCredentials].
//
// [Signer.Close] wipes the key and releases it. A Signer that is forgotten instead is closed some
// time after the last use.
func NewSigner(c Credentials) (*Signer, error) {
	t := newTexts(nil)
	defer t.wipe()
	who := t.credentials(&c)
	if t.err != nil {
		return nil, t.err
	}
	var failure C.tw_error
	made := C.twgo_signer_new(t.start(), who, &failure)
	if made == nil {
		return nil, newError(&failure)
	}
	s := &Signer{signer: made}
	s.cleanup = runtime.AddCleanup(s, func(made *C.tw_signer) { C.tw_signer_free(made) }, made)
	return s, nil
}

// Close wipes and releases what the signer keeps. Calls that are running end as if it were open;
// those that come later, Close aside, fail with [ErrClosed]. Its own error is always nil.
func (s *Signer) Close() error {
	s.open.Lock()
	defer s.open.Unlock()
	s.cleanup.Stop()
	C.tw_signer_free(s.signer)
	s.signer = nil
	return nil
}

// buffers are what one signature needs besides the header's string.
type buffers struct {
	texts, header []byte
}

var spareBuffers = sync.Pool{New: func() any {
	return &buffers{texts: make([]byte, 0, 512), header: make([]byte, 0, 512)}
}}

// Sign gives the value of the Authorization header for one request.
//
// The signature covers the method, the URL with its query and, if the content type is a form's,
// the body. So send the request exactly as it was signed, and sign anew for each attempt: X takes
// a nonce only once and a time only for some minutes.
//
// Fails with [ErrInvalidMethod], [ErrInvalidURL], [ErrInvalidBody], [ErrInvalidParam],
// [ErrAmbiguous] or [ErrSystem]. Allocates the header and nothing else.
func (s *Signer) Sign(r Request) (string, error) {
	b := spareBuffers.Get().(*buffers)
	defer spareBuffers.Put(b)
	header, err := s.appendHeader(b.header[:0], &r, b)
	if err != nil {
		return "", err
	}
	b.header = header
	return string(header), nil
}

// AppendHeader is as [Signer.Sign], but appends the header to dst, as [strconv.AppendInt] does. It
// allocates nothing if dst has room enough: one byte more than the header is long.
func (s *Signer) AppendHeader(dst []byte, r Request) ([]byte, error) {
	b := spareBuffers.Get().(*buffers)
	defer spareBuffers.Put(b)
	return s.appendHeader(dst, &r, b)
}

func (s *Signer) appendHeader(dst []byte, r *Request, b *buffers) ([]byte, error) {
	t := newTexts(b.texts)
	what := t.request(r)
	b.texts = t.bytes
	if t.err != nil {
		return dst, t.err
	}
	body, bodySize := bytesOf(r.Body)
	s.open.RLock()
	defer s.open.RUnlock()
	if s.signer == nil {
		return dst, ErrClosed
	}
	for {
		var failure C.tw_error
		var size C.size_t
		room, roomSize := bytesOf(dst[len(dst):cap(dst)])
		status := Status(C.twgo_signer_sign_into(
			s.signer, t.start(), &what, body, bodySize, room, roomSize, &size, &failure))
		switch status {
		case C.TW_OK:
			return dst[:len(dst)+int(size)], nil
		case ErrBufferTooSmall:
			dst = slices.Grow(dst, int(size)) // suffices, whatever the nonce turns out to be
		default:
			return dst, newError(&failure)
		}
	}
}

// SetClockOffset corrects the clock of later signatures by this much, in whole seconds.
//
// For a machine whose clock is wrong: X refuses a time that is some minutes off with 401, code
// 135. A [Request].Timestamp that is given is used as it is. Fails with [ErrClosed] alone.
func (s *Signer) SetClockOffset(offset time.Duration) error {
	s.open.RLock()
	defer s.open.RUnlock()
	if s.signer == nil {
		return ErrClosed
	}
	C.tw_signer_set_clock_offset(s.signer, C.int64_t(offset/time.Second))
	return nil
}

// LearnClock learns the offset of [Signer.SetClockOffset] from the Date header of a reply that has
// just come, and gives it: how far the server is ahead. Fails with [ErrInvalidResponse] if it is no date; the signer then
// keeps the offset it had. [Transport] does this by itself.
func (s *Signer) LearnClock(httpDate string) (time.Duration, error) {
	t := newTexts(nil)
	date := t.one("http_date", ErrInvalidResponse, httpDate)
	if t.err != nil {
		return 0, t.err
	}
	s.open.RLock()
	defer s.open.RUnlock()
	if s.signer == nil {
		return 0, ErrClosed
	}
	var failure C.tw_error
	var offset C.int64_t
	if C.tw_signer_learn_clock(s.signer, date, &offset, &failure) != C.TW_OK {
		return 0, newError(&failure)
	}
	return seconds(int64(offset)), nil
}

// seconds is the nearest that a Duration can be: an HTTP date may be 8,000 years ahead.
func seconds(count int64) time.Duration {
	const most = int64(math.MaxInt64 / time.Second)
	return time.Duration(max(-most, min(count, most))) * time.Second
}
