"""From a role to its report: which rungs lie above, one reach for all of them, released, and put into words."""

from __future__ import annotations

import datetime
from dataclasses import fields, replace
from typing import TYPE_CHECKING, Any, Literal

from outgrow.ask import reach
from outgrow.careers import read_careers
from outgrow.disclosure import comparable, release
from outgrow.errors import InputError
from outgrow.report.document import Report, build_report
from outgrow.report.findings import Variant
from outgrow.report.repeat import typed_command
from outgrow.schema import rungs_above
from outgrow.settings import Settings
from outgrow.titles.held import titles_of
from outgrow.titles.roles import parse_role
from outgrow.titles.rungs import own_rung

if TYPE_CHECKING:
    from outgrow.careers import Careers
    from outgrow.results import Reach
    from outgrow.titles.roles import Role

__all__ = ["make_report"]


def make_report(
    role: str,
    *,
    toward: str | None = None,
    careers: Any = "demo",
    people: Any = None,
    min_cell: int | None = None,
    command: str | None = None,
    made: datetime.date | None = None,
    **settings: Any,
) -> Report:
    """Report on a role: where it leads, who was counted, how it was made.

    Parameters
    ----------
    role : str
        The role whose entry starts the clock.
    toward : str, optional
        One target. Default: every rung above the role's own, for people who held none of them before.
    careers : Careers or any source of `outgrow.read_careers`, default "demo"
        The career histories.
    people : str, Path or frame, optional
        Their table of people, where it is not part of `careers`.
    min_cell : int, optional
        The smallest count shown. Default: that of `outgrow.disclosure.default_min_cell`.
    command : str, optional
        The line to type to repeat it.
    made : date, optional
        The day it was made. Default: this day.
    **settings
        As `outgrow.Settings`.

    Returns
    -------
    Report
        With `to_html` for the page and text when printed.

    Raises
    ------
    InputError
        Without `toward`: the role's own level is unknown, or nothing lies above it.
    """
    source = read_careers(careers, people)
    pattern = parse_role(role)
    targets = [toward] if toward is not None else _above(source, pattern)
    exact = reach(pattern, toward=targets, careers=source, **settings)
    exact = replace(exact, titles=titles_of(source, pattern))
    others: dict[Literal["owners", "ongoing"], Reach] = {}
    if not settings.get("owners"):
        others["owners"] = reach(pattern, toward=targets, careers=source, **{**settings, "owners": True})
    if _has_open_ends(source):
        others["ongoing"] = reach(pattern, toward=targets, careers=source, ongoing="own", **settings)
    # two answers that differ by a few people would show those few
    variants = [
        Variant(name, release(other, min_cell))
        for name, other in others.items()
        if _differs(exact, other) and comparable(exact, other, min_cell)
    ]
    return build_report(
        role,
        release(exact, min_cell),
        command=command or _command(role, toward, source, min_cell, settings),
        made=made or datetime.date.today(),
        variants=tuple(variants),
    )


def _differs(exact: Reach, other: Reach) -> bool:
    assert exact.tally is not None
    assert other.tally is not None
    return bool(not exact.tally.table.equals(other.tally.table))


def _above(careers: Careers, role: Role) -> list[str]:
    rung = own_rung(careers, role)
    if rung is None:
        raise InputError(
            f"no level is known for most of those in '{role.text}', so outgrow cannot tell what lies above it.",
            do="name a role to reach, for example --toward rung:director+",
        )
    above = rungs_above(rung)
    if not above:
        raise InputError(
            f"'{role.text}' is on the top rung already, so no rung lies above it.",
            do="name a role to reach, for example --toward level:chief",
        )
    return [f"rung:{name}+" for name in above]


def _has_open_ends(careers: Careers) -> bool:
    """Tell whether anyone with an ongoing job is followed only by the rule, to the last month of the data."""
    if not careers.counts.ongoing:
        return False
    if careers.people is None:
        return True
    ongoing = careers.spells.filter(careers.spells.end.isnull()).select("person").distinct()
    known = careers.people.filter(careers.people.observed_until.notnull() | careers.people.exited.notnull())
    return bool(ongoing.anti_join(known, "person").limit(1).count().to_pyarrow().as_py())


def _command(role: str, toward: str | None, careers: Careers, min_cell: int | None, settings: dict[str, Any]) -> str:
    """Write the command that asks the same of careers of that name."""
    words = ["report", role, *(["--toward", toward] if toward else []), "--careers", careers.name]
    for field in fields(Settings):
        value = settings.get(field.name, field.default)
        if value != field.default:
            option = f"--{field.name.replace('_', '-')}"
            words += [option] if value is True else [option, str(value)]
    words += [] if min_cell is None else ["--min-cell", str(min_cell)]
    return typed_command(words)
