"""Occupancy from tallies small enough to estimate by hand, against ways of its own to estimate, and against reach."""

from __future__ import annotations

import math
from collections import Counter
from fractions import Fraction as F
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import norm, t

from outgrow.errors import InputError
from outgrow.estimates import estimate_reach
from outgrow.estimates.multi_state import aalen_johansen, group_moves, held
from outgrow.estimates.occupancy import estimate_occupancy
from outgrow.results import CareersFacts, Flow
from outgrow.settings import Settings
from outgrow.tallies import Tally

LEAVING = ("up", "out")


class Person(NamedTuple):
    """The states someone was in, each with its first month; where they are last seen, if they did not leave for good."""

    path: tuple[tuple[int, str], ...]
    last: int | None = None
    weight: float = 1.0


def stay(month, end, last=None):
    """Someone who starts in 'stay' at 0 and moves to `end` in `month`, or is last seen in it."""
    return Person(((0, "stay"),), month) if end == "stay" else Person(((0, "stay"), (month, end)), last)


def rows_of(person):
    """(month, origin, destination) of all that happens to someone."""
    months = [month for month, _ in person.path]
    states = [None, *(state for _, state in person.path)]
    rows = [(month, *pair) for month, pair in zip(months, pairwise(states), strict=True)]
    return rows if person.last is None else [*rows, (person.last, states[-1], None)]


def tally_of(people, *, absorbing=LEAVING, weighted=False, fold=None, notes=(), careers=None, **asked):
    """The state tally of people, or of {group: people}; `fold` gives the fold of someone by their number."""
    groups = people if isinstance(people, dict) else {None: people}
    by = ("sex",) if isinstance(people, dict) else ()
    counts = Counter()
    sums = Counter()
    for group, members in groups.items():
        for number, person in enumerate(members):
            for row in rows_of(person):
                key = (group, 0 if fold is None else fold(number), *row)
                counts[key] += 1
                sums[key] += person.weight
    names = ["sex", "fold", "month", "origin", "destination"]
    order = sorted(counts, key=lambda key: [(part is None, part) if part is not None else (True, "") for part in key])
    columns = {name: [key[place] for key in order] for place, name in enumerate(names)}
    columns["moves"] = [counts[key] for key in order]
    columns["weight_moves"] = [float(sums[key]) for key in order]
    types = {"sex": pa.string(), "origin": pa.string(), "destination": pa.string(), "weight_moves": pa.float64()}
    kept = [*by, *(["fold"] if fold else []), *names[2:], "moves", *(["weight_moves"] if weighted else [])]
    schema = pa.schema([(name, types.get(name, pa.int64())) for name in kept])
    return Tally(
        kind="state",
        role="a",
        toward=(),
        groups=by,
        table=pa.table({name: columns[name] for name in kept}, schema=schema),
        flow=Flow(0, 0, 0, 0, 0, 0),
        settings=Settings(**{"by": by[0] if by else None, **asked}),
        careers=careers or CareersFacts("by hand", "real", 0, 0, 0, None),
        notes=notes,
        absorbing=tuple(absorbing),
        states="specialty",
        folded=fold is not None,
        weighted=weighted,
    )


def curves_of(people, **asked):
    """The curves of one group of people."""
    (curves,) = estimate_occupancy(tally_of(people, **asked)).curves
    return curves


def column(curves, state, name="estimate"):
    return getattr(curves, name)[:, curves.states.index(state)].tolist()


def exactly(values):
    return pytest.approx([float(value) for value in values], rel=1e-13, abs=1e-14)


def log_log(estimate, std_error, z):
    """Bounds on the complementary log-log scale."""
    waiting = 1 - float(estimate)
    width = z * float(std_error) / (waiting * -math.log(waiting))
    return 1 - waiting ** math.exp(-width), 1 - waiting ** math.exp(width)


