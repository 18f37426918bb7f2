package twsign

import (
	"bytes"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// outgoing is a request in the form that goes over the wire, to be signed each time it is sent.
type outgoing struct {
	request  *http.Request // a clone
	form     []byte        // its body, if that is a form
	signedAt time.Time
}

func newOutgoing(request *http.Request) (*outgoing, error) {
	out := &outgoing{request: request.Clone(request.Context())}
	if out.request.Header == nil {
		out.request.Header = http.Header{}
	}
	canonical, err := CanonicalURL(wireURL(request))
	if err != nil {
		return nil, err
	}
	_, out.request.URL.RawQuery, _ = strings.Cut(canonical, "?")
	out.request.URL.Opaque, _, _ = strings.Cut(request.URL.Opaque, "?")
	if isForm(request) {
		err = out.readForm()
	}
	return out, err
}

// wireURL is the URL as the server will see it: by the Host header, and without a fragment.
func wireURL(request *http.Request) string {
	target := strings.ReplaceAll(request.URL.RequestURI(), "#", "%23")
	if !strings.HasPrefix(target, "/") {
		return target // an opaque URL, which is absolute
	}
	host := request.Host
	if host == "" {
		host = request.URL.Host
	}
	return request.URL.Scheme + "://" + host + target
}

// isForm is also true for what X takes for a form; the library knows more.
func isForm(request *http.Request) bool {
	contentType := strings.TrimSpace(request.Header.Get("Content-Type"))
	return request.Body != nil && request.Body != http.NoBody &&
		len(contentType) >= len(FormType) && strings.EqualFold(contentType[:len(FormType)], FormType)
}

func (o *outgoing) readForm() error {
	form, err := io.ReadAll(o.request.Body)
	if err != nil {
		return err
	}
	if err := o.request.Body.Close(); err != nil {
		return err
	}
	o.form = form
	o.request.GetBody = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(form)), nil }
	o.request.Body, err = o.request.GetBody()
	if o.request.ContentLength <= 0 { // Else net/http will compare it with what it finds.
		o.request.ContentLength = int64(len(form))
	}
	if len(form) == 0 {
		o.request.Body = http.NoBody
	}
	return err
}

func (o *outgoing) sign(signer *Signer) error {
	method := o.request.Method
	if method == "" {
		method = http.MethodGet
	}
	header, err := signer.Sign(Request{
		Method:      method,
		URL:         wireURL(o.request),
		ContentType: o.request.Header.Get("Content-Type"),
		Body:        o.form,
	})
	if err != nil {
		return err
	}
	o.signedAt = timestampOf(header)
	o.request.Header.Set("Authorization", header)
	return nil
}

// again is the same request with a body that has not been sent yet.
func (o *outgoing) again() (*outgoing, error) {
	request := o.request.Clone(o.request.Context())
	if request.Body != nil && request.Body != http.NoBody {
		if request.GetBody == nil {
			return nil, errors.New("twsign: the body has been sent and cannot be had again")
		}
		body, err := request.GetBody()
		if err != nil {
			return nil, err
		}
		request.Body = body
	}
	return &outgoing{request: request, form: o.form}, nil
}

func timestampOf(header string) time.Time {
	_, rest, _ := strings.Cut(header, `oauth_timestamp="`)
	digits, _, _ := strings.Cut(rest, `"`)
	seconds, _ := strconv.ParseInt(digits, 10, 64)
	return time.Unix(seconds, 0)
}
