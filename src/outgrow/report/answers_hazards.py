"""Hazard ratios in words, for a terminal: what goes with reaching a target, how sure that is, and what would undo it.

In: a released Hazards. Out: lines on a `Page`. Start at `hazards_claim`. Things *go with* a hazard; nothing here says why.
"""

from __future__ import annotations

from typing import Final

from outgrow.charts.wording import clean, joined, people, percent, role_phrase, sentence, target_name
from outgrow.months import span
from outgrow.report.page import Page
from outgrow.results import Hazards, Term

__all__ = ["hazards_claim", "hazards_table", "tells_apart"]

_MOST: Final = 3
#: p-values under this are given as under it, and those under the next say that something is off.
_LEAST_P: Final = 0.001
_DOUBT: Final = 0.05


def hazards_claim(page: Page, answer: Hazards) -> None:
    """Say the ratios of the first covariate that has any."""
    told = [term for term in answer.terms if term.status == "estimated" and term.lower is not None]
    first = [term for term in told if term.covariate == told[0].covariate] if told else []
    # by time the bands of one category are said before the next
    values = list(dict.fromkeys(term.value for term in first))
    first = sorted(first, key=lambda term: values.index(term.value))[:_MOST]
    if not first:
        counted = people(answer.people, limit=answer.min_cell or 1)
        what = "has an interval" if any(term.status == "estimated" for term in answer.terms) else "can be shown"
        page.say(f"Cannot tell. Of {counted} followed after {role_phrase(answer.role)}, no ratio {what}.", style="bold")
        return
    others = [clean(name) for name in answer.covariates if name != first[0].covariate and tells_apart(answer, name)]
    alike = f", {joined(others)} being alike" if others else ""
    for number, term in enumerate(first):
        assert term.ratio is not None
        assert term.lower is not None
        assert term.upper is not None
        coverage = f"{percent(answer.settings.coverage)} interval " if not number else ""
        when = "" if term.band is None else f" {term.band} after entry"
        page.say(
            f"{sentence(clean(f'{term.covariate}: {term.value}'))} goes with {_times(term.ratio)} the monthly chance of reaching "
            f"{target_name(answer.toward)} that {clean(term.reference)} goes with{when} ({coverage}{_number(term.lower)} to "
            f"{_number(term.upper)}){alike}.",
            style="bold",
        )


def tells_apart(answer: Hazards, name: str) -> bool:
    """Say whether a covariate has more than one category, shown or not."""
    hidden = any(one.group.endswith(f" of {name}") for one in answer.suppressed)
    return hidden or any(term.covariate == name for term in answer.terms)


def hazards_table(page: Page, answer: Hazards) -> None:
    """List every ratio, and say what the checks found."""
    from rich import box
    from rich.table import Table

    for name in answer.covariates:
        terms = [term for term in answer.terms if term.covariate == name]
        references = [one for one in answer.references if one.covariate == name]
        if not terms or not references:
            continue
        by_time = ", by time since entry" if name in answer.by_time else ""
        page.heading(f"{sentence(clean(name))}, against {clean(references[0].value)}{by_time}")
        table = Table(box=box.SIMPLE_HEAD, pad_edge=False, padding=(0, 2, 0, 0), show_edge=False)
        table.add_column("", overflow="fold")
        for column in ("Ratio", "Interval", "E-value", "of limit", "Reached it"):
            table.add_column(column, justify="right", no_wrap=True)
        if by_time:
            # bands of one category together, so that its ratios can be followed through time
            for value in dict.fromkeys(term.value for term in terms):
                table.add_row(clean(value))
                for term in terms:
                    if term.value == value:
                        table.add_row(f"  {term.band}", *_cells(term), f"{term.events:,}")
            table.add_row(clean(references[0].value))
        else:
            for term in terms:
                table.add_row(clean(term.value), *_cells(term), f"{term.events:,}")
        for one in references:
            table.add_row(clean(one.value) if one.band is None else f"  {one.band}", "1", "", "", "", f"{one.events:,}")
        page.draw(table)
    if not answer.terms:
        return
    page.blank()
    page.say(
        f"Ratio: of monthly chances, for {answer.events:,} people who reached it in {answer.person_months:,} months at risk "
        f"(time since entry in pieces of {span(answer.piece_months)}). E-value: something not known here would have to go both "
        "with the category and with reaching it by this ratio of risks to make all of the ratio; of limit: to make its limit "
        f"nearer 1. {_formula(answer)}"
    )
    page.heading("Checks")
    for text in _checks(answer):
        page.item(text)


