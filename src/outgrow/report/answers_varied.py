"""How far an answer moves under other choices, for a terminal: a table for each rule, numbers by values.

In: ``varied`` as in JSON. Out: lines on a `Page`. Start at `varied_table`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any, Final

from outgrow.charts.wording import clean, joined
from outgrow.report.answers_time import parts, short
from outgrow.report.page import Page

__all__ = ["varied_table", "varied_text"]

#: What a rule that is changed is called.
_RULES: Final = {
    "after-last": "What follows the last job",
    "main-job": "Which of several jobs at once is the main one",
    "gap": "Gaps between jobs that are bridged",
    "horizon": "Years after entry",
    "last-month": "Last month of follow-up",
    "landmark": "Time at which groups are told",
}
_MOST_ROWS: Final = 12
_NOT_SHOWN: Final = "hidden"
_NO_ANSWER: Final = "none"
#: Beside a number from an earlier month than its row asks about.
_EARLIER: Final = "*"
#: A value longer than this is broken into lines at the head of its column.
_LONG: Final = 11


def varied_text(varied: Sequence[Mapping[str, Any]], *, width: int = 80, color: bool = False) -> str:
    """Say how far an answer moves under other choices; nothing where none was made.

    Parameters
    ----------
    varied : sequence of mapping
        As ``varied`` in JSON.
    width : int, default 80
        Columns; at least 40.
    color : bool, default False
        Whether to mark up with ANSI colours.
    """
    if not varied:
        return ""
    page = Page(width, color=color)
    varied_table(page, varied)
    return page.text()


def varied_table(page: Page, varied: Sequence[Mapping[str, Any]]) -> None:
    """Draw the answer's numbers under each value of each rule that was changed."""
    if not varied:
        return
    page.heading("How far the answer moves")
    for number, (rule, rows) in enumerate(groupby(varied, key=lambda row: str(row["rule"]))):
        if number:
            page.blank()
        _rule(page, rule, list(rows))


def _rule(page: Page, rule: str, variants: list[Mapping[str, Any]]) -> None:
    page.say(f"{_RULES.get(rule, rule)} (--vary {rule})", style="bold")
    names = list(dict.fromkeys(line["name"] for variant in variants for line in variant["numbers"]))
    table = {name: [_found(variant, name) for variant in variants] for name in names}
    told = {name: lines for name, lines in table.items() if any(line and _told(line) for line in lines)}
    for name, lines in told.items():
        words = [line["said"] if line else None for line in lines]
        if words[0] is not None:
            page.say(_changed(name, words, variants))
    numbers = {name: lines for name, lines in told.items() if not any(line and line["said"] for line in lines)}
    if not numbers:
        if not told:
            page.say("No number can be shown.")
        _reasons(page, variants)
        return
    kept = list(numbers)[:_MOST_ROWS]
    _draw(page, {name: numbers[name] for name in kept}, variants)
    said = ["First column: as asked. Intervals are in --json."]
    if len(kept) < len(numbers):
        said.append(f"{len(numbers) - len(kept)} more rows are there too.")
    if any(variant["suppressed"] for variant in variants):
        said.append(f"{_NOT_SHOWN.capitalize()}: it would show a few people by subtraction.")
    if any(line and _earlier(line) for name in kept for line in numbers[name]):
        said.append(f"{_EARLIER} From the last month shown before the one asked about; which, is in --json.")
    page.say(" ".join(said))
    _reasons(page, variants)


def _reasons(page: Page, variants: Sequence[Mapping[str, Any]]) -> None:
    """Say why there is no answer under some values."""
    for variant in variants:
        if variant["reason"]:
            page.say(f"No answer under {clean(variant['value'])}: {clean(variant['reason']).rstrip('.')}.")


def _earlier(line: Mapping[str, Any]) -> bool:
    own, asked = line["months"], line["asked_months"]
    return own is not None and asked is not None and own < asked


def _found(variant: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    return next((line for line in variant["numbers"] if line["name"] == name), None)


def _told(line: Mapping[str, Any]) -> bool:
    return line["estimate"] is not None or line["said"] is not None


def _changed(name: str, words: Sequence[str | None], variants: Sequence[Mapping[str, Any]]) -> str:
    """Say whether a word of the answer is another one under some values."""
    others = {
        word: [clean(variant["value"]) for variant, said in zip(variants, words, strict=True) if said == word]
        for word in dict.fromkeys(words[1:])
        if word is not None and word != words[0]
    }
    start = f"{clean(name).capitalize()}: {clean(words[0])} ({clean(variants[0]['value'])}, as asked)"
    if not others:
        return f"{start}, and the same otherwise."
    return f"{start}; {'; '.join(f'{clean(word)} ({joined(values)})' for word, values in others.items())}."


def _draw(
    page: Page, rows: Mapping[str, Sequence[Mapping[str, Any] | None]], variants: list[Mapping[str, Any]]
) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    labels = [clean(variant["value"]) for variant in variants]
    names = {name: _name(name, lines) for name, lines in rows.items()}
    cells = [[_cell(line, variant) for line, variant in zip(lines, variants, strict=True)] for lines in rows.values()]
    room = min(max(len(name) for name in names.values()), max(page.width // 3, 13))
    widths = [
        max(7, *map(len, label.split() if len(label) > _LONG else [label]), *(len(row[place]) for row in cells)) + 1
        for place, label in enumerate(labels)
    ]
    for number, places in enumerate(parts(widths, page.width - room)):
        if number:
            page.blank()
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=0, show_edge=False)
        table.add_column("", width=room, overflow="fold")
        for place in places:
            table.add_column(Text(labels[place], justify="right"), justify="right", width=widths[place])
        for name, row in zip(names.values(), cells, strict=True):
            table.add_row(Text(name), *(row[place] for place in places))
        page.draw(table)


def _name(name: str, lines: Sequence[Mapping[str, Any] | None]) -> str:
    unit = next((line.get("unit") for line in lines if line), None)
    return f"{clean(name)}{', points' if unit == 'difference' else ''}"


def _cell(line: Mapping[str, Any] | None, variant: Mapping[str, Any]) -> str:
    if line is None:
        return _NOT_SHOWN if variant["suppressed"] else _NO_ANSWER if variant["reason"] else ""
    value, unit = line["estimate"], line.get("unit")
    if value is None:
        return "unknown"
    if unit == "months":
        full, rest = divmod(round(value), 12)
        return f"{full}y {rest}m"
    if unit == "ratio":
        return f"{value:.2f}"
    return f"{f'{100 * value:+.1f}' if unit == 'difference' else short(value)}{_EARLIER if _earlier(line) else ''}"
