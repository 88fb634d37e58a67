"""Occupancy: the chance of being in each state over time, from a tally (Aalen-Johansen, exact under ties).

In: Tally. Out: Occupancy. Runs no SQL, reads no files. Start at `estimate_occupancy`; next stage: outgrow.report.
Textbooks say "state occupation probability". R: survival::survfit with several states; errors: etm::etm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from outgrow.errors import InputError
from outgrow.estimates.multi_state import curve_notes, group_moves, no_curves, state_curves
from outgrow.months import month_text
from outgrow.results import Occupancy
from outgrow.results.states import BETWEEN, UNKNOWN
from outgrow.tallies.states import OTHER

if TYPE_CHECKING:
    from outgrow.tallies import Tally

__all__ = ["estimate_occupancy"]


def estimate_occupancy(tally: Tally, /) -> Occupancy:
    """Estimate the chance of being in each state, month by month, in each group of a tally.

    Moves of a month share one risk set for each state, and come before last sightings. Where people start in different
    states, where they started is a sample too, and the errors say so. Where anyone of a group is seen late, its curves
    start once ``start_at_risk`` are under observation, from where those are then.

    Parameters
    ----------
    tally : Tally
        Of kind ``state``; with weights, also by fold.

    Returns
    -------
    Occupancy
        Curves of each group, in the tally's order; the same states in each: those that can be left by how many ever came
        into them, with other states, being between jobs and unknown states behind, then those that nobody leaves.
        Standard errors of Greenwood's type, or by leaving folds out where people have weights; intervals on the
        complementary log-log scale, and for chances of 0 and 1 Clopper and Pearson's on those under observation.

    Raises
    ------
    InputError
        The tally is of another kind, or has weights without folds.

    References
    ----------
    Aalen & Johansen (1978), Scand. J. Stat. 5, 141-150. Variance: Andersen, Borgan, Gill & Keiding (1993), Statistical
    Models Based on Counting Processes, section IV.4 (4.4.20), in the form for ties. Folds: Shao & Tu (1995), The Jackknife
    and Bootstrap, section 2.3. Clopper & Pearson (1934), Biometrika 26, 404-413.
    """
    if tally.kind != "state":
        raise InputError(
            f"occupancy is estimated from a state tally; this is '{tally.kind}'.", do="make it with states"
        )
    if tally.weighted and not tally.folded:
        raise InputError(
            "this tally has weights and no folds.",
            why="errors of weighted counts come from leaving folds out",
            do="estimate before `unfolded`",
        )
    settings = tally.settings
    counted = tally if tally.weighted or not tally.folded else tally.unfolded()
    first = _first_entry(tally) if settings.clock == "calendar" else None
    curves = tuple(
        state_curves(moves, settings, by_folds=tally.weighted)
        for moves in group_moves(counted, _ordered_states(tally), first or 0)
    )
    if not curves and not tally.groups:
        curves = (no_curves(None),)
    return Occupancy(
        role=tally.role,
        states=tally.states or "state",
        curves=curves,
        settings=settings,
        careers=tally.careers,
        flow=tally.flow,
        notes=(*tally.notes, *tally.careers.imprecise_note, *curve_notes(curves, settings.start_at_risk, first)),
        tally=tally,
        weighted=tally.weighted,
        origin=None if first is None else month_text(first),
    )


def _first_entry(tally: Tally) -> int | None:
    months = tally.table["month"].to_numpy()[np.asarray(tally.table["origin"].is_null())]
    return int(months.min()) if len(months) else None


def _ordered_states(tally: Tally) -> list[str]:
    if not tally.table.num_rows:
        return []
    into = tally.table.group_by("destination").aggregate([("moves", "sum")])
    came = dict(zip(into["destination"].to_pylist(), into["moves_sum"].to_pylist(), strict=True))
    among = {*came, *tally.table["origin"].unique().to_pylist()} - {None, *tally.absorbing}
    behind = (OTHER, BETWEEN, UNKNOWN)
    first = sorted(among - {*behind}, key=lambda state: (-came.get(state, 0), state))
    return [*first, *(state for state in behind if state in among), *tally.absorbing]
