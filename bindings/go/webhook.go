package twsign

// #include "abi.h"
//
// #cgo noescape twgo_webhook_crc_response
// #cgo nocallback twgo_webhook_crc_response
// #cgo noescape twgo_webhook_verify
// #cgo nocallback twgo_webhook_verify
import "C"

// SignatureHeader is the header of a webhook call that [WebhookVerify] wants the value of.
const SignatureHeader = "X-Twitter-Webhooks-Signature"

// WebhookCRCResponse gives the JSON that answers X's challenge-response check (CRC) of a webhook.
//
// crcToken is the query parameter crc_token, decoded once. Answer with 200, application/json and
// this text, within three seconds. Fails with [ErrInvalidCredentials] (the secret) or
// [ErrInvalidParam] (no token, or one with a "{": answer 400). [WebhookHandler] does all of it.
//
// What comes back is signed as events are, and whoever reaches the webhook may ask. So a token that
// could be an event, which is a JSON object, is refused.
func WebhookCRCResponse(apiSecret Secret, crcToken string) (string, error) {
	t := newTexts(nil)
	defer t.wipe()
	secret := t.secret("api_secret", ErrInvalidCredentials, apiSecret)
	token := t.add("crc_token", ErrInvalidParam, crcToken)
	if t.err != nil {
		return "", t.err
	}
	var failure C.tw_error
	return taken(C.twgo_webhook_crc_response(t.start(), secret, token, &failure), &failure)
}

// WebhookVerify tells whether a webhook call came from X: nil if the signature fits the body.
//
// signature is the value of [SignatureHeader], body is the body byte for byte as it was received,
// before anything reads it as JSON. Takes the same time wherever the two differ. Fails with
// [ErrSignatureMismatch]: answer with 401 or 403 and drop the call; and with
// [ErrInvalidCredentials] (the secret). [WebhookHandler] does all of it.
func WebhookVerify(apiSecret Secret, body []byte, signature string) error {
	t := newTexts(nil)
	defer t.wipe()
	secret := t.secret("api_secret", ErrInvalidCredentials, apiSecret)
	signatureAt := t.add("signature", ErrSignatureMismatch, signature)
	if t.err != nil {
		return t.err
	}
	start, size := bytesOf(body)
	var failure C.tw_error
	if C.twgo_webhook_verify(t.start(), secret, signatureAt, start, size, &failure) != C.TW_OK {
		return newError(&failure)
	}
	return nil
}
