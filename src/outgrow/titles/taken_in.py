"""Which titles of careers a role takes in, and which are near it without being in it.

In: careers and a role. Out: `TitlesTakenIn`, exact. Start at `role_titles`; before others see it,
`outgrow.disclosure.release_titles`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from outgrow.careers import read_careers
from outgrow.engine import fetched, number
from outgrow.errors import InputError
from outgrow.results.facts import SCHEMA_VERSION
from outgrow.titles.held import anyone_held, nobody_held
from outgrow.titles.label import labelled
from outgrow.titles.parse import lexicon_version
from outgrow.titles.ranking import TitleIndex
from outgrow.titles.roles import FOLDED, parse_role

if TYPE_CHECKING:
    from outgrow.results import CareersFacts
    from outgrow.titles.roles import Role

__all__ = ["MOST_RANKED", "HeldTitle", "TitlesTakenIn", "role_titles"]

#: So many distinct titles are ranked, the commonest; more are left out of those near the role, never of those in it.
MOST_RANKED: Final = 50_000
#: Titles scored lower than this are not near a role.
_LEAST_NEAR: Final = 0.3


@dataclass(frozen=True, slots=True)
class HeldTitle:
    """A title in careers.

    Parameters
    ----------
    title : str
        In lower case with single blanks.
    people : int
        People who held it, in the role where it is in the role.
    score : float
        From 0 to 1: how near it is to the role by what it says and by its letters.
    outside : int
        People who held it outside the role too or alone, where it is in the role: the source gives those jobs another level
        or craft.
    """

    title: str
    people: int
    score: float
    outside: int = 0

    @property
    def whole(self) -> bool:
        """Whether all jobs of the title are in the role, or none."""
        return not self.outside


@dataclass(frozen=True, slots=True)
class TitlesTakenIn:
    """The titles of a role.

    Parameters
    ----------
    role : str
        The role as written.
    read_as : str
        As it was read, in terms.
    careers : CareersFacts
        Where they are held.
    people : int
        People who ever held the role.
    titles, near : tuple of HeldTitle
        Those in the role, and the nearest of the others; nearest first.
    taken_in : int
        How many distinct titles are in the role.
    lexicon : str
        Version of the words that titles were read by.
    min_cell : int or None
        Limit under which counts were protected; None for an exact answer.
    """

    role: str
    read_as: str
    careers: CareersFacts
    people: int
    titles: tuple[HeldTitle, ...]
    near: tuple[HeldTitle, ...]
    taken_in: int
    lexicon: str
    min_cell: int | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the answer, ready for JSON."""
        return {
            "schema_version": SCHEMA_VERSION,
            "command": "titles",
            "role": self.role,
            "read_as": self.read_as,
            "careers": self.careers.as_json(),
            "min_cell": self.min_cell,
            "people": self.people,
            "taken_in": self.taken_in,
            "titles": [_row(one) for one in self.titles],
            "near": [_row(one) for one in self.near],
            "lexicon": self.lexicon,
        }


def _row(one: HeldTitle) -> dict[str, Any]:
    return {"title": one.title, "people": one.people, "score": round(one.score, 4), "whole": one.whole}


def role_titles(
    role: str | Role,
    *,
    careers: Any = "demo",
    people: Any = None,
    near: int = 20,
    least: int = 1,
    model: str | None = None,
) -> TitlesTakenIn:
    """Find the titles in careers that a role takes in, and those near it.

    Parameters
    ----------
    role : str or Role
        The role.
    careers, people
        As in `outgrow.reach`.
    near : int, default 20
        How many titles that are near the role, and not in it, are wanted besides.
    least : int, default 1
        Of those, only titles that so many people held.
    model : str, optional
        An embedding model of model2vec (the extra `embeddings`), by folder or published name, that helps to rank.

    Returns
    -------
    TitlesTakenIn
        Exact; nearest first, by what titles say and by their letters and words.

    Raises
    ------
    RoleError
        The role cannot be understood.
    InputError
        `near` is below 0, the role is any job, there is no such model, or the careers cannot be used.
    MissingExtra
        `model` is given, and model2vec is not installed.
    UnknownName
        Nobody ever held the role.

    Examples
    --------
    >>> import outgrow
    >>> found = outgrow.role_titles("title:sales", careers="nlsy")
    >>> found.titles[0].title, found.people
    ('sales', 104)
    """
    role = parse_role(role)
    if near < 0:
        raise InputError(f"{near} titles near the role were asked for.", do="give 0 or more")
    if role.any:
        raise InputError("every title is in the role 'any'.", do="name a role, as a job title or as terms")
    careers = read_careers(careers, people)
    spells = labelled(careers, {*role.needs, "title"})
    held = spells.mutate(inside=role.condition(spells))
    counted = held.group_by(FOLDED).agg(
        people=held.person.nunique(),
        inside=held.person.nunique(where=held.inside),
        outside=held.person.nunique(where=~held.inside),
    )
    counted = counted.filter(counted[FOLDED] != "")
    rows = fetched(counted.order_by([counted.people.desc(), FOLDED])).to_pylist()
    if not any(row["inside"] for row in rows) and not anyone_held(careers, role):
        raise nobody_held(careers, role)
    inside = [row for row in rows if row["inside"]]
    outside = [row for row in rows if not row["inside"] and row["people"] >= least][: MOST_RANKED if near else 0]
    index = TitleIndex([row[FOLDED] for row in (*inside, *outside)], model)
    scores = index.scores(_searched(role)).tolist()

    def ranked(rows: list[dict[str, Any]], scores: list[float], count: str) -> list[HeldTitle]:
        found = [
            HeldTitle(row[FOLDED], int(row[count]), score, outside=int(row["outside"]) if row["inside"] else 0)
            for row, score in zip(rows, scores, strict=True)
        ]
        return sorted(found, key=lambda one: (-round(one.score, 4), -one.people, one.title))

    others = ranked(outside, scores[len(inside) :], "people")
    return TitlesTakenIn(
        role=role.text,
        read_as=role.as_terms,
        careers=careers.facts,
        people=number(held.person.nunique(where=held.inside)),
        titles=tuple(ranked(inside, scores[: len(inside)], "inside")),
        near=tuple(one for one in others if one.score >= _LEAST_NEAR)[:near],
        taken_in=len(inside),
        lexicon=lexicon_version(),
    )


def _searched(role: Role) -> str:
    """Return the words of a role to look for: the title it was written as, or those of its terms."""
    if role.source == "title":
        return role.text
    return " ".join(value.text.replace("_", " ") for term in role.terms for value in term.values)
