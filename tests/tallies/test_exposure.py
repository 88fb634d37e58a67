"""Exposure tallies: months at risk and events by what is known at the time, by hand, and month by month by another way."""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.tallies import by_month
from tests.tallies.by_month import PEOPLE, Drawn, follow, in_role, level_of, people_of, states_by_month
from tests.tallies.small import OTHER, careers
from tests.tallies.test_landmark import CRAFTS, breadth

from outgrow.engine import fold_of
from outgrow.errors import InputError, RefusedQuestion, UnknownName
from outgrow.estimates import estimate_hazards
from outgrow.schema import RUNG_LEVELS
from outgrow.settings import AFTER_LAST, Settings
from outgrow.tallies import Tally, exposure_steps, exposure_tally
from outgrow.tallies.covariates import DERIVED, names_asked, read_covariates
from outgrow.titles.roles import parse_role

SEO, BRAND, STRATEGY = ({"function": "marketing", "specialty": name} for name in ("seo", "brand", "strategy"))


def ask(data, *names, role="title:a", toward="title:b", piece=12, **asked):
    tally = exposure_tally(data, parse_role(role), parse_role(toward), names, Settings(**asked), piece=piece)
    flow = tally.flow.as_json()
    assert flow.pop("read") == sum(flow.values()) == data.counts.people
    return tally


def cells(tally):
    """{(values..., first month of the piece): (person-months, reached, exits)}."""
    keys = [*tally.groups, "month"]
    return {
        tuple(row[key] for key in keys): (row["person_months"], row["reached"], row["exits"])
        for row in tally.table.to_pylist()
    }


def one(*jobs, names=("sex",), piece=12, after_last="censor", asked=None, **known):
    people = [{"person": "p", "sex": "f", **known}]
    data = careers(*(("p", *job) for job in jobs), OTHER, people=people, after_last=after_last)
    return cells(ask(data, *names, piece=piece, **(asked or {})))


