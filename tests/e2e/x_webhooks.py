"""X's side of a webhook: the challenge-response check (CRC), and events that are signed (x-auth.md 4)."""

import base64
import hashlib
import hmac
import json
from urllib.parse import quote

from http_client import send


def signature(api_secret, message):
    digest = hmac.new(api_secret.encode(), message, hashlib.sha256).digest()
    return "sha256=" + base64.b64encode(digest).decode()


def ask(url, crc_token):
    """The reply to a check with this token."""
    return send("GET", f"{url}?crc_token={quote(crc_token, safe='')}&nonce=bm9uY2U%3D")


def check(url, api_secret, crc_token):
    """Does the webhook answer as X wants it?"""
    reply = ask(url, crc_token)
    if reply.status != 200 or reply.headers["content-type"] != "application/json":
        return False
    return json.loads(reply.body) == {"response_token": signature(api_secret, crc_token.encode())}


def deliver(url, event, signature):
    """The status with which the webhook answers an event; `signature` None sends none."""
    headers = {"Content-Type": "application/json"}
    if signature is not None:
        headers["x-twitter-webhooks-signature"] = signature
    return send("POST", url, headers, event).status