ENDS = zip([1, 2, 2, 2, 4, 5, 6], ["stay", "up", "out", "stay", "up", "out", "up"], strict=True)
SEVEN = [stay(month, end) for month, end in ENDS]
#: Four start in a, two in b. Month 1: a to b. Month 2: b to a, and one in b is last seen. Month 3: a to b and b to a.
SIX = [
    Person(((0, "a"), (1, "b"), (3, "a")), 5),
    Person(((0, "a"), (3, "b")), 5),
    Person(((0, "a"),), 5),
    Person(((0, "a"),), 5),
    Person(((0, "b"), (2, "a")), 5),
    Person(((0, "b"),), 2),
]
#: Two in a at first, three in b after month 3, six in a after month 7; then all are followed to 9 but for one move.
LATE = [
    Person(((0, "a"), (2, "b")), 9),
    Person(((0, "a"), (5, "up"))),
    Person(((3, "b"),), 8),
    Person(((3, "b"),), 9),
    Person(((3, "b"), (8, "a")), 9),
    *[Person(((7, "a"),), 9) for _ in range(6)],
]
#: Two have gone before two are seen at once, after month 2: the last two here; one more comes a month later.
EARLY = [
    *[Person(((number, "a"), (number + 1, "up"))) for number in range(2)],
    Person(((3, "b"),), 9),
    Person(((2, "a"),), 9),
    Person(((2, "b"), (5, "a")), 9),
]


