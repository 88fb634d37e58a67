"""Who made it from tallies: k of n and Wilson's interval, the rule of three, the curve, medians; by hand and by R's numbers."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pytest

from outgrow.estimates import estimate_who
from outgrow.estimates.who import at_most, share_of, wilson
from outgrow.results import CareersFacts, Flow, Ranked, ShareOf
from outgrow.results.who import Sequence
from outgrow.settings import Settings
from outgrow.tallies import Tally, WhoTally

FACTS = CareersFacts("mine", "real", 1234, 4321, 7, "2020-12", 3)
OUTCOMES = ("reached", "broadened first", "left")


@dataclass(frozen=True)
class One:
    """Someone asked about: what came first (None: nothing while seen), in which month, and whether followed to the horizon."""

    first: str | None
    month: int
    complete: bool = True
    roles: tuple[str, ...] = ("a", "b")


def tally_of(people, *, horizon=24, stayed="focused", opposite=(0, 0), **asked):
    rows = Counter()
    for one in people:
        rows[0, None, "waiting"] += 1
        rows[one.month, "waiting", one.first] += 1
    names = ("month", "origin", "destination")
    order = sorted(rows, key=str)
    columns = {
        name: pa.array([key[place] for key in order], pa.string() if place else pa.int64())
        for place, name in enumerate(names)
    }
    outcomes = Tally(
        kind="state",
        role="title:a",
        toward=(),
        groups=(),
        table=pa.table({**columns, "moves": pa.array([rows[key] for key in order], pa.int64())}),
        flow=Flow(len(people) + 23, 1, 9, 8, 5, len(people)),
        settings=Settings(years=horizon / 12, **asked),
        careers=FACTS,
        absorbing=OUTCOMES,
        states="outcome",
    )
    whole = Counter(one.first or "waiting" for one in people if one.complete)
    there = Counter(one.roles for one in people if one.first == "reached")
    ranked = Ranked(there.total(), len(there), tuple(Sequence(roles, False, n) for roles, n in there.most_common()))
    ends = [
        Ranked(there.total(), 1, (Sequence(("a",), False, there.total()),)) if there else Ranked(0, 0, ())
        for _ in range(2)
    ]
    return WhoTally(
        outcomes=outcomes,
        toward="title:b",
        stayed=stayed,
        horizon=horizon,
        followed=tuple((name, whole[name]) for name in (*OUTCOMES, "waiting")),
        opposite=opposite if stayed else None,
        excluded=(("first seen after the horizon", 0),),
        sequences=ranked,
        first_jobs=ends[0],
        last_steps=ends[1],
    )


class TestShares:
    @pytest.mark.parametrize(
        ("count", "people", "lower", "upper"),
        [
            # R 4.2: prop.test(k, n, correct = FALSE)$conf.int
            (7, 175, 0.0195088372912986, 0.0802524760995854),
            (0, 10, 0.0, 0.277532799862889),
            (10, 10, 0.722467200137111, 1.0),
            (1, 3, 0.0614919447203963, 0.7923403991979523),
        ],
    )
    def test_wilson_as_r_gives_it(self, count, people, lower, upper):
        assert wilson(count, people, 0.95) == pytest.approx((lower, upper), abs=1e-9)

    def test_the_rule_of_three_is_exact(self):
        """With 59 people a chance of p would have shown nobody in 5% of cases: (1 - p)**59 = 0.05."""
        bound = at_most(share_of(0, 59, 0.95), 0.95)
        assert (1 - bound) ** 59 == pytest.approx(0.05, abs=1e-12)
        assert bound == pytest.approx(3 / 59, rel=0.03)
        assert at_most(share_of(1, 59, 0.95), 0.95) is None
        assert at_most(share_of(0, 0, 0.95), 0.95) is None

    def test_of_nobody_there_is_no_share(self):
        assert share_of(0, 0, 0.95) == ShareOf(0, 0, None, None, None)


def test_the_curve_by_hand():
    """Six people: 1/6 in month 2; 5/6 wait, of whom one broadens in month 3 and one is lost; 3 at risk in month 5."""
    people = [
        One("reached", 2),
        One("broadened first", 3),
        One(None, 3, complete=False),
        One("reached", 5, complete=False),
        One("left", 6),
        One(None, 24),
    ]
    found = estimate_who(tally_of(people, opposite=(4, 3)))
    point = found.at_horizon
    assert point.estimate == pytest.approx(1 / 6 + 5 / 6 * 4 / 5 * 1 / 3, abs=1e-12)
    assert found.curves.at(24)["broadened first"].estimate == pytest.approx(5 / 6 * 1 / 5, abs=1e-12)
    assert sum(one.estimate for one in found.curves.at(24).values()) == pytest.approx(1, abs=1e-12)
    assert (found.of_followed.count, found.of_followed.people, found.of_followed.share) == (1, 4, 0.25)
    assert dict(found.outcomes) == {"reached": 1, "broadened first": 1, "left": 1, "waiting": 1}
    assert (found.opposite.count, found.opposite.people) == (3, 4)
    assert (found.already_there, found.median_months_already_there, found.at_most) == (2, 3.5, None)


def test_the_median_is_of_those_already_there():
    found = estimate_who(tally_of([One("reached", month) for month in (3, 9, 4)] + [One(None, 24)] * 5))
    assert (found.already_there, found.median_months_already_there) == (3, 4.0)


def test_nobody_did():
    found = estimate_who(tally_of([One(None, 24)] * 59))
    assert (found.of_followed.count, found.already_there, found.median_months_already_there) == (0, 0, None)
    assert found.at_most == pytest.approx(1 - 0.05 ** (1 / 59), abs=1e-12)
    assert "nobody in these careers did" in found.summary()
    assert found.sequences.rows == ()


def test_nobody_followed_says_so():
    found = estimate_who(tally_of([One(None, 12, complete=False)] * 4))
    assert found.of_followed == ShareOf(0, 0)
    assert any("there is no such share" in note for note in found.notes)
    assert found.as_json()["share"] is None


def test_json_table_and_headlines_tell_the_same():
    people = [One("reached", 2)] * 2 + [One("reached", 5, roles=("a", "c", "b"))] + [One(None, 24)] * 7
    found = estimate_who(tally_of(people))
    told = found.as_json()
    assert (told["command"], told["reached"], told["followed"], told["stayed"]) == ("who", 3, 10, "focused")
    assert told["sequences"][0] == {"roles": ["a", "b"], "longer": False, "people": 2}
    assert (told["other_sequences"], told["last_steps"]) == (0, [{"role": "a", "people": 3}])
    assert found.to_arrow().to_pylist()[1] == {"kind": "sequence", "roles": "a > c > b", "longer": False, "people": 1}
    chance, share = found.headlines()
    assert (chance.name, chance.months, chance.events) == ("title:b, stayed focused", 24, 3)
    assert (share.estimate, share.people) == (0.3, 10)


class TestCoverage:
    """Made-up people who may reach the target, broaden, leave or be lost in any month, each month by fixed chances."""

    REACH, BROADEN, LEAVE, LOST, HORIZON = 0.004, 0.02, 0.004, 0.01, 60

    def truth(self):
        """Chance of reaching it first by the horizon, with the target before all else in a month."""
        waiting, reached = 1.0, 0.0
        for _ in range(self.HORIZON):
            reached += waiting * self.REACH
            waiting *= (1 - self.REACH) * (1 - self.BROADEN) * (1 - self.LEAVE)
        return reached

    def cohort(self, rng, people):
        """Everyone with the month in which the data of them end, whatever comes first: those past the horizon are k of n."""
        first = np.stack([rng.geometric(chance, people) for chance in (self.REACH, self.BROADEN, self.LEAVE)])
        found = []
        for months, end in zip(first.T.tolist(), rng.geometric(self.LOST, people).tolist(), strict=True):
            month, seen = min(months), min(end, self.HORIZON)
            what = OUTCOMES[months.index(month)]
            complete = end >= self.HORIZON
            found.append(One(what, month, complete) if month <= seen else One(None, seen, complete))
        return found

    def test_intervals_hold_the_truth_as_often_as_they_say(self):
        rng, truth, runs = np.random.default_rng(20_260_917), self.truth(), 300
        held, shares, early = Counter(), [], []
        for _ in range(runs):
            people = self.cohort(rng, 400)
            found = estimate_who(tally_of(people, horizon=self.HORIZON))
            point, of = found.at_horizon, found.of_followed
            held["curve"] += point.lower <= truth <= point.upper
            held["share"] += of.lower <= truth <= of.upper
            shares.append(of.share)
            # to let in who was there before the data of them end, and not who was not, shows too many
            known = [one for one in people if one.complete or one.first is not None]
            early.append(sum(one.first == "reached" for one in known) / len(known))
        # of 300 at 95%, under 272 or over 297 hold it by chance less than once in a hundred
        assert 272 <= held["curve"] <= 297
        assert 272 <= held["share"] <= 297
        assert np.mean(shares) == pytest.approx(truth, abs=0.005)
        assert np.mean(early) > truth + 0.004
