"""The report as Markdown: it renders as it should wherever it is pasted, and whatever comes from outside is text."""

from __future__ import annotations

import re
from itertools import pairwise

import pytest
from markdown_it import MarkdownIt
from tests.report import reaches, whole
from tests.report.whole import HOSTILE, MAKERS, VOICES, made

from outgrow.charts.wording import clean, fine_percent, percent
from outgrow.report.ladder_words import percent_near
from outgrow.report.markdown import render_markdown
from outgrow.report.markdown_text import LONGEST, Sheet, escaped, fenced

#: What a report is made of; anything else was let in by a name.
KNOWN = {
    *(
        f"{part}_{end}"
        for part in ("heading", "paragraph", "bullet_list", "list_item", "strong")
        for end in ("open", "close")
    ),
    *(f"{part}_{end}" for part in ("table", "thead", "tbody", "tr", "th", "td") for end in ("open", "close")),
    "inline",
    "text",
    "text_special",
    "fence",
}


def parsed(text, *, html=False):
    return MarkdownIt("commonmark", {"html": html}).enable(["table", "strikethrough"]).parse(text)


def flattened(tokens):
    for token in tokens:
        yield token
        yield from flattened(token.children or ())


def shown(tokens):
    """The text that a reader sees, a line for each block."""
    return [
        "".join(child.content for child in token.children) if token.type == "inline" else token.content
        for token in tokens
        if token.type in ("inline", "fence")
    ]


def headings(tokens):
    return [after.content for before, after in pairwise(tokens) if before.type == "heading_open"]


@pytest.mark.parametrize("voice", VOICES)
def test_how_long_a_stay_lasts_and_how_it_ends_are_told(voice):
    for report, heading in (
        (whole.whole(voice), "What comes next"),
        (whole.whole(voice, next_jobs=None), "How long a stay"),
    ):
        text = "\n".join(shown(parsed(render_markdown(report))))
        for kind in ("stay", "ending"):
            (finding,) = report.of(kind)
            assert text.index(heading) < text.index(report.words(finding))


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("name", MAKERS)
def test_a_report_consists_of_headings_paragraphs_lists_tables_and_fences(name, voice):
    text = render_markdown(made(name, voice))
    for html in (False, True):
        tokens = parsed(text, html=html)
        assert {token.type for token in flattened(tokens)} <= KNOWN
    assert text.endswith("\n")
    assert not text.endswith("\n\n")
    assert "\n\n\n" not in text
    assert "—" not in text
    assert not re.search(r"\b(?:because|leads? to|caus(?:es|ed))\b|\bNone\b|\bnan\b", text.replace("not causes", ""))
    fences = [token for token in tokens if token.type == "fence"]
    assert fences[-1].content.startswith("outgrow report")


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize("name", HOSTILE)
def test_names_from_outside_show_as_text(name, voice):
    text = render_markdown(whole.named(HOSTILE[name], voice))
    for html in (False, True):
        tokens = parsed(text, html=html)
        assert {token.type for token in flattened(tokens)} <= KNOWN
    seen = " ".join(shown(tokens))
    wanted = clean(HOSTILE[name])
    assert (wanted if len(wanted) <= LONGEST else f"{wanted[:LONGEST].rstrip()}…") in seen
    head = headings(tokens)
    assert head[-1] == "How this was made"
    assert len(head) == len(headings(parsed(render_markdown(whole.named("editor", voice)))))


@pytest.mark.parametrize(
    "text", [*HOSTILE.values(), "", "\\", "a\\", "+ x", "2) x", "12. x", "$a$", "#1", "> q", "![x]", "***"]
)
def test_escaped_text_is_read_back_as_it_was(text):
    tokens = parsed(escaped(text), html=True)
    assert "".join(shown(tokens)) == clean(text)
    assert [token.type for token in tokens] in ([], ["paragraph_open", "inline", "paragraph_close"])
    cell = Sheet()
    cell.table(("Name", "Number"), [(text, "1")])
    rows = parsed(str(cell), html=True)
    assert sum(token.type == "tr_open" for token in rows) == 2
    assert sum(token.type == "td_open" for token in rows) == 2
    assert shown(rows)[2:] == [cell.short(text), "1"]


