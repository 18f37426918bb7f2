package twsign

import (
	"context"
	"errors"
	"io"
	"net/http"
)

// A WebhookHandler answers what X sends to a webhook: the challenge-response check (CRC), which is
// a GET, and events, each a POST that is signed.
type WebhookHandler struct {
	// APISecrets are the App's API Secret and, after it, older ones by which events may still be
	// signed.
	//
	// Changing over to a new API Secret: X signs with the new one as soon as it is made, and events
	// signed with the old one may still be on their way. The CRC is answered with the first, an
	// event is taken that any of them verifies. Drop the old one after some minutes.
	APISecrets []Secret
	// Event is given the body of each event, which is JSON, byte for byte and verified. X waits
	// for the answer: what takes more than a second belongs into a goroutine, with a context of
	// its own. On an error X is told 500, and may send the event again.
	Event func(ctx context.Context, body []byte) error
	// MaxBody is how many bytes an event may have; 0: 1 MiB.
	MaxBody int64
}

// ServeHTTP answers 200 to X, 400 to a check without a token, 403 to a call that X has not signed,
// 413 to a body that is too long, 405 to any method but GET and POST, and 500 if a secret cannot be
// one or Event fails.
func (h *WebhookHandler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch r.Method {
	case http.MethodGet:
		h.answerCheck(w, r)
	case http.MethodPost:
		h.takeEvent(w, r)
	default:
		w.Header().Set("Allow", "GET, POST")
		fail(w, http.StatusMethodNotAllowed)
	}
}

func (h *WebhookHandler) answerCheck(w http.ResponseWriter, r *http.Request) {
	token := r.URL.Query().Get("crc_token")
	if len(h.APISecrets) == 0 {
		fail(w, http.StatusInternalServerError)
		return
	}
	answer, err := WebhookCRCResponse(h.APISecrets[0], token)
	switch {
	case err == nil:
		w.Header().Set("Content-Type", "application/json")
		io.WriteString(w, answer)
	case errors.Is(err, ErrInvalidParam):
		fail(w, http.StatusBadRequest)
	default:
		fail(w, http.StatusInternalServerError)
	}
}

func (h *WebhookHandler) takeEvent(w http.ResponseWriter, r *http.Request) {
	most := h.MaxBody
	if most == 0 {
		most = 1 << 20
	}
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, most))
	var tooLong *http.MaxBytesError
	if errors.As(err, &tooLong) {
		fail(w, http.StatusRequestEntityTooLarge)
		return
	}
	if err != nil {
		fail(w, http.StatusBadRequest)
		return
	}
	err = h.verify(body, r.Header.Get(SignatureHeader))
	switch {
	case errors.Is(err, ErrSignatureMismatch):
		fail(w, http.StatusForbidden)
	case err != nil || h.Event == nil || h.Event(r.Context(), body) != nil:
		fail(w, http.StatusInternalServerError)
	}
}

// verify tries one secret after the other.
func (h *WebhookHandler) verify(body []byte, signature string) error {
	err := error(ErrInvalidCredentials)
	for _, secret := range h.APISecrets {
		err = WebhookVerify(secret, body, signature)
		if !errors.Is(err, ErrSignatureMismatch) {
			return err
		}
	}
	return err
}

func fail(w http.ResponseWriter, status int) {
	http.Error(w, http.StatusText(status), status)
}
