"""Descriptions of careers, made fit to be shown to others.

In: Description. Out: the same, released. Start at `release_description`.
"""

from __future__ import annotations

from dataclasses import replace

from outgrow.careers.describe import Description
from outgrow.disclosure.totals import limit_asked, rounded, rounded_facts

__all__ = ["release_description", "share_of"]


def release_description(description: Description, min_cell: int | None = None) -> Description:
    """Make a description of careers fit to be shown to others.

    Parameters
    ----------
    description : Description
        Exact, from `outgrow.careers.describe.describe`.
    min_cell : int, optional
        As in `release`.

    Returns
    -------
    Description
        Counts rounded to multiples of the limit, shares that few people make set to 0 or 1, rare titles left out.

    Raises
    ------
    InputError
        `min_cell` is below 1.
    """
    limit = limit_asked(description.careers, min_cell)
    if limit == 1:
        return replace(description, min_cell=1)
    people, spells = description.careers.people, description.careers.spells
    gap = description.with_gap
    return replace(
        description,
        careers=rounded_facts(description.careers, limit),
        ongoing=rounded(description.ongoing, limit),
        values_quarantined=rounded(description.values_quarantined, limit),
        people_quarantined=rounded(description.people_quarantined, limit),
        with_gap=None if gap is None else round(share_of(gap, people, limit), 2),
        filled={column: round(share_of(value, spells, limit), 2) for column, value in description.filled.items()},
        titles=tuple((title, held // limit * limit) for title, held in description.titles if held >= limit),
        min_cell=limit,
    )


def share_of(value: float, of: int, limit: int) -> float:
    """Return a share of `of` people, or 0 or 1 where fewer than the limit make it, or are all that is missing."""
    return 0.0 if value * of < limit else 1.0 if (1 - value) * of < limit else value