class TestEstimate:
    def test_months_shared_by_two_kinds_of_move_are_counted_exactly(self):
        """Seven people: 1/6 + 4/6 * 1/3 + 2/9 = 11/18 up; 1/6 + 4/6 * 2/3 * 1/2 = 7/18 out."""
        curves = curves_of(SEVEN)
        assert curves.months.tolist() == [1, 2, 4, 5, 6]
        assert curves.states == ("stay", "up", "out")
        last = curves.at(6)
        assert last["up"].estimate == pytest.approx(11 / 18, abs=1e-14)
        assert last["out"].estimate == pytest.approx(7 / 18, abs=1e-14)
        assert sum(point.estimate for point in last.values()) == pytest.approx(1, abs=1e-14)
        assert column(curves, "stay") == exactly([1, F(4, 6), F(4, 9), F(2, 9), 0])
        assert (curves.people, curves.events, curves.exits, curves.censored) == (7, 5, 5, 2)
        assert curves.at_risk.tolist() == [[7, 0, 0], [6, 0, 0], [3, 1, 1], [2, 2, 1], [1, 2, 2]]
        assert column(curves, "up", "moved_in") == [0, 1, 1, 0, 1]

    def test_where_people_start_and_how_they_move_to_and_fro(self):
        """Start 4/6 in a; of 4 in a one moves: 1/2 in each. Of 3 in b one moves: 2/3. Of 4 in a and 1 in b, one each.

        Month 3: in a 2/3 * 3/4 + 1/3 * 1 = 5/6. The one last seen in b in month 2 was at risk in it and not after.
        """
        curves = curves_of(SIX, absorbing=())
        assert curves.start.tolist() == exactly([F(4, 6), F(2, 6)])
        assert curves.months.tolist() == [1, 2, 3, 5]
        assert curves.at_risk.tolist() == [[4, 2], [3, 3], [4, 1], [4, 1]]
        assert column(curves, "a") == exactly([F(1, 2), F(2, 3), F(5, 6), F(5, 6)])
        assert column(curves, "b", "moved_in") == [1, 0, 1, 0]
        assert (curves.people, curves.events, curves.exits, curves.censored) == (6, 4, 0, 6)

    def test_standard_errors_include_the_sampling_of_the_start(self):
        """Start: 2/9 / 6 = 1/27. Month 1: a' = a * 3/4: 9/16 / 27 + (2/3)**2 * 3/4 * 1/4 / 4 = 1/24 = 1/2 * 1/2 / 6.

        Month 2: b' = b * 2/3: 4/9 / 24 + (1/2)**2 * 2/9 / 3 = 1/27 = 1/3 * 2/3 / 6: nobody was lost by then.
        Month 3: a' = a * 3/4 + b = 1 - a/4: 1/16 / 27 + (2/3)**2 * 3/16 / 4 + (1/3)**2 * 0 = 5/216.
        """
        curves = curves_of(SIX, absorbing=())
        third = F(5, 216)
        assert curves.start_error.tolist() == exactly([math.sqrt(F(1, 27))] * 2)
        errors = [math.sqrt(variance) for variance in (F(1, 24), F(1, 27), third, third)]
        assert column(curves, "a", "std_error") == exactly(errors)
        assert column(curves, "b", "std_error") == exactly(errors)

    def test_a_state_with_nobody_left_in_it_keeps_its_share(self):
        """The one in b is last seen in month 1: b stays at 1/3, a halves."""
        curves = curves_of([Person(((0, "b"),), 1), Person(((0, "a"), (2, "up"))), Person(((0, "a"),), 4)])
        assert [point.estimate for point in curves.points("b")] == exactly([F(1, 3)] * 3)
        assert column(curves, "up") == exactly([0, F(1, 3), F(1, 3)])

    def test_who_moves_and_is_last_seen_in_one_month_did_both(self):
        curves = curves_of([Person(((0, "a"), (3, "b")), 3), Person(((0, "a"),), 3)])
        assert column(curves, "b") == exactly([F(1, 2)])
        assert curves.through == 3

    def test_states_stand_by_how_many_came_into_them_then_the_unknown_then_those_nobody_leaves(self):
        people = [
            *[Person(((0, "unknown"), (1, "between jobs"), (2, "z")), 3)] * 5,
            *[Person(((0, "b"), (1, "other"), (2, "c"), (3, "left: died")))] * 2,
            Person(((0, "a"), (1, "c")), 3),
        ]
        curves = curves_of(people, absorbing=("left", "left: died"))
        assert curves.states == ("z", "c", "b", "a", "other", "between jobs", "unknown", "left", "left: died")

    def test_billions_of_people_stay_exact(self):
        tally = tally_of([Person(((0, "a"), (1, "up"))), Person(((0, "a"), (2, "up"))), Person(((0, "a"),), 3)])
        size = 2000**3
        table = tally.table.set_column(
            3, "moves", pa.array([value * size for value in tally.table["moves"].to_pylist()])
        )
        (curves,) = estimate_occupancy(Tally(**{**vars(tally), "table": table})).curves
        assert curves.people == 3 * size
        assert column(curves, "up") == exactly([F(1, 3), F(2, 3), F(2, 3)])
        assert column(curves, "up", "std_error")[0] == pytest.approx(math.sqrt(2 / 9 / (3 * size)), rel=1e-12)


class TestBounds:
    @pytest.mark.parametrize("coverage", [0.95, 0.8])
    def test_they_are_on_the_complementary_log_log_scale(self, coverage):
        curves = curves_of(SIX, absorbing=(), coverage=coverage)
        z = norm.ppf((1 + coverage) / 2)
        for point in curves.points():
            assert (point.lower, point.upper) == pytest.approx(log_log(point.estimate, point.std_error, z), rel=1e-9)

    def test_chances_of_0_and_1_have_those_of_clopper_and_pearson_on_all_under_observation(self):
        """Month 1: nobody up, all 7 stayed; month 6: nobody stays, and one was there to see it."""
        curves = curves_of(SEVEN)
        first, last = curves.at(1), curves.at(6)
        assert (first["up"].estimate, first["up"].lower, first["up"].std_error) == (0, 0, 0)
        assert first["up"].upper == pytest.approx(1 - 0.025 ** (1 / 7), rel=1e-12)
        assert (first["stay"].estimate, first["stay"].upper) == (1, 1)
        assert first["stay"].lower == pytest.approx(0.025 ** (1 / 7), rel=1e-12)
        assert (last["stay"].estimate, last["stay"].std_error) == (0, 0)
        assert last["stay"].upper == pytest.approx(0.975, rel=1e-12)

    def test_those_who_left_are_not_under_observation(self):
        """In month 2, one of the two is left: b, where nobody ever was but later, rests on one."""
        people = [Person(((0, "a"), (1, "up"))), Person(((0, "a"), (3, "b")), 4), Person(((0, "a"),), 2)]
        assert curves_of(people).at(2)["b"].upper == pytest.approx(1 - 0.025 ** (1 / 2), rel=1e-12)


