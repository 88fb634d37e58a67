"""The titles of a role, made fit to be shown to others.

In: TitlesTakenIn. Out: the same, released. Start at `release_titles`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from outgrow.disclosure.totals import limit_asked, rounded, rounded_facts

if TYPE_CHECKING:
    from outgrow.titles.taken_in import HeldTitle, TitlesTakenIn

__all__ = ["release_titles"]


def release_titles(found: TitlesTakenIn, min_cell: int | None = None) -> TitlesTakenIn:
    """Make the titles of a role fit to be shown to others.

    Parameters
    ----------
    found : TitlesTakenIn
        Exact, from `outgrow.role_titles`.
    min_cell : int, optional
        As in `release`.

    Returns
    -------
    TitlesTakenIn
        Counts rounded to multiples of the limit, titles that fewer people hold left out.

    Raises
    ------
    InputError
        `min_cell` is below 1.
    """
    limit = limit_asked(found.careers, min_cell)
    if limit == 1:
        return replace(found, min_cell=1)

    def shown(titles: tuple[HeldTitle, ...]) -> tuple[HeldTitle, ...]:
        # that a few hold a title outside the role is as telling as that a few hold it in it
        kept = [one for one in titles if one.people >= limit and not 0 < one.outside < limit]
        return tuple(
            replace(one, people=one.people // limit * limit, outside=one.outside // limit * limit) for one in kept
        )

    return replace(
        found,
        careers=rounded_facts(found.careers, limit),
        people=rounded(found.people, limit),
        titles=shown(found.titles),
        near=shown(found.near),
        taken_in=rounded(found.taken_in, limit),
        min_cell=limit,
    )
