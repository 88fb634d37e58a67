"""Which states are made one when a few people are in them: the smallest first, one more at a time.

In: the people who ever came into each state. Out: sets of states to make one. Start at `lumpings`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from outgrow.tallies.states import OTHER

__all__ = ["Lumping", "lumpings"]

#: Name of the one state, and the states it is made of; nothing where all states stay.
Lumping = tuple[tuple[str, tuple[str, ...]], ...]


def lumpings(sizes: Mapping[str, int], absorbing: Sequence[str], limit: int, *, exits: str) -> Iterator[Lumping]:
    """List which states to make one, from none on; two states are left at least.

    Parameters
    ----------
    sizes : mapping of str to int
        People who ever came into each state.
    absorbing : sequence of str
        States that nobody leaves: those are never made one with others, but one of their own.
    limit : int
        The smallest count that may be shown; a state that is made holds as many, as far as there are.
    exits : str
        What absorbing states are called when they are made one.

    Yields
    ------
    tuple
        Pairs of a name and its states, each pair once.
    """
    there = sorted((state for state, size in sizes.items() if size), key=lambda state: (sizes[state], state))
    kinds = [
        (OTHER, [state for state in there if state not in absorbing]),
        (exits, [state for state in there if state in absorbing]),
    ]
    before: Lumping = ()
    yield before
    for most in range(1, len(there) + 1):
        chosen = {*there[:most]}
        found = []
        for name, states in kinds:
            number = len(chosen.intersection(states))
            # one state alone is not hidden by another name, nor are few people by that of several states
            while (
                number and number < len(states) and (number < 2 or sum(map(sizes.__getitem__, states[:number])) < limit)
            ):
                number += 1
            # a state that has the name already is a part of what gets it
            parts = [*states[:number], *(state for state in states[number:] if state == name)]
            if number and len(parts) > 1:
                found.append((name, tuple(parts)))
        lumping = tuple(found)
        left = len(there) - sum(len(parts) - 1 for _, parts in lumping)
        if lumping != before and left >= 2:
            before = lumping
            yield lumping
