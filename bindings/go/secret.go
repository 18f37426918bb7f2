package twsign

import (
	"crypto/subtle"
	"errors"
	"fmt"
	"io"
	"log/slog"
)

const mask = "***"

// A Secret is a text that does not show itself: every verb of [fmt], [log/slog], encoding/json and
// the other encoders that know [encoding.TextMarshaler] give *** for it, and so they do for every
// struct it stands in, also in an unexported field. [Secret.Reveal] gives the text.
//
// The zero Secret is no secret. Secrets are compared with [Secret.Equal] and not with ==.
type Secret struct {
	_ [0]func() // == would compare the pointers.
	// Behind a pointer, since fmt prints what stands in an unexported field of somebody else's
	// struct without asking any method.
	text *string
}

// NewSecret hides a text.
func NewSecret(text string) Secret {
	if text == "" {
		return Secret{}
	}
	return Secret{text: &text}
}

// Reveal gives the hidden text, to be stored or sent.
func (s Secret) Reveal() string {
	if s.text == nil {
		return ""
	}
	return *s.text
}

// IsZero tells whether there is nothing to hide.
func (s Secret) IsZero() bool { return s.text == nil }

// Equal compares two secrets in a time that does not depend on where they differ.
func (s Secret) Equal(other Secret) bool {
	return subtle.ConstantTimeCompare([]byte(s.Reveal()), []byte(other.Reveal())) == 1
}

// String is ***, or empty for the zero Secret.
func (s Secret) String() string {
	if s.IsZero() {
		return ""
	}
	return mask
}

// GoString is for %#v.
func (s Secret) GoString() string {
	if s.IsZero() {
		return "twsign.Secret{}"
	}
	return `twsign.NewSecret("` + mask + `")`
}

// Format masks the secret under every verb, %x and %d included.
func (s Secret) Format(f fmt.State, verb rune) {
	if verb == 'v' && f.Flag('#') {
		io.WriteString(f, s.GoString())
		return
	}
	io.WriteString(f, s.String())
}

// LogValue is for [log/slog].
func (s Secret) LogValue() slog.Value { return slog.StringValue(s.String()) }

// MarshalText masks the secret: an encoder is mostly a log. What has to be stored is what
// [Secret.Reveal] gives.
func (s Secret) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText takes a secret out of a configuration file or a flag. A masked one is an error.
func (s *Secret) UnmarshalText(text []byte) error {
	if string(text) == mask {
		return errors.New("twsign: this secret was masked when it was written")
	}
	*s = NewSecret(string(text))
	return nil
}
