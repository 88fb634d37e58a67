"""The report in a terminal: the same answer, plain when piped, never wider than asked."""

import re
import unicodedata
from dataclasses import replace

import pytest
from tests.report import reaches, whole
from tests.report.whole import HOSTILE, MAKERS, VOICES, made

from outgrow.charts.wording import fine_percent, percent
from outgrow.report import render_terminal
from outgrow.report.blocks import bar, bar_lines, year_lines
from outgrow.report.ladder_words import percent_near
from outgrow.report.summaries import Share, next_jobs, places, steps
from outgrow.results import CareersFacts

EVERY = [reaches.three_rungs, reaches.one_target, reaches.by_group, reaches.rounded, reaches.tiny, reaches.empty]


@pytest.mark.parametrize("width", [40, 80, 120])
@pytest.mark.parametrize("make", EVERY)
def test_no_line_is_wider_than_asked(make, width, report_of):
    text = render_terminal(report_of(make()), width=width, color=False)
    assert max(map(len, text.splitlines())) <= width
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\x1b" not in text


def test_simulated_careers_are_the_first_line(report_of):
    text = render_terminal(report_of(reaches.three_rungs()), width=80, color=False)
    assert text.splitlines()[0] == "SIMULATED CAREERS: nobody lived them"
    assert "SIMULATED" not in render_terminal(report_of(reaches.one_target()), width=80, color=False)


def test_the_answer_the_table_and_the_command_are_there(report_of):
    report = report_of(reaches.one_target())
    text = render_terminal(report, width=80, color=False)
    flat = " ".join(text.split())
    assert report.answer.claim in flat
    for said in ("10 years", "10% to 17%", "177 at risk", "What this cannot tell", "From 640 people", report.command):
        assert said in flat
    assert "because" not in flat


@pytest.mark.parametrize("width", [40, 80])
def test_short_group_names_do_not_break_the_counts_beside_them(width, report_of):
    """At F and M the column was one letter wide and "455 people" ran down the page."""
    reach = reaches.by_group()
    curves = tuple(
        replace(curve, group={"sex": name}) for curve, name in zip(reach.curves, ("F", "M", "X"), strict=True)
    )
    lines = render_terminal(report_of(replace(reach, curves=curves)), width=width, color=False).splitlines()
    assert any(line.startswith("702 people") for line in lines)
    assert any(line.startswith("455 people") for line in lines)


def test_hostile_titles_neither_mark_up_nor_drive_the_terminal(report_of):
    reach = replace(reaches.one_target(), read_as=(("\x1b[2Jninja", "level:\x1b[2Jx"),), titles=(("[red]\x07t", 12),))
    text = render_terminal(report_of(reach), width=80, color=False)
    assert not any(unicodedata.category(char) == "Cc" and char != "\n" for char in text)
    assert "[red]t" in text


def test_colour_is_only_there_when_asked(report_of):
    assert "\x1b[" in render_terminal(report_of(reaches.one_target()), width=80, color=True)


def test_hostile_text_neither_marks_up_nor_drives_the_terminal(report_of):
    careers = CareersFacts("\x1b]0;owned\x07[red]x[/red]", "real", 10, 10, 0, None, 0, ("[bold]note\x1b[2J",))
    report = report_of(replace(reaches.one_target(), careers=careers), role="a\x1b[31mb [red]c", command="x\x1b[2Jy")
    text = render_terminal(report, width=80, color=False)
    assert not any(unicodedata.category(char) == "Cc" and char != "\n" for char in text)
    assert "[red]x[/red]" in text
    assert "[bold]note" in text


def test_a_long_role_is_broken_not_cut(report_of):
    report = report_of(reaches.one_target(), role="x" * 200)
    text = render_terminal(report, width=80, color=False)
    assert max(map(len, text.splitlines())) <= 80
    assert "".join(text.split()).count("x" * 200) == 1


NOT_GIVEN = "No careers were given, so these are the built-in ones; give yours with --careers."
#: Headings in the order in which a reader asks.
SECTIONS = [
    "The ladder: ",
    "Estimated chance by years",
    "Years until a share",
    "Where they are ",
    "What came next, ",
    "Beside others on the same rung",
    "Who gets further: the broadened or the focused",
    "Questions to ask",
    "How far the answer moves",
    "Who was counted",
    "What this cannot tell",
    "How this was made",
]


@pytest.mark.parametrize("width", [40, 57, 80, 100])
@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("name", MAKERS)
def test_no_line_of_a_whole_report_is_wider_than_asked(name, voice, width):
    text = render_terminal(made(name, voice), width=width)
    assert max(map(len, text.splitlines())) <= width
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\x1b" not in text
    assert "\n\n\n" not in text
    assert "—" not in text
    assert not re.search(r"\b(?:because|leads? to|caus(?:es|ed))\b|\bNone\b|\bnan\b", text.replace("not causes", ""))


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_stay_text_in_a_whole_report(name, voice):
    for width in (40, 80):
        text = render_terminal(whole.named(HOSTILE[name], voice), width=width)
        assert max(map(len, text.splitlines())) <= width
        assert not any(unicodedata.category(char) in ("Cc", "Cf") and char != "\n" for char in text)


def test_simulated_and_not_given_is_the_first_thing_said():
    text = render_terminal(whole.whole(given=False), width=80)
    assert text.startswith("SIMULATED CAREERS: nobody lived them. No careers were given, ")
    assert NOT_GIVEN in " ".join(text.split())
    assert render_terminal(whole.comparison(), width=80).startswith("SIMULATED CAREERS: nobody lived them\n\n")
    assert NOT_GIVEN not in " ".join(render_terminal(whole.whole(), width=80).split())


