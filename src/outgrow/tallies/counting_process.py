"""The (start, stop, state) table that R's survival reads: a row for each time a followed person spends in one state.

In: `Careers` and a question. Out: `CountingProcess`, the rows and the R lines that give the same curves. Rows are about
people: they carry no name, and are for whoever holds the data. Start at `counting_process_passage` or
`counting_process_states`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from outgrow.engine import fetched
from outgrow.results.csv_file import safe_cell
from outgrow.results.states import LEFT
from outgrow.settings import Settings
from outgrow.tallies.first_passage import first_passage_steps
from outgrow.tallies.following import notes_of, weight_column
from outgrow.tallies.groups import check_groups, group_column
from outgrow.tallies.states import MOST_REASONS, is_exit, state_steps

if TYPE_CHECKING:
    import ibis
    import pyarrow

    from outgrow.careers import Careers
    from outgrow.titles.roles import Role

__all__ = ["CENSORED", "WAITING", "CountingProcess", "counting_process_passage", "counting_process_states"]

#: What `state` says of someone last seen in the state they were in.
CENSORED: Final = "censored"
#: Where everyone is at first, on the way to a target.
WAITING: Final = "waiting"
#: States of a first passage, by what the tally calls them.
_PASSAGE: Final = {"reached": "reached", "exits": "left"}


@dataclass(frozen=True)
class CountingProcess:
    """Rows of a counting process.

    Parameters
    ----------
    table : pyarrow.Table
        Columns ``id`` (a number for each person), ``start, stop`` (months of the clock, (start,
        stop]), ``from`` (the state in them), ``state`` (what happens at the end: the next state, or ``censored``), then
        ``group`` and ``weight`` where asked.
    states : tuple of str
        Every state, the first ones those in which people start.
    settings : Settings
        What was asked.
    notes : tuple of str
        What must be said beside it.
    starts : tuple of (str or None, int)
        Each group, and the month after which its curves start: 0 as a rule, later where people are seen late.
    """

    table: pyarrow.Table
    states: tuple[str, ...]
    settings: Settings
    notes: tuple[str, ...] = ()
    starts: tuple[tuple[str | None, int], ...] = ((None, 0),)

    def r_lines(self, name: str) -> str:
        """Return the lines of R that read the table, as `write_csv` writes it, and give the same curves.

        Parameters
        ----------
        name : str
            The file's name.
        """
        weights = ", weights = weight" if "weight" in self.table.column_names else ""
        levels = ", ".join(_quoted(safe_cell(text)) for text in (CENSORED, *self.states))
        states = ", ".join(_quoted(safe_cell(text)) for text in self.states)
        question = f"Surv(start, stop, state) ~ 1, data = some, id = id, istate = from{weights}, se.fit = FALSE"
        lines = [
            "options(width = 200)",
            "library(survival)",
            f'rows <- read.csv({_quoted(name)}, colClasses = c(from = "character", state = "character"))',
            f"rows$state <- factor(rows$state, c({levels}))",
            f"rows$from <- factor(rows$from, c({states}))",
        ]
        for group, starts_at in self.starts:
            # a curve that starts late forgets what came before, and is for those under observation then
            late = f" & stop > {starts_at}" if starts_at else ""
            here = "TRUE" if group is None else f"group == {_quoted(safe_cell(group))}"
            lines += [
                f"some <- subset(rows, {here}{late})",
                *([f"some$start <- pmax(some$start, {starts_at})"] if starts_at else []),
                # survfit's own p0 is of those at risk just before the first move, not of those there at the start
                f"now <- subset(some, start == {starts_at})",
                f"p <- tapply({'now$weight' if weights else 'rep(1, nrow(now))'}, now$from, sum, default = 0)",
                f"fit <- survfit({question})",
                f"fit <- survfit({question}, p0 = (p / sum(p))[fit$states])",
                "curve <- data.frame(months = fit$time, round(fit$pstate, 6))",
                'names(curve) <- c("months", fit$states)',
                *([] if group is None else [f"cat({_quoted(group)}, fill = TRUE)"]),
                "print(curve, row.names = FALSE)",
            ]
        return "\n".join([*lines, ""])


def counting_process_passage(
    careers: Careers, role: Role, toward: Role, settings: Settings | None = None
) -> CountingProcess:
    """Return the rows behind a curve of reach: waiting, then the target, an exit, or last seen.

    Parameters
    ----------
    careers, role, settings
        As in `outgrow.tallies.first_passage`.
    toward : Role
        The target.
    """
    settings = _settled(careers, settings)
    passages = first_passage_steps(careers, role, [toward], settings)["passages"]
    counted = passages.filter(passages.month.notnull())
    import ibis

    state = ibis.cases(
        *((counted.status == status, name) for status, name in _PASSAGE.items()), else_=ibis.literal(CENSORED)
    )
    rows = counted.mutate(start=counted.entry, stop=counted.month, origin=ibis.literal(WAITING), state=state)
    states = [WAITING, *_PASSAGE.values()]
    return _finish(careers, rows, states, settings, sort_states=False)


def counting_process_states(
    careers: Careers, role: Role, column: str, settings: Settings | None = None, *, most_states: int = 20
) -> CountingProcess:
    """Return the rows behind curves of occupancy: a row for each time in a state.

    Parameters
    ----------
    careers, role, settings, most_states
        As in `outgrow.tallies.state_tally`.
    column : str
        The column of states.
    """
    import ibis

    settings = _settled(careers, settings)
    moves = state_steps(careers, role, column, settings, most_states=most_states)["moves"]
    last = moves.destination.isnull() | (moves.exits == 1)
    in_time = ibis.window(group_by="person", order_by=[moves.month, last.ifelse(1, 0)])
    rows = moves.mutate(start=moves.month.lag().over(in_time), stop=moves.month)
    # coming under observation is no time spent; whoever moves in the month of their last sighting spends none after it
    rows = rows.filter(rows.origin.notnull() & (rows.start < rows.stop))
    rows = rows.mutate(state=rows.destination.fill_null(CENSORED))
    return _finish(careers, rows, [], settings, sort_states=True)


def _settled(careers: Careers, settings: Settings | None) -> Settings:
    settings = settings or Settings()
    by, _ = group_column(careers, settings.by)
    return replace(settings, by=by)


def _finish(
    careers: Careers, rows: ibis.Table, states: list[str], settings: Settings, *, sort_states: bool
) -> CountingProcess:
    import ibis
    import pyarrow as pa
    import pyarrow.compute as pc

    # a hash would give people away to whoever knows their id
    numbered = rows.mutate(id=ibis.dense_rank().over(order_by=rows.person) + 1)
    columns = {"id": numbered.id, "start": numbered.start, "stop": numbered.stop}
    columns |= {"from": numbered.origin, "state": numbered.state}
    if settings.by is not None:
        columns["group"] = numbered.group_value
    if weight_column(careers, settings) is not None:
        columns["weight"] = numbered.weight
    table = fetched(numbered.select(**columns).order_by(["start", "stop", "id"]))
    if settings.by is not None:
        check_groups(table["group"], settings.by)
    # numbers in the order of the rows: those of the ids may be the ids
    numbers = pc.add(table["id"].combine_chunks().dictionary_encode().indices, 1)
    table = table.set_column(0, "id", numbers)
    for name in ("id", "start", "stop"):
        table = table.set_column(table.schema.get_field_index(name), name, table[name].cast(pa.int64()))
    if sort_states:
        starts = pc.unique(table["from"]).to_pylist()
        table = _with_few_reasons(table)
        ends = [state for state in pc.unique(table["state"]).to_pylist() if state not in starts and state != CENSORED]
        states = [*sorted(starts), *sorted(ends)]
    else:
        there = set(pc.unique(table["state"]).to_pylist())
        states = [state for state in states if state == WAITING or state in there]
    return CountingProcess(table, tuple(states), settings, notes_of(careers, settings))


def _with_few_reasons(table: pyarrow.Table) -> pyarrow.Table:
    """Make one state of the reasons for leaving where they are too many, as a tally does."""
    import pyarrow as pa
    import pyarrow.compute as pc

    reasons = list(filter(is_exit, pc.unique(table["state"]).to_pylist()))
    if len(reasons) <= MOST_REASONS:
        return table
    gone = pc.is_in(table["state"], value_set=pa.array(reasons, pa.string()))
    return table.set_column(
        table.schema.get_field_index("state"), "state", pc.if_else(gone, LEFT, table["state"].cast(pa.string()))
    )


def _quoted(text: str) -> str:
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'
