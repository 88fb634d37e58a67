"""Peers of a role, who is counted in both, how many levels are known, and the rung a role stands on; by hand."""

from __future__ import annotations

from typing import ClassVar

import pytest
from tests.tallies.small import OTHER, careers

from outgrow.errors import InputError
from outgrow.months import month_text
from outgrow.settings import Settings
from outgrow.tallies import counted_in_both, first_passage, levels_known, peers_of
from outgrow.titles.roles import parse_role
from outgrow.titles.rungs import own_rung

SENIOR, MANAGER, HEAD, DIRECTOR = ({"level": level} for level in ("senior", "manager", "head", "director"))
ROLE = parse_role("title:a")


def jobs_of(cases):
    """Careers of people who held the jobs `cases` has under their names."""
    return careers(*((name, *job) for name, jobs in cases.items() for job in jobs), OTHER)


def peers(cases, *, role=ROLE, rung="manager", **asked):
    """{name: month in which the clock starts} of those peers who are in `cases`."""
    found = peers_of(jobs_of(cases), role, rung, Settings(**asked))
    assert found.columns == ("person", "zero")
    rows = found.to_pyarrow().to_pylist()
    assert len({row["person"] for row in rows}) == len(rows)
    return {row["person"]: month_text(row["zero"]) for row in rows}


class TestPeers:
    def test_a_peer_has_the_first_main_job_on_the_rung_in_another_role(self):
        cases = {
            "another": [("2014-01", "2014-12", "c", SENIOR), ("2015-01", None, "b", HEAD)],
            "in the role": [("2015-01", None, "a", MANAGER)],
            "never on the rung": [("2015-01", "2015-12", "b", SENIOR), ("2016-01", None, "c", DIRECTOR)],
            "the role first": [("2015-01", "2015-12", "a", MANAGER), ("2016-01", None, "b", MANAGER)],
            "the role later": [("2015-01", "2015-12", "b", MANAGER), ("2016-01", None, "a", MANAGER)],
            "the role on another rung": [("2015-01", "2015-12", "a", SENIOR), ("2016-01", None, "b", MANAGER)],
            "no level": [("2015-01", None, "12")],
        }
        assert peers(cases) == {
            "another": "2015-01",
            "the role later": "2015-01",
            "the role on another rung": "2016-01",
        }

    def test_of_several_on_the_rung_the_first(self):
        cases = {"p": [("2016-01", None, "b", HEAD), ("2015-03", "2015-12", "c", MANAGER)]}
        assert peers(cases) == {"p": "2015-03"}

    def test_the_same_title_on_the_rung_at_last_is_a_job_of_its_own(self):
        promoted = [("2015-01", "2015-12", "b", SENIOR), ("2016-01", None, "b", MANAGER)]
        assert peers({"p": promoted}) == {"p": "2016-01"}
        role = parse_role("title:b level:manager")
        assert peers({"p": promoted}, role=role) == {}

    def test_a_job_beside_the_main_one_makes_no_peer(self):
        """The side job is main, and begins its clock, only when the other has ended."""
        side = ("2015-01", None, "b", {**MANAGER, "marks": "side"})
        cases = {
            "beside": [side, ("2014-01", None, "c", SENIOR)],
            "alone": [side],
            "alone later": [side, ("2014-01", "2015-06", "c", SENIOR)],
        }
        assert peers(cases) == {"alone": "2015-01", "alone later": "2015-07"}

    def test_the_role_beside_the_main_job_keeps_nobody_from_being_a_peer(self):
        cases = {"p": [("2015-01", None, "b", MANAGER), ("2014-01", None, "a", {**MANAGER, "marks": "side"})]}
        assert peers(cases) == {}, "alone, the side job was main in 2014"
        cases = {"p": [("2015-01", None, "b", MANAGER), ("2015-01", None, "a", {**MANAGER, "marks": "side"})]}
        assert peers(cases) == {"p": "2015-01"}

    @pytest.mark.parametrize(("rule", "found"), [("latest", {}), ("longest", {}), ("level", {"p": "2015-01"})])
    def test_which_job_is_main_is_by_the_rule_asked_for(self, rule, found):
        """The role started last, at the same time as c, and lasts longest; b has the higher level."""
        jobs = [("2015-01", None, "a", MANAGER), ("2015-01", "2015-06", "b", HEAD), ("2014-12", "2015-09", "c", SENIOR)]
        jobs[1] = ("2014-12", "2015-06", "b", HEAD) if rule != "level" else jobs[1]
        assert peers({"p": jobs[:1] + jobs[2:] + ([jobs[1]] if rule == "level" else [])}, main_job=rule) == found

    def test_owners_are_in_the_role_only_if_asked(self):
        role = parse_role("level:vice_president+")
        cases = {"p": [("2015-01", None, "founder of things", {"level": "chief", "marks": "owner"})]}
        assert peers(cases, role=role, rung="executive") == {"p": "2015-01"}
        assert peers(cases, role=role, rung="executive", owners=True) == {}

    def test_levels_may_be_told_by_titles(self):
        cases = {"p": [("2015-01", None, "Sales Manager")], "q": [("2015-01", None, "Sales Assistant")]}
        assert peers(cases) == {"p": "2015-01"}


