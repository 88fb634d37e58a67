"""The page of a report: the parts in order, the numbers those of the answers, nothing run or asked for, whatever is missing."""

from __future__ import annotations

import base64
import hashlib
import re
from dataclasses import replace
from functools import cache
from itertools import cycle

import numpy as np
import pytest
from tests.report import reaches, whole
from tests.report.hostile import TEXTS
from tests.report.pages import read
from tests.report.test_answers import DIFFERENCE, EVERY
from tests.report.validity import assert_valid

from outgrow.charts.wording import clean, count, interval, percent, target_name, years
from outgrow.report import render_html
from outgrow.report.document import LeftOut
from outgrow.report.html import framed
from outgrow.results import Suppressed

ORDER = [
    "The answer",
    "Where it tops out",
    "How long it takes",
    "Where people are later",
    "What comes next",
    "What the job turns into",
    "Beside others on the same rung",
    "Who gets further: the broadened or the focused",
    "Who made it, and by which jobs",
    "Which skills last",
    "Questions to ask",
    "How far the answer moves",
    "The people behind it",
    "What this cannot tell",
    "How this was made",
    "To repeat and to check it",
]
MAKERS = {name: make for name, make in whole.MAKERS.items() if "compared" not in name}
NUMBER = re.compile(r"\d")


@cache
def html_of(name="whole", voice="person"):
    """A page of `whole.MAKERS`, rendered once for all tests."""
    return render_html(MAKERS[name](voice))


@cache
def read_of(name="whole", voice="person"):
    return read(html_of(name, voice))


def page_of(report):
    return read(render_html(report))


def at(curve, months):
    """Where a curve stands after so many months."""
    return int(np.searchsorted(curve.months, months, side="right")) - 1


@pytest.mark.parametrize("voice", whole.VOICES)
@pytest.mark.parametrize("name", MAKERS)
def test_every_page_is_valid_asks_for_nothing_and_has_its_parts_in_order(name, voice):
    html = html_of(name, voice)
    assert_valid(html)
    assert not re.search(r"https?://", html.replace('xmlns="http://www.w3.org/2000/svg"', ""))
    page = read(html)
    assert list(page.sections) == [section for section in ORDER if section in page.sections]
    assert page.headings[0][0] == 1
    assert [level for level, _ in page.headings].count(1) == 1
    assert "None" not in page.text
    assert len(html.encode()) < 600_000


@pytest.mark.parametrize("voice", whole.VOICES)
def test_a_whole_report_has_every_part(voice):
    sections = read_of(voice=voice).sections
    assert list(sections) == [section for section in ORDER if voice == "coach" or section != "Questions to ask"]


@pytest.mark.parametrize("voice", whole.VOICES)
@pytest.mark.parametrize("name", ["whole", "one target", "protected", "grouped", "cannot tell", "tiny"])
def test_the_answer_comes_before_every_other_number(name, voice):
    report, page = MAKERS[name](voice), read_of(name, voice)
    said = page.text.partition(page.headings[0][1])[2]
    assert said.strip().startswith(" ".join(report.words(report.answer).split()))


def test_each_voice_says_it_in_its_own_words():
    texts = {voice: read_of(voice=voice).text for voice in whole.VOICES}
    assert len(set(texts.values())) == 3
    assert "about 4 of 100" in texts["person"]
    assert "To check with the person" in texts["coach"]
    assert len(read_of(voice="coach").sections["Questions to ask"].root.findall(".//li")) > 5
    assert "Thresholds" in texts["analyst"] or "rule 4" in texts["analyst"].lower()
    opened = {voice: html_of(voice=voice).count("<details open") for voice in whole.VOICES}
    assert opened["person"] == opened["coach"] == 0
    assert opened["analyst"] >= 5


@pytest.mark.parametrize("name", ["whole", "not given", "grouped", "no verdict"])
def test_simulated_careers_are_said_first_in_the_title_and_in_each_figure_and_table(name):
    page = read_of(name, "person")
    assert page.title.startswith("Simulated careers: ")
    said = page.text.removeprefix("Skip to the answer ")
    assert said.startswith("SIMULATED CAREERS Nobody lived them")
    assert not NUMBER.search(said.partition("Nobody lived them")[0])
    assert page.figures
    for drawing in page.drawings:
        assert (drawing.get("aria-label") or "").startswith("Simulated careers. ")
        assert "SIMULATED CAREERS" in "".join(drawing.itertext())
    assert all(table.caption.startswith("Simulated careers. ") for table in page.tables)
    assert page.text.endswith("never ranks or scores people.")
    assert "from simulated careers" in page.text[-200:]


