"""Two mistakes at once: the report names both, or two others that give the same signature.

Of two that are made at one place, either is made first by turns.
"""

import os
import random
import unittest
from collections import Counter
from itertools import combinations, permutations, product

from diagnosis import Attempt, diagnose
from mistakes import MISTAKES, NotEncoded
from naive_signer import sign, signature
from test_recipes import POOL, gives

# TWSIGN_PAIRS=3000 tries all of them, which takes some minutes.
PAIRS = int(os.environ.get("TWSIGN_PAIRS", "200"))
# Made at the same place: in the key, in the method, in the list, by two encoders.
AT_ONE_PLACE = [
    ("token-secret-missing", "secret-with-newline"),
    ("token-secret-missing", "api-secret-missing"),
    ("secrets-swapped", "secret-with-space"),
    ("key-for-secret", "secret-in-quotes"),
    ("key-for-secret", "token-for-secret"),
    ("secret-with-newline", "secret-in-quotes"),
    ("method-lower-case", "signed-as-post"),
    ("method-lower-case", "signed-as-get"),
    ("duplicates-first-kept", "sorted-before-encoding"),
    ("duplicates-last-kept", "sorted-before-encoding"),
    ("duplicates-last-kept", "duplicates-numbered"),
    ("not-sorted", "realm-signed"),
    ("invalid-utf8-replaced", "plus-read-literally"),
    ("invalid-utf8-replaced", "value-cut-at-equals"),
    ("sub-delims-raw", "hex-lower-case"),
    ("slash-raw", "form-encoder"),
    ("tilde-escaped", "encoded-twice"),
    ("fragment-kept", "query-in-uri"),
]


class Pairs(unittest.TestCase):
    def test_random_pairs_are_named(self):
        source = random.Random("pairs")
        pairs = [source.sample(pair, 2) for pair in combinations(MISTAKES, 2)]
        source.shuffle(pairs)
        outcomes = self.check_pairs(pairs, source, PAIRS)
        self.assertGreaterEqual(outcomes["tried"], min(PAIRS, 1000))

    def test_pairs_that_are_made_at_one_place_are_named(self):
        source = random.Random("at one place")
        pairs = [*AT_ONE_PLACE, *((second, first) for first, second in AT_ONE_PLACE)]
        outcomes = self.check_pairs(pairs, source, len(pairs))
        self.assertGreater(outcomes["named"], len(AT_ONE_PLACE))

    def check_pairs(self, pairs, source, at_most):
        outcomes = Counter()
        for pair in pairs:
            found = self.request_that_shows(pair, source)
            if found is None:
                outcomes["one undoes the other"] += 1
                continue
            with self.subTest(pair, ways=[way.__name__ for way in found[0]]):
                outcomes["tried"] += 1
                outcomes[self.check(pair, *found)] += 1
            if outcomes["tried"] == at_most:
                break
        print(f"pairs of mistakes: {dict(outcomes)}")
        return outcomes

    def request_that_shows(self, pair, source):
        """A way to make each mistake, and a request where it takes both of them to get the signature."""
        ways = [source.choice(MISTAKES[identifier]) for identifier in pair]
        if all("encode_parameter" in vars(way) for way in ways) and NotEncoded in ways:
            return None  # no encoder, and a wrong one
        for credentials, request in source.sample(POOL, 500):
            wrong = signature(credentials, request, *ways)
            fewer = [(), *((way,) for way in ways)]
            if wrong in [signature(credentials, request, *made) for made in fewer]:
                continue
            if not any(gives(identifier, credentials, request, wrong) for identifier in MISTAKES):
                return ways, credentials, request
        return None

    def check(self, pair, ways, credentials, request):
        header = sign(credentials, request, *ways)
        attempt = Attempt(header, received_at=request.timestamp, http_status=401)
        report = diagnose(credentials, request, attempt)
        if set(pair) <= set(report.causes):
            self.assertIn(report.cause, pair)
            return "named"
        wrong = signature(credentials, request, *ways)
        named = [identifier for identifier in report.causes if identifier in MISTAKES]
        given = any(
            signature(credentials, request, *others) == wrong
            for first, second in permutations(named, 2)
            for others in product(MISTAKES[first], MISTAKES[second])
        )
        details = f"{report.causes}\n{credentials}\n{request}\n{header.decode()}"
        self.assertTrue(given, details)
        return "another pair gives the same signature"


if __name__ == "__main__":
    unittest.main()