def test_a_fence_is_longer_than_any_within():
    text = fenced(["```", "````x", "plain"])
    (token,) = parsed(text)
    assert token.type == "fence"
    assert token.content == "```\n````x\nplain\n"


def test_long_names_are_cut_wherever_they_are_said_and_numbers_stay():
    name = "word " * 2_000
    text = render_markdown(whole.named(name))
    outside_fences = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    assert max(map(len, outside_fences.splitlines())) < 5_000
    assert "702" in outside_fences
    assert clean(name) in text  # the command is whole, or it would not repeat anything


def test_the_first_line_says_simulated_and_not_given():
    first = render_markdown(whole.whole(given=False)).splitlines()[0]
    assert first == (
        "**SIMULATED CAREERS: nobody lived them. No careers were given, so these are the built-in ones; give yours with "
        "--careers.**"
    )
    assert render_markdown(whole.comparison()).splitlines()[0] == "**SIMULATED CAREERS: nobody lived them**"
    assert render_markdown(whole.protected()).splitlines()[0].startswith("# ")


@pytest.mark.parametrize("voice", VOICES)
def test_sections_stand_in_order_and_the_answer_is_strong(voice):
    report = whole.whole(voice)
    tokens = parsed(render_markdown(report))
    asked = [
        "Social media manager: where it leads",
        "Where it tops out",
        "How long it takes",
        "Where people are later",
        "What comes next",
        "What the job turns into",
        "Beside others on the same rung",
        "Who gets further: the broadened or the focused",
        "Who made it, and by which jobs",
        "Which skills last",
        *(["Questions to ask"] if voice == "coach" else []),
        "How far the answer moves",
        "Who was counted",
        "What this cannot tell",
        "How this was made",
    ]
    assert headings(tokens) == asked
    strong = [
        token
        for token in tokens
        if token.type == "inline" and token.children[1:2] and token.children[1].type == "strong_open"
    ]
    assert "".join(child.content for child in strong[1].children) == report.words(report.answer)


def test_numbers_stand_at_the_right_and_each_table_says_who_was_counted():
    text = render_markdown(whole.whole())
    tokens = parsed(text)
    styles = [token.attrs.get("style") for token in tokens if token.type == "td_open"]
    assert styles.count("text-align:right") > len(styles) / 2
    blocks = text.split("\n\n")
    for before, table in pairwise(blocks):
        if table.startswith("| ") and "%" in table:
            assert "95% interval" in before
            assert re.search(r"\d (?:people|stays)", before) or re.search(r"\| (?:People counted|Counted) \|", table)


@pytest.mark.parametrize("name", ["whole", "protected", "high", "grouped", "compared", "cannot tell"])
def test_every_percentage_comes_from_an_answer(name):
    report = made(name, "person")
    shares = set(whole.shares_of(report.as_json()))
    told = {percent(share) for share in shares if share >= 0} | {"95%", "10%"}
    told |= {percent_near(share, near) for share in shares for near in (None, 0.1)}
    told |= {fine_percent(share) for share in shares}
    told = {text.removeprefix("under ").removeprefix("over ") for text in told}
    found = set(re.findall(r"[\d.]+%", render_markdown(report)))
    assert found <= told
    assert len(found) > 8


def test_roles_are_rows_of_one_table():
    comparison = whole.comparison(count=6)
    tokens = parsed(render_markdown(comparison))
    assert sum(token.type == "tr_open" for token in tokens) == 7
    assert headings(tokens)[0].startswith("Social media manager, brand manager, editor")
    text = " ".join(shown(tokens))
    assert "Left out: producer. Nearly everyone who held it held 'editor' too." in text
    assert text.count("Associations, not causes.") == 1
    assert "the people counted for it" in text


def test_a_reach_by_itself_is_a_report_too(report_of):
    for make in (
        reaches.three_rungs,
        reaches.one_target,
        reaches.by_group,
        reaches.rounded,
        reaches.tiny,
        reaches.empty,
    ):
        report = report_of(make())
        text = render_markdown(report)
        assert {token.type for token in flattened(parsed(text, html=True))} <= KNOWN
        assert text.count(report.command) == 1
