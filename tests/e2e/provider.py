"""A provider with X's paths on 127.0.0.1, whose OAuth is oauthlib's: a peer to run the examples against."""

import threading

import authorize_page
import replies
import resources
import token_endpoints
from http_server import Server
from registry import Registry
from signed_calls import Refused

ROUTES = {
    ("POST", "/oauth/request_token"): token_endpoints.request_token,
    ("GET", "/oauth/authorize"): authorize_page.show,
    ("POST", "/oauth/authorize"): authorize_page.decide,
    ("GET", "/oauth/authenticate"): authorize_page.show,
    ("POST", "/oauth/authenticate"): authorize_page.decide,
    ("POST", "/oauth/access_token"): token_endpoints.access_token,
    ("POST", "/1.1/oauth/invalidate_token.json"): token_endpoints.invalidate_token,
    ("POST", "/oauth2/token"): token_endpoints.bearer_token,
    ("POST", "/oauth2/invalidate_token"): token_endpoints.invalidate_bearer,
    ("GET", "/1.1/account/verify_credentials.json"): resources.verify_credentials,
    ("GET", "/1.1/statuses/user_timeline.json"): resources.user_timeline,
    ("POST", "/1.1/statuses/update.json"): resources.update_status,
    ("GET", "/2/users/me"): resources.users_me,
    ("GET", "/2/tweets/search/recent"): resources.search_recent,
    ("POST", "/2/tweets"): resources.create_post,
    ("POST", "/2/media/upload"): resources.upload_media,
    ("GET", "/2/webhooks"): resources.webhooks,
}


class Provider:
    """Serves from the beginning to the end of a `with` block.

    `registry` may be changed by a test in between: another secret, another clock. `calls` holds
    what has come in.
    """

    API_KEY = "xvz1evFS4wEEPTGEFPHBog"
    API_SECRET = "kAcSOqF21Fu85e7zjz7ZN2U4ZRhfV3WpwPAoE3Z7kBw"
    CALLBACK = "http://127.0.0.1:8080/signed-in?next=%2Fhome"

    def __init__(self, callbacks=(CALLBACK, "twitterclient://callback")):
        self.registry = Registry(self.API_KEY, self.API_SECRET, callbacks)
        self.calls = []
        self._one_at_a_time = threading.Lock()
        self._server = Server(self._answer, self.registry.told_time)
        self.url = self._server.url

    def __enter__(self):
        self._server.__enter__()
        return self

    def __exit__(self, *error):
        self._server.__exit__(*error)

    def _answer(self, call):
        with self._one_at_a_time:
            self.calls.append(call)
            route = ROUTES.get((call.method, call.path))
            if route is None:
                return replies.NO_SUCH_PAGE.reply(call.path)
            try:
                return route(call, self.registry)
            except Refused as refused:
                return refused.reply
