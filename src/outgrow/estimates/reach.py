"""Reach: the cumulative incidence of first holding a target, from a tally (Aalen-Johansen, exact under ties).

In: Tally. Out: Reach. Runs no SQL, reads no files. Start at `estimate_reach`; next stage: outgrow.report.
With one kind of event it is one minus Kaplan-Meier. R: survival::survfit with several states; errors: etm::etm.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from outgrow.errors import InputError
from outgrow.estimates.folds import fold_sums, jackknife_error, leave_out, t_quantile
from outgrow.estimates.intervals import cloglog_interval
from outgrow.months import month_text
from outgrow.results import Curve, Flags, Floats, Ints, Reach
from outgrow.tallies.tally import COUNTS, FOLD, WEIGHT

if TYPE_CHECKING:
    import pyarrow

    from outgrow.tallies import Tally

__all__ = ["estimate_reach", "left_out_estimates", "product_limit", "start_notes"]


def estimate_reach(tally: Tally, /) -> Reach:
    """Estimate the chance of having reached each target, month by month, in each group of a tally.

    The months in which a person may reach the target, leave for good or be last seen are shared by many: events of a
    month share one risk set, and within a month events come before censoring. Who is seen late joins the risk set after
    the month from which they are seen. Where anyone of a group is, its curve starts once ``start_at_risk`` are at risk and
    is conditional on being below the target until then.

    Parameters
    ----------
    tally : Tally
        Of kind ``first_passage``.

    Returns
    -------
    Reach
        A curve for each target and group, in the tally's order, with Greenwood-type standard errors and intervals on the
        complementary log-log scale; where nobody or everybody has reached the target, Clopper and Pearson's on those at
        risk in that month.

    Raises
    ------
    InputError
        The tally is of another kind.

    References
    ----------
    Aalen & Johansen (1978), Scand. J. Stat. 5, 141-150. Variance: Andersen, Borgan, Gill & Keiding (1993), Statistical
    Models Based on Counting Processes, section IV.4 (4.4.20), in the form for ties. Clopper & Pearson (1934), Biometrika
    26, 404-413. Median follow-up: Schemper & Smith (1996), Control. Clin. Trials 17, 343-346.
    """
    if tally.kind != "first_passage":
        raise InputError(
            f"reach is estimated from a first-passage tally; this is '{tally.kind}'.", do="make it with first_passage"
        )
    settings = tally.settings
    table, origin = tally.table, None
    if settings.clock == "calendar":
        table, origin = _since_first(table)
    cells = _cells(replace(tally, table=table))
    starts = _starts(cells, settings.start_at_risk)
    curves = tuple(_curve(cell, settings.coverage, starts[cell.key], settings.horizon_months) for cell in cells)
    return Reach(
        role=tally.role,
        toward=tally.toward,
        curves=curves,
        settings=settings,
        careers=tally.careers,
        flow=tally.flow,
        notes=(*tally.notes, *tally.careers.imprecise_note, *start_notes(curves, settings.start_at_risk)),
        tally=tally,
        weighted=tally.weighted,
        origin=origin,
    )


class _Cell(NamedTuple):
    """Counts of one target and group; arrays of shape (M,), months ascending.

    `weights` are sums of weights of everyone and with each fold left out, entries, reached, exits and censored: shape
    (4, 1 + K, M); None where everyone counts as one.
    """

    toward: str
    group: dict[str, Any] | None
    months: Ints
    entries: Ints
    reached: Ints
    exits: Ints
    censored: Ints
    weights: Floats | None = None

    @property
    def key(self) -> tuple[Any, ...]:
        """The group, whichever the target."""
        return tuple((self.group or {}).items())

    @property
    def left(self) -> Ints:
        """People who are at risk no more, by month."""
        return self.reached + self.exits + self.censored


def _cells(tally: Tally) -> list[_Cell]:
    columns = {name: tally.table[name].to_pylist() for name in ("toward", *tally.groups)}
    numbers = {name: tally.table[name].to_numpy() for name in tally.table.column_names if name not in columns}
    places: dict[tuple[Any, ...], list[int]] = {}
    for place, key in enumerate(zip(*columns.values(), strict=True)):
        places.setdefault(key, []).append(place)
    empty = [] if tally.groups else [(target,) for target in tally.toward if (target,) not in places]
    names = COUNTS["first_passage"]
    cells = []
    for key, at in [*places.items(), *((key, []) for key in empty)]:
        months, row = np.unique(numbers["month"][at], return_inverse=True)
        counts = {name: np.bincount(row, numbers[name][at], len(months)).astype(np.int64) for name in names}
        weights = None
        if tally.weighted:
            fold = numbers[FOLD][at]
            weights = np.stack(
                [leave_out(fold_sums(fold, row, numbers[WEIGHT + name][at], len(months))) for name in names]
            )
        group = dict(zip(tally.groups, key[1:], strict=True)) or None
        cells.append(_Cell(key[0], group, months.astype(np.int64), **counts, weights=weights))
    return cells


def _since_first(table: pyarrow.Table) -> tuple[pyarrow.Table, str | None]:
    """Count months of the calendar from the first in which anyone comes to be at risk; return that month too."""
    import pyarrow.compute as pc

    first = pc.min(table.filter(pc.greater(table["entries"], 0))["month"]).as_py()
    if first is None:
        return table, None
    place = table.schema.get_field_index("month")
    return table.set_column(place, "month", pc.subtract(table["month"], first)), month_text(first)


def _curve(cell: _Cell, coverage: float, starts_at: int | None, horizon: int | None) -> Curve:
    left = cell.left
    # people enter after their month and leave in it, so that the risk set of a month is what came before it
    at_risk = np.cumsum(cell.entries - left) - (cell.entries - left)
    within = (left > 0) & (cell.months > (math.inf if starts_at is None else starts_at))
    if horizon is not None:
        within &= cell.months <= horizon
    months, risk = cell.months[within], at_risk[within]
    reached, exits = cell.reached[within], cell.exits[within]
    if cell.weights is None:
        estimate, std_error = product_limit(risk, reached, exits)
        lower, upper = cloglog_interval(estimate, std_error, risk, coverage)
    else:
        estimate, std_error, lower, upper = _weighted(cell.weights, within, risk, coverage)
    people = int(cell.entries.sum() - left[cell.months <= (starts_at or 0)].sum()) if starts_at is not None else 0
    events, gone = int(reached.sum()), int(exits.sum())
    return Curve(
        toward=cell.toward,
        group=cell.group,
        people=people,
        events=events,
        exits=gone,
        censored=people - events - gone,
        months=months,
        estimate=estimate,
        std_error=std_error,
        lower=lower,
        upper=upper,
        at_risk=risk,
        reached=reached,
        starts_at=starts_at,
        median_follow_up=_median_follow_up(cell, at_risk, starts_at),
        # someone may be at risk at the horizon though nobody left in that very month
        through=horizon if horizon is not None and len(months) and horizon < int(cell.months[left > 0].max()) else None,
    )


def _starts(cells: list[_Cell], start_at_risk: int) -> dict[tuple[Any, ...], int | None]:
    """Return the month after which the curves of each group start: the latest of its targets', so that they are ordered."""
    starts: dict[tuple[Any, ...], int | None] = {}
    for cell in cells:
        one = _start(cell, start_at_risk)
        before = starts.get(cell.key, 0)
        starts[cell.key] = None if one is None or before is None else max(one, before)
    return starts


