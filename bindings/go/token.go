package twsign

// #include "abi.h"
import "C"

// A Token is what a call to a token endpoint has brought.
type Token struct {
	// Value is the Request Token or Access Token: [Credentials].Token.
	Value string
	// Secret is its secret: [Credentials].TokenSecret. A Bearer Token has no secret beside it and
	// is one itself: it stands here, and Value is empty.
	Secret Secret
	// UserID is the id of the user that an Access Token is for, or empty.
	UserID string
	// ScreenName is that user's name as it is now, or empty; it may change, the id does not.
	ScreenName string
}

// takenToken copies the token, and releases it.
func takenToken(token *C.tw_token, isBearer bool) Token {
	defer C.tw_token_free(token)
	value, secret := C.GoString(C.tw_token_value(token)), C.GoString(C.tw_token_secret(token))
	if isBearer {
		value, secret = "", value
	}
	return Token{
		Value:      value,
		Secret:     NewSecret(secret),
		UserID:     C.GoString(C.tw_token_user_id(token)),
		ScreenName: C.GoString(C.tw_token_screen_name(token)),
	}
}