def _cells(term: Term) -> tuple[str, str, str, str]:
    if term.status == "nobody at risk":
        return "", "nobody at risk", "", ""
    if term.status in ("not told apart", "separated"):
        return "unknown", "", "", ""
    ratio = "unknown" if term.ratio is None else _number(term.ratio)
    bounds = "" if term.lower is None or term.upper is None else f"{_number(term.lower)} to {_number(term.upper)}"
    values = ("" if value is None else _number(value) for value in (term.e_value, term.e_value_limit))
    return (ratio, bounds, *values)  # type: ignore[return-value]


def _number(value: float) -> str:
    return f"{value:.2f}" if value < 9.995 else f"{value:,.0f}"


def _times(value: float) -> str:
    return f"{_number(value)} times"


def _formula(answer: Hazards) -> str:
    if answer.rare:
        return "At most 15% of entrants reach it in the time seen, so a ratio of hazards is taken for one of risks."
    return "More than 15% of entrants reach it in the time seen, so ratios of hazards are first turned into ratios of risks."


def _checks(answer: Hazards) -> list[str]:
    found = []
    for test in answer.interactions:
        degrees = f"{test.freedom} degree{'' if test.freedom == 1 else 's'} of freedom"
        name, p = sentence(clean(test.covariate)), f"p {_p(test.p_value)}, {degrees}"
        if test.p_value < _DOUBT:
            found.append(f"{name}: its ratios differ between bands of time by more than chance ({p}).")
        else:
            found.append(
                f"{name}: no sign that its ratios differ between bands of time ({p}), so that one ratio for all of it may do."
            )
    for check in answer.proportionality:
        p = f"p {_p(check.p_value)}"
        if check.p_value < _DOUBT:
            changes = [
                f"{clean(term.value)} {_number(term.early)} before, {_number(term.late)} after"
                for term in answer.terms
                if term.covariate == check.covariate and term.early is not None and term.late is not None
            ]
            told = f": {'; '.join(changes)}" if changes else ""
            found.append(
                f"{sentence(clean(check.covariate))}: its ratios seem to change with time, so that one number for all of it "
                f"says too little ({p}; parted at {span(check.split_months)}){told}. --with {clean(check.covariate)}:time "
                "tells them by time."
            )
        else:
            found.append(f"{sentence(clean(check.covariate))}: no sign that its ratios change with time ({p}).")
    if answer.dispersion is not None:
        p = f"p {_p(answer.dispersion.p_value)}"
        if answer.dispersion.p_value < _DOUBT:
            found.append(
                f"People of like risk by these ratios do not fare as the ratios say, by more than chance: ratios do not "
                f"multiply, or something that goes with them is not among them ({p}). One ratio for all then says too little."
            )
        else:
            found.append(f"People of like risk by these ratios fare as the ratios say, but for chance ({p}).")
    if found:
        return found
    if answer.weighted:
        return ["With weights there is none: the tests are of people of whom each counts as one."]
    if answer.suppressed:
        return ["Not shown, since they would tell of the categories that are left out."]
    return ["Too few reached it, or all in one stretch of time: nothing can be checked."]


def _p(value: float) -> str:
    return f"under {_LEAST_P:g}" if value < _LEAST_P else f"{value:.2g}"
