"""What holds of reach whatever the people: against ways of its own to estimate, and against a known truth."""

from __future__ import annotations

import dataclasses
from collections import Counter
from fractions import Fraction as F

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outgrow.estimates import estimate_reach
from outgrow.results import CareersFacts, Flow
from outgrow.settings import Settings
from outgrow.tallies import Tally

COUNTS = ("entries", "reached", "exits", "censored")
EVENTS = COUNTS[1:]


def tally_of(columns, **asked):
    """A tally of one target from {column: values}."""
    table = pa.table({"toward": ["b"] * len(columns["month"]), **columns})
    kinds = [pa.string(), *[pa.int64()] * 5]
    schema = pa.schema(zip(["toward", "month", *COUNTS], kinds, strict=True))
    return Tally(
        kind="first_passage",
        role="a",
        toward=("b",),
        groups=(),
        table=table.select(schema.names).cast(schema),
        flow=Flow(0, 0, 0, 0, 0, 0),
        settings=Settings(**{"start_at_risk": 1, **asked}),
        careers=CareersFacts("drawn", "real", 0, 0, 0, None),
    )


def pooled(people, **asked):
    """The tally of people (month after which they are at risk, month in which they leave, what happens then)."""
    counts = Counter((entry, "entries") for entry, _, _ in people) + Counter((stop, what) for _, stop, what in people)
    months = sorted({month for month, _ in counts})
    return tally_of({"month": months, **{n: [counts[month, n] for month in months] for n in COUNTS}}, **asked)


def curve_of(tally):
    (curve,) = estimate_reach(tally).curves
    return curve


def swapped(tally):
    """The same people with the exits as what is reached."""
    table = tally.table.rename_columns(["toward", "month", "entries", "exits", "reached", "censored"])
    return dataclasses.replace(tally, table=table.select(tally.table.column_names))


def aalen_johansen(people, kind):
    """{month: chance of `kind` by then}, person by person, in exact fractions."""
    waiting, chance, chances = F(1), F(0), {}
    for month in sorted({stop for _, stop, _ in people}):
        at_risk = [person for person in people if person[0] < month <= person[1]]
        here = [what for _, stop, what in at_risk if stop == month]
        chance += waiting * F(here.count(kind), len(at_risk))
        waiting *= 1 - F(len(here) - here.count("censored"), len(at_risk))
        chances[month] = chance
    return chances


FROM_ZERO = st.just(0)
LATE = st.sampled_from([0, 0, 0, 1, 2, 5])


def persons(kinds=EVENTS, entries=FROM_ZERO):
    person = st.tuples(entries, st.integers(1, 9), st.sampled_from(kinds))
    return st.lists(person.map(lambda p: (p[0], p[0] + p[1], p[2])), min_size=1, max_size=40)


EVERYONE = persons() | persons(entries=LATE)
fast = settings(max_examples=200, deadline=None, derandomize=True)


@fast
@given(people=EVERYONE, coverage=st.sampled_from([0.5, 0.95, 0.999]), start=st.sampled_from([1, 3, 10]))
def test_reach_is_a_chance_that_never_falls_between_its_bounds(people, coverage, start):
    curve = curve_of(pooled(people, coverage=coverage, start_at_risk=start))
    assert np.all((curve.estimate >= 0) & (curve.estimate <= 1))
    assert np.all(np.diff(curve.estimate) >= -1e-15)
    assert np.all((curve.lower >= 0) & (curve.lower <= curve.estimate))
    assert np.all((curve.upper <= 1) & (curve.estimate <= curve.upper))
    assert np.all(curve.std_error >= 0)
    assert np.all(curve.at_risk > 0)
    assert np.all(np.diff(curve.months) > 0)
    assert curve.people == curve.events + curve.exits + curve.censored <= len(people)
    assert curve.events == curve.reached.sum()


@fast
@given(people=EVERYONE)
def test_a_wider_interval_holds_a_narrower_one(people):
    narrow, wide = (curve_of(pooled(people, coverage=coverage)) for coverage in (0.8, 0.95))
    assert np.all(wide.lower <= narrow.lower + 1e-12)
    assert np.all(wide.upper >= narrow.upper - 1e-12)


@fast
@given(people=persons(("reached", "censored")) | persons(("reached", "censored"), LATE))
def test_with_one_kind_of_event_it_is_one_minus_kaplan_meier_with_greenwoods_errors(people):
    curve = curve_of(pooled(people))
    waiting, greenwood = F(1), F(0)
    for point in curve.points():
        at_risk = sum(entry < point.months <= stop for entry, stop, _ in people)
        events = sum(stop == point.months and what == "reached" for _, stop, what in people)
        waiting *= 1 - F(events, at_risk)
        assert point.estimate == pytest.approx(float(1 - waiting), abs=1e-12)
        if events < at_risk and waiting:
            greenwood += F(events, at_risk * (at_risk - events))
            assert point.std_error == pytest.approx(float(waiting) * float(greenwood) ** 0.5, abs=1e-12)
        else:
            assert point.std_error == pytest.approx(0, abs=1e-7)


