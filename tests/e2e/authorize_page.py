"""The page on which the user approves or denies (x-auth.md 2.2, 2.3, 2.5)."""

import random
from html import escape
from urllib.parse import parse_qs

from oauthlib.common import add_params_to_uri, generate_token
from oauthlib.oauth1 import AuthorizationEndpoint

import replies
from validator import Validator


def show(call, registry):
    """Asks the user. Nothing is signed here: whoever has the URL may open it."""
    token = parse_qs(call.query).get("oauth_token", [""])[0]
    if not _is_undecided(token, registry):
        return _whoa_there()
    return replies.page(
        f'<form method="post" action="{call.path}">'
        f'<input type="hidden" name="oauth_token" value="{escape(token)}">'
        '<button name="decision" value="allow">Authorize app</button>'
        '<button name="decision" value="deny">Cancel</button></form>'
    )


def decide(call, registry):
    members = {name: values[0] for name, values in parse_qs(call.body.decode()).items()}
    token = members.get("oauth_token")
    if not _is_undecided(token, registry):
        return _whoa_there()
    if members["decision"] == "allow":
        return _approve(call.url, token, registry)
    return _deny(token, registry)


def _approve(url, token, registry):
    is_oob = registry.request_tokens[token].callback == "oob"
    endpoint = AuthorizationEndpoint(Validator(registry), _new_pin if is_oob else generate_token)
    url = add_params_to_uri(url, [("oauth_token", token)])
    headers, body, _ = endpoint.create_authorization_response(url)
    if not is_oob:
        return replies.redirection(headers["Location"])
    pin = parse_qs(body)["oauth_verifier"][0]
    return replies.page(f"<p>Enter this PIN to complete the authorization process: <code>{pin}</code></p>")


def _deny(token, registry):
    found = registry.request_tokens[token]
    found.state = "denied"
    if found.callback == "oob":
        return replies.page("<p>You have denied the app access to your account.</p>")
    # oauthlib knows no denial; RFC 5849 leaves it to the server.
    return replies.redirection(add_params_to_uri(found.callback, [("denied", token)]))


def _is_undecided(token, registry):
    found = registry.request_tokens.get(token)
    return found is not None and found.state == "new"


def _new_pin():
    return f"{random.SystemRandom().randrange(10**7):07}"


def _whoa_there():
    words = "<p>Whoa there! The request token for this page is invalid.</p>"
    return replies.page(words, status=403)
