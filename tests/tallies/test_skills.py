"""Skills from one job to the next: counts by hand, and job by job by another way; what is no beginning, and no move."""

from __future__ import annotations

import math

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from tests.tallies.skills_by_hand import Job, Person, rows_of, tally_of
from tests.tallies.small import OTHER, careers

from outgrow.engine import fold_of
from outgrow.errors import InputError
from outgrow.settings import Settings
from outgrow.tallies import listed, skill_tally
from outgrow.titles.roles import parse_role

FOLD = fold_of("p")


@pytest.fixture(autouse=True)
def few(monkeypatch):
    """Count every skill, however few jobs list it."""
    monkeypatch.setattr(listed, "LEAST_JOBS", 1)


def ask(*spells, role="title:a", people=(), most=50, **asked):
    data = careers(*spells, OTHER, people=people)
    tally = skill_tally(data, parse_role(role), Settings(**asked), most=most)
    flow = tally.flow.as_json()
    assert flow.pop("read") == sum(flow.values()) == data.counts.people
    return tally


def totals(tally, table, *names, skill="x"):
    """Sums of columns of a skill over folds and all else."""
    rows = getattr(tally, table).to_pylist()
    return tuple(sum(row[name] for row in rows if row["skill"] == skill) for name in names)


def moved(tally, skill="x"):
    return totals(tally, "moves", "before", "after", "both", skill=skill)


def test_a_skill_is_kept_dropped_taken_up_or_neither():
    """Four people move from a to b; x is listed in both by one, before by one, after by one."""
    lists = (("x;y", "x"), ("x", "y"), ("y", "x;y"), ("y", "y"))
    spells = []
    for place, (before, after) in enumerate(lists):
        spells.append((f"p{place}", "2015-01", "2015-12", "a", {"skills": before}))
        spells.append((f"p{place}", "2016-01", None, "b", {"skills": after}))
    tally = ask(*spells)
    assert moved(tally) == (2, 2, 1)
    assert moved(tally, None) == (4, 4, 4)
    assert totals(tally, "moves", "people_both", "people_dropped", "people_taken", "people_any") == (1, 1, 1, 3)
    assert totals(tally, "moves", "people") == (2,)
    assert totals(tally, "moves", "people", skill=None) == (4,)
    assert [(skill.name, skill.kind) for skill in tally.skills] == [("y", None), ("x", None)]


def test_only_jobs_that_list_anything_are_asked():
    spells = [
        ("p", "2015-01", "2015-12", "a", {"skills": "x"}),
        ("p", "2016-01", "2016-12", "a2", {"skills": " ; "}),
        ("p", "2017-01", None, "a", {"skills": "x"}),
    ]
    tally = ask(*spells)
    assert moved(tally) == moved(tally, None) == (0, 0, 0)
    assert totals(tally, "years", "jobs") == (2,)


def test_moves_are_from_the_role_to_any_job_and_jobs_of_the_role_count_by_the_year_they_began():
    spells = [
        ("p", "2013-01", "2014-12", "b", {"skills": "x"}),
        ("p", "2015-03", "2015-12", "a", {"skills": "x"}),
        ("p", "2016-06", None, "b", {"skills": "x"}),
    ]
    tally = ask(*spells)
    assert moved(tally) == (1, 1, 1)
    assert {key[:2] for key in rows_of(tally.years)} == {("x", 2015), (None, 2015)}


def test_the_same_title_twice_in_a_row_is_one_job_and_a_job_on_the_side_is_none():
    spells = [
        ("p", "2015-01", "2015-12", "a", {"skills": "x"}),
        ("p", "2016-01", "2016-12", "a", {"skills": "y"}),
        ("p", "2015-05", "2015-09", "c", {"skills": "z", "marks": "side"}),
        ("p", "2017-01", None, "b", {"skills": "x"}),
    ]
    tally = ask(*spells)
    assert moved(tally, None) == (1, 1, 1)
    assert moved(tally) == (1, 1, 1)
    assert totals(tally, "years", "jobs", skill=None) == (1,)


def test_a_job_taken_up_again_is_not_told_again():
    """b is the main job for a while; from it nobody moves back into a, which had begun before."""
    spells = [
        ("p", "2015-01", "2017-12", "a", {"skills": "x"}),
        ("p", "2016-01", "2016-06", "b", {"skills": "x"}),
    ]
    assert moved(ask(*spells), None) == (1, 1, 1)
    assert moved(ask(*spells, role="title:b"), None) == (0, 0, 0)