class TestTallyOfPeers:
    #: p is a peer and later in the role; q a peer who was above the rung before; r in the role; s is a peer promoted.
    CASES: ClassVar = {
        "p": [
            ("2015-01", "2015-12", "b", MANAGER),
            ("2016-01", "2016-12", "a", MANAGER),
            ("2017-01", None, "d", DIRECTOR),
        ],
        "q": [("2014-01", "2014-12", "d", DIRECTOR), ("2015-01", None, "b", MANAGER)],
        "r": [("2016-01", None, "a", MANAGER)],
        "s": [("2016-03", "2016-06", "b", MANAGER), ("2016-07", None, "d", DIRECTOR)],
    }
    ABOVE = parse_role("rung:director+")

    def count(self, **asked):
        data = jobs_of(self.CASES)
        zeros = peers_of(data, ROLE, "manager", Settings(**asked))
        return (
            data,
            zeros,
            first_passage(data, ROLE, [self.ABOVE], Settings(**asked), by_year=True, folded=True, zeros=zeros),
        )

    def test_the_clock_of_peers_starts_with_their_first_job_on_the_rung(self):
        _, _, tally = self.count()
        assert (tally.groups, tally.folded) == (("entry_year",), True)
        rows = tally.regroup(["entry_year"]).unfolded().table.to_pylist()
        found = {(row["entry_year"], row["month"]): (row["entries"], row["reached"], row["censored"]) for row in rows}
        assert found == {
            (2015, 0): (1, 0, 0),
            (2015, 24): (0, 1, 0),
            (2016, 0): (1, 0, 0),
            (2016, 4): (0, 1, 0),
        }
        assert (tally.flow.counted, tally.flow.already_there, tally.flow.not_in_role) == (2, 1, 2)

    def test_entered_is_about_their_clock(self):
        _, _, tally = self.count(entered="2016")
        assert (tally.flow.counted, tally.flow.already_there, tally.flow.not_in_role) == (1, 0, 4)

    def test_the_years_of_entry_into_the_role_are_counted_alike(self):
        tally = first_passage(jobs_of(self.CASES), ROLE, [self.ABOVE], by_year=True, folded=True)
        rows = tally.regroup(["entry_year"]).unfolded().table.to_pylist()
        assert [(row["entry_year"], row["month"], row["entries"], row["reached"]) for row in rows] == [
            (2016, 0, 2, 0),
            (2016, 12, 0, 1),
            (2016, 59, 0, 0),
        ]

    @pytest.mark.parametrize(("asked", "both"), [({}, 1), ({"entered": "2015"}, 0), ({"observed_from": "2017-01"}, 0)])
    def test_whoever_is_counted_in_the_role_and_among_peers_is_in_both(self, asked, both):
        """p; but not where only one of the two entries is asked about, or the target came before follow-up."""
        data, zeros, _ = self.count(**asked)
        assert counted_in_both(data, ROLE, [self.ABOVE], Settings(**asked), zeros) == both

    def test_nobody_may_be_in_both(self):
        data = jobs_of({name: jobs for name, jobs in self.CASES.items() if name != "p"})
        zeros = peers_of(data, ROLE, "manager", Settings())
        assert counted_in_both(data, ROLE, [self.ABOVE], Settings(), zeros) == 0