def test_that_no_careers_were_given_is_said_first_and_only_then():
    said = "No careers were given, so outgrow took those it has built in; name yours with --careers."
    page = page_of(whole.whole(given=False))
    first = page.text.partition("outgrow career path report")[0]
    assert said in first
    assert said not in read_of().text


def test_real_careers_are_never_called_simulated():
    html = html_of("one target", "person")
    page = read(html)
    assert "simulated" not in page.text.lower()
    assert "simulated" not in page.title.lower()
    assert not any("simulated" in (label or "").lower() for label in page.figures)
    assert '<p class="printed-notice"' not in html
    assert '<p class="printed-notice"' in html_of()


@pytest.mark.parametrize("name", MAKERS)
def test_each_figure_has_words_and_its_numbers_in_a_table(name):
    page = read_of(name)
    # each is drawn in two widths, with the same words
    assert len(page.drawings) == 2 * len(page.figures)
    assert all(drawing.get("role") == "img" for drawing in page.drawings)
    assert all(len(label) > 60 and NUMBER.search(label) for label in page.figures)
    for section in page.sections.values():
        drawn = {re.sub("^Simulated careers. ", "", label).split(" ")[0] for label in section.figures}
        told = len(section.tables) + len(section.root.findall(".//ul[@class]"))
        assert told >= len(drawn), drawn
    for figure in page.root.iter("figure"):
        assert len([one for one in figure if str(one.tag).endswith("svg")]) == 2


def test_the_table_by_years_has_every_number_of_the_curves():
    report = whole.whole()
    table = read_of().table("by whole years")
    assert list(table.rows) == [str(year) for year in range(1, 16)]
    for curve in report.reach.curves:
        name = target_name(curve.toward).capitalize()
        for year in table.rows:
            place = at(curve, 12 * int(year))
            said = table.by_head(year)[name]
            expected = f"{percent(curve.estimate[place])} ({interval(curve.lower[place], curve.upper[place])}); "
            assert said.startswith(expected)
            assert re.fullmatch(r"[\d,]+ at risk", said.removeprefix(expected))


def test_the_table_of_times_has_the_same_numbers():
    report, page = whole.whole(), read_of()
    table, by_year = page.table("Estimated chance, from 1,204 people"), page.table("by whole years")
    assert table.head == ("", "5 years", "10 years", "15 years")
    for curve in report.reach.curves:
        name = target_name(curve.toward).capitalize()
        for head, said in table.by_head(name).items():
            number, left = by_year.by_head(head.split()[0])[name].split("; ")
            estimate, _, span = number.rstrip(")").partition(" (")
            assert said == f"{estimate} {span} {left}"


def test_the_ladder_has_every_rung_of_the_ceiling():
    report = whole.whole()
    table = read_of().table("Chance of reaching each rung")
    for rung in report.ceiling.reach:
        name = target_name(f"rung:{rung.rung}+").capitalize()
        told, word = table.rows[name]
        assert told.startswith(f"{rung.estimate:.1%} ({rung.lower:.1%} to {rung.upper:.1%}")
        assert word == {"established": "10% or more", "ruled out": "under 10%"}[rung.status]
    assert table.rows["Manager"] == ("", "where they start")


def test_the_places_have_every_state_by_name():
    report = whole.whole()
    table = read_of().table("by where they are")
    (curves,) = report.occupancy.curves
    names = {
        "manager": "Manager",
        "practitioner": "Practitioner",
        "director": "Director",
        "between jobs": "Between jobs",
    }
    for column, state in enumerate(curves.states):
        if state not in names:
            continue
        for head, months in {"1 year": 12, "3 years": 36, "5 years": 60, "10 years": 120, "15 years": 180}.items():
            place = at(curves, months)
            said = table.by_head(names[state])[head]
            assert said == (
                f"{percent(curves.estimate[place, column])} "
                f"({interval(curves.lower[place, column], curves.upper[place, column])})"
            )
    assert {name for name in table.rows if "eft" in name}
    assert "at the start" in table.head


