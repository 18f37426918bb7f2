"""What the provider knows: one App, its only user, and the tokens that were given out."""

import random
import time
from dataclasses import dataclass
from string import ascii_letters, digits

USER_ID = "6253282"
SCREEN_NAME = "xapi"
CLOCK_WINDOW = 300  # seconds before and after; X publishes no number (x-auth.md 1.8)
_RANDOM = random.SystemRandom()


@dataclass
class RequestToken:
    secret: str
    callback: str
    state: str = "new"  # then "approved" or "denied" by the user, "used" or "expired"
    verifier: "str | None" = None  # while it is approved


@dataclass
class AccessToken:
    secret: str
    revoked: bool = False


class Registry:
    """Not for several threads at once: the provider answers one call after the other."""

    def __init__(self, api_key, api_secret, callbacks):
        self.api_key = api_key
        self.api_secret = api_secret
        self.callbacks = callbacks  # the App's list of approved callback URLs
        self.request_tokens = {}
        self.access_tokens = {}
        self.bearer = None  # the App has one at a time
        self.uploads = []
        self.clock_offset = 0
        self.date_offset = 0  # what the Date headers add to that: a proxy may have set them
        self._nonces = set()

    def now(self):
        return time.time() + self.clock_offset

    def told_time(self):
        return self.now() + self.date_offset

    def clock_accepts(self, timestamp):
        return abs(self.now() - timestamp) <= CLOCK_WINDOW

    def take_nonce(self, *who_when_nonce):
        """False if it was taken before, with the same App, token and timestamp (RFC 5849, 3.3)."""
        is_new = who_when_nonce not in self._nonces
        self._nonces.add(who_when_nonce)
        return is_new

    def current_bearer(self):
        """The App's bearer, which is percent-encoded from its birth on, like X's."""
        if self.bearer is None:
            parts = ("".join(_RANDOM.choices(ascii_letters + digits, k=24)) for _ in range(3))
            self.bearer = "AAAAAAAAAAAAAAAAAAAAA" + "%2B".join(parts) + "%2F%3D"
        return self.bearer