class TestLateEntry:
    def test_the_curves_start_once_enough_are_seen_from_where_they_are(self):
        """After month 7: one, two, three in b (1 + 3), six in a, one left in month 5: 10 people, 6/10 in a.

        Month 8: one of four in b to a: 6/10 + 4/10 * 1/4 = 7/10; who left before the start is not among them.
        """
        curves = curves_of(LATE)
        assert curves.starts_at == 7
        assert curves.states == ("a", "b", "up", "out")
        assert curves.start.tolist() == exactly([F(6, 10), F(4, 10), 0, 0])
        assert curves.start_error.tolist() == exactly([math.sqrt(0.024), math.sqrt(0.024), 0, 0])
        assert curves.months.tolist() == [8, 9]
        assert column(curves, "a") == exactly([F(7, 10), F(7, 10)])
        assert curves.at_risk.tolist() == [[6, 4, 0, 0], [7, 2, 0, 0]]
        assert (curves.people, curves.events, curves.exits, curves.censored) == (10, 1, 0, 10)

    def test_who_comes_after_the_start_joins_the_risk_sets_and_not_the_start(self):
        """Start: both in a. Month 2: 1/2. Month 5: the other. Month 8: of 1 + 3 in b, one moves: 1/2 * 3/4 stays."""
        curves = curves_of(LATE, start_at_risk=2)
        assert (curves.starts_at, curves.start.tolist()) == (0, [1, 0, 0, 0])
        assert curves.months.tolist() == [2, 5, 8, 9]
        assert curves.at_risk[:, :2].tolist() == [[2, 0], [1, 4], [6, 4], [7, 2]]
        assert column(curves, "b") == exactly([F(1, 2), F(1, 2), F(3, 8), F(3, 8)])
        assert column(curves, "up") == exactly([0, F(1, 2), F(1, 2), F(1, 2)])
        assert (curves.people, curves.exits, curves.censored) == (11, 1, 10)

    def test_it_is_said(self):
        result = estimate_occupancy(tally_of(LATE, notes=("of the tally",)))
        assert result.notes[0] == "of the tally"
        assert "the curves start after month 7, once 10 are at risk, and are for people seen then" in result.notes[1]

    def test_where_there_never_are_enough_there_are_no_curves_and_that_is_said(self):
        result = estimate_occupancy(tally_of({"f": LATE, "m": SEVEN}, start_at_risk=11))
        late, seven = result.curves
        assert (late.group, late.starts_at, late.people, late.points()) == ({"sex": "f"}, None, 0, [])
        assert late.as_json()["start"] == []
        assert (seven.starts_at, seven.people) == (0, 7)
        (note,) = result.notes
        assert "The curves of sex f have no start" in note

    def test_on_the_calendar_the_first_entry_is_month_0(self):
        people = [
            Person(tuple((month + 24180, state) for month, state in p.path), p.last and p.last + 24180) for p in LATE
        ]
        result = estimate_occupancy(tally_of(people, clock="calendar"))
        assert result.origin == "2015-01"
        assert result.curves[0].months.tolist() == [8, 9]
        assert result.curves[0].starts_at == 7
        assert "start after month 7 (2015-08)" in result.notes[0]
        assert result.curves[0].as_json() == curves_of(LATE).as_json()

    def test_the_age_clock_is_months_of_age(self):
        people = [Person(tuple((month + 300, state) for month, state in p.path), p.last and p.last + 300) for p in LATE]
        result = estimate_occupancy(tally_of(people, clock="age"))
        assert (result.origin, result.curves[0].starts_at, result.curves[0].months.tolist()) == (None, 307, [308, 309])