@fast
@given(people=EVERYONE)
def test_reached_gone_and_waiting_are_everyone(people):
    tally = pooled(people)
    reached, gone = curve_of(tally), curve_of(swapped(tally))
    assert reached.months.tolist() == gone.months.tolist()
    waiting = 1.0
    for one, other in zip(reached.points(), gone.points(), strict=True):
        waiting *= 1 - (one.events + other.events) / one.at_risk
        assert one.estimate + other.estimate + waiting == pytest.approx(1, abs=1e-12)


@fast
@given(people=EVERYONE)
def test_a_pooled_table_gives_what_the_people_give_one_by_one(people):
    """With a start at one person at risk: at the first entry, so nothing before it is left out."""
    curve = curve_of(pooled(people))
    chances = aalen_johansen(people, "reached")
    assert curve.months.tolist() == list(chances)
    assert curve.estimate.tolist() == pytest.approx([float(chance) for chance in chances.values()], abs=1e-12)
    for point in curve.points():
        assert point.at_risk == sum(entry < point.months <= stop for entry, stop, _ in people)


@fast
@given(people=EVERYONE, start=st.sampled_from([2, 5, 10]))
def test_a_later_start_is_the_curve_of_those_at_risk_then(people, start):
    """What starts late is the curve of the same people, seen only from the start on."""
    curve = curve_of(pooled(people, start_at_risk=start))
    if curve.starts_at is None:
        after = range(10)
        assert all(sum(e <= month < stop for e, stop, _ in people) < start for month in after)
        return
    seen = [(max(entry, curve.starts_at), stop, what) for entry, stop, what in people if stop > curve.starts_at]
    assert curve.people == len(seen)
    chances = aalen_johansen(seen, "reached")
    assert curve.months.tolist() == list(chances)
    assert curve.estimate.tolist() == pytest.approx([float(chance) for chance in chances.values()], abs=1e-12)


@fast
@given(people=persons(), times=st.integers(2, 1000))
def test_the_same_people_many_times_over_change_only_the_errors(people, times):
    one, many = curve_of(pooled(people)), curve_of(pooled(people * times))
    assert many.estimate.tolist() == pytest.approx(one.estimate.tolist(), abs=1e-12)
    # variances, since the root of what is left over of a variance of 0 is not small
    assert (many.std_error**2).tolist() == pytest.approx((one.std_error**2 / times).tolist(), rel=1e-6, abs=1e-15)


@fast
@given(people=persons(), horizon=st.integers(1, 10))
def test_a_horizon_changes_nothing_before_it(people, horizon):
    whole, part = curve_of(pooled(people)), curve_of(pooled(people, years=horizon / 12))
    assert part.points() == [point for point in whole.points() if point.months <= horizon]
    for month in range(horizon + 1):
        assert part.at(month) == whole.at(month)


def test_95_percent_intervals_hold_the_truth_95_percent_of_the_time():
    """400 cohorts of 300 with constant monthly hazards of the target and of leaving, followed for 2 to 10 years."""
    cohorts, size, reach, leave, last = 400, 300, 0.006, 0.004, 120
    chance = np.random.default_rng(20240517)
    event = chance.geometric(reach + leave, (cohorts, size))
    is_reach = chance.random((cohorts, size)) < reach / (reach + leave)
    seen = chance.integers(24, last + 1, (cohorts, size))
    stop = np.minimum(event, seen)
    status = np.where(event > seen, 2, np.where(is_reach, 0, 1))
    held = dict.fromkeys((12, 36, 60, 96), 0)
    for times, kinds in zip(stop, status, strict=True):
        counts = np.zeros((4, last + 1), dtype=np.int64)
        counts[0, 0] = size
        for kind in range(3):
            counts[kind + 1] = np.bincount(times[kinds == kind], minlength=last + 1)
        months = np.flatnonzero(counts.any(axis=0))
        names = zip(COUNTS, counts[:, months], strict=True)
        curve = curve_of(tally_of({"month": months, **dict(names)}))
        for month in held:
            truth = reach / (reach + leave) * (1 - (1 - reach - leave) ** month)
            point = curve.at(month)
            held[month] += point.lower <= truth <= point.upper
    shares = {month: times / cohorts for month, times in held.items()}
    assert all(0.925 <= share <= 0.975 for share in shares.values()), shares