def _start(cell: _Cell, start_at_risk: int) -> int | None:
    """Return the month after which the curve starts: 0, or later where people are seen late and few are at first."""
    if not cell.entries[cell.months > 0].any():
        return 0
    after = np.cumsum(cell.entries - cell.left)
    enough = np.flatnonzero(after >= start_at_risk)
    return int(cell.months[enough[0]]) if len(enough) else None


def _weighted(weights: Floats, within: Flags, people: Ints, coverage: float) -> tuple[Floats, Floats, Floats, Floats]:
    """Aalen-Johansen on sums of weights, with errors by leaving folds out; shapes as in `_Cell`."""
    estimates = left_out_estimates(weights, within)
    std_error = jackknife_error(estimates[1:])
    folds = len(estimates) - 1
    if folds < 2:
        return estimates[0], std_error, np.zeros_like(estimates[0]), np.ones_like(estimates[0])
    quantile = t_quantile(1 - (1 - coverage) / 2, folds - 1)
    # a weight of nobody's or everybody's chance is exactly 0 or 1 but for rounding
    estimate = np.where(estimates[0] < 1e-12, 0.0, np.where(estimates[0] > 1 - 1e-12, 1.0, estimates[0]))
    lower, upper = cloglog_interval(estimate, std_error, people, coverage, quantile)
    return estimate, std_error, lower, upper