class TestHorizon:
    def test_the_curves_end_at_the_horizon_and_speak_through_it_while_people_are_seen(self):
        whole, part = curves_of(SEVEN), curves_of(SEVEN, years=3 / 12)
        assert part.points() == [point for point in whole.points() if point.months <= 3]
        assert (part.through, part.people, part.events, part.exits, part.censored) == (3, 7, 2, 2, 5)
        assert curves_of(SEVEN, years=1).through == 6

    def test_median_follow_up_is_that_of_reach(self):
        """Leaving comes first in a month: 6/7 after month 1, then 3/4 of those 4: 9/14; never a half."""
        assert curves_of(SEVEN).median_follow_up is None
        assert curves_of(SIX).median_follow_up == 5
        assert curves_of([*SEVEN, *[stay(3, "stay")] * 4]).median_follow_up == 3


class TestWeights:
    def test_integer_weights_count_as_that_many_people(self):
        weights = (3, 1, 2, 1, 4, 2, 5)
        weighted = curves_of(
            [p._replace(weight=w) for p, w in zip(SEVEN, weights, strict=True)], weighted=True, fold=int
        )
        repeated = curves_of([p for p, w in zip(SEVEN, weights, strict=True) for _ in range(w)])
        order = [repeated.states.index(state) for state in weighted.states]
        assert weighted.estimate.ravel().tolist() == exactly(repeated.estimate[:, order].ravel())
        assert weighted.at_risk.tolist() == curves_of(SEVEN).at_risk.tolist()

    def test_folds_of_one_person_are_the_plain_jackknife_with_student_s_t(self):
        people = [p._replace(weight=0.5 + number / 4) for number, p in enumerate([*SIX, *SEVEN[1:4]])]
        curves = curves_of(people, weighted=True, fold=lambda number: number * 5)
        without = []
        for out in range(len(people)):
            rest = curves_of(people[:out] + people[out + 1 :], weighted=True, fold=int)
            place = [rest.months.searchsorted(month, "right") - 1 for month in curves.months]
            before = [rest.start if at < 0 else rest.estimate[at] for at in place]
            without.append(
                [[dict(zip(rest.states, row, strict=True)).get(s, 0) for s in curves.states] for row in before]
            )
        without, n = np.array(without), len(people)
        error = np.sqrt((n - 1) / n * ((without - without.mean(axis=0)) ** 2).sum(axis=0))
        assert curves.std_error.ravel().tolist() == pytest.approx(error.ravel().tolist(), abs=1e-13)
        point = curves.at(3)["a"]
        assert (point.lower, point.upper) == pytest.approx(
            log_log(point.estimate, point.std_error, t.ppf(0.975, n - 1))
        )

    def test_weights_of_one_in_folds_of_one_give_nearly_the_errors_of_counts(self):
        """Of n people, all followed: n / (n - 1) times the variance of a share."""
        people = [Person(((0, "a" if n % 3 else "b"), (1 + n % 2, "c")), 4) for n in range(12)]
        plain, folds = curves_of(people), curves_of(people, weighted=True, fold=int)
        assert (folds.std_error**2).ravel().tolist() == exactly((plain.std_error**2 * 12 / 11).ravel())
        assert (folds.start_error**2).tolist() == exactly(plain.start_error**2 * 12 / 11)

    def test_folds_are_all_evaluated_from_the_start_of_everyone(self):
        curves = curves_of(LATE, weighted=True, fold=int)
        assert curves.starts_at == 7
        shares = [F(5, 9)] * 6 + [F(6, 9)] * 4
        mean = sum(shares) / 10
        assert curves.start_error[0] == pytest.approx(math.sqrt(F(9, 10) * sum((s - mean) ** 2 for s in shares)))

    @pytest.mark.parametrize(
        ("people", "fold"), [(SEVEN, lambda number: 7), (EARLY, lambda number: int(number > 2)), (SIX[:1], int)]
    )
    def test_too_few_folds_tell_no_error_and_that_is_said(self, people, fold):
        """All in one fold; or all that the curves start with."""
        people = [person._replace(weight=0.1 + number / 7) for number, person in enumerate(people)]
        result = estimate_occupancy(tally_of(people, weighted=True, fold=fold, start_at_risk=2))
        (curves,) = result.curves
        assert set(curves.std_error.ravel().tolist()) == set(curves.start_error.tolist()) == {0.5}
        assert (set(curves.lower.ravel().tolist()), set(curves.upper.ravel().tolist())) == ({0.0}, {1.0})
        assert "errors are not known" in result.notes[-1]

    def test_folds_without_weights_are_added_together(self):
        folded, plain = curves_of(SIX, fold=int), curves_of(SIX)
        assert folded.as_json() == plain.as_json()

    def test_weights_without_folds_are_refused(self):
        with pytest.raises(InputError, match="no folds"):
            curves_of(SIX, weighted=True)


