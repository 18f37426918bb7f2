"""oauthlib's questions about one call, answered from the registry."""

import string

from oauthlib.oauth1 import RequestValidator


class Validator(RequestValidator):
    """Made anew for each call. What oauthlib wants kept waits in `granted` until X's reader agrees."""

    enforce_ssl = False
    allowed_signature_methods = ("HMAC-SHA1",)
    safe_characters = set(string.ascii_letters + string.digits + "-._~")
    client_key_length = nonce_length = verifier_length = (1, 100)
    request_token_length = access_token_length = (1, 50)
    # oauthlib's own clock cannot be set, so the provider looks at the timestamp itself, and earlier.
    timestamp_lifetime = 1 << 40
    dummy_client = dummy_request_token = dummy_access_token = "no one's"

    def __init__(self, registry):
        super().__init__()
        self._registry = registry
        self._request = None
        self.nonce_is_used = False
        self.granted = None

    def found_valid(self, what):
        """oauthlib's finding on "client", "verifier" or "signature"; False if it came not so far."""
        return bool(self._request and self._request.validator_log.get(what))

    # ---- Any signed call -------------------------------------------------------------------

    def validate_timestamp_and_nonce(
        self, client_key, timestamp, nonce, request, request_token=None, access_token=None
    ):
        self._request = request
        token = request_token or access_token
        self.nonce_is_used = not self._registry.take_nonce(client_key, token, timestamp, nonce)
        return not self.nonce_is_used

    def validate_client_key(self, client_key, request):
        return client_key == self._registry.api_key

    def get_client_secret(self, client_key, request):
        return self._registry.api_secret

    # ---- Request tokens --------------------------------------------------------------------

    def get_default_realms(self, client_key, request):
        return []

    def get_realms(self, token, request):
        return []

    def validate_requested_realms(self, client_key, realms, request):
        return True

    def validate_redirect_uri(self, client_key, redirect_uri, request):
        return True  # X has words of its own for these, after the signature

    def save_request_token(self, token, request):
        self.granted = token

    # ---- The user's decision ---------------------------------------------------------------

    def verify_request_token(self, token, request):
        found = self._registry.request_tokens.get(token)
        return bool(found and found.state == "new")

    def get_redirect_uri(self, token, request):
        return self._registry.request_tokens[token].callback

    def save_verifier(self, token, verifier, request):
        found = self._registry.request_tokens[token]
        found.verifier = verifier["oauth_verifier"]
        found.state = "approved"

    # ---- Access tokens ---------------------------------------------------------------------

    def validate_request_token(self, client_key, token, request):
        return token in self._registry.request_tokens

    def get_request_token_secret(self, client_key, token, request):
        return _secret(self._registry.request_tokens, token)

    def validate_verifier(self, client_key, token, verifier, request):
        found = self._registry.request_tokens.get(token)
        return bool(found and found.state == "approved" and found.verifier == verifier)

    def save_access_token(self, token, request):
        self.granted = token

    def invalidate_request_token(self, client_key, request_token, request):
        pass  # the provider does, when it gives out the access token

    # ---- Resources -------------------------------------------------------------------------

    def validate_access_token(self, client_key, access_token, request):
        # A revoked token is known still: X looks at the signature first, and it has to fit.
        return access_token in self._registry.access_tokens

    def get_access_token_secret(self, client_key, token, request):
        return _secret(self._registry.access_tokens, token)

    def validate_realms(self, client_key, token, request, uri=None, realms=None):
        return True


def _secret(tokens, token):
    return tokens[token].secret if token in tokens else "no one's"