@pytest.mark.parametrize("voice", VOICES)
def test_sections_stand_in_the_order_in_which_a_reader_asks(voice):
    lines = render_terminal(whole.whole(voice), width=100).splitlines()
    asked = [name for name in SECTIONS if voice == "coach" or name != "Questions to ask"]
    full = {"Where they are ": "Where they are, ", "What came next, ": "How a stay goes on"}
    full = full if voice == "analyst" else {}
    found = [next(n for n, line in enumerate(lines) if line.startswith(full.get(name, name))) for name in asked]
    assert found == sorted(found)
    assert voice == "coach" or not any(line == "Questions to ask" for line in lines)


def test_the_answer_stands_first_and_is_worded_for_the_reader():
    for voice in VOICES:
        report = whole.whole(voice)
        flat = " ".join(render_terminal(report, width=80).split())
        said = " ".join(report.words(report.answer).split())
        assert said in flat
        assert flat.index(said) < flat.index("The ladder")
    assert "Questions to ask" in render_terminal(whole.whole("coach"))


def test_a_report_for_a_person_is_short_and_one_for_an_analyst_whole():
    person, analyst = (render_terminal(whole.whole(voice), width=80) for voice in ("person", "analyst"))
    assert len(person.splitlines()) < 150
    assert "Thresholds: " in analyst
    assert "at risk" in analyst
    assert "Thresholds: " not in person
    assert person.index("where they start") < person.index("Estimated chance")


@pytest.mark.parametrize("name", ["whole", "protected", "one target", "high", "grouped", "tiny", "cannot tell"])
@pytest.mark.parametrize("voice", VOICES)
def test_every_percentage_comes_from_an_answer(name, voice):
    report = made(name, voice)
    shares = set(whole.shares_of(report.as_json()))
    told = {percent(share) for share in shares if share >= 0} | {"95%", "10%"}
    told |= {percent_near(share, near) for share in shares for near in (None, 0.1)}
    told |= {fine_percent(share) for share in shares}
    told = {text.removeprefix("under ").removeprefix("over ") for text in told}
    because = report.verdict.because if report.verdict else ""
    told |= set(re.findall(r"[\d.]+%", because))
    text = render_terminal(report, width=100)
    assert set(re.findall(r"[\d.]+%", text)) <= told
    assert len(re.findall(r"[\d.]+%", text)) > 10


def test_places_and_next_jobs_are_the_numbers_of_their_findings():
    report = whole.whole()
    (where,), (following,) = places(report), next_jobs(report)
    place, coming = report.of("place")[0], report.of("next")[0]
    assert where.title == "Where they are 10 years on"
    assert where.rows[0].estimate == place.number
    assert (following.rows[0].name, following.rows[0].estimate) == ("Social media, senior", coming.number)
    assert [row.name for row in following.rows[-2:]] == ["Out: no job next", "Still in the role"]
    assert following.heading.endswith(", of 1,013 stays (95% intervals)")
    (fewer,) = next_jobs(report, most=1)
    assert len(fewer.rows) == len(following.rows) - 2
    assert fewer.more.startswith("2 more next jobs, each ")


def test_the_time_of_each_step_is_that_of_its_finding_or_cannot_be_told():
    rows = {row.name: row for row in steps(whole.whole())}
    first = rows["Manager or higher"]
    assert first.said.startswith("one in ten within ")
    assert rows["Executive"].said.startswith("one in ten not within ")
    assert rows["Executive"].times == (None, None, None)


def test_who_is_counted_where_places_are_told_is_said_where_it_differs():
    text = " ".join(render_terminal(whole.whole()).split())
    assert (
        "Where they are: of 1,264 people, as those who had held one of the targets before are counted there too."
        in text
    )
    alone = whole.whole(occupancy=None)
    assert "Where they are" not in render_terminal(alone)


def test_what_is_left_out_is_said_with_the_reason():
    text = " ".join(render_terminal(made("left out", "person")).split())
    assert "Left out: Where people are. It would show fewer people than the limit." in text


def test_roles_stand_side_by_side_with_the_people_counted_and_what_holds_for_all_once():
    text = render_terminal(whole.comparison(), width=80)
    flat = " ".join(text.split())
    assert "People counted 1,204 1,204 1,204" in flat
    assert "Verdict a path with a a path with a a path with a" in flat
    assert "Left out: producer. Nearly everyone who held it held 'editor' too." in flat
    assert text.count("Associations, not causes.") == 1
    assert flat.count("Editor: 1,204 people, of 20,000 in the data.") == 1
    assert flat.endswith('To repeat it: outgrow report "social media manager" --careers demo editor')


def test_bars_are_solid_to_the_low_end_and_shaded_to_the_high_end():
    assert bar(0.25, 0.5, 1.0, 8) == "██▒▒"
    assert bar(None, 0.5, 1.0, 8) == ""
    assert bar(0.0, 0.0, 1.0, 8) == ""
    assert bar(0.001, 0.002, 1.0, 8) == "▒"
    rows = [Share("Manager", 0.5, 0.4, 0.6), Share("Between jobs", 0.02, 0.01, 0.03)]
    assert bar_lines(rows, 60) == [
        "Manager       50% (40% to 60%)  ███████████████████▒▒▒▒▒▒▒▒▒",
        "Between jobs  2% (1% to 3%)     ▒",
    ]
    assert bar_lines([], 60) == []
    assert all(len(line) <= 40 for line in bar_lines([Share("word " * 20, 0.5, 0.4, 0.6)], 40))


def test_years_are_one_block_each_on_one_scale():
    assert year_lines([("Up", [0.1, 0.2, 0.4]), ("Out", [None, 0.0, 0.001])]) == [
        "Year  1    3",
        "Up    ▂▂▄▄██",
        "Out       ▁▁",
    ]
    assert year_lines([("Up", [None])]) == []