class TestTally:
    def test_nobody_gives_curves_without_points(self):
        result = estimate_occupancy(tally_of([]))
        (curves,) = result.curves
        assert (curves.group, curves.people, curves.states, curves.points(), curves.through) == (None, 0, (), [], None)
        assert result.notes == ()
        assert estimate_occupancy(tally_of([], clock="calendar")).origin is None
        assert estimate_occupancy(tally_of({})).curves == ()

    def test_groups_come_in_the_order_of_the_tally_with_the_same_states(self):
        result = estimate_occupancy(tally_of({"f": SEVEN, "m": SIX, None: SEVEN[:3]}))
        assert [curves.group for curves in result.curves] == [{"sex": "f"}, {"sex": "m"}, {"sex": None}]
        assert {curves.states for curves in result.curves} == {("stay", "a", "b", "up", "out")}
        assert column(result.curves[0], "up") == column(curves_of(SEVEN), "up")
        assert column(result.curves[1], "a") == column(curves_of(SIX), "a")
        assert result.curves[1].at(5)["stay"].upper == pytest.approx(1 - 0.025 ** (1 / 5))

    def test_everything_that_was_asked_goes_with_the_answer(self):
        facts = CareersFacts("by hand", "real", 0, 9, 0, None, imprecise=3)
        tally = tally_of(SIX, careers=facts, fold=int, years=2)
        result = estimate_occupancy(tally)
        assert (result.role, result.states, result.settings) == ("a", "specialty", Settings(years=2))
        assert (result.careers, result.flow, result.tally) == (facts, tally.flow, tally)
        assert "33% of spells" in result.notes[0]

    def test_a_tally_of_another_kind_is_refused(self):
        tally = tally_of(SIX)
        table = tally.table.append_column("people", tally.table["moves"])
        with pytest.raises(InputError, match="this is 'duration'"):
            estimate_occupancy(Tally(**{**vars(tally), "kind": "duration", "table": table}))


STATES = ("a", "b", "c", "up", "out")


@st.composite
def persons(draw, entries=(0,), starts=STATES[:3], censored=True):
    """Someone's path over months 0 to 12."""
    month, state = draw(st.sampled_from(entries)), draw(st.sampled_from(starts))
    path = [(month, state)]
    while state not in LEAVING and len(path) < 5 and (len(path) == 1 or draw(st.booleans())):
        month += draw(st.integers(1, 3))
        state = draw(st.sampled_from([other for other in STATES if other != state]))
        path.append((month, state))
    weight = draw(st.sampled_from([0.25, 1.0, 1.7, 3.0]))
    last = draw(st.integers(month, month + 3)) if censored else 20
    return Person(tuple(path), None if state in LEAVING else last, weight)


def many(**kinds):
    return st.lists(persons(**kinds), min_size=1, max_size=20)