class TestTimeAtRisk:
    def test_months_run_through_the_one_of_the_event(self):
        """In the role from 2015-01, the target in 2016-03, month 14: at risk in months 1 to 14."""
        found = one(("2015-01", "2016-02", "a"), ("2016-03", None, "b"))
        assert found == {("f", 0): (12, 0, 0), ("f", 12): (2, 1, 0)}

    def test_leaving_and_being_last_seen(self):
        assert one(("2015-01", "2015-06", "a"), exited="2015-08") == {("f", 0): (7, 0, 1)}
        assert one(("2015-01", "2015-06", "a"), observed_until="2016-01") == {("f", 0): (12, 0, 0)}

    def test_whoever_is_seen_late_is_at_risk_from_then_on(self):
        found = one(("2015-01", None, "a"), observed_from="2016-10", observed_until="2017-03")
        assert found == {("f", 12): (3, 0, 0), ("f", 24): (2, 0, 0)}

    def test_a_horizon_ends_it(self):
        jobs = (("2015-01", "2016-02", "a"), ("2016-03", None, "b"))
        assert one(*jobs, asked={"years": 1}) == {("f", 0): (12, 0, 0)}
        assert one(*jobs, asked={"years": 14 / 12}) == {("f", 0): (12, 0, 0), ("f", 12): (2, 1, 0)}

    @pytest.mark.parametrize("piece", [1, 2, 3, 4, 6])
    def test_shorter_pieces_part_the_same_months(self, piece):
        found = one(("2015-01", "2016-02", "a"), ("2016-03", None, "b"), piece=piece)
        assert sorted(found) == [("f", month) for month in range(0, 14, piece)]
        assert sum(months for months, _, _ in found.values()) == 14
        assert [key for key, (_, reached, _) in found.items() if reached] == [("f", 13 // piece * piece)]


class TestWhatIsKnown:
    def test_breadth_is_told_again_on_anniversaries_and_when_a_job_starts(self):
        """Seo until 2016-03, then brand: 80% of 15 months in 2016-04, when the job starts; 15 of 24 in 2017-01."""
        jobs = (("2015-01", "2016-03", "a", SEO), ("2016-04", None, "c", BRAND))
        found = one(*jobs, names=("breadth",), observed_until="2017-06")
        assert found == {
            ("unknown", 0): (12, 0, 0),
            # in 2016-01 to 2016-04 and, told when the job starts, to 2017-01
            ("focused", 12): (12, 0, 0),
            ("broadened", 24): (5, 0, 0),
        }

    def test_a_main_job_that_comes_back_without_a_start_of_its_own_is_told_of_at_the_next_anniversary(self):
        """Brand is the main job from 2015-03 to 2015-08, beside seo, which starts no spell when it is the main one again.

        In 2016-02 19 of 25 months are of seo, in 2017-02 31 of 37; the function is that of seo, since brand has ended.
        """
        jobs = (("2014-01", "2017-12", "a", SEO), ("2015-03", "2015-08", "c", {**BRAND, "function": "design"}))
        assert one(*jobs, names=("breadth", "function")) == {
            ("unknown", "marketing", 0): (12, 0, 0),
            # told in 2015-01 and again when brand starts, which then is the last job until 2016-01
            ("focused", "marketing", 12): (2, 0, 0),
            ("focused", "design", 12): (10, 0, 0),
            ("broadened", "marketing", 24): (12, 0, 0),
            ("focused", "marketing", 36): (12, 0, 0),
        }

    def test_full_years_in_strategy(self):
        jobs = (("2014-07", "2014-12", "c", STRATEGY), ("2015-01", None, "a", STRATEGY))
        found = one(*jobs, names=("strategy",), observed_until="2018-01")
        # 7 months before 2015-02, 19 before 2016-02, 31 before 2017-02
        assert found == {("under 1 year", 0): (12, 0, 0), ("1 year", 12): (12, 0, 0), ("2 years", 24): (12, 0, 0)}

    def test_employers_so_far_are_counted_once_each(self):
        jobs = (
            ("2014-01", "2014-12", "c", {"organisation": "Ant"}),
            ("2015-01", "2015-03", "a", {"organisation": "Bee "}),
            ("2015-04", "2015-06", "c", {"organisation": "ant"}),
            ("2015-07", None, "c", {"organisation": "Cow"}),
        )
        found = one(*jobs, names=("employers",), observed_until="2016-01")
        # the one of 2015-07 counts from 2015-08 on
        assert found == {("2", 0): (6, 0, 0), ("3", 0): (6, 0, 0)}
        assert one(("2015-01", None, "a"), names=("employers",), observed_until="2015-03") == {
            ("unknown", 0): (2, 0, 0)
        }

    def test_career_and_period(self):
        jobs = (("2010-07", "2014-12", "c"), ("2015-01", None, "a"))
        found = one(*jobs, names=("career", "period"), observed_until="2017-01")
        # 4 years and 7 months in 2015-02; 5 years and 7 months in 2016-02
        assert found == {
            ("under 5 years", "2015 to 2019", 0): (12, 0, 0),
            ("5 to 9 years", "2015 to 2019", 12): (12, 0, 0),
        }

    def test_the_rung_before_and_the_job_now(self):
        jobs = (
            ("2013-01", "2014-12", "c", {"level": "head"}),
            ("2015-01", "2015-06", "a", {"level": "senior", **SEO}),
            ("2015-07", None, "c", {"level": "manager", "function": "sales"}),
        )
        found = one(*jobs, names=("previous", "rung", "level", "specialty", "function"), observed_until="2016-01")
        assert found == {
            ("manager", "practitioner", "senior", "seo", "marketing", 0): (6, 0, 0),
            ("manager", "manager", "manager", "sales", "sales", 0): (6, 0, 0),
        }
        straight = one(("2015-01", None, "a"), names=("previous", "level"), observed_until="2015-03")
        assert straight == {("first job", "unknown", 0): (2, 0, 0)}

    def test_a_column_of_people_is_as_it_is(self):
        assert one(("2015-01", None, "a"), names=("SEX",), sex=None, observed_until="2015-02") == {
            ("unknown", 0): (1, 0, 0)
        }

    @pytest.mark.parametrize("name", ["since", "zero", "at", "until", "craft", "own_0"])
    def test_a_column_of_people_may_have_any_name(self, name):
        """Those of what is worked out on the way among them."""
        people = [{"person": "p", name: "f", "observed_until": "2015-02"}]
        data = careers(("p", "2015-01", None, "a"), OTHER, people=people)
        assert cells(ask(data, name, "career")) == {("f", "under 5 years", 0): (1, 0, 0)}

    def test_what_cannot_be_asked(self):
        people = [{"person": "p", "degree": datetime.date(2015, 5, 1), "exited": "2017-01"}]
        data = careers(("p", "2015-01", None, "a"), OTHER, people=people)
        with pytest.raises(UnknownName, match=r"there is no 'bredth'.*Did you mean 'breadth'"):
            ask(data, "bredth")
        with pytest.raises(RefusedQuestion, match="holds dates"):
            ask(data, "degree")
        with pytest.raises(RefusedQuestion, match="month 0"):
            ask(data, "exited")
        with pytest.raises(InputError, match="nothing was named"):
            ask(data)
        with pytest.raises(InputError, match="a piece of time has 5 months"):
            ask(data, "breadth", piece=5)
        with pytest.raises(InputError, match="the clock asked for is 'age'"):
            ask(data, "breadth", clock="age")
        with pytest.raises(InputError, match="have no groups"):
            ask(data, "breadth", by="title")


def test_who_is_seen_only_after_the_years_asked_for_is_never_at_risk():
    """p is seen from 24 months on, of 24 that count; q from 23."""
    spells = (("p", "2015-01", None, "a"), ("q", "2015-01", None, "a"))
    people = [{"person": "p", "observed_from": "2017-01"}, {"person": "q", "observed_from": "2016-12"}]
    data = careers(*spells, OTHER, people=people)
    tally = ask(data, "period", years=2)
    assert tally.flow.counted == 2
    assert [number for _, number in tally.excluded] == [1]
    assert sum(tally.table["person_months"].to_pylist()) == 1
    assert estimate_hazards(tally).people == 1
    assert [number for _, number in ask(data, "period").excluded] == [0]


def test_disjoint_people_add_and_what_is_saved_is_loaded(tmp_path):
    spells = (("p", "2015-01", None, "a"), ("q", "2015-01", "2017-06", "a"), ("q", "2017-07", None, "b"))
    people = [{"person": "p", "sex": "f"}, {"person": "q", "sex": "m"}]
    whole = ask(careers(*spells, OTHER, people=people), "sex")
    parts = [ask(careers(*(s for s in spells if s[0] == name), OTHER, people=people), "sex") for name in "pq"]
    assert (parts[0] + parts[1]).table.equals(whole.table)
    loaded = Tally.load(whole.save(tmp_path / "tally.parquet"))
    assert (loaded, loaded.piece) == (whole, 12)
    assert loaded.table.equals(whole.table)


# --- month by month, another way -------------------------------------------------------------------------------------

QUESTIONS = (
    ("title:1", "level:manager+", ("breadth", "team"), 12, {"weight": "none"}),
    ("any", "level:manager+", ("breadth", "career", "level"), 1, {"weight": "none", "gap": 0}),
    ("any", "title:1", ("rung", "period", "employers"), 4, {"observed_until": "2016-08", "after_last": "exit"}),
    ("title:1", "level:manager+", ("previous", "team", "specialty"), 6, {"main_job": "longest", "years": 0.5}),
)


def craft_of(title):
    function, specialty = CRAFTS[title]
    return specialty or function or "unknown"


def value_at(person, name, month, zero, asked):
    """What is known of somebody from the months before `month`."""
    months = states_by_month(person, "title", asked)
    first = min(months)
    if name == "team":
        return person.known["team"] or "unknown"
    if name == "breadth":
        return breadth(person, month, asked) or "unknown"
    if name == "career":
        return "under 5 years"
    if name == "period":
        return {2010: "2010 to 2014", 2015: "2015 to 2019"}[(month // 12) // 5 * 5]
    if name == "employers":
        told = organisations(person, asked)
        return "1" if any(told[m] == "Ant" for m in range(first, month)) else "unknown"
    at = zero if name == "previous" else month
    if name == "previous" and first >= zero:
        return "first job"
    if name == "specialty":
        held = [months[m] for m in range(first, at) if months[m] != "between jobs"]
        return craft_of(held[-1])
    levels = states_by_month(person, "level", replace(asked, owners=True))
    held = [levels[m] for m in range(first, at) if levels[m] != "between jobs"]
    if name == "level":
        return held[-1]
    return next((rung for rung, known in RUNG_LEVELS.items() if held[-1] in known), "unknown")


def organisations(person, asked):
    """{month: organisation of the main job}, told as states are; main jobs do not depend on what is asked of them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(by_month, "_state", lambda spell, column, owners: spell["organisation"] or "none")
        return states_by_month(person, "title", asked)


def expected_cells(people, role, toward, names, piece, asked, after_last):
    found = Counter()
    for person in people:
        one = follow(person, role, asked, after_last)
        hit = min((s["start"] for s in person.spells if in_role(s, toward, asked)), default=10**6)
        if one is None or one.reason is not None or hit <= one.risk_from:
            continue
        last = one.zero + (asked.horizon_months or 10**5)
        end, reached = min(one.stop, hit, last), hit <= min(one.stop, last)
        left = one.leaves and not reached and one.stop <= last
        cuts = {one.risk_from, *(s["start"] for s in person.spells)} | {one.zero + 12 * k for k in range(10)}
        for month in range(one.risk_from + 1, end + 1):
            cut = max(c for c in cuts if one.risk_from <= c < month)
            values = tuple(value_at(person, name, cut + 1, one.zero, asked) for name in names)
            fold = fold_of(person.name) if asked.weight is None else None
            weight = person.known["weight"] if asked.weight is None else 1
            key = (*values, fold, (month - one.zero - 1) // piece * piece)
            found[key, "person_months"] += 1
            found[key, "reached"] += month == end and reached
            found[key, "exits"] += month == end and left
            found[key, "weight_person_months"] += weight
            found[key, "weight_reached"] += weight * (month == end and reached)
    return found


@pytest.fixture(scope="module")
def drawn():
    return Drawn()


@pytest.mark.parametrize("question", QUESTIONS)
@settings(max_examples=3, deadline=None, derandomize=True, phases=[Phase.explicit, Phase.generate])
@given(people=PEOPLE, after_last=st.sampled_from(AFTER_LAST))
def test_every_month_at_risk_is_told_as_from_month_to_month(drawn, people, question, after_last):
    role, toward, names, piece, asked = question
    asked = Settings(**asked)
    people = [
        person._replace(
            spells=tuple(
                {**spell, **dict(zip(("function", "specialty"), CRAFTS[spell["title"].strip()], strict=True))}
                for spell in person.spells
            )
        )
        for person in people_of(people)
    ]
    known = {}

    def steps(data):
        covariates = read_covariates(data, names)
        known.update({one.name: one for one in covariates})
        return exposure_steps(data, parse_role(role), parse_role(toward), covariates, asked, piece=piece)

    [found] = drawn.ask(steps, people, "cells", after_last=after_last)
    expected = expected_cells(people, role, toward, names, piece, asked, after_last)
    told = Counter()
    for row in found:
        values = []
        for name in names:
            value, labels = row[name], known[name].labels
            if name == "period":
                value = f"{value} to {value + 4}"
            elif labels:
                value = "unknown" if value is None else labels[value]
            values.append("unknown" if value is None else value)
        key = (*values, row.get("fold"), row["month"])
        for count in ("person_months", "reached", "exits"):
            told[key, count] += row[count]
        told[key, "weight_person_months"] += row.get("weight_person_months", row["person_months"])
        told[key, "weight_reached"] += row.get("weight_reached", row["reached"])
    assert +told == +expected


def test_every_name_that_is_told_from_careers_has_words():
    assert all(one.says for one in DERIVED.values())
    assert len({one.says for one in DERIVED.values()}) == len(DERIVED)


def test_the_level_of_a_job_is_that_of_the_source_or_of_its_title():
    assert level_of({"level": None, "title": "analyst"}) == "specialist"


class TestNames:
    def data(self, *columns):
        return careers(("p", "2015-01", None, "a"), OTHER, people=[{"person": "p", **dict.fromkeys(columns, "f")}])

    @pytest.mark.parametrize(
        ("asked", "names", "timed"),
        [
            ("breadth:time, strategy", ("breadth", "strategy"), ("breadth",)),
            (["breadth", "SEX : Time,period"], ("breadth", "SEX", "period"), ("sex",)),
            ("breadth,breadth:time", ("breadth", "breadth"), ("breadth",)),
            ("team:a,team:a:time", ("team:a", "team:a"), ("team:a",)),
            ("sex", ("sex",), ()),
        ],
    )
    def test_what_is_by_time_is_marked_so_and_columns_may_be_called_anything(self, asked, names, timed):
        assert names_asked(self.data("sex", "team:a"), asked) == (names, timed)

    @pytest.mark.parametrize("asked", ["breadth:strategy", "breadth*time", ":time", "time:breadth", "breadth:"])
    def test_anything_else_is_refused(self, asked):
        with pytest.raises(InputError, match="is no name that a hazard can be set against") as fault:
            names_asked(self.data("sex"), asked)
        assert "breadth:time" in fault.value.do or "time:time" in fault.value.do