def left_out_estimates(counts: Floats, within: Flags) -> Floats:
    """Aalen-Johansen of everyone and of all folds but one, without errors, on counts or sums of weights.

    Parameters
    ----------
    counts : ndarray of float, shape (4, 1 + K, M)
        Entries, reached, exits and censored by month, ascending: everyone's, and those without each of K folds.
    within : ndarray of bool, shape (M,)
        Months of the curve, W of them: those after it starts.

    Returns
    -------
    ndarray of float, shape (1 + K, W)
        The share that has reached the target by each month.
    """
    entries, reached, exits, censored = counts
    left = reached + exits + censored
    at_risk = (np.cumsum(entries - left, axis=1) - (entries - left))[:, within]
    # sums of weights may leave 1e-17 of those who have all gone; without a fold nobody may be at risk
    some = at_risk > 1e-9 * max(float(entries[0].sum()), 1e-300)
    safe = np.where(some, at_risk, 1.0)
    hits, gone = np.where(some, reached[:, within] / safe, 0.0), np.where(some, exits[:, within] / safe, 0.0)
    waiting = np.cumprod(np.clip(1 - hits - gone, 0.0, 1.0), axis=1)
    before = np.concatenate([np.ones((len(waiting), 1)), waiting[:, :-1]], axis=1)
    estimates: Floats = np.clip(np.cumsum(before * hits, axis=1), 0.0, 1.0)
    return estimates


def product_limit(
    at_risk: Ints | Floats, reached: Ints | Floats, exits: Ints | Floats, people: Floats | None = None
) -> tuple[Floats, Floats]:
    """Aalen-Johansen and its Greenwood-type errors, by recursion on (still waiting, reached).

    With a the share leaving and a1 the share reaching in a month, P(waiting) becomes S(1-a) and P(reached) F + S a1; the
    covariance follows by the product rule, with the multinomial covariance of (a, a1) given those at risk. Weighted counts
    give weighted shares; their covariance then rests on `people`, the effective number at risk in each month.
    """
    estimate, variance = np.empty(len(at_risk)), np.empty(len(at_risk))
    waiting, reach = 1.0, 0.0
    var_waiting = var_reach = cov = 0.0
    behind = at_risk if people is None else people
    for place, (risk, hits, gone, n) in enumerate(
        zip(at_risk.tolist(), reached.tolist(), exits.tolist(), behind.tolist(), strict=True)
    ):
        if not (risk > 0 and n > 0):  # weights so unlike that none is left of those still at risk
            estimate[place], variance[place] = reach, var_reach
            continue
        all_shares, share = (hits + gone) / risk, hits / risk
        # weights that are no whole numbers may leave -1e-17
        stay = max((risk - hits - gone) / risk, 0.0)
        fresh = waiting * waiting / n
        var_reach += 2 * share * cov + share * share * var_waiting + fresh * share * (1 - share)
        cov = stay * cov + stay * share * var_waiting - fresh * share * stay
        var_waiting = stay * stay * var_waiting + fresh * all_shares * stay
        reach += waiting * share
        waiting *= stay
        estimate[place], variance[place] = reach, var_reach
    # rounding may leave 1.0000000000000002, or -1e-18 where everybody has left
    return np.minimum(estimate, 1.0), np.sqrt(np.maximum(variance, 0.0))


def _median_follow_up(cell: _Cell, at_risk: Ints, starts_at: int | None) -> float | None:
    """Median of the time to the end of follow-up, with the events as censorings (reverse Kaplan-Meier), as the curve starts."""
    followed = 1.0
    for month, risk, events, censored in zip(
        cell.months.tolist(),
        at_risk.tolist(),
        (cell.reached + cell.exits).tolist(),
        cell.censored.tolist(),
        strict=True,
    ):
        if censored and starts_at is not None and month > starts_at:
            followed *= 1 - censored / (risk - events)
            if followed <= 0.5:
                return float(month)
    return None


def start_notes(curves: tuple[Curve, ...], start_at_risk: int) -> list[str]:
    """Say which curves start late, or not at all, since people are seen late."""
    notes = []
    for curve in curves:
        name = "" if curve.group is None else f" of {', '.join(f'{key} {value}' for key, value in curve.group.items())}"
        if curve.starts_at is None:
            notes.append(
                f"The curve toward {curve.toward}{name} has no start: people are seen late, and there never are "
                f"{start_at_risk} at risk."
            )
        elif curve.starts_at > 0:
            notes.append(
                f"People are seen late: the curve toward {curve.toward}{name} starts after month {curve.starts_at}, once "
                f"{start_at_risk} are at risk, and is for people still below the target then."
            )
    return notes