fast = settings(max_examples=100, deadline=None, derandomize=True)


def by_person(people, starts_at=0):
    """{month: {state: chance}} by exact fractions, person by person; and the covariances, by products of whole paths."""
    events = [row for person in people for row in rows_of(person)]
    months = sorted({month for month, origin, _ in events if origin is not None and month > starts_at})

    def where(person, month):
        """The state someone is seen in just before a month; None when not under observation."""
        if month <= person.path[0][0] or (person.last is not None and month > person.last):
            return None
        return [state for start, state in person.path if start < month][-1]

    seen = [where(person, starts_at + 1) for person in people]
    seen = [state for state in seen if state is not None and state not in LEAVING]
    chance = {state: F(seen.count(state), len(seen)) for state in STATES}
    start, steps, fresh = dict(chance), [], []
    chances = {}
    for month in months:
        step = {state: {other: F(int(state == other)) for other in STATES} for state in STATES}
        noise = np.zeros((5, 5))
        for state in STATES[:3]:
            there = [person for person in people if where(person, month) == state]
            moved = Counter(dict(person.path).get(month, state) for person in there)
            if there:
                step[state] = {other: F(moved[other], len(there)) for other in STATES}
                row = np.array([float(step[state][other]) for other in STATES])
                noise += float(chance[state]) ** 2 * (np.diag(row) - np.outer(row, row)) / len(there)
        chance = {other: sum(chance[state] * step[state][other] for state in STATES) for other in STATES}
        chances[month] = chance
        steps.append(np.array([[float(step[state][other]) for other in STATES] for state in STATES]))
        fresh.append(noise)
    first = np.array([float(start[state]) for state in STATES])
    fresh.insert(0, (np.diag(first) - np.outer(first, first)) / len(seen))
    variances = {}
    for number, month in enumerate(months):
        total, rest = np.zeros((5, 5)), np.eye(5)
        for place in range(number + 1, -1, -1):
            total += rest.T @ fresh[place] @ rest
            rest = steps[place - 1] @ rest if place else rest
        variances[month] = dict(zip(STATES, np.diag(total), strict=True))
    return chances, variances


@fast
@given(many() | many(entries=(0, 0, 2, 5)))
def test_a_pooled_table_gives_what_the_people_give_one_by_one(people):
    """Variance: what is fresh in each month, carried on to the end by the product of what follows."""
    curves = curves_of(people, start_at_risk=1)
    if curves.starts_at is None:
        return
    chances, variances = by_person(people, curves.starts_at)
    assert curves.months.tolist() == list(chances)
    for point in curves.points():
        assert point.estimate == pytest.approx(float(chances[point.months][point.state]), abs=1e-12)
        assert point.std_error**2 == pytest.approx(variances[point.months][point.state], abs=1e-12)


@fast
@given(many(censored=False))
def test_while_nobody_is_lost_chances_are_shares_with_the_errors_of_shares(people):
    curves = curves_of(people)
    for point in curves.points():
        where = [[state for month, state in person.path if month <= point.months][-1] for person in people]
        share = where.count(point.state) / len(people)
        assert point.estimate == pytest.approx(share, abs=1e-12)
        assert point.std_error**2 == pytest.approx(share * (1 - share) / len(people), abs=1e-14)


@fast
@given(many(entries=(0, 0, 2, 5)), st.sampled_from([1, 3]), st.booleans())
def test_chances_are_shares_of_one_between_their_bounds(people, start, weighted):
    curves = curves_of(people, start_at_risk=start, weighted=weighted, fold=int if weighted else None)
    assert np.allclose(curves.estimate.sum(axis=1), 1, atol=1e-11)
    assert np.all((curves.estimate >= 0) & (curves.estimate <= 1))
    assert np.all((curves.lower >= 0) & (curves.lower <= curves.estimate))
    assert np.all((curves.upper <= 1) & (curves.estimate <= curves.upper))
    assert np.all(np.isfinite(curves.std_error) & (curves.std_error >= 0))
    assert np.all(curves.at_risk >= 0)
    assert curves.people == curves.exits + curves.censored <= len(people)
    assert np.all(np.diff(curves.months) > 0)


