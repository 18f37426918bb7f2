package twsign_test

import (
	"testing"
	"time"

	"twsign"
)

// The request that X signs step by step in its documentation, with the credentials that X published
// there, and has disabled.
const (
	documentedURL       = "https://api.x.com/1.1/statuses/update.json?include_entities=true"
	documentedBody      = "status=Hello%20Ladies%20%2b%20Gentlemen%2c%20a%20signed%20OAuth%20request%21"
	documentedNonce     = "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg"
	documentedTime      = 1318622958
	documentedSignature = `oauth_signature="Ls93hJiZbQ3akF3HF3x1Bz8%2FzU4%3D"`
	apiKey              = "xvz1evFS4wEEPTGEFPHBog"
	apiSecret           = "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw"
	accessToken         = "370773112-GmHxMAgYyLbNEtIKZeRNFsMKPR9EyMZeS9weJAEb"
	tokenSecret         = "LswwdoUaIvS8ltyTt5jkRh4J50vUPVVHtR2YPi5kE"
)

func documentedCredentials() twsign.Credentials {
	return twsign.Credentials{
		APIKey:      apiKey,
		APISecret:   twsign.NewSecret(apiSecret),
		Token:       accessToken,
		TokenSecret: twsign.NewSecret(tokenSecret),
	}
}

func documentedRequest() twsign.Request {
	return twsign.Request{
		Method:      "POST",
		URL:         documentedURL,
		ContentType: twsign.FormType,
		Body:        []byte(documentedBody),
		Nonce:       documentedNonce,
		Timestamp:   time.Unix(documentedTime, 0),
	}
}

// newSigner is closed when the test ends.
func newSigner(t testing.TB) *twsign.Signer {
	t.Helper()
	signer, err := twsign.NewSigner(documentedCredentials())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { signer.Close() })
	return signer
}
