"""Waves of a panel survey into jobs: what somebody did in a wave, for as long as the wave stands for.

In: rows of persons and waves, dates read. Out: a row for each wave with a job, and when people were observed. On the engine that
holds the table: two orderings of each person's waves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from outgrow.careers.raw import REFUSED, ROW
from outgrow.careers.records.dates import month_text_of
from outgrow.engine import fetched, number, store
from outgrow.errors import UnreadableSource
from outgrow.schema import START_UNKNOWN

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

__all__ = ["Waves", "jobs_of_waves", "title_of_states"]

TWO_STATES: Final = "several states at once"
NO_STATE: Final = "is neither 0 nor 1"
TWICE: Final = "another row of the same person and wave comes before it"
NO_WAVE: Final = "no wave that can be read as a year or a date"
_YEAR: Final = 12
#: Times the length of a wave after which the next one is not the next.
_LATE: Final = 1.5


@dataclass(frozen=True, slots=True)
class Waves:
    """Jobs made of waves.

    Parameters
    ----------
    jobs : ibis.Table
        `ROW`, ``person``, ``start`` and ``end`` as text, the columns that were asked for, and `REFUSED`.
    observed : ibis.Table
        ``person, observed_from, observed_until``: month numbers of the first wave and of the end of the last.
    notes : tuple of str
        What must be said of how waves were read.
    joined : int
        Waves in which somebody held no job.
    """

    jobs: ibis.Table
    observed: ibis.Table
    notes: tuple[str, ...]
    joined: int


def title_of_states(table: ibis.Table, states: Mapping[str, str]) -> tuple[ir.StringValue, ir.StringValue]:
    """Return the title that columns of 0 and 1 say, and why they say none: null where they say one or nothing.

    Parameters
    ----------
    table : ibis.Table
        With the columns.
    states : mapping of str to str
        Column to title.
    """
    import ibis

    texts = {name: table[name].cast("string").strip() for name in states}
    held = {name: text.isin(["1", "1.0", "true", "True"]).fill_null(False) for name, text in texts.items()}
    plain = [text.isin(["0", "0.0", "false", "False", ""]).fill_null(True) | held[name] for name, text in texts.items()]
    count = sum((flag.ifelse(1, 0) for flag in held.values()), ibis.literal(0))
    title = ibis.cases(*((held[name], title) for name, title in states.items()), else_=ibis.null("string"))
    odd = ~_all(plain)
    reason = ibis.cases((odd, f"a state {NO_STATE}"), (count > 1, TWO_STATES), else_=ibis.null("string"))
    return title, reason


def jobs_of_waves(table: ibis.Table, columns: Sequence[str], *, months: int | None, this_month: int) -> Waves:
    """Put waves together to jobs.

    Parameters
    ----------
    table : ibis.Table
        `ROW`, `REFUSED`, ``person``, ``wave`` with ``_number``, ``_day`` and ``_kind``, and `columns`.
    columns : sequence of str
        Columns of careers that a job has, as text; ``title`` and ``marks`` among them.
    months : int or None
        Months that a wave stands for. None: the middle time between two of a person.
    this_month : int
        Month number of today; no wave lasts longer.

    Raises
    ------
    UnreadableSource
        No wave can be read, or there is one only and it does not say how long it lasts.
    """
    import ibis

    read = table.wave_kind.isin(["month", "year"]) & table.person.notnull()
    table = store(table.mutate(at=read.ifelse(table.wave_number, ibis.null("int32"))))
    waves = table.filter(table["at"].notnull())
    if number(waves.count()) == 0:
        raise UnreadableSource(
            "no wave can be read as a year or a date.",
            do="say what each means in a mapping: [values.wave] with 1 = '2009', or name another column: --map wave=NAME",
        )
    twice = (ibis.row_number().over(ibis.window(group_by=["person", "at"], order_by=ROW)) > 0).fill_null(False)
    waves = store(waves.mutate(twice=twice))
    once = waves.filter(~waves.twice)
    in_time = ibis.window(group_by="person", order_by="at")
    once = once.mutate(
        before=once["at"].lag().over(in_time),
        after=once["at"].lead().over(in_time),
        unclear=once[REFUSED].notnull().lag().over(in_time),
    )
    months = months or _months_of(once)
    # interviews come a month early or late: a wave lasts to the next one unless that is missing
    near = (once.after - once["at"] <= _LATE * months).fill_null(False)
    until = ibis.least(near.ifelse(once.after - 1, once["at"] + (months - 1)), this_month)
    # nobody knows how long somebody had been at what they did in their first wave, or in the first after one that is missing
    unknown = (
        once.before.isnull()
        | (once["at"] - once.before > _LATE * months).fill_null(False)
        | once.unclear.fill_null(False)
    )
    marks = ibis.cases(
        (unknown & once.marks.isnull(), START_UNKNOWN),
        (unknown, once.marks + f";{START_UNKNOWN}"),
        else_=once.marks,
    )
    once = store(once.mutate(until=until, marks=marks))
    none = once.title.isnull() & once[REFUSED].isnull()
    day = ibis.literal(0)
    made = once.filter(~none)
    made = made.select(
        ROW,
        "person",
        REFUSED,
        *columns,
        start=month_text_of(made["at"], day, ibis.literal("month")),
        end=month_text_of(made.until, day, ibis.literal("month")),
    )
    lost = [
        part.select(
            ROW,
            "person",
            *columns,
            start=part.wave.cast("string"),
            end=ibis.null("string"),
            **{REFUSED: ibis.coalesce(part[REFUSED], ibis.literal(reason))},
        ).select(*made.columns)
        for part, reason in ((table.filter(table["at"].isnull()), NO_WAVE), (waves.filter(waves.twice), TWICE))
    ]
    idle = number(once.filter(none).count())
    years = number(waves.filter(waves.wave_kind != "year").limit(1).count()) == 0 and months == _YEAR
    held = "from January to December" if years else f"for {months} months, or until the next wave"
    notes = [f"What somebody did in a wave counts as held {held}."]
    if idle:
        notes.append("Waves without a job are observed, and are no jobs.")
    return Waves(
        jobs=store(ibis.union(made, *lost)),
        observed=once.group_by("person").agg(observed_from=once["at"].min(), observed_until=once.until.max()),
        notes=tuple(notes),
        joined=idle,
    )


def _months_of(waves: ibis.Table) -> int:
    """Return the middle time between two waves of a person; 12 for years, where nobody has two."""
    between = waves.filter(waves.before.notnull())
    gaps = between.group_by(months=between["at"] - between.before).agg(n=between.count())
    rows = fetched(gaps.order_by("months")).to_pylist()
    half, seen = sum(row["n"] for row in rows) / 2, 0
    for row in rows:
        seen += row["n"]
        if seen >= half:
            return int(row["months"])
    return _YEAR if number(waves.filter(waves.wave_kind != "year").count()) == 0 else 1


def _all(tests: list[ir.BooleanValue]) -> ir.BooleanValue:
    whole = tests[0]
    for test in tests[1:]:
        whole = whole & test
    return whole