def test_the_next_jobs_have_every_way_by_name():
    report = whole.whole()
    table = read_of().table("stays in the role have ended")
    (curves,) = report.next_jobs.curves
    named = {"out": "Out: no job next", "in the role": "Still in the role", "other ways": "Other ways"}
    place = at(curves, 60)
    for column, state in enumerate(curves.states):
        name = named.get(state) or state.replace("_", " ").capitalize()
        (said,) = next(cells for row, cells in table.rows.items() if row.lower() == name.lower())
        assert said.startswith(percent(curves.estimate[place, column]))
    assert len(table.rows) == len(curves.states)


def test_the_steps_have_the_month_at_which_each_share_is_reached():
    report = whole.whole()
    table = read_of().table("Years until a share")
    for curve in report.reach.curves:
        for head, share in zip(table.head[1:], (0.1, 0.25, 0.5), strict=True):
            said = table.by_head(target_name(curve.toward).capitalize())[head]
            reached = np.flatnonzero(curve.estimate >= share)
            expected = years(int(curve.months[reached[0]])) if len(reached) else "not within"
            assert said.startswith(expected)


def test_who_was_counted_and_what_became_of_them():
    report = whole.whole()
    flow, text = report.flow, read_of().sections["The people behind it"].text
    for number, words in (
        (flow.read, "people in the data"),
        (flow.not_in_role, "people never entered the role"),
        (flow.already_there, "people had held one of the targets before"),
        (flow.no_follow_up, "people were not seen after"),
        (flow.counted, "people counted: followed after entering"),
    ):
        assert f"{number:,} {words}" in text
    for curve in report.reach.curves:
        name = target_name(curve.toward).capitalize()
        assert (
            f"{name}, of {curve.people:,} people: {curve.events:,} reached it, {curve.exits:,} left for good first, "
            f"{curve.censored:,} last seen still waiting"
        ) in text
    # places are told of more people, those who had held a target before
    assert "1,264 people" in text


@pytest.mark.parametrize(
    ("missing", "gone"),
    [
        ({"verdict": None}, {"Where it tops out", "Beside others on the same rung"}),
        ({"occupancy": None}, {"Where people are later"}),
        ({"next_jobs": None, "tenure": None}, {"What comes next"}),
        ({"variants": ()}, {"How far the answer moves"}),
        ({"drift": None}, {"What the job turns into"}),
        ({"skills": None}, {"Which skills last"}),
        ({"past": None}, {"Who gets further: the broadened or the focused", "Who made it, and by which jobs"}),
    ],
)
def test_a_part_that_is_missing_leaves_no_section_and_is_named(missing, gone):
    left = LeftOut("This part", "it would show fewer people than the limit")
    page = page_of(whole.whole(**missing, left_out=(left,)))
    everything = [section for section in ORDER if section != "Questions to ask"]
    assert list(page.sections) == [section for section in everything if section not in gone]
    assert (
        "Left out: This part. It would show fewer people than the limit." in page.sections["What this cannot tell"].text
    )
    (contents,) = page.root.iter("nav")
    assert not any(heading in "".join(contents.itertext()) for heading in gone)
    for section in page.sections.values():
        assert len(section.text.split()) > 8


def test_how_stays_end_is_told_where_the_next_jobs_are_not():
    page = page_of(whole.whole(next_jobs=None))
    table = page.table("stays in the role have ended")
    assert "Up" in " ".join(table.rows)
    assert "likely between" in page.sections["What comes next"].text


def test_what_was_not_shown_of_any_answer_is_named():
    hidden = (Suppressed("sex: other", "fewer than 10 people"),)
    answers = whole.answers()
    page = page_of(whole.whole(occupancy=replace(answers["occupancy"], suppressed=hidden, notes=("Places note",))))
    text = page.sections["What this cannot tell"].text
    assert "Not shown: Sex: other. Fewer than 10 people." in text
    assert "Places note." in text


def test_what_cannot_be_told_is_said_and_still_drawn_or_not_at_all():
    assert "Too little was seen for an answer" in read_of("tiny", "person").text
    empty = read_of("empty", "person")
    assert "Cannot tell. Nobody" in empty.sections["The answer"].text
    assert "How long it takes" not in empty.sections
    undecided = page_of(whole.whole(verdict=EVERY["missing horizon"])).sections["The answer"].text
    assert "cannot tell" in undecided.lower()