class TestLevels:
    CASES: ClassVar = {
        "p": [
            ("2014-01", "2014-12", "14"),
            ("2015-01", "2015-06", "a", MANAGER),
            ("2015-01", "2015-12", "12"),
            ("2016-01", "2016-12", "13"),
            ("2017-01", None, "d", DIRECTOR),
        ],
        "q": [("2016-01", "2016-06", "a", MANAGER), ("2016-07", None, "c", SENIOR)],
        "r": [("2015-01", None, "15")],
    }

    @pytest.mark.parametrize(("asked", "share"), [({}, 2 / 3), ({"entered": "2015"}, 1 / 2), ({"entered": "2016"}, 1)])
    def test_the_share_of_spells_after_entry_whose_level_is_known(self, asked, share):
        """Of p 13 is not known and d is, of q one is; what began by entry, and others, do not count."""
        assert levels_known(jobs_of(self.CASES), ROLE, Settings(**asked)) == pytest.approx(share)

    def test_without_later_spells_nothing_is_unknown(self):
        assert levels_known(jobs_of(self.CASES), parse_role("title:15"), Settings()) == 1.0
        assert levels_known(jobs_of(self.CASES), parse_role("title:nothing"), Settings()) == 1.0

    def test_levels_that_titles_tell_are_known(self):
        cases = {"p": [("2015-01", "2015-12", "a"), ("2016-01", None, "Head of Sales")]}
        assert levels_known(jobs_of(cases), ROLE, Settings()) == 1.0


class TestOwnRung:
    @pytest.mark.parametrize(
        ("levels", "rung"),
        [
            (["manager", "head", "senior"], "manager"),
            (["manager", "senior", "lead", None], "practitioner"),
            ([None, "director"], None),
            ([None, None, "chief"], None),
            ([None, "director", "director"], "director"),
        ],
    )
    def test_it_is_that_of_most_spells(self, levels, rung):
        """Several levels of a rung count together; there is none where half of the spells or more have no level."""
        cases = {f"p{n}": [("2015-01", None, "12", {"level": level})] for n, level in enumerate(levels)}
        assert own_rung(jobs_of(cases), parse_role("title:12")) == rung

    def test_a_role_on_several_rungs_has_to_name_one(self):
        levels = ("manager", "chief", "senior", "head")
        cases = {f"p{n}": [("2015-01", None, "12", {"level": level})] for n, level in enumerate(levels)}
        with pytest.raises(InputError, match="'title:12' is held on several rungs") as refused:
            own_rung(jobs_of(cases), parse_role("title:12"))
        assert refused.value.do == "name the rung, for example: title:12 rung:manager"

    def test_the_pattern_says_it_first(self):
        cases = {"p": [("2015-01", None, "a", SENIOR)]}
        assert own_rung(jobs_of(cases), parse_role("title:a level:manager|head")) == "manager"
        assert own_rung(jobs_of(cases), parse_role("title:a rung:practitioner+")) == "practitioner"

    def test_where_nobody_held_it_there_is_none(self):
        assert own_rung(jobs_of({"p": [("2015-01", None, "a", SENIOR)]}), parse_role("title:nothing")) is None
