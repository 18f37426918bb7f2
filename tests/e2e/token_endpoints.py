"""X's token endpoints: request token, access token, bearer, and the revocation of both."""

import base64
import binascii
from urllib.parse import unquote

import replies
import x_reader
from registry import SCREEN_NAME, USER_ID, AccessToken, RequestToken
from signed_calls import (
    Refused,
    check_access_token_call,
    check_request_token_call,
    check_resource_call,
    read,
)


def request_token(call, registry):
    validator = check_request_token_call(call, registry)
    callback = read(call)["oauth_callback"]
    if callback != "oob" and not registry.callbacks:
        return replies.only_oob(call.path)
    if callback != "oob" and callback not in registry.callbacks:
        return replies.callback_not_approved()
    granted = validator.granted
    registry.request_tokens[granted["oauth_token"]] = RequestToken(granted["oauth_token_secret"], callback)
    members = ("oauth_token", "oauth_token_secret", "oauth_callback_confirmed")
    return replies.form([(name, granted[name]) for name in members])


def access_token(call, registry):
    # oauthlib too looks for these two before it looks at the signature.
    reading = read(call)
    token = registry.request_tokens.get(reading["oauth_token"])
    if token is None:
        return replies.REQUEST_TOKEN_MISSING
    if not reading["oauth_verifier"]:
        return replies.INVALID_VERIFIER
    validator = check_access_token_call(call, registry)
    if token.state == "expired":
        return replies.request_token_expired(call.path)
    if not validator.found_valid("verifier"):
        return replies.INVALID_VERIFIER
    token.state = "used"
    value, secret = f"{USER_ID}-{validator.granted['oauth_token']}", validator.granted["oauth_token_secret"]
    registry.access_tokens[value] = AccessToken(secret)
    tokens = [("oauth_token", value), ("oauth_token_secret", secret)]
    return replies.form([*tokens, ("user_id", USER_ID), ("screen_name", SCREEN_NAME)])


def invalidate_token(call, registry):
    """Revokes the token that signs."""
    check_resource_call(call, registry).revoked = True
    return replies.json_reply({"access_token": read(call)["oauth_token"]})


def bearer_token(call, registry):
    _check_basic(call, registry)
    if not x_reader.is_form(call.content_type) or call.body != b"grant_type=client_credentials":
        return replies.NO_GRANT_TYPE.reply(call.path)
    return replies.json_reply({"token_type": "bearer", "access_token": registry.current_bearer()})


def invalidate_bearer(call, registry):
    """By OAuth 1.0a with the bearer in the query, or by Basic with the bearer in the form (x-auth.md 3.2)."""
    if call.authorization.startswith("Basic "):
        _check_basic(call, registry)
        parameters = call.body.decode("latin-1") if x_reader.is_form(call.content_type) else ""
    else:
        check_resource_call(call, registry)
        parameters = call.query
    # The bearer is compared as it stands on the wire: one that was encoded again is another.
    if registry.bearer is None or parameters != f"access_token={registry.bearer}":
        return replies.UNVERIFIED_CREDENTIALS.reply(call.path)
    revoked, registry.bearer = registry.bearer, None
    return replies.json_reply({"access_token": revoked})


def _check_basic(call, registry):
    scheme, _, credentials = call.authorization.partition(" ")
    try:
        pair = base64.b64decode(credentials, validate=True).decode().split(":")
    except (binascii.Error, UnicodeDecodeError):
        pair = []
    if scheme != "Basic" or [unquote(part) for part in pair] != [registry.api_key, registry.api_secret]:
        raise Refused(replies.UNVERIFIED_CREDENTIALS.reply(call.path))