def test_what_began_before_somebody_was_followed_is_history():
    spells = [
        ("p", "2013-01", "2014-12", "a", {"skills": "x"}),
        ("p", "2015-01", "2015-12", "a1", {"skills": "x"}),
        ("p", "2016-01", None, "b", {"skills": "x"}),
    ]
    both = "title:a|a1"
    assert moved(ask(*spells, role=both)) == (2, 2, 2)
    late = ask(*spells, role=both, people=[{"person": "p", "observed_from": "2015-06"}])
    assert (moved(late), totals(late, "years", "jobs")) == ((1, 1, 1), (0,))
    # nobody counts, and yet the role was held
    assert late.flow.counted == 1
    early = ask(*spells, role=both, observed_until="2015-12")
    assert (moved(early), totals(early, "years", "jobs")) == ((1, 1, 1), (2,))
    before = ask(*spells, role=both, observed_until="2012-12")
    assert (before.flow.counted, before.flow.no_follow_up) == (0, 1)
    assert moved(ask(*spells, role=both, observed_from="2015-01")) == (2, 2, 2)
    assert moved(ask(*spells, role=both, observed_from="2015-02")) == (1, 1, 1)
    unknown = [(*spell[:4], {**spell[4], "marks": "start-unknown"}) for spell in spells[:1]]
    assert totals(ask(*unknown, *spells[1:], role=both), "years", "jobs") == (1,)


def test_whoever_entered_the_role_in_other_months_is_not_in_it():
    spells = [
        (name, f"{year}-01", None, "a", {"skills": "x"}) for name, year in (("p", 2012), ("q", 2014), ("r", 2016))
    ]
    assert ask(*spells, entered="2013..2015").flow.counted == 1
    assert totals(ask(*spells, entered="2013.."), "years", "jobs") == (2,)


def test_pay_is_told_of_moves_with_pay_before_and_after_in_one_currency():
    def pay(amount, **more):
        return {"pay": amount, "skills": "y", **more}

    spells = [
        ("p", "2015-01", "2015-12", "a", pay(1000.0, pay_period="month", level="senior")),
        ("p", "2016-01", "2016-12", "a1", pay(15000.0, skills="x", level="manager", function="sales")),
        ("p", "2017-01", "2017-12", "a", pay(20000.0, skills="x")),
        ("p", "2018-01", "2018-12", "a1", pay(30000.0, skills="y", currency="EUR")),
        ("p", "2019-01", None, "a", pay(30000.0, skills="y", currency="USD")),
    ]
    tally = ask(*spells, role="title:a|a1")
    rows = rows_of(tally.changes)
    assert rows["x", 2016, "senior", "manager", "sales", FOLD]["change_first"] == pytest.approx(math.log(1.25))
    assert rows["x", 2017, "manager", "", "", FOLD]["change_known"] == pytest.approx(math.log(4 / 3))
    # the other two moves are between currencies, or from one that is not said to one that is
    assert totals(tally, "changes", "first", "known") == (1, 1)
    assert totals(tally, "changes", "first", "known", skill=None) == (0, 2)
    assert totals(tally, "moves", "people_paid") == totals(tally, "moves", "people_paid", skill=None) == (1,)


def test_names_are_made_one_and_have_their_kind():
    spells = []
    for place, text in enumerate(("Photoshop; manage budgets", "adobe photoshop;Basket  Weaving", "basket weaving")):
        spells.append((f"p{place}", "2015-01", None, "a", {"skills": text}))
    tally = ask(*spells)
    assert {skill.name: skill.kind for skill in tally.skills} == {
        "Adobe Photoshop": "tool",
        "manage budgets": "skill",
        "basket weaving": None,
    }
    assert totals(tally, "years", "jobs", skill="Adobe Photoshop") == (2,)
    assert totals(tally, "years", "jobs", skill="basket weaving") == (2,)


def test_descriptions_list_what_they_name():
    spells = [
        ("p", "2015-01", "2015-12", "a", {"description": "Managed the budgets in Excel, and more budgets managed."}),
        ("p", "2016-01", "2016-12", "a1", {"description": "Sat about.", "skills": None}),
        ("p", "2017-01", "2017-12", "a", {"description": "Used Photoshop", "skills": "Excel; photoshop"}),
        ("p", "2018-01", None, "b", {"description": "Used Excel"}),
    ]
    tally = ask(*spells)
    assert {skill.name for skill in tally.skills} == {"Adobe Photoshop", "Microsoft Excel", "manage budgets"}
    assert moved(tally, None) == (1, 1, 1)  # of the job that names nothing nothing is known
    assert moved(tally, "Microsoft Excel") == (1, 1, 1)
    assert moved(tally, "Adobe Photoshop") == (1, 0, 0)
    assert totals(tally, "years", "jobs", skill="Adobe Photoshop") == (1,)


