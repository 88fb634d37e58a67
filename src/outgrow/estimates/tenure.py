"""Tenure: how long a stay in a role lasts and how it ends, from a tally (Aalen-Johansen, exact under ties).

In: Tally. Out: Tenure. Runs no SQL, reads no files. Start at `estimate_tenure`; next stage: outgrow.report.
R: survival::survfit with ``conf.type = "log-log"`` for the median and for being in the role still; ways out: etm::etm.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from outgrow.errors import InputError
from outgrow.estimates.multi_state import curve_notes, group_moves, no_curves, state_curves
from outgrow.results import Floats, StateCurves, Tenure
from outgrow.results.states import IN_ROLE, OTHER_WAYS, OUT, SIDEWAYS, UNKNOWN, UP

if TYPE_CHECKING:
    from outgrow.tallies import Tally

__all__ = ["estimate_tenure"]


def estimate_tenure(tally: Tally, /) -> Tenure:
    """Estimate how long a stay in the role lasts, and how it ends, in each group of a tally.

    Every stay counts, from month 0 of its own, so that a person may count more than once; ``people`` of the curves are
    stays, and the flow has the people. A stay that is last seen going on is censored then.

    Parameters
    ----------
    tally : Tally
        Of kind ``duration``; by fold where anyone has more than one stay, or a weight.

    Returns
    -------
    Tenure
        Curves of each group, in the tally's order: in the role still, then the ways out. Standard errors of Greenwood's
        type where nobody has more than one stay, else by leaving folds out; intervals on the complementary log-log scale,
        of having left for being in the role still; for chances of 0 and 1 Clopper and Pearson's, on the stays
        going on, less where a person has several. The median stay is the first month after which at most half go on, and
        its interval holds the months at which the interval of that chance holds one half.

    Raises
    ------
    InputError
        The tally is of another kind, or has no folds where they are needed.

    References
    ----------
    Aalen & Johansen (1978), Scand. J. Stat. 5, 141-150. Variance: Andersen, Borgan, Gill & Keiding (1993), Statistical
    Models Based on Counting Processes, section IV.4 (4.4.20), in the form for ties. Folds: Shao & Tu (1995), The Jackknife
    and Bootstrap, section 2.3. Median: Brookmeyer & Crowley (1982), Biometrics 38, 29-41.
    """
    if tally.kind != "duration":
        raise InputError(
            f"tenure is estimated from a duration tally; this is '{tally.kind}'.", do="make it with durations"
        )
    stays, people = _entered(tally)
    by_folds = tally.weighted or stays != people
    if by_folds and not tally.folded:
        raise InputError(
            "this tally has no folds.",
            why="people have weights, or several stays, and errors then come from leaving folds out",
            do="estimate before `unfolded`",
        )
    settings = tally.settings
    states = _ordered_states(tally)
    counted = replace(tally if by_folds or not tally.folded else tally.unfolded(), absorbing=tuple(states[1:]))
    curves = tuple(
        state_curves(
            moves,
            settings,
            by_folds=by_folds,
            people_a_row=people / max(stays, 1),
            waiting=0,
        )
        for moves in group_moves(counted, states)
    )
    if not curves and not tally.groups:
        curves = (no_curves(None),)
    return Tenure(
        role=tally.role,
        curves=curves,
        medians=tuple(_median(curve) if curve.states else (None, None, None) for curve in curves),
        ways=tally.states,
        settings=settings,
        careers=tally.careers,
        flow=tally.flow,
        notes=(*tally.notes, *tally.careers.imprecise_note, *curve_notes(curves, settings.start_at_risk)),
        tally=tally,
        weighted=tally.weighted,
    )


def _entered(tally: Tally) -> tuple[int, int]:
    """Return how many stays there are, and of how many people; a person's stays may be in several groups."""
    first = np.asarray(tally.table["origin"].is_null())
    stays, people = (int(tally.table[name].to_numpy()[first].sum()) for name in ("moves", "people"))
    return stays, people


def _ordered_states(tally: Tally) -> list[str]:
    if tally.states is not None:
        # by the next job: commonest first, and those that are not told apart behind them
        named = [way for way in tally.absorbing if way not in (OUT, OTHER_WAYS, UNKNOWN)]
        return [IN_ROLE, *named, *(way for way in (OTHER_WAYS, OUT, UNKNOWN) if way in tally.absorbing)]
    there = {state for name in ("origin", "destination") for state in tally.table[name].unique().to_pylist()} - {None}
    usual = (IN_ROLE, UP, SIDEWAYS, OUT)
    other = sorted(({*tally.absorbing} | there) - {*usual, UNKNOWN})
    return [*usual, *other, *([UNKNOWN] if UNKNOWN in there else [])]


def _median(curves: StateCurves) -> tuple[float | None, float | None, float | None]:
    def half(share: Floats) -> float | None:
        # 2/3 * 3/4 is a little more than a half
        under = np.flatnonzero(share[:, 0] <= 0.5 + 1e-12)
        return float(curves.months[under[0]]) if len(under) else None

    return half(curves.estimate), half(curves.lower), half(curves.upper)
