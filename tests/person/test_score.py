"""Scoring by hand: two documents of three and one spell."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.person.score import Score, agreement, pair_spells, plain, score_document, score_set, table


def spell(title, organisation, start, end):
    return {"title": title, "organisation": organisation, "start": start, "end": end}


EDITOR = spell("Editor", "Lantern Press", "2015-01", "2017-12")
WRITER = spell("Writer", "Lantern Press", "2012-03", "2014-12")
CLERK = spell("Clerk", "Dunmore Mills", "2010-01", "2012-02")
TRUTH = {"file": "working/a.pdf", "format": "pdf", "half": "working", "spells": [EDITOR, WRITER, CLERK]}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Editor,", "editor"),
        ("Head of  Press", "head of press\n"),
        ("Press\u2013Officer", "Press-Officer"),
        ("Cafe\u0301 Noir", "Caf\u00e9 Noir"),
        (None, ""),
    ],
)
def test_case_blanks_and_ends_do_not_count(one, other):
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other"), [("Editor", "Editors"), ("R&D", "RD"), ("C", "Editor C")])
def test_other_letters_do(one, other):
    assert plain(one) != plain(other)


def test_the_truth_itself_is_right_throughout():
    score = score_document({"spells": [CLERK, EDITOR, WRITER]}, TRUTH)
    assert (score.right, score.true, score.read, score.whole, score.extra, score.missing) == (3, 3, 3, 1, 0, 0)
    assert score.recall == score.precision == score.f1 == 1


def test_one_wrong_month_one_missing_one_extra():
    """By hand: of three true one is right; read are three, of which a course is no job: recall 1/3, precision 1/3."""
    course = spell("Course in layout", "Evening school", "2018-01", "2018-03")
    score = score_document({"spells": [EDITOR, WRITER | {"end": "2015-01"}, course]}, TRUTH)
    assert (score.right, score.paired, score.missing, score.extra, score.whole) == (1, 2, 1, 1, 0)
    assert score.parts == {"title": 2, "organisation": 2, "start": 2, "end": 1}
    assert score.recall == pytest.approx(1 / 3)
    assert score.precision == pytest.approx(1 / 3)


def test_an_extra_spell_spoils_the_document_though_all_true_ones_are_read():
    score = score_document({"spells": [EDITOR, WRITER, CLERK, spell("Talk", "Elsewhere", "2020-01", "2020-01")]}, TRUTH)
    assert (score.recall, score.precision, score.whole) == (1, 0.75, 0)


def test_each_spell_is_paired_once_by_best_agreement():
    """Both are editors: the one whose start agrees takes the true spell, though it stands second."""
    read = [spell("Editor", "Lantern Press", "2014-01", "2017-12"), EDITOR]
    assert pair_spells(read, [EDITOR]) == [(1, 0)]
    assert score_document({"spells": read}, TRUTH | {"spells": [EDITOR]}).extra == 1


def test_two_ongoing_jobs_with_nothing_else_in_common_are_no_pair():
    assert pair_spells([spell("Nurse", "A", "2001-01", None)], [spell("Clerk", "B", "2002-01", None)]) == []


def test_an_end_that_is_not_there_is_ongoing():
    assert agreement({"title": "a", "organisation": "b", "start": "2001-01"}, spell("A", "B", "2001-01", None))["end"]
    assert not agreement(EDITOR | {"end": None}, EDITOR)["end"]


def test_a_document_that_failed_counts_with_all_its_spells():
    scores = score_set({}, [TRUTH, TRUTH | {"file": "test/b.txt", "format": "text", "half": "test", "spells": [CLERK]}])
    assert scores["all", "all"].true == 4
    assert scores["all", "all"].recall == 0
    assert scores["pdf", "working"].missing == 3
    assert scores["text", "test"].documents == 1
    assert ("text", "working") not in scores
    assert "| text | test | 1 | 0 | 1 | 0.000 | 1.000 | 0.000 | 1 | 0 |" in table(scores)


def test_no_spells_read_where_none_are_is_right_and_a_failure_is_not():
    nothing = TRUTH | {"spells": []}
    assert score_document({"spells": []}, nothing).whole == 1
    assert score_document(None, nothing).whole == 0


spells = st.lists(
    st.builds(
        spell, st.sampled_from("ABC"), st.sampled_from("XY"), st.sampled_from(["2001-01", None]), st.just("2002-01")
    )
)


@given(read=spells, true=spells)
def test_counts_hold_together(read, true):
    score = score_document({"spells": read}, TRUTH | {"spells": true})
    assert 0 <= score.right <= score.paired <= min(len(read), len(true))
    assert score.right <= min(score.parts.values())
    pairs = pair_spells(read, true)
    assert len({r for r, _ in pairs}) == len({t for _, t in pairs}) == len(pairs)
    assert score + Score() == score
    # nothing is better than the truth
    assert score_document({"spells": true}, TRUTH | {"spells": true}).whole == 1
