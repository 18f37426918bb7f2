// Package twsign uses an X (Twitter) API Key and Secret: it signs requests by OAuth 1.0a (RFC 5849),
// gets and revokes tokens, and answers webhooks. It is a thin layer over libtwsign, a shared library
// with a C ABI, which does all of it.
//
// With net/http, a [Transport] signs whatever a client sends:
//
//	signer, err := twsign.NewSigner(twsign.Credentials{
//		APIKey:      os.Getenv("X_API_KEY"),
//		APISecret:   twsign.NewSecret(os.Getenv("X_API_SECRET")),
//		Token:       os.Getenv("X_ACCESS_TOKEN"),
//		TokenSecret: twsign.NewSecret(os.Getenv("X_ACCESS_TOKEN_SECRET")),
//	})
//	if err != nil {
//		return err
//	}
//	defer signer.Close()
//	client := &http.Client{Transport: &twsign.Transport{Signer: signer}}
//	response, err := client.Get("https://api.x.com/2/users/me")
//
// Without it, [Signer.Sign] gives the Authorization header for one request.
//
//   - Encode a query or a form: [FormEncode], [CanonicalURL]
//   - Find out why X says 401: [Explain], [SignatureBaseString], [Diagnose]
//   - Log a user in: [RequestToken], [AuthorizeURL], [CallbackVerifier], [AccessToken]
//   - Get the App's Bearer Token: [BearerToken]
//   - Revoke a token: [InvalidateToken], [InvalidateBearerToken]
//   - Answer X's webhooks: [WebhookHandler]
//
// What holds for all of it: an empty text or a zero [Secret] is not given, where it is optional. A
// text with a NUL inside is refused, since C would read only half of it. A refusal is an [*Error],
// whose status [errors.Is] tells. Everything may be used by many goroutines at once. No error and no
// explanation shows a secret; nor does anything of this package under any verb of fmt or in a log.
package twsign
