"""Groups compared and hazards in words: what is said is so, where there is little to say too."""

from __future__ import annotations

import datetime
from dataclasses import replace

import pyarrow as pa
from tests.estimates.test_compare import TWO
from tests.estimates.test_compare import tally_of as groups_of
from tests.estimates.test_hazards import ROWS, tally_of

from outgrow.disclosure import release
from outgrow.estimates import estimate_compare, estimate_hazards
from outgrow.report.answers import answer_text
from outgrow.results import Flow


def said(answer, limit=1):
    text = answer_text(release(answer, limit), width=80, command="outgrow", made=datetime.date(2026, 1, 1))
    assert max(map(len, text.splitlines())) <= 80
    return " ".join(text.split())


def weighted(rows, fold=lambda team: (0, 1, 2)):
    """The same months and events in each of some folds, each person weighing 2."""
    plain = tally_of(rows)
    found = []
    for row in plain.table.to_pylist():
        for number in fold(row["team"]):
            counts = {name: row[name] for name in ("person_months", "reached", "exits")}
            both = {key: value for name, n in counts.items() for key, value in ((name, n), (f"weight_{name}", 2.0 * n))}
            found.append({"team": row["team"], "fold": number, "month": row["month"], **both})
    return replace(plain, table=pa.Table.from_pylist(found), folded=True, weighted=True)


def test_with_weights_it_is_said_that_they_allow_no_check():
    text = said(estimate_hazards(weighted(ROWS)))
    assert "With weights there is none" in text
    assert "Too few reached it" not in text


def test_a_ratio_without_an_interval_is_said_to_be_one():
    """All of y are in the first fold, without which there is no ratio."""
    answer = estimate_hazards(weighted(ROWS, lambda team: (0, 1, 2) if team == "x" else (0,)))
    [term] = answer.terms
    assert (term.status, term.lower) == ("estimated", None)
    text = said(answer)
    assert "no ratio has an interval" in text
    assert "no ratio can be shown" not in text
    assert "Team: y has no interval: one fold of people holds all that tells of it" in text


def test_a_covariate_of_one_category_is_said_to_tell_nobody_apart():
    rows = {(team, "1", month): counts for (team, month), counts in ROWS.items()}
    text = said(estimate_hazards(tally_of(rows, names=("team", "employers"))))
    assert "being alike" not in text
    assert "Everyone at risk is in one category of employers" in text
    two = {**rows, ("x", "2", 0): (100, 3)}
    assert "employers being alike" in said(estimate_hazards(tally_of(two, names=("team", "employers"))))


def test_at_entry_there_is_no_landmark():
    excluded = (("first seen after the landmark", 190),)
    text = said(estimate_compare(groups_of(TWO, landmark=0, excluded=excluded)))
    assert "190 people: first seen after entry" in text
    assert "landmark" not in text
    assert "190 people: first seen after the landmark" in said(estimate_compare(groups_of(TWO, excluded=excluded)))


def test_groups_by_a_date_name_what_it_is_of():
    sizes = {"by then": TWO["f"], "not by then": TWO["m"]}
    text = said(estimate_compare(groups_of(sizes, by="trained")))
    assert "25% of those whose “trained” came by then and 10% of those whose “trained” had not come by then" in text


def test_who_holds_the_target_already_was_followed_long_enough():
    tally = groups_of({"f": {}})
    answer = estimate_compare(replace(tally, flow=Flow(50, 0, 0, 50, 0, 0)))
    text = said(answer)
    assert "followed for long enough" not in text
    assert "50 people held it already, or came to it in that month" in text


#: 1/3 in the first year, 3 in the second.
CHANGES = {("x", 0): (1000, 20), ("y", 0): (1000, 60), ("x", 12): (1000, 60), ("y", 12): (1000, 21)}


def test_where_ratios_change_with_time_it_is_said_how_to_tell_them_by_time_and_then_they_are():
    text = said(estimate_hazards(tally_of(CHANGES)))
    assert "its ratios seem to change with time" in text
    assert "--with team:time tells them by time." in text
    text = said(estimate_hazards(tally_of(CHANGES), by_time=("team",)))
    assert "--with" not in text
    assert "that y goes with up to 1 year after entry (95% interval 0.20 to 0.55)" in text
    assert "that y goes with over 1 year after entry (1.74 to 4.70)" in text
    assert (
        "Team: its ratios differ between bands of time by more than chance (p under 0.001, 1 degree of freedom)."
        in text
    )
    assert "Team, against y, by time since entry" in text


def test_by_time_one_category_is_followed_through_time_before_the_next():
    rows = {(team, month): (1000, n + month) for month in (0, 12) for team, n in (("x", 90), ("y", 30), ("z", 40))}
    text = said(estimate_hazards(tally_of(rows), by_time=("team",)))
    first, second, third = (
        text.index(words) for words in ("up to 1 year after entry", "over 1 year after entry", "Team: z goes")
    )
    assert text.index("Team: y goes") < first < second < third


def test_nothing_under_the_limit_names_bands():
    rows = {key: (months, n // 12) for key, (months, n) in CHANGES.items()}
    text = said(estimate_hazards(tally_of(rows), by_time=("team",)), limit=10)
    assert "Cannot tell." in text
    assert "1 year:" not in text.replace("pieces of 1 year", "")
    assert "2 ratios by time of team" in text
    assert "up to 1 year" not in text
