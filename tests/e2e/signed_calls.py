"""Whether a signed call holds, by both readings of it: RFC 5849's, which is oauthlib's, and X's.

The order is X's: 215 for a header that cannot be read, 135 for the clock, 32 for a nonce that was
used, 32 for the signature, 89 for a token that is no more.
"""

import logging

from oauthlib.oauth1 import AccessTokenEndpoint, RequestTokenEndpoint, ResourceEndpoint

import replies
import x_reader
from validator import Validator

log = logging.getLogger("provider")


class Refused(Exception):
    """`reply` is what X says to that."""

    def __init__(self, reply):
        super().__init__(reply.status)
        self.reply = reply


def read(call):
    """X's reading of the call."""
    reading = x_reader.read(call)
    if reading is None:
        _refuse(call, replies.BAD_AUTHENTICATION_DATA, "a header that cannot be read")
    return reading


def check_request_token_call(call, registry):
    """The validator, with what oauthlib found and granted."""
    return _check(call, registry, registry.access_tokens, _asks_for_request_token)


def check_access_token_call(call, registry):
    return _check(call, registry, registry.request_tokens, _asks_for_access_token)


def check_resource_call(call, registry):
    """The access token by which the call is signed."""
    value = read(call)["oauth_token"]
    if not value:
        _refuse(call, replies.BAD_AUTHENTICATION_DATA, "no token")
    _check(call, registry, registry.access_tokens, _asks_for_resource)
    token = registry.access_tokens[value]
    if token.revoked:
        _refuse(call, replies.INVALID_TOKEN, "a revoked token")
    return token


def _asks_for_request_token(validator, **request):
    RequestTokenEndpoint(validator).create_request_token_response(**request)


def _asks_for_access_token(validator, **request):
    AccessTokenEndpoint(validator).create_access_token_response(**request)


def _asks_for_resource(validator, **request):
    ResourceEndpoint(validator).validate_protected_resource_request(**request)


def _check(call, registry, tokens, ask_oauthlib):
    reading = read(call)
    if not registry.clock_accepts(int(reading["oauth_timestamp"])):
        _refuse(call, replies.TIMESTAMP_OUT_OF_BOUNDS, "a timestamp out of bounds")
    validator = _ask(ask_oauthlib, call, registry)
    if validator.nonce_is_used:
        _refuse(call, replies.COULD_NOT_AUTHENTICATE, "a nonce used twice")
    token = tokens.get(reading["oauth_token"])
    if reading["oauth_token"] and token is None:
        # Without its secret no one can tell whether the signature fits.
        _refuse(call, replies.INVALID_TOKEN, "an unknown token")
    accepted_by = {
        "oauthlib": validator.found_valid("client") and validator.found_valid("signature"),
        "X's reader": reading["oauth_consumer_key"] == registry.api_key
        and reading.signed_by(registry.api_secret, token.secret if token else ""),
    }
    if not all(accepted_by.values()):
        refusing = " and ".join(name for name, accepts in accepted_by.items() if not accepts)
        _refuse(call, replies.COULD_NOT_AUTHENTICATE, f"its signature, by {refusing}")
    return validator


def _ask(ask_oauthlib, call, registry):
    """Has oauthlib look at the call; the validator remembers its findings."""
    validator = Validator(registry)
    headers = dict(call.headers.items())
    try:
        ask_oauthlib(validator, uri=call.url, http_method=call.method, body=call.body, headers=headers)
    except ValueError as error:
        # For raw bytes in a query or form oauthlib has no reply.
        log.info("oauthlib cannot read %s %s: %s", call.method, call.path, type(error).__name__)
    return validator


def _refuse(call, fault, why):
    log.info("%s %s refused with %d for %s", call.method, call.path, fault.code, why)
    raise Refused(fault.reply(call.path))
