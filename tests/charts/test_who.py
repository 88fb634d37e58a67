"""Figures of who made it: what came first in its order, and the roles of those already there."""

from dataclasses import replace

import pytest
from tests.charts import made

from outgrow.charts import figures
from outgrow.charts.who import outcomes_rows, sequences_rows
from outgrow.results import Ranked, Sequence


def test_areas_make_up_everyone_with_those_there_at_the_bottom():
    rows = outcomes_rows(made.who())
    last = [row for row in rows if row["months"] == rows[-1]["months"]]
    assert [row["name"] for row in last] == [
        "reached it, focused",
        "still on the way, focused",
        "broadened first",
        "left for good",
    ]
    assert [row["estimate"] for row in last] == [0.06, 0.3, 0.56, 0.08]
    assert last[-1]["top"] == pytest.approx(1)


def test_only_those_on_the_way_are_still_followed():
    spec = figures(made.who())[0].spec()
    [numbers] = [
        layer["data"]["values"]
        for layer in spec["layer"]
        if "months" in layer["data"]["values"][0] and "text" in layer["data"]["values"][0]
    ]
    # 25 in each state just before a month, of which one can be left
    assert [row["text"] for row in numbers if row["months"]] == ["25"] * (len(numbers) - 1)
    assert numbers[0]["text"] == "100"


def test_titles_say_whom_it_is_about():
    first, second = figures(made.who(), role="SMM")
    assert first.title == "Who reached executive from “SMM” while still focused"
    assert second.title == "The roles of those already there: from entry to executive"
    assert "25 people there within 6 years of entry while still focused" in second.description
    assert "6% (1% to 11%) by 6 years, estimated from 100 people" in first.spec()["title"]["subtitle"][0]
    [free, _] = figures(made.who(stayed=None))
    assert free.title.endswith("“social media manager”")


def test_sequences_go_by_their_people_and_end_with_all_others():
    rows = sequences_rows(made.who())
    assert [(row["roles"], row["people"]) for row in rows] == [
        ("Social media, manager → General management, chief", 16),
        ("Social media, manager → Content, manager → … → Content, head → Marketing, chief", 4),
        ("Head of things", 1),
        ("By other roles", 4),
    ]
    assert sum(row["share"] for row in rows) == pytest.approx(1)
    whole = made.who(sequences=Ranked(16, 1, (Sequence(("a", "b"), False, 16),)))
    assert len(sequences_rows(whole)) == 1


def test_rounded_counts_say_so():
    answer = replace(made.who(), min_cell=10)
    second = figures(answer)[-1]
    assert "counts rounded" in second.spec()["title"]["subtitle"][0]
    assert "about 16" in second.description
