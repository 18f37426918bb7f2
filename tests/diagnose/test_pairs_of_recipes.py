"""Two mistakes at once: the report names both, or two others that give the same signature."""

import random
import unittest
from collections import Counter
from itertools import combinations, permutations, product

from diagnosis import Attempt, diagnose
from mistakes import MISTAKES
from naive_signer import sign, signature
from test_recipes import POOL, gives

PAIRS = 200


class Pairs(unittest.TestCase):
    def test_random_pairs_are_named(self):
        source = random.Random("pairs")
        pairs = list(combinations(MISTAKES, 2))
        source.shuffle(pairs)
        outcomes = Counter()
        for pair in pairs:
            found = self.request_that_shows(pair, source)
            if found is None:
                continue  # the second mistake undoes the first
            with self.subTest(pair, ways=[way.__name__ for way in found[0]]):
                outcomes["tried"] += 1
                outcomes[self.check(pair, *found)] += 1
            if outcomes["tried"] == PAIRS:
                break
        print(f"pairs of mistakes: {dict(outcomes)}")
        self.assertEqual(outcomes["tried"], PAIRS)

    def request_that_shows(self, pair, source):
        """A way to make each mistake, and a request where it takes both of them to get the signature."""
        ways = [source.choice(MISTAKES[identifier]) for identifier in pair]
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
