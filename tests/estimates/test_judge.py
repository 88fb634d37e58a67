"""The verdict from tallies of the role and of its peers, small enough to work out by hand."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest

from outgrow.errors import InputError
from outgrow.estimates import Thresholds, judge
from outgrow.results import CareersFacts, Flow
from outgrow.settings import Settings
from outgrow.tallies import Tally
from outgrow.tallies.first_passage import ENTRY_YEAR

DIRECTOR = ("rung:executive+",)
MANAGER = ("rung:director+", "rung:executive+")
COUNTS = ("entries", "reached", "exits", "censored")


def tally(*people, toward=DIRECTOR, weights=None, **settings):
    """A tally of people, each (year, entry, month, {target: month}) with what is reached until `month`; a fold each."""
    rows = []
    for number, (year, entry, month, reached) in enumerate(people):
        weight = 1.0 if weights is None else weights[number]
        for target in toward:
            end = reached.get(target, month)
            here = {"toward": target, ENTRY_YEAR: year, "fold": number % 50}
            rows.append({**here, "month": entry, "entries": 1, "w": weight})
            rows.append({**here, "month": end, "reached" if target in reached else "censored": 1, "w": weight})
    names = [name for count in COUNTS for name in ([count] if weights is None else [count, f"weight_{count}"])]
    cells = {}
    for row in rows:
        key = (row["toward"], row[ENTRY_YEAR], row["fold"], row["month"])
        cell = cells.setdefault(key, dict.fromkeys(names, 0))
        for count in COUNTS:
            if count in row:
                cell[count] += 1
                if weights is not None:
                    cell[f"weight_{count}"] += row["w"]
    table = pa.table(
        {
            **{
                name: [key[place] for key in sorted(cells)]
                for place, name in enumerate(("toward", ENTRY_YEAR, "fold", "month"))
            },
            **{name: [cells[key][name] for key in sorted(cells)] for name in names},
        }
    )
    return Tally(
        kind="first_passage",
        role="a",
        toward=toward,
        groups=(ENTRY_YEAR,),
        table=table,
        flow=Flow(len(people), 0, 0, 0, 0, len(people)),
        settings=Settings(**settings),
        careers=CareersFacts("by hand", "real", len(people), len(people), 0, "2020-12"),
        folded=True,
        weighted=weights is not None,
    )


def cohort(year, people, reached, *, at=24, last=200, entry=0, target=DIRECTOR[0]):
    """People of one year of entry, so many of whom reach the target."""
    return [(year, entry, last, {target: at} if number < reached else {}) for number in range(people)]


class TestDifference:
    def test_it_is_reach_less_that_of_peers(self):
        """20 of 100 against 30 of 100, all followed for 200 months."""
        found = judge(tally(*cohort(2000, 100, 20)), tally(*cohort(2000, 100, 30)), own="director")
        gap = found.difference
        assert (gap.role, gap.peers) == (pytest.approx(0.2), pytest.approx(0.3))
        assert gap.estimate == pytest.approx(-0.1)
        assert gap.lower < -0.1 < gap.upper
        assert (gap.role_people, gap.peers_people, gap.role_events, gap.peers_events) == (100, 100, 20, 30)
        assert (gap.months, gap.rung) == (180, "executive")

    def test_peers_are_weighted_to_the_role_s_years(self):
        """Three in four of the role entered in 2000: peers reach it at 3/4 * 1/2 + 1/4 * 1/10 = 2/5."""
        role = tally(*cohort(2000, 75, 30), *cohort(2001, 25, 5))
        peers = tally(*cohort(2000, 40, 20), *cohort(2001, 400, 40))
        gap = judge(role, peers, own="director").difference
        assert gap.peers == pytest.approx(3 / 4 * 1 / 2 + 1 / 4 * 1 / 10)

    def test_years_that_one_has_alone_are_left_out_of_it_and_said(self):
        """No peer entered in 2000: 5 of 50 in 2001 are set against 20 of 100, though the role's reach is 50 of 100."""
        role, peers = (
            tally(*cohort(2000, 50, 45), *cohort(2001, 50, 5)),
            tally(*cohort(2001, 100, 20), *cohort(1999, 60, 60)),
        )
        found = judge(role, peers, own="director")
        assert (found.difference.role, found.difference.peers) == (pytest.approx(0.1), pytest.approx(0.2))
        assert found.difference.role_people == 50
        assert found.ceiling.rung("executive").estimate == pytest.approx(0.5)
        assert any("in a year in which none of the peers did" in note for note in found.notes)

    def test_with_no_year_shared_there_is_none(self):
        found = judge(tally(*cohort(2000, 60, 1)), tally(*cohort(2001, 60, 30)), own="director")
        assert found.difference is None
        assert (found.verdict, "peers" in found.missing) == ("cannot tell", True)

    def test_both_start_when_the_later_one_does(self):
        """Peers seen from month 0, the role from month 48: 10 of 100 reach it after; of 200 peers still below it, 10 do."""
        role = tally(*cohort(2000, 100, 10, at=100, entry=48))
        peers = tally(*cohort(2000, 150, 50, at=24), *cohort(2000, 100, 10, at=100))
        gap = judge(role, peers, own="director").difference
        assert (gap.role, gap.peers) == (pytest.approx(0.1), pytest.approx(10 / 200))

    def test_peers_who_succeed_are_no_peers_lost(self):
        """All peers are directors by month 24 and followed; none of the role's people is."""
        role = tally(*cohort(2000, 100, 0), toward=MANAGER)
        peers = tally(*cohort(2000, 100, 100, target=MANAGER[0]), toward=MANAGER)
        found = judge(role, peers, own="manager")
        assert found.difference.peers == pytest.approx(1)
        assert (found.verdict, found.rule) == ("not a path", 2)

    @pytest.mark.parametrize(("followed", "there"), [(10, True), (9, False)])
    def test_ten_of_each_must_be_followed_to_the_horizon(self, followed, there):
        role = tally(*cohort(2000, 100, 20))
        peers = tally(*cohort(2000, followed, 0), *cohort(2000, 60, 20, last=100))
        assert (judge(role, peers, own="director").difference is not None) is there

    def test_who_is_in_both_makes_the_interval_narrower(self):
        """The same people in both go together wholly: the interval of their difference is less than half as wide."""
        one = tally(*cohort(2000, 200, 60))
        apart, same = (judge(one, one, own="director", both=both).difference for both in (0, 200))
        assert apart.estimate == same.estimate == 0
        assert same.upper - same.lower < (apart.upper - apart.lower) / 2

    def test_with_weights_it_is_by_folds(self):
        """Weights of 2 and 1: 20 * 2 of 120 against 10 of 100; the error is that of leaving each fold out, by t."""
        weights = [2.0] * 20 + [1.0] * 80
        role = tally(*cohort(2000, 100, 20), weights=weights)
        peers = tally(*cohort(2000, 100, 10), weights=[1.0] * 100)
        found = judge(role, peers, own="director")
        gap = found.difference
        assert found.weighted
        assert found.ceiling.weighted
        assert (gap.role, gap.peers) == (pytest.approx(40 / 120), pytest.approx(0.1))

        def without(fold):
            kept = [(place < 20, weights[place]) for place in range(100) if place % 50 != fold]
            mine = sum(w for hit, w in kept if hit) / sum(w for _, w in kept)
            return mine - sum(1 for place in range(10) if place % 50 != fold) / 98

        theta = np.array([without(fold) for fold in range(50)])
        error = np.sqrt(49 / 50 * ((theta - theta.mean()) ** 2).sum())
        assert gap.std_error == pytest.approx(error)
        assert gap.upper == pytest.approx(gap.estimate + 2.009575 * error, abs=1e-6)