@fast
@given(many(entries=(0, 0, 3)), st.integers(2, 4))
def test_weights_are_people(people, times):
    plain = curves_of(people * times, start_at_risk=times)
    weighted = curves_of(
        [p._replace(weight=float(times)) for p in people], weighted=True, fold=lambda n: n % 3, start_at_risk=1
    )
    assert (weighted.states, weighted.starts_at) == (plain.states, plain.starts_at)
    assert weighted.estimate.ravel().tolist() == pytest.approx(plain.estimate.ravel().tolist(), abs=1e-12)


@fast
@given(
    st.lists(st.tuples(st.sampled_from([0, 0, 0, 1, 4]), st.integers(1, 9), st.sampled_from(["up", "out", "stay"]))),
    st.sampled_from([1, 5]),
    st.sampled_from([None, 0.5]),
)
def test_with_one_state_that_can_be_left_it_is_reach(drawn, start, years):
    people = [
        Person(((entry, "stay"),), entry + wait) if end == "stay" else Person(((entry, "stay"), (entry + wait, end)))
        for entry, wait, end in drawn
    ]
    counts = Counter((p.path[0][0], "entries") for p in people)
    counts += Counter((p.last, "censored") for p in people if p.last is not None)
    counts += Counter((p.path[1][0], "reached" if p.path[1][1] == "up" else "exits") for p in people if p.last is None)
    names = ("entries", "reached", "exits", "censored")
    months = sorted({month for month, _ in counts})
    columns = {"toward": ["up"] * len(months), "month": months, **{n: [counts[m, n] for m in months] for n in names}}
    schema = pa.schema([("toward", pa.string()), *((name, pa.int64()) for name in ("month", *names))])
    tally = tally_of(people, start_at_risk=start, years=years)
    reach = Tally(
        kind="first_passage",
        role="a",
        toward=("up",),
        groups=(),
        table=pa.table(columns, schema=schema),
        flow=tally.flow,
        settings=tally.settings,
        careers=tally.careers,
    )
    (curve,) = estimate_reach(reach).curves
    (curves,) = estimate_occupancy(tally).curves
    assert curves.months.tolist() == curve.months.tolist()
    assert (curves.starts_at, curves.through, curves.people) == (curve.starts_at, curve.through, curve.people)
    assert (curves.exits, curves.censored) == (curve.events + curve.exits, curve.censored)
    assert curves.median_follow_up == curve.median_follow_up
    if not len(curve.months):
        return
    for name in ("estimate", "std_error", "lower", "upper"):
        # an error of 0 may be 1e-9: the root of rounding
        close = 1e-12 if name == "estimate" else 1e-8
        assert column(curves, "up", name) == pytest.approx(getattr(curve, name).tolist(), abs=close)
        assert np.square(column(curves, "up", "std_error")).tolist() == pytest.approx(
            np.square(curve.std_error).tolist(), abs=1e-13
        )
    assert column(curves, "stay", "at_risk") == curve.at_risk.tolist()


def test_many_sets_of_counts_give_what_each_gives_alone():
    (moves,) = group_moves(tally_of(SIX, fold=int), ("a", "b", *LEAVING))
    chance = np.random.default_rng(3)
    counts = moves.counts.sum(axis=0) * np.array([1.0, 2.0, 7.0])[:, None]
    start = chance.dirichlet(np.ones(4), 3)
    in_states = held(moves, counts)
    together, none = aalen_johansen(moves, counts, in_states, start)
    assert none is None
    for number in range(3):
        only = slice(number, number + 1)
        alone, variance = aalen_johansen(moves, counts[only], in_states[only], start[only], people=6)
        assert together[number].ravel().tolist() == exactly(alone[0].ravel())
        assert variance.shape == (len(moves.months), 4)
