"""The chance of being in each of several states over time (Aalen-Johansen, exact under ties).

In: rows of moves of a tally. Out: StateCurves. Runs no SQL, reads no files. Start at `state_curves`; `occupancy` and
`tenure` are made with it. R: survival::survfit with several states, mstate::probtrans; errors: etm::etm.

The same recursion runs over B sets of counts at once: everyone's, and everyone's without each fold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from outgrow.estimates.folds import UNKNOWN_ERROR, distinct, fold_sums, jackknife_error, leave_out, t_quantile
from outgrow.estimates.intervals import cloglog_interval
from outgrow.months import month_text
from outgrow.results import Flags, Floats, Ints, StateCurves
from outgrow.settings import Settings

if TYPE_CHECKING:
    import pyarrow

    from outgrow.tallies import Tally

__all__ = ["Moves", "aalen_johansen", "curve_notes", "group_moves", "held", "no_curves", "state_curves"]

#: An estimate nearer to 0 or 1 than this is 0 or 1: rounding.
_ROUNDING = 1e-12


@dataclass(frozen=True)
class Moves:
    """Who moved when, from where, to where: R rows of counts of one group, by fold.

    Parameters
    ----------
    group : dict or None
        Column and value of the group; None for everyone.
    states : tuple of str, length S
        The states; numbers below stand for their places, and S for not being under observation.
    left : ndarray of bool, shape (S,)
        Which of the states can be left.
    months : ndarray of int, shape (T,)
        Months in which anything happens, ascending.
    place, origin, destination : ndarray of int, shape (R,)
        Of each row: the place of its month in `months`, and the states; each combination once, months ascending.
    counts : ndarray of float, shape (K, R)
        People (or stays) of each of K folds; one fold where the tally has none.
    weights : ndarray of float, shape (K, R)
        Sums of their weights; the counts themselves where there are none.
    """

    group: dict[str, Any] | None
    states: tuple[str, ...]
    left: Flags
    months: Ints
    place: Ints
    origin: Ints
    destination: Ints
    counts: Floats
    weights: Floats

    @property
    def entered(self) -> Flags:
        """Which rows are of people who come under observation, shape (R,)."""
        return np.equal(self.origin, len(self.states))

    @property
    def gone(self) -> Flags:
        """Which rows are of people last seen, or who move into a state that nobody leaves, shape (R,)."""
        return np.isin(self.destination, [*np.flatnonzero(~self.left), len(self.states)])


def group_moves(tally: Tally, states: Sequence[str], shift: int = 0) -> list[Moves]:
    """Read the moves of each group of a state or duration tally.

    Parameters
    ----------
    tally : Tally
        Of kind ``state`` or ``duration``.
    states : sequence of str
        All its states, in the order wanted.
    shift : int, default 0
        Month that becomes month 0.

    Returns
    -------
    list of Moves
        In the tally's order.
    """
    table, size = tally.table, len(states)
    month = table["month"].to_numpy().astype(np.int64) - shift
    origin, destination = (_places(table[name], states) for name in ("origin", "destination"))
    counts = table["moves"].to_numpy().astype(np.int64)
    weights = table["weight_moves"].to_numpy().astype(np.float64) if tally.weighted else counts
    fold = table["fold"].to_numpy().astype(np.int64) if tally.folded else np.zeros(len(month), dtype=np.int64)
    left = ~np.isin(np.array(states, dtype=object), list(tally.absorbing))
    # one number for each month, origin and destination, in that order
    first = int(month.min()) if len(month) else 0
    key = ((month - first) * (size + 1) + origin) * (size + 1) + destination
    found = []
    for group, rows in _groups(table, tally.groups):
        keys, row = distinct(key[rows])
        months, place = np.unique(keys // (size + 1) ** 2 + first, return_inverse=True)
        parts = fold_sums(fold[rows], row, counts[rows], len(keys))
        sums = fold_sums(fold[rows], row, weights[rows], len(keys)) if tally.weighted else parts
        there = keys // (size + 1) % (size + 1), keys % (size + 1)
        found.append(Moves(group, tuple(states), left, months, place, *there, parts, sums))
    return found


def _places(column: pyarrow.ChunkedArray, states: Sequence[str]) -> Ints:
    import pyarrow as pa
    import pyarrow.compute as pc

    places = pc.index_in(column.cast(pa.string()), value_set=pa.array(list(states), pa.string()))
    numbers: Ints = pc.fill_null(places, len(states)).to_numpy().astype(np.int64)
    return numbers


def _groups(table: pyarrow.Table, names: Sequence[str]) -> list[tuple[dict[str, Any] | None, Ints]]:
    """List the groups of a table in the order they come, each with the places of its rows."""
    code = np.zeros(table.num_rows, dtype=np.int64)
    values = []
    for name in names:
        coded = table[name].combine_chunks().dictionary_encode(null_encoding="encode")
        values.append(coded.dictionary.to_pylist())
        code = code * len(values[-1]) + coded.indices.to_numpy()
    codes, which = distinct(code)
    firsts = np.empty(len(codes), dtype=np.int64)
    firsts[which[::-1]] = np.arange(len(which))[::-1]
    found: list[tuple[dict[str, Any] | None, Ints]] = []
    for number in np.argsort(firsts):
        rest, group = int(codes[number]), {}
        for name, known in reversed(list(zip(names, values, strict=True))):
            rest, value = divmod(rest, len(known))
            group[name] = known[value]
        found.append(({name: group[name] for name in names} or None, np.flatnonzero(which == number)))
    return found


def held(moves: Moves, counts: Floats) -> Floats:
    """Return how many are seen in each state before each month, and after the last.

    Parameters
    ----------
    moves : Moves
        The rows.
    counts : ndarray of float, shape (B, R)
        What to count in them.

    Returns
    -------
    ndarray of float, shape (B, T + 1, S)
        Who enters after a month, or moves in it, is in the state from the next on.
    """
    size, times = len(moves.states), len(moves.months)
    cells = times * (size + 1)
    into, out = (moves.place * (size + 1) + state for state in (moves.destination, moves.origin))
    change = [np.bincount(into, values, cells) - np.bincount(out, values, cells) for values in counts]
    people = np.zeros((len(counts), times + 1, size))
    people[:, 1:] = np.reshape(change, (len(counts), times, size + 1))[:, :, :size]
    np.cumsum(people, axis=1, out=people)
    return people


def aalen_johansen(
    moves: Moves, counts: Floats, before: Floats, start: Floats, first: int = 0, people: float | None = None
) -> tuple[Floats, Floats | None]:
    """Return the chance of each state after each month, for B sets of counts at once.

    With Y_h in state h just before a month and N_hj moves from h to j in it, row h of A is N_hj / Y_h, and what is left
    stays; a state with nobody in it has no moves. Then p' = p A, and V' = A'VA + sum_h p_h**2 (diag(a_h) - a_h a_h') / Y_h,
    starting from the multinomial covariance (diag(p) - pp') / n of where n people were.

    Parameters
    ----------
    moves : Moves
        The rows.
    counts : ndarray of float, shape (B, R)
        What is counted in them: people, or sums of weights.
    before : ndarray of float, shape (B, T + 1, S)
        How many of them are in each state before each month, by `held`.
    start : ndarray of float, shape (B, S)
        Chances where the curves start.
    first : int, default 0
        The first of the months, by place, that counts; the curves start before it.
    people : float, optional
        How many people `start` rests on, for Greenwood-type errors of the first set; without it there are none.

    Returns
    -------
    estimate : ndarray of float, shape (B, T - first, S)
        Chances; they sum to 1.
    variance : ndarray of float, shape (T - first, S), or None
        Of the first set.

    References
    ----------
    Aalen & Johansen (1978), Scand. J. Stat. 5, 141-150. Variance: Andersen, Borgan, Gill & Keiding (1993), Statistical
    Models Based on Counting Processes, section IV.4 (4.4.20), in the form for ties.
    """
    size, times = len(moves.states), len(moves.months)
    estimate = np.empty((len(counts), times - first, size))
    variance = None if people is None else np.empty((times - first, size))
    chance = start
    spread = np.zeros((size, size)) if not people else (np.diag(start[0]) - np.outer(start[0], start[0])) / people
    among = (moves.origin < size) & (moves.destination < size) & (moves.origin != moves.destination)
    bounds = np.searchsorted(moves.place, np.arange(times + 1))
    each = np.arange(size)
    for place in range(first, times):
        rows = np.arange(bounds[place], bounds[place + 1])
        rows = rows[among[rows]]
        if len(rows):
            shares = np.zeros((len(counts), size, size))
            shares[:, moves.origin[rows], moves.destination[rows]] = counts[:, rows]
            moved = shares.sum(axis=2)
            some = moved > 0
            # sums of weights may leave -1e-17 of those who have all moved
            at_risk = np.where(some, np.maximum(before[:, place], moved), 1.0)
            shares[:, each, each] = at_risk - moved
            shares /= at_risk[:, :, None]
            if variance is not None:
                fresh = np.where(some[0], chance[0] ** 2 / at_risk[0], 0.0)
                step = shares[0]
                spread = step.T @ spread @ step + np.diag(fresh @ step) - step.T @ (fresh[:, None] * step)
            chance = (chance[:, None, :] @ shares)[:, 0]
        estimate[:, place - first] = chance
        if variance is not None:
            variance[place - first] = np.diag(spread)
    return estimate, variance


def state_curves(
    moves: Moves, settings: Settings, *, by_folds: bool, people_a_row: float = 1.0, waiting: int | None = None
) -> StateCurves:
    """Estimate the chance of each state, month by month, in one group.

    Where anyone is seen late, the curves start once ``start_at_risk`` are seen in states that can be left, and are then for
    those seen at that time and where they are then.

    Parameters
    ----------
    moves : Moves
        Of the group.
    settings : Settings
        Its ``coverage``, ``start_at_risk`` and ``years`` are used.
    by_folds : bool
        Whether errors are those of leaving folds out, with Student's t for as many folds; else of Greenwood's type.
    people_a_row : float, default 1.0
        People for each one that is counted, where a person counts more than once: bounds of chances of 0 and 1 rest on
        people.
    waiting : int, optional
        A state that can only be left: its bounds are those of having left it, that is, on log(-log) of being there still.

    Returns
    -------
    StateCurves
        Intervals on the complementary log-log scale; for chances of 0 and 1, Clopper and Pearson's on everyone seen in a
        state that can be left just before the month.
    """
    size, left = len(moves.states), moves.left
    people = moves.counts.sum(axis=0)
    before = held(moves, people[None])[0]
    starts_at = _starts_at(moves, people, before, settings.start_at_risk)
    if starts_at is None:
        return no_curves(moves.group, moves.states, starts_at, None)
    follow_up = _median_follow_up(moves, people, before[:-1, left].sum(axis=1), starts_at)

    first = int(np.searchsorted(moves.months, starts_at, side="right"))
    seen = int(before[first, left].sum())
    later = moves.place >= first
    filled = _filled(moves, first)
    heads, counts = (leave_out(each[filled]) if by_folds else each for each in (moves.counts, moves.weights))
    in_states = held(moves, counts)
    # sums of weights may leave 1e-17 where nobody is any more
    someone = (held(moves, heads)[:, first] > 0) & left
    known = someone.any(axis=1, keepdims=True)
    there = np.where(someone, in_states[:, first], 0.0)
    start = there / np.where(known, there.sum(axis=1, keepdims=True), 1.0)
    estimate, variance = aalen_johansen(moves, counts, in_states, start, first, None if by_folds else seen)
    if variance is None:
        # where a fold holds all that the curves start with, nothing is known without it
        told = slice(1, None) if known.all() else slice(0)
        std_error, start_error = jackknife_error(estimate[told]), jackknife_error(start[told])
        folds = len(estimate[told])
    else:
        std_error, folds = np.sqrt(np.maximum(variance, 0.0)), None
        start_error = np.sqrt(start[0] * (1 - start[0]) / max(seen, 1))
        std_error[_settled(estimate[0])] = 0.0

    happened = np.bincount(moves.place[~moves.entered], minlength=len(moves.months)) > 0
    kept = happened & (np.arange(len(moves.months)) >= first)
    horizon, last = settings.horizon_months, int(moves.months[happened].max(initial=0))
    if horizon is not None:
        kept &= moves.months <= horizon
    chosen = np.flatnonzero(kept)
    chance, error = _rounded(estimate[0, chosen - first]), std_error[chosen - first]
    behind = before[chosen][:, left].sum(axis=1, keepdims=True) * people_a_row
    lower, upper = _interval(chance, error, behind + np.zeros(size), settings.coverage, folds)
    if waiting is not None:
        gone = _interval(1 - chance, error, behind + np.zeros(size), settings.coverage, folds)
        lower[:, waiting], upper[:, waiting] = 1 - gone[1][:, waiting], 1 - gone[0][:, waiting]

    among = later & ~moves.entered & (moves.destination < size) & kept[moves.place]
    counted = seen + int(people[later & moves.entered].sum())
    exits = int(people[among & moves.gone].sum())
    into = np.bincount(
        moves.place[among] * size + moves.destination[among], people[among], minlength=len(moves.months) * size
    )
    # who had left for good before the curves start is not among those they are for
    at_risk = before[chosen] - np.where(left, 0, before[first])
    return StateCurves(
        group=moves.group,
        states=moves.states,
        people=counted,
        events=int(people[among].sum()),
        exits=exits,
        censored=counted - exits,
        months=moves.months[chosen],
        start=start[0],
        start_error=start_error,
        estimate=chance,
        std_error=error,
        lower=lower,
        upper=upper,
        at_risk=at_risk.astype(np.int64),
        moved_in=into.reshape(-1, size)[chosen].astype(np.int64),
        starts_at=starts_at,
        median_follow_up=follow_up,
        through=horizon if horizon is not None and len(chosen) and horizon < last else None,
    )


def no_curves(
    group: dict[str, Any] | None,
    states: tuple[str, ...] = (),
    starts_at: int | None = 0,
    median_follow_up: float | None = None,
) -> StateCurves:
    """Return the curves of a group that has none: nobody counted, or too few ever seen at once."""
    nothing, nobody = np.zeros((0, len(states))), np.zeros((0, len(states)), dtype=np.int64)
    return StateCurves(
        group=group,
        states=states,
        people=0,
        events=0,
        exits=0,
        censored=0,
        months=np.zeros(0, dtype=np.int64),
        start=np.zeros(len(states)),
        start_error=np.zeros(len(states)),
        estimate=nothing,
        std_error=nothing,
        lower=nothing,
        upper=nothing,
        at_risk=nobody,
        moved_in=nobody,
        starts_at=starts_at,
        median_follow_up=median_follow_up,
    )


def curve_notes(curves: Sequence[StateCurves], start_at_risk: int, origin: int | None = None) -> list[str]:
    """Say which curves start late, or not at all, since people are seen late, and whose errors are not known.

    Parameters
    ----------
    curves : sequence of StateCurves
        Of each group.
    start_at_risk : int
        How many a start needs.
    origin : int, optional
        Month number that is month 0, on the calendar clock.
    """
    notes = []
    for curve in curves:
        name = "" if curve.group is None else f" of {', '.join(f'{key} {value}' for key, value in curve.group.items())}"
        if curve.starts_at is None:
            notes.append(
                f"The curves{name} have no start: people are seen late, and there never are {start_at_risk} at risk."
            )
        elif curve.starts_at > 0:
            month = "" if origin is None else f" ({month_text(origin + curve.starts_at)})"
            notes.append(
                f"People are seen late: the curves{name} start after month {curve.starts_at}{month}, once {start_at_risk} "
                "are at risk, and are for people seen then, from where they are then."
            )
        if len(curve.months) and np.all(curve.std_error == UNKNOWN_ERROR):
            notes.append(
                f"The errors{name} are not known, since too few people can be left out in turn: intervals run from 0 to 1."
            )
    return notes


def _starts_at(moves: Moves, people: Floats, before: Floats, start_at_risk: int) -> int | None:
    """Return the month after which the curves start: 0, or later where people are seen late and few are at first."""
    if not people[moves.entered & (moves.months[moves.place] > 0)].any():
        return 0
    enough = np.flatnonzero(before[1:, moves.left].sum(axis=1) >= start_at_risk)
    return int(moves.months[enough[0]]) if len(enough) else None


def _filled(moves: Moves, first: int) -> Ints:
    """Return the folds that hold anybody whom the curves are for."""
    ahead = moves.place < first
    before = moves.counts[:, ahead & moves.entered].sum(axis=1) - moves.counts[:, ahead & moves.gone].sum(axis=1)
    return np.flatnonzero(before + moves.counts[:, ~ahead & moves.entered].sum(axis=1) > 0)


def _interval(
    estimate: Floats, std_error: Floats, at_risk: Floats, coverage: float, folds: int | None
) -> tuple[Floats, Floats]:
    if folds is None:
        return cloglog_interval(estimate, std_error, at_risk, coverage)
    if folds < 2:
        return np.zeros_like(estimate), np.ones_like(estimate)
    return cloglog_interval(estimate, std_error, at_risk, coverage, t_quantile((1 + coverage) / 2, folds - 1))


def _settled(estimate: Floats) -> Flags:
    return (estimate < _ROUNDING) | (estimate > 1 - _ROUNDING)


def _rounded(estimate: Floats) -> Floats:
    return np.where(_settled(estimate), np.round(estimate), estimate)


def _median_follow_up(moves: Moves, people: Floats, at_risk: Floats, after: int) -> float | None:
    """Median of the time to the end of follow-up, with leaving for good as censoring (reverse Kaplan-Meier).

    As for the curves themselves, nothing up to month `after` counts.
    """
    last_seen = moves.destination == len(moves.states)
    censored = np.bincount(moves.place[last_seen], people[last_seen], len(moves.months))
    exits = np.bincount(moves.place[moves.gone], people[moves.gone], len(moves.months)) - censored
    followed = np.ones(len(moves.months))
    some = (censored > 0) & (moves.months > after)
    followed[some] = 1 - censored[some] / (at_risk - exits)[some]
    half = np.flatnonzero(np.cumprod(followed) <= 0.5)
    return float(moves.months[half[0]]) if len(half) else None
