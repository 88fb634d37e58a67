"""Whether answers to nearly the same question may be shown side by side: none shows a few people by subtraction.

In: exact answers, or the exact counts behind what is shown of them. Out: yes or no. Start at `comparable`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np

from outgrow.disclosure.curves import departures, step_ends
from outgrow.disclosure.totals import default_min_cell, none_or_enough
from outgrow.results import Curve, Ints, Reach

__all__ = ["comparable", "comparable_counts"]


def comparable(main: Reach, other: Reach, min_cell: int | None = None) -> bool:
    """Tell whether two exact results may be released side by side: no count under the limit shows by subtraction.

    Parameters
    ----------
    main, other : Reach
        Exact results of nearly the same question, for example with and without owners.
    min_cell : int, optional
        As in `release`.

    Returns
    -------
    bool
        False where they differ by some people but fewer than the limit, in all or between any two months that either
        shows; and where their calendars start in different months.
    """
    limit = default_min_cell(main.careers) if min_cell is None else min_cell
    if limit == 1:
        return True
    curves = [{_name(curve): curve for curve in result.curves} for result in (main, other)]
    if curves[0].keys() != curves[1].keys() or main.origin != other.origin:
        return False
    gone = [departures(result) for result in (main, other)]
    for name in curves[0]:
        pair = [
            (by_name[name], left[(by_name[name].toward, *(by_name[name].group or {}).values())])
            for by_name, left in zip(curves, gone, strict=True)
        ]
        months = sorted(
            {int(curve.months[end]) for curve, departed in pair for end in step_ends(curve, departed, limit)}
        )
        mine, others = (_so_far(curve, departed, months) for curve, departed in pair)
        differences = others - mine
        exits = curves[1][name].exits - curves[0][name].exits
        gaps = np.array([*differences.ravel(), *np.diff(differences, axis=0).ravel(), exits])
        if not none_or_enough(gaps, limit).all():
            return False
    return True


def comparable_counts(rows: Sequence[Mapping[str, int]], limit: int) -> list[bool]:
    """Tell which answers of several may be shown side by side, by the counts behind the numbers that are shown of them.

    Parameters
    ----------
    rows : sequence of mapping of str to int
        For each answer: exact counts of people or events by the name of what they are behind. Whatever one does not name
        is nobody there.
    limit : int
        The smallest count that may be shown.

    Returns
    -------
    list of bool
        For each answer, whether it may be shown: the first may, and then each that differs in every count by nobody or by
        as many as the limit from every one before it that may.
    """
    kept: list[Mapping[str, int]] = []
    may: list[bool] = []
    for row in rows:
        gaps = [row.get(name, 0) - other.get(name, 0) for other in kept for name in {*row, *other}]
        may.append(bool(none_or_enough(np.array(gaps, dtype=np.int64), limit).all()))
        if may[-1]:
            kept.append(row)
    return may


def _name(curve: Curve) -> tuple[object, ...]:
    return curve.toward, *(curve.group or {}).items()


def _so_far(curve: Curve, departed: Ints, months: list[int]) -> Ints:
    """Count, by each month and in all: people at first, who reached the target, who left in another way; shape (M + 1, 3)."""
    counts = [
        (curve.people, int(curve.reached[curve.months <= month].sum()), int(departed[curve.months <= month].sum()))
        for month in months
    ]
    rows: Ints = np.array([*counts, (curve.people, curve.events, int(departed.sum()))], dtype=np.int64)
    return rows
