"""libtwsign against oauthlib on random requests, under TW_RULES_RFC5849.

libtwsign must give what rfc5849.py derives, always. oauthlib may differ from it only as
departures.py foretells, to the letter of its base string or refusal.

TWSIGN_ORACLE_SEED and TWSIGN_ORACLE_COUNT choose other requests, or more of them.
"""

import os
import unittest
from collections import Counter
from urllib.parse import unquote_to_bytes

from oauthlib.oauth1.rfc5849.utils import parse_authorization_header

import departures
import random_requests
import rfc5849
import twsign
import witness

SEED = os.environ.get("TWSIGN_ORACLE_SEED", "twsign")
COUNT = int(os.environ.get("TWSIGN_ORACLE_COUNT", "3000"))
SIGNED_ALIKE = "both sign the same"
REFUSED_ALIKE = "both refuse"


class Oracle(unittest.TestCase):
    def test_oauthlib_agrees_or_departs_from_the_rfc_as_foretold(self):
        outcomes = Counter()
        for number, (credentials, request) in enumerate(random_requests.generate(SEED, COUNT)):
            with self.subTest(seed=SEED, number=number, credentials=credentials, request=request):
                outcomes.update(self.outcome(credentials, request))
        print_outcomes(outcomes)
        self.assertGreater(outcomes[SIGNED_ALIKE], 0.8 * COUNT)
        if COUNT >= 2000:
            self.check_none_is_unheard_of(outcomes)

    def outcome(self, credentials, request):
        """Checks one request; names the ways in which oauthlib differs, or says that it does not."""
        try:
            parts = rfc5849.collect(credentials, request)
        except rfc5849.Unsignable as unsignable:
            return self.outcome_of_unsignable(credentials, request, unsignable)
        base_string = parts.base_string()
        signature = rfc5849.signature(base_string, credentials)
        self.assertEqual(twsign.signature_base_string(credentials, request), base_string)
        self.check_header(twsign.sign_request(credentials, request), parts, request, signature)
        testimony = witness.ask(credentials, request)
        if testimony == witness.Testimony(base_string, signature):
            return [SIGNED_ALIKE]
        names = departures.explain(request, parts, testimony)
        self.assertTrue(names, f"nothing explains {testimony}, the RFC wants {base_string}")
        return names

    def outcome_of_unsignable(self, credentials, request, unsignable):
        for call in (twsign.sign_request, twsign.signature_base_string):
            with self.assertRaises(twsign.Error) as caught:
                call(credentials, request)
            self.assertEqual(caught.exception.status, unsignable.status, caught.exception.message)
        if witness.ask(credentials, request).refusal:
            return [REFUSED_ALIKE]
        return [f"signs what no one may send, {unsignable.rule}"]

    def check_header(self, header, parts, request, signature):
        """The header, read by oauthlib, carries the signed parameters, the signature and the realm."""
        carried = parse_authorization_header(header.decode("ascii"))
        realm = [value.decode() for name, value in request.oauth_params if name == b"realm"]
        self.assertEqual([value for name, value in carried if name == "realm"], realm)
        decoded = [tuple(map(unquote_to_bytes, pair)) for pair in carried if pair[0] != "realm"]
        self.assertEqual(sorted(decoded), sorted([*parts.header, (b"oauth_signature", signature)]))

    def check_none_is_unheard_of(self, outcomes):
        """A departure that no request brings out would be an excuse without a need."""
        known = {departure.name for departure in departures.REFUSALS + departures.BENDS}
        self.assertEqual(known - outcomes.keys(), set())


def print_outcomes(outcomes):
    print(f"\nlibtwsign and oauthlib on {COUNT} requests, seed {SEED!r}; where they differ, oauthlib ...")
    for name, count in outcomes.most_common():
        print(f"{count:6}  {name}")


if __name__ == "__main__":
    unittest.main()
