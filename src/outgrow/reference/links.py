"""Which occupation of official statistics a role is counted in: a table made by hand, by function, specialty and level.

In: function, specialty and level. Out: `Link`. Start at `linked`. The table is ``data/role_occupations.csv``; a row is for a
rung or for one level of it, which then goes before that of the rung; a specialty without a row has that of its function.
"""

from __future__ import annotations

from functools import cache
from typing import Final, Literal, NamedTuple, cast

from outgrow.reference.tables import rows_of
from outgrow.schema import rung_of

__all__ = ["FITS", "Fit", "Link", "example_titles", "linked", "links"]

Fit = Literal["exact", "close", "broad"]
#: How well an occupation fits a role, best first: it is the role; the role is a large or typical part of it; it is only the
#: nearest there is.
FITS: Final[tuple[Fit, ...]] = ("exact", "close", "broad")


class Link(NamedTuple):
    """A role and the occupation it is counted in.

    Parameters
    ----------
    function : str
        One of `outgrow.schema.FUNCTIONS`.
    specialty : str or None
        The specialty; None for the function as a whole.
    held : str
        A rung, or one level of it.
    soc_code : str
        The occupation.
    fit : {"exact", "close", "broad"}
        How well it fits.
    example : str
        A job title of the role.
    """

    function: str
    specialty: str | None
    held: str
    soc_code: str
    fit: Fit
    example: str


def linked(function: str, specialty: str | None, level: str) -> Link | None:
    """Return the link of a role; None where the table has none.

    Parameters
    ----------
    function, specialty, level : str
        As in `outgrow.schema`; `specialty` may be None.
    """
    table = _by_role()
    for craft in dict.fromkeys((specialty, None)):
        for held in (level, rung_of(level)):
            found = table.get((function, craft, held))
            if found is not None:
                return found
    return None


@cache
def links() -> tuple[Link, ...]:
    """Return the whole table."""
    return tuple(
        Link(
            row["function"],
            row["specialty"] or None,
            row["held"],
            row["soc_code"],
            cast("Fit", row["fit"]),
            row["example"],
        )
        for row in rows_of("role_occupations.csv")
    )


@cache
def example_titles() -> tuple[tuple[str, str], ...]:
    """Return job titles with the occupation each is counted in: those of the table, and common ones beside it."""
    titles = {row["title"]: row["soc_code"] for row in rows_of("common_titles.csv")}
    return tuple({**{link.example: link.soc_code for link in links()}, **titles}.items())


@cache
def _by_role() -> dict[tuple[str, str | None, str], Link]:
    return {(link.function, link.specialty, link.held): link for link in links()}