def test_a_verdict_without_a_ceiling_draws_no_ladder():
    page = read_of("no ceiling", "person")
    assert not any("ladder" in label for label in page.figures)
    assert "Where it tops out" not in page.sections


def test_how_few_pass_the_ceiling_is_said_once():
    page = read_of()
    assert page.sections["Where it tops out"].text.count("Above the ceiling") == 0
    assert "4.1% (3.1% to 5.5%)" in page.sections["Where it tops out"].text


# an analyst is told the method with each number
@pytest.mark.parametrize("voice", ["person", "coach"])
def test_no_sentence_stands_twice(voice):
    page = read_of(voice=voice)
    paragraphs = [" ".join("".join(one.itertext()).split()) for one in page.root.iter("p")]
    sentences = [text for one in paragraphs for text in re.split(r"(?<=[.?!])\s+(?=[A-Z“])", one) if len(text) > 40]
    assert {text for text in sentences if sentences.count(text) > 1} == set()


def test_a_protected_page_lists_its_points_and_is_told_without_a_script():
    report, html, page = whole.protected(), html_of("protected"), read_of("protected")
    assert 'class="explore"' not in html
    assert "<script" not in html
    assert "script-src" not in html
    tables = [table for table in page.tables if table.head[1:] == ("Chance", "95% interval", "At risk")]
    assert len(tables) == 2
    assert "Steps were merged" in tables[0].caption
    text = page.sections["How long it takes"].text
    assert "Steps were merged to protect small groups: each dot is a released point" in text
    assert "Lines rise when" not in text
    for curve in report.reach.curves:
        for place in (0, -1):
            assert (
                f"by {years(curve.months[place])} {percent(curve.estimate[place])} "
                f"{interval(curve.lower[place], curve.upper[place])} {count(curve.at_risk[place], limit=10)}"
            ) in text
    assert "Counts are rounded to multiples of 10" in page.sections["The people behind it"].text


def test_every_count_of_a_protected_page_is_a_multiple_of_the_limit():
    text = read_of("grouped protected", "person").text
    for said in re.findall(r"([\d,]+) (?:people|at risk|jobs|rows)\b", text):
        number = int(said.replace(",", ""))
        assert number % 10 == 0 or number in (reaches.OWN.people,)


def test_groups_have_their_own_curves_and_one_line_on_how_to_read_them():
    report, page = whole.grouped(), read_of("grouped")
    table = page.table("by whole years")
    for said, curve in zip(("Women", "Men", "Sex unknown"), report.reach.curves, strict=True):
        head = next(name for name in table.head if name.startswith(said))
        assert f"{curve.people:,} people" in head
        place = at(curve, 60)
        assert table.by_head("5")[head].startswith(percent(curve.estimate[place]))
    assert page.text.count("Lines rise when people first reach the target") == 1
    assert "Not shown: Sex: other" in page.sections["What this cannot tell"].text


def test_figures_of_several_targets_by_group_say_once_how_they_are_read():
    reach = reaches.by_group()
    more = tuple(replace(curve, toward="rung:executive") for curve in reach.curves)
    page = page_of(
        whole.report_of(replace(reach, toward=("rung:director+", "rung:executive"), curves=reach.curves + more))
    )
    assert len([label for label in page.figures if "Estimated chance of reaching" in label]) == 2
    assert page.text.count("Lines rise when people first reach the target") == 1
    captions = [table.caption for table in page.tables]
    assert len(captions) == len(set(captions))


@pytest.mark.parametrize(
    ("name", "label", "rows"),
    [("reach at age", "Age", ["age 24", "age 25"]), ("reach in calendar", "Year", ["2009-11", "2010-11"])],
)
def test_another_clock_is_told_in_its_own_words(name, label, rows):
    report = whole.report_of(EVERY[name])
    html = render_html(report)
    page = read(html)
    table = page.table("by whole years")
    assert table.head[0] == label
    assert list(table.rows)[:2] == rows
    for row in rows:
        assert re.match(r"\d+%", table.rows[row][0])
    assert f">{label}</label>" in html
    low, high = (int(re.search(rf'{bound}="(\d+)"', html)[1]) for bound in ("min", "max"))
    assert high - low + 1 == len(table.rows)
    assert "Years since entering the role" not in page.sections["How long it takes"].text
    assert_valid(html)