def test_the_skills_that_most_jobs_list_are_counted():
    spells = [(f"p{n}", "2015-01", None, "a", {"skills": "x;y" if n else "x;z"}) for n in range(3)]
    tally = ask(*spells, most=2)
    assert ([skill.name for skill in tally.skills], tally.left_out) == (["x", "y"], 1)
    with pytest.raises(InputError, match="give 1 or more"):
        ask(*spells, most=0)


def test_careers_that_list_nothing_cannot_be_asked():
    with pytest.raises(InputError, match="lists any skill"):
        ask(("p", "2015-01", None, "a"))


def test_tallies_of_other_people_add():
    first = [("p", "2015-01", "2015-12", "a", {"skills": "x;y"}), ("p", "2016-01", None, "b", {"skills": "x"})]
    second = [("q", "2015-01", "2015-12", "a", {"skills": "x"}), ("q", "2017-01", None, "b", {"skills": "z"})]
    apart, whole = ask(*first) + ask(*second), ask(*first, *second)
    assert {skill.name for skill in apart.skills} == {"x"}  # the one that both count
    for name in ("moves", "years", "changes"):
        kept = {key: row for key, row in rows_of(getattr(whole, name)).items() if key[0] in (None, "x")}
        assert rows_of(getattr(apart, name)) == kept
    assert apart.flow.counted == 2
    with pytest.raises(InputError, match="differ in role"):
        ask(*first) + ask(*second, role="title:b")


# job by job -----------------------------------------------------------------------------------------------------------

SKILLS = ("x", "y", "z")
SPELL = st.tuples(
    st.integers(0, 12),  # months between the last job's end and the next one's start
    st.integers(1, 10),
    st.sampled_from("ab"),
    st.one_of(st.none(), st.sets(st.sampled_from(SKILLS))),
    st.sampled_from(("", "senior", "manager")),
    st.sampled_from(("", "sales")),
    st.sampled_from((None, 10_000.0, 12_000.0, 20_000.0)),
)
PEOPLE = st.lists(
    st.tuples(st.lists(SPELL, min_size=1, max_size=5), st.sampled_from((None, 15, 30)), st.sampled_from((None, 40))),
    min_size=1,
    max_size=12,
)


def text_of(month):
    return f"{2010 + month // 12}-{month % 12 + 1:02d}"


@settings(max_examples=5, deadline=None, derandomize=True, phases=(Phase.explicit, Phase.generate))
@given(people=PEOPLE, weights=st.booleans())
def test_every_number_is_what_a_slow_count_gives(people, weights):
    spells, known, expected = [], [], []
    for number, (jobs, first, last) in enumerate(people):
        name, month, own = f"person {number}", 0, []
        for wait, length, title, skills, level, function, pay in jobs:
            start, month = month + wait, month + wait + length
            if last is not None and start > last:
                break  # what begins after somebody was last seen cannot be read
            more = {"skills": ";".join(sorted(skills)) if skills else None, "pay": pay}
            more |= {"level": level or None, "function": function or None}
            spells.append((name, text_of(start), text_of(month - 1), title, more))
            key = (title, level, function)
            if own and own[-1][0] == key and wait <= 1:
                continue  # the same job goes on
            listed = frozenset(skills) if skills else None
            own.append((key, Job(2010 * 12 + start, listed, title == "a", level, function, pay)))
        weight = 1.0 + number if weights else 1.0
        person = {"person": name, "weight": weight} if weights else {"person": name}
        person |= {"observed_from": None if first is None else text_of(first)}
        person |= {"observed_until": None if last is None else text_of(last)}
        known.append(person)
        seen = tuple(
            limit if asked is None else 2010 * 12 + asked for asked, limit in ((first, -(10**6)), (last, 10**6))
        )
        expected.append(Person(name, tuple(job for _, job in own), weight, seen))
    in_role = [job for one in expected for job in one.jobs if job.in_role]
    if not any(job.listed for job in in_role):
        return
    data = careers(*spells, OTHER, people=known)
    tally = skill_tally(data, parse_role("title:a"))
    counted = [skill.name for skill in tally.skills]
    assert set(counted) == set().union(*(job.listed or () for job in in_role))
    slow = tally_of([one for one in expected if any(job.in_role for job in one.jobs)], dict.fromkeys(counted))
    for name in ("moves", "years", "changes"):
        found, wanted = rows_of(getattr(tally, name)), rows_of(getattr(slow, name))
        assert found.keys() == wanted.keys()
        for key, row in wanted.items():
            assert found[key] == pytest.approx(row)
