"""oauthlib's client as an App that logs in: the provider's peer where libtwsign has no part."""

from urllib.parse import parse_qsl

from oauthlib.oauth1 import Client

import user
from http_client import send

FORM = {"Content-Type": "application/x-www-form-urlencoded"}


def call(client, method, url, body=None, headers=None):
    """Signs a call by oauthlib, and sends it."""
    url, headers, body = client.sign(url, method, body, headers)
    return send(method, url, headers, body)


def request_token(provider, callback="oob"):
    client = Client(provider.API_KEY, provider.API_SECRET, callback_uri=callback)
    return call(client, "POST", provider.url + "/oauth/request_token")


def access_token(provider, token, verifier):
    """`token` is a form, as it came from the provider."""
    return call(client_with(provider, token, verifier=verifier), "POST", provider.url + "/oauth/access_token")


def client_with(provider, token, **options):
    names = {"resource_owner_key": token["oauth_token"], "resource_owner_secret": token["oauth_token_secret"]}
    return Client(provider.API_KEY, provider.API_SECRET, **names, **options)


def authorize_url(provider, token):
    return f"{provider.url}/oauth/authorize?oauth_token={token['oauth_token']}"


def form(response):
    """The members of a reply, which has to be a good one."""
    assert response.status == 200, response
    return dict(parse_qsl(response.text, keep_blank_values=True, strict_parsing=True))


def log_in(provider, **options):
    """The whole PIN flow; a client with the Access Token."""
    token = form(request_token(provider))
    pin = user.approve(authorize_url(provider, token))
    return client_with(provider, form(access_token(provider, token, pin)), **options)