def test_the_first_job_starts_the_clock_of_any():
    html = render_html(whole.report_of(reaches.three_rungs(role="any"), role="any"))
    assert ">Years since their first job</label>" in html
    assert "entering the role" not in read(html).sections["How long it takes"].text


@pytest.mark.parametrize(("name", "voice"), list(zip(TEXTS, cycle(whole.VOICES), strict=False)))
def test_hostile_text_stays_text(name, voice):
    text = TEXTS[name]
    html = render_html(whole.named(text, voice))
    page = read(html)
    tags = {str(one.tag).rpartition("}")[2].lower() for one in page.root.iter() if isinstance(one.tag, str)}
    assert {"img", "iframe", "object", "base", "form"}.isdisjoint(tags)
    scripts = list(page.root.iter("script"))
    assert [script.text for script in scripts] in ([], [_script(html)])
    handlers = [name for one in page.root.iter() for name in one.attrib if str(name).lower().startswith("on")]
    assert handlers == []
    assert " ".join(clean(text).split()) in page.sections["What this cannot tell"].text
    assert "49" not in page.title.split()


def _script(html):
    return re.search(r"<script>(.*)</script>\s*</body>", html, flags=re.DOTALL)[1]


def test_the_policy_lets_the_one_script_run_and_no_other():
    html = html_of()
    (policy,) = re.findall(r'http-equiv="Content-Security-Policy" content="([^"]+)"', html)
    digest = base64.b64encode(hashlib.sha256(_script(html).encode()).digest()).decode()
    assert (
        policy
        == f"default-src 'none'; base-uri 'none'; form-action 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'"
    )
    assert html.count("<script") == 1


def test_a_page_begins_with_its_doctype():
    assert html_of().startswith("<!DOCTYPE html>\n<html")


def test_the_skip_link_leads_to_the_answer_and_the_contents_to_each_section():
    page = read_of(voice="coach")
    links = page.attributes("href")
    ids = page.attributes("id")
    assert links[0] == "#answer"
    assert len(links) == len(page.sections) - 1  # the answer by the first, and not how to repeat it
    assert {link.removeprefix("#") for link in links} <= set(ids)
    assert len(ids) == len(set(ids))


def test_how_to_repeat_it_is_there():
    report = whole.whole(command="outgrow report player --toward manager")
    text = page_of(report).sections["To repeat and to check it"].text
    assert "outgrow report player --toward manager" in text
    assert "Aalen, O. O. and Johansen, S. (1978)" in text
    assert "2026-05-04" in page_of(report).text


def test_how_roles_were_read_is_said_once():
    reach = reaches.three_rungs(read_as=(("social media manager", "specialty:social_media"),))
    text = page_of(whole.report_of(reach, **whole.answers())).text
    assert text.count("was read as") == 1


def test_figures_are_drawn_once_for_both_themes_and_twice_for_widths():
    html = html_of()
    svgs = re.findall(r"<svg.*?</svg>", html, flags=re.DOTALL)
    assert {re.search(r'class="chart (\w+)"', svg)[1] for svg in svgs} == {"wide", "narrow"}
    for svg in svgs:
        # a colour that stands alone would be the same in the dark
        assert not re.findall(r'(?:fill|stroke)="(?!none|var\(|transparent|url\()[^"]+"', svg)
        used = set(re.findall(r"var\((--[\w-]+)", svg))
        assert used <= set(re.findall(r"(--[\w-]+):", html))
    for query in ("prefers-color-scheme: dark", "@media print", "max-width: 44rem"):
        assert query in html


def test_a_frame_holds_the_whole_page_escaped():
    html = html_of()
    frame = framed(html)
    (element,) = read(f"<!DOCTYPE html><title>x</title>{frame}").root.iter("iframe")
    assert element.get("srcdoc") == html
    assert element.get("title") == "outgrow report"
    assert whole.whole()._repr_html_() == frame


def test_peers_of_a_role_are_set_beside_it():
    text = read_of().sections["Beside others on the same rung"].text
    assert f"{DIFFERENCE.peers_people:,} people" in text