class TestVerdict:
    def test_whoever_is_at_the_top_has_been_followed(self):
        """All 200 are executives within two years, and peers too: that is a path, not a want of people at 5 years."""
        found = judge(tally(*cohort(2000, 200, 200)), tally(*cohort(2000, 100, 90)), own="director")
        assert (found.verdict, found.at_risk) == ("a path", 200)

    def test_what_nearly_all_reach_is_established_though_few_were_left_at_the_end(self):
        """199 of 200 reach it in month 24, when the horizon ends, since one alone is left to reach it in month 100."""
        people = [*cohort(2000, 199, 199), *cohort(2000, 1, 1, at=100)]
        found = judge(tally(*people), tally(*cohort(2000, 100, 90)), own="director")
        rung = found.ceiling.rung("executive")
        assert (rung.estimate, rung.status) == (0.995, "established")
        assert rung.lower > 0.9

    def test_without_a_rung_of_its_own_a_role_has_no_verdict(self):
        found = judge(tally(*cohort(2000, 100, 20)), None, own=None)
        assert (found.verdict, found.rule, found.missing) == ("cannot tell", 1, ("own level",))
        assert found.levels_known is None
        assert "jobs in the role" in found.because

    def test_rungs_start_together_so_that_they_are_ordered(self):
        """Managers seen late come first as directors: ten are at risk of each from month 60 on."""
        early = [(2000, 0, 200, {}) for _ in range(4)]
        late = [(2000, 60, 200, {MANAGER[0]: 90}) for _ in range(60)]
        found = judge(tally(*early, *late, toward=MANAGER), None, own="manager")
        director, executive = found.ceiling.reach
        assert director.estimate >= executive.estimate

    def test_thresholds_are_one_s_own(self):
        role, peers = tally(*cohort(2000, 100, 20)), tally(*cohort(2000, 100, 20))
        assert judge(role, peers, own="director").verdict == "a path"
        strict = judge(role, peers, own="director", thresholds=Thresholds(share=0.5, difference=0.3))
        assert (strict.verdict, strict.rule) == ("a path with a ceiling", 4)

    def test_tallies_are_by_year_and_fold(self):
        plain = tally(*cohort(2000, 60, 1))
        for one in (plain.regroup(), plain.unfolded()):
            with pytest.raises(InputError, match="by_year, folded"):
                judge(one, plain, own="director")
