"""The user with a browser: opens the page of the provider, and approves or denies."""

import re
from html import unescape
from urllib.parse import urlencode, urljoin

from http_client import send


def approve(url):
    """The PIN that the page shows, or the URL to which the browser is sent back."""
    page = _decide(url, "allow")
    if page.status == 302:
        return page.headers["location"]
    return re.search("<code>([0-9]+)</code>", page.text)[1]


def deny(url):
    """The URL to which the browser is sent back, or None where there is no callback."""
    return _decide(url, "deny").headers.get("location")


def _decide(url, decision):
    page = send("GET", url)
    if page.status != 200:
        raise AssertionError(f"the page does not ask: {page.status} {page.text}")
    action = re.search('action="([^"]*)"', page.text)[1]
    token = re.search('name="oauth_token" value="([^"]*)"', page.text)[1]
    form = urlencode({"oauth_token": unescape(token), "decision": decision})
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    return send("POST", urljoin(url, action), headers, form)
