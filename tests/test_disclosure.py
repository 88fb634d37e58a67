"""No published count under the limit, none by subtraction within one output; exact where the limit is 1."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outgrow.disclosure import default_min_cell, release
from outgrow.errors import InputError
from outgrow.estimates import estimate_reach
from outgrow.results import CareersFacts, Flow
from outgrow.settings import Settings
from outgrow.tallies import Tally

COUNTS = ("people", "events", "exits", "censored")


def facts(kind="real", public=False):
    return CareersFacts("mine", kind, 1234, 4321, 7, "2020-12", 3, (), public)


def tally(groups, *, kind="real", late=None):
    """A tally from `{group: [(month, reached, exits, censored), ...]}`; everyone enters at month 0, or at `late`."""
    rows = []
    for name, months in groups.items():
        people = sum(sum(month[1:]) for month in months)
        rows.append(("title:b", name, late or 0, people, 0, 0, 0))
        rows += [("title:b", name, month, 0, *counts) for month, *counts in months]
    names = ["toward", "team", "month", "entries", "reached", "exits", "censored"]
    table = pa.table({name: [row[place] for row in rows] for place, name in enumerate(names)})
    counted = sum(row[3] for row in rows)
    whole = Tally(
        kind="first_passage",
        role="title:a",
        toward=("title:b",),
        groups=("team",),
        table=table,
        flow=Flow(counted + 13, 1, 7, 3, 2, counted),
        settings=Settings(by="team"),
        careers=facts(kind),
    )
    return whole if set(groups) != {None} else whole.regroup(())


MONTHLY = [(month, 3, 1, 2) for month in range(1, 41)]


def test_the_limit_is_ten_for_ones_own_careers_and_one_for_simulated_and_public_ones():
    assert default_min_cell(facts()) == 10
    assert default_min_cell(facts(kind="simulated")) == 1
    assert default_min_cell(facts(public=True)) == 1


def test_a_limit_of_one_changes_no_number():
    exact = estimate_reach(tally({None: MONTHLY}))
    shown = release(exact, 1)
    assert shown.curves == exact.curves
    assert shown.flow == exact.flow
    assert shown.tally is None
    assert shown.min_cell == 1


def test_steps_are_merged_until_events_and_departures_reach_the_limit():
    """3 events and 3 departures a month: every fourth month closes a step; the last keeps what is left over."""
    [curve] = release(estimate_reach(tally({None: MONTHLY})), 10).curves
    assert curve.months.tolist() == list(range(4, 41, 4))
    assert curve.reached.tolist() == [10] * 10
    [exact] = estimate_reach(tally({None: MONTHLY})).curves
    assert curve.estimate.tolist() == [round(exact.at(month).estimate, 3) for month in curve.months.tolist()]


def test_what_is_left_over_joins_the_last_step():
    [curve] = release(estimate_reach(tally({None: MONTHLY[:10]})), 10).curves
    assert curve.months.tolist() == [4, 10]
    assert curve.reached.tolist() == [10, 20]  # 12 and 18, to the nearest ten


def test_events_under_the_limit_are_not_shown():
    shown = release(estimate_reach(tally({None: [(5, 9, 0, 0), (60, 0, 0, 200)]})), 10)
    assert shown.curves == ()
    assert shown.suppressed[0].group == "everyone"


def test_departures_under_the_limit_hide_a_curve_that_merging_cannot_mend():
    shown = release(estimate_reach(tally({None: [(5, 40, 0, 0), (60, 0, 0, 4)]})), 10)
    assert shown.curves == ()


def test_nobody_leaving_in_another_way_is_no_small_count():
    shown = release(estimate_reach(tally({None: [(5, 40, 0, 0), (9, 40, 0, 0)]})), 10)
    assert shown.curves[0].months.tolist() == [5, 9]


def test_a_small_group_takes_the_next_smallest_with_it():
    """Everyone is 780 people; hiding 6 of them alone would give them by subtraction."""
    groups = {"big": MONTHLY * 1, "middle": MONTHLY, "small": [(3, 2, 2, 2)]}
    groups["big"] = [(month, 6, 2, 4) for month in range(1, 41)]
    shown = release(estimate_reach(tally(groups)), 10)
    assert [curve.group["team"] for curve in shown.curves] == ["big"]
    reasons = {item.group: item.reason for item in shown.suppressed}
    assert reasons["team small"] == "fewer than 10 people"
    assert "subtraction" in reasons["team middle"]


def test_two_small_groups_hide_each_other_when_they_are_enough_people_together():
    groups = {"big": MONTHLY, "one": [(3, 2, 2, 2)], "two": [(4, 3, 2, 2)]}
    shown = release(estimate_reach(tally(groups)), 10)
    assert [curve.group["team"] for curve in shown.curves] == ["big"]
    assert {item.group for item in shown.suppressed} == {"team one", "team two"}


def test_counts_of_people_spells_and_flow_are_rounded():
    shown = release(estimate_reach(tally({None: MONTHLY})), 10)
    assert (shown.careers.people, shown.careers.spells, shown.careers.quarantined) == (1230, 4320, 10)
    assert all(value % 10 == 0 for value in shown.flow.as_json().values())


def test_releasing_twice_under_another_limit_is_refused():
    shown = release(estimate_reach(tally({None: MONTHLY})), 10)
    assert release(shown, 10) is shown
    with pytest.raises(InputError, match="release the exact result"):
        release(shown, 5)
    with pytest.raises(InputError, match="1 or more"):
        release(estimate_reach(tally({None: MONTHLY})), 0)


months = st.lists(
    st.tuples(st.integers(1, 60), st.integers(0, 8), st.integers(0, 4), st.integers(0, 8)),
    min_size=1,
    max_size=40,
    unique_by=lambda month: month[0],
)


@settings(max_examples=150, deadline=None)
@given(st.dictionaries(st.sampled_from("abcd"), months, min_size=1), st.sampled_from([3, 5, 10]))
def test_no_published_count_is_under_the_limit(groups, limit):
    groups = {name: sorted(counts) for name, counts in groups.items() if any(sum(c[1:]) for c in counts)}
    if not groups:
        return
    exact = estimate_reach(tally(groups))
    shown = release(exact, limit)
    for curve in shown.curves:
        counts = [getattr(curve, name) for name in COUNTS] + curve.at_risk.tolist() + curve.reached.tolist()
        assert all(count % limit == 0 for count in counts)
        assert curve.people >= limit
        assert min(curve.reached.tolist()) >= limit
        assert min(curve.at_risk.tolist()) >= limit
        assert np.all(np.diff(curve.estimate) >= 0)
        assert np.all((curve.lower <= curve.estimate) & (curve.estimate <= curve.upper))
        # the true counts behind each step are at least the limit too, and so are departures unless there are none
        [whole] = [one for one in exact.curves if one.group == curve.group]
        start = 0
        for end in curve.months.tolist():
            inside = (whole.months > start) & (whole.months <= end)
            assert whole.reached[inside].sum() >= limit
            start = end
    hidden = {item.group for item in shown.suppressed}
    sizes = {f"team {curve.group['team']}": curve.people for curve in exact.curves}
    left_out = [sizes[name] for name in hidden]
    small = [size for size in left_out if size < limit]
    assert not small or sum(left_out) >= limit or len(hidden) == len(sizes)
    assert {f"team {curve.group['team']}" for curve in shown.curves} | hidden == set(sizes)
