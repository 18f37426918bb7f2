package twsign

// #include "abi.h"
import "C"

// Credentials are who signs. Without a token a request is signed for the App alone.
//
// Each text is used as it is; but an empty key or secret, half a pair (a token without its
// secret), white space at either end or a control character anywhere is [ErrInvalidCredentials]:
// it is a paste error, which X would answer with 401, code 32.
type Credentials struct {
	// APIKey is the API Key, also called Consumer Key. It goes with every request and is no secret.
	APIKey string
	// APISecret is the API Key Secret, also called Consumer Secret.
	APISecret Secret
	// Token is the Access Token, or the Request Token, or empty.
	Token string
	// TokenSecret is the token's secret, or zero.
	TokenSecret Secret
}

// WithToken gives the same App with a token: an Access Token to sign with.
func (c Credentials) WithToken(token Token) Credentials {
	c.Token, c.TokenSecret = token.Value, token.Secret
	return c
}

func (t *texts) credentials(c *Credentials) C.twgo_credentials {
	return C.twgo_credentials{
		api_key:      t.add("credentials.api_key", ErrInvalidCredentials, c.APIKey),
		api_secret:   t.secret("credentials.api_secret", ErrInvalidCredentials, c.APISecret),
		token:        t.option("credentials.token", ErrInvalidCredentials, c.Token),
		token_secret: t.secretOption("credentials.token_secret", ErrInvalidCredentials, c.TokenSecret),
	}
}

// partOfCredentials takes what is empty as not given.
func (t *texts) partOfCredentials(c *Credentials) C.twgo_credentials {
	return C.twgo_credentials{
		api_key:      t.option("credentials.api_key", ErrInvalidCredentials, c.APIKey),
		api_secret:   t.secretOption("credentials.api_secret", ErrInvalidCredentials, c.APISecret),
		token:        t.option("credentials.token", ErrInvalidCredentials, c.Token),
		token_secret: t.secretOption("credentials.token_secret", ErrInvalidCredentials, c.TokenSecret),
	}
}
