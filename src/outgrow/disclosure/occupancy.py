"""Occupancy and tenure, made fit to be shown to others: groups, their curves, and what must be said beside them.

In: Occupancy or Tenure. Out: the same, released. Start at `release_occupancy` or `release_tenure`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from outgrow.disclosure.states import Source, first_stays, lumped_note, release_states, rows_of
from outgrow.disclosure.totals import left_out, rounded_facts, rounded_flow, small_groups
from outgrow.errors import InputError
from outgrow.estimates.multi_state import curve_notes
from outgrow.estimates.occupancy import estimate_occupancy
from outgrow.estimates.tenure import estimate_tenure
from outgrow.months import month_number
from outgrow.results import Occupancy, StateCurves, Suppressed, Tenure

if TYPE_CHECKING:
    from outgrow.tallies import Tally

__all__ = ["release_occupancy", "release_tenure"]

#: Medians are told to multiples of so many months.
_QUARTER: Final = 3
_QUARTERS_NOTE: Final = "Medians are rounded to quarters of a year."


class _Shown(NamedTuple):
    """Places, among the exact curves, of those that are shown; the curves; notes on them; what is not shown."""

    places: tuple[int, ...]
    curves: tuple[StateCurves, ...]
    notes: tuple[str, ...]
    suppressed: tuple[Suppressed, ...]


def release_occupancy(result: Occupancy, limit: int) -> Occupancy:
    """Make occupancy fit to be shown to others.

    Parameters
    ----------
    result : Occupancy
        Exact.
    limit : int
        The smallest count that may be shown; 2 or more.

    Returns
    -------
    Occupancy
        Each group on a grid of its own, see `outgrow.disclosure.grid.find_grid`; states where a few people are made one.

    Raises
    ------
    InputError
        It has no tally.
    """
    tally = _tally_of(result)
    first = None if result.origin is None else month_number(result.origin)
    sources = [Source(_alone(tally, curves.group, first or 0), estimate_occupancy) for curves in result.curves]
    shown = _shown(result.curves, sources, [curves.people for curves in result.curves], limit, drop_empty=True)
    return replace(result, **_changes(result, shown, limit, first), curves=shown.curves, tally=None)


def release_tenure(result: Tenure, limit: int) -> Tenure:
    """Make tenure fit to be shown to others.

    Parameters
    ----------
    result : Tenure
        Exact.
    limit : int
        The smallest count that may be shown; 2 or more.

    Returns
    -------
    Tenure
        As occupancy, but that the people in a count of stays have to reach the limit, not the stays: those whose first stay
        it was are so many at least. Medians to quarters of a year, and only as far as the curve goes.

    Raises
    ------
    InputError
        It has no tally.
    """
    tally = _tally_of(result)
    source = Source(tally, estimate_tenure)
    first = first_stays(tally).table
    entered = first.filter(first["origin"].is_null())
    sizes = [int(rows_of(entered, curves.group)["moves"].to_numpy().sum()) for curves in result.curves]
    # next jobs go by names from the data, which may be one person's; up, sideways and out do not
    named = tally.states is not None
    shown = _shown(result.curves, [source] * len(sizes), sizes, limit, drop_empty=named)
    medians = [
        _median(result.medians[place], curves.through) for place, curves in zip(shown.places, shown.curves, strict=True)
    ]
    changes = _changes(result, shown, limit)
    if any(month is not None for median in medians for month in median):
        changes["notes"] = (*changes["notes"], _QUARTERS_NOTE)
    return replace(result, **changes, curves=shown.curves, medians=tuple(medians), tally=None)


def _shown(
    curves: Sequence[StateCurves], sources: Sequence[Source], sizes: Sequence[int], limit: int, *, drop_empty: bool
) -> _Shown:
    """Release each group that can be: not a small one, nor one that subtraction would show."""
    small = small_groups(sizes, limit)
    found = {
        place: release_states(exact, sources[place], limit, drop_empty=drop_empty)
        for place, exact in enumerate(curves)
        if place not in small
    }
    shown = {place: released for place, released in found.items() if released is not None}
    missing = [exact.group for place, exact in enumerate(curves) if place not in shown]
    return _Shown(
        places=tuple(shown),
        curves=tuple(released for released, _ in shown.values()),
        notes=tuple(note for released, lumping in shown.values() for note in lumped_note(released.group, lumping)),
        suppressed=(left_out(missing, limit),) if missing else (),
    )


def _changes(result: Occupancy | Tenure, shown: _Shown, limit: int, first: int | None = None) -> dict[str, Any]:
    """Return what a release changes in the head of an answer."""
    facts = rounded_facts(result.careers, limit)
    start = result.settings.start_at_risk
    own = {*result.careers.imprecise_note, *curve_notes(result.curves, start, first)}
    return {
        "flow": rounded_flow(result.flow, limit),
        "careers": facts,
        "notes": (
            *(note for note in result.notes if note not in own),
            *facts.imprecise_note,
            *curve_notes(shown.curves, start, first),
            *shown.notes,
        ),
        "min_cell": limit,
        "suppressed": shown.suppressed,
    }


def _median(
    median: tuple[float | None, float | None, float | None], through: int | None
) -> tuple[float | None, float | None, float | None]:
    def quarter(month: float | None) -> float | None:
        if month is None or through is None or month > through:
            return None
        return float(max(_QUARTER * round(month / _QUARTER), _QUARTER))

    return quarter(median[0]), quarter(median[1]), quarter(median[2])


def _tally_of(result: Occupancy | Tenure) -> Tally:
    if result.tally is None:
        raise InputError(
            "this answer has no tally, so that it cannot be seen how many people are behind its numbers.",
            do="release the answer as it was estimated",
        )
    return result.tally


def _alone(tally: Tally, group: dict[str, Any] | None, first: int) -> Tally:
    """Return one group of a state tally, with months since the same zero as its curves."""
    table = rows_of(tally.table, group)
    if not first:
        return replace(tally, table=table)
    import pyarrow.compute as pc

    place = table.schema.get_field_index("month")
    table = table.set_column(place, "month", pc.subtract(table["month"], first))
    # what is left is no calendar any more, and its first month is not that of the group
    return replace(tally, table=table, settings=replace(tally.settings, clock="role"))
