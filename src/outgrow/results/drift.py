"""What a role turns into: its share of all main jobs by year, what its holders hold five years on, how long a title lasts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from outgrow.results.answer import Answer
from outgrow.results.headline import Headline

if TYPE_CHECKING:
    import pyarrow

    from outgrow.tallies.drift_tally import DriftTally

__all__ = [
    "ALL",
    "BETWEEN",
    "ELSE",
    "LEFT",
    "LOST",
    "OTHER",
    "REST",
    "SAME_ROLE",
    "SAME_TITLE",
    "Drift",
    "HalfLife",
    "Period",
    "Renamed",
    "Successor",
    "TitleLife",
    "Within",
    "YearShare",
]

#: Kinds of what is held five years on.
SAME_TITLE: Final = "same title"
SAME_ROLE: Final = "same role, another title"
OTHER: Final = "another role"
BETWEEN: Final = "between jobs"
LEFT: Final = "left for good"
#: Whoever is not followed for five years, and is no successor.
LOST: Final = "no longer followed"
#: Everyone, in tables of people.
ALL: Final = "all"
#: Whatever is too few people's to be told apart.
ELSE: Final = "all else"
#: Roles that are not told apart.
REST: Final = "other roles"


class YearShare(NamedTuple):
    """A share of those who hold a job in June of a year.

    Parameters
    ----------
    year : int
        The calendar year.
    people, of : int
        Those it is true of, and all.
    estimate, lower, upper : float
        Their share, weighted where people have weights, with its interval.
    """

    year: int
    people: int
    of: int
    estimate: float
    lower: float
    upper: float


class Successor(NamedTuple):
    """What holders of the role hold five years on.

    Parameters
    ----------
    role : str
        Craft and level of another role, such as ``content, manager``; ``other roles`` for those not told apart; for titles the
        title; else the kind.
    kind : str
        ``same title``, ``same role, another title``, ``another role``, ``between jobs`` or ``left for good``; ``all else``
        for what is too few people's to be told apart.
    times, people : int
        Junes in which somebody held the role and this five years later; how many people these are.
    estimate, lower, upper : float
        Its share of all Junes of those followed for five years, with its interval.
    """

    role: str
    kind: str
    times: int
    people: int
    estimate: float
    lower: float
    upper: float


class Within(NamedTuple):
    """The chance of having another title some months after a June in the role.

    Parameters
    ----------
    months : int
        Since that June.
    estimate, lower, upper : float
        The chance, leaving for good competing, with its interval.
    renamed : float or None
        What of it is by renames in place; None where it is not shown.
    """

    months: int
    estimate: float
    lower: float
    upper: float
    renamed: float | None


@dataclass(frozen=True, slots=True)
class HalfLife:
    """The time after which half of those who held a title have another.

    Parameters
    ----------
    months, lower, upper : int or None
        Months since June, with their interval; None where half is not reached in what was seen.
    times, changed, renamed, left : int
        Junes in which somebody held the role; of them those followed by another title, of these by a rename in place, and by
        leaving for good first.
    within : tuple of Within
        The chance of another title after one, two, three, five and ten years, as far as was seen.
    """

    months: int | None
    lower: int | None
    upper: int | None
    times: int
    changed: int
    renamed: int
    left: int
    within: tuple[Within, ...]

    def as_json(self) -> dict[str, Any]:
        """Return it by name."""
        return {
            **{name: getattr(self, name) for name in self.__slots__},
            "within": [point._asdict() for point in self.within],
        }


@dataclass(frozen=True, slots=True)
class Period:
    """The same, of those who held the role in some years.

    Parameters
    ----------
    first_year, last_year : int
        The years.
    followed, lost : int
        Junes of those followed for five years, and of those no longer followed then.
    successors : tuple of Successor
        Empty where nobody is followed so long, or it is not shown.
    half_life : HalfLife or None
        None where it is not shown.
    """

    first_year: int
    last_year: int
    followed: int
    lost: int
    successors: tuple[Successor, ...]
    half_life: HalfLife | None

    def as_json(self) -> dict[str, Any]:
        """Return it by name."""
        return {
            "first_year": self.first_year,
            "last_year": self.last_year,
            "followed": self.followed,
            "lost": self.lost,
            "successors": [one._asdict() for one in self.successors],
            "half_life": None if self.half_life is None else self.half_life.as_json(),
        }


class TitleLife(NamedTuple):
    """A title of the role, and when it was held.

    Parameters
    ----------
    title : str
        Its family: words as the lexicon spells them.
    people : int
        Who ever held it while seen.
    first_year, last_year : int or None
        Years in which it is first and last seen; None where they are not shown.
    born, gone : bool
        Whether it is first seen late, or nobody holds it in the last year, beyond what chance makes of a title as rare.
    chance_born, chance_gone : float or None
        The chance that it would be seen so late, or taken up last so early, were its share of the role's titles always the
        same; None where they are not shown.
    """

    title: str
    people: int
    first_year: int | None
    last_year: int | None
    born: bool
    gone: bool
    chance_born: float | None
    chance_gone: float | None


class Renamed(NamedTuple):
    """A rename in place: many people of one employer get another title in one month, and nobody moves.

    Parameters
    ----------
    month : str
        ``YYYY-MM``.
    people : int
        How many.
    before, after : str or None
        The titles; None where they are not shown.
    counts : bool
        Whether it counts as a change of title here; not where reading the careers has joined the jobs.
    """

    month: str
    people: int
    before: str | None
    after: str | None
    counts: bool


@dataclass(frozen=True, kw_only=True, repr=False)
class Drift(Answer):
    """What a role and its titles turn into.

    What every answer has besides is in `outgrow.results.answer.Answer`.

    Parameters
    ----------
    share : tuple of YearShare
        The role's share of all main jobs, by year.
    successors : tuple of Successor
        What its holders hold five years on, over all years: the same title first, then by share.
    titles_then : tuple of Successor
        The commonest other titles they hold then, in the role or not.
    followed, people, lost : int
        Junes behind `successors`, the people they are of, and Junes of those no longer followed five years on.
    half_life : HalfLife or None
        Of the title held in June, over all years; None where it is not shown.
    periods : tuple of Period
        Successors and half-lives by five calendar years.
    titles : tuple of TitleLife
        Titles of the role, commonest first: the first hundred, and whatever came or went.
    titles_in_all : int
        How many there are.
    words : tuple of str
        What the skill is called in lists and descriptions.
    skill : tuple of YearShare
        Of the jobs outside the role that list skills or are described, those that name it, by year.
    renames : tuple of Renamed
        Renames in place from or to titles of the role.
    tally : DriftTally or None
        The exact counts; None once released for others.
    """

    share: tuple[YearShare, ...]
    successors: tuple[Successor, ...]
    titles_then: tuple[Successor, ...]
    followed: int
    people: int
    lost: int
    half_life: HalfLife | None
    periods: tuple[Period, ...]
    titles: tuple[TitleLife, ...]
    titles_in_all: int
    words: tuple[str, ...]
    skill: tuple[YearShare, ...]
    renames: tuple[Renamed, ...]
    tally: DriftTally | None = None

    def successor(self, role: str) -> Successor:
        """Return one successor.

        Raises
        ------
        UnknownName
            There is none of that name. Also a LookupError.
        """
        for one in self.successors:
            if one.role == role:
                return one
        from outgrow.errors import UnknownName

        raise UnknownName(
            f"there is no successor '{role}'.", do=f"use one of {'; '.join(one.role for one in self.successors)}"
        )

    def as_json(self, command: str = "drift") -> dict[str, Any]:
        """Return the answer as one object ready for JSON (design, section 10); release it first if it is for others."""
        half = self.half_life
        return {
            **self.head(command),
            "share": [one._asdict() for one in self.share],
            "successors": [one._asdict() for one in self.successors],
            "titles_then": [one._asdict() for one in self.titles_then],
            "followed": self.followed,
            "people": self.people,
            "lost": self.lost,
            "half_life_months": None if half is None else half.months,
            "half_life": None if half is None else half.as_json(),
            "periods": [one.as_json() for one in self.periods],
            "titles": [one._asdict() for one in self.titles],
            "titles_in_all": self.titles_in_all,
            "skill": {"words": list(self.words), "share": [one._asdict() for one in self.skill]},
            "renames": [one._asdict() for one in self.renames],
        }

    def headlines(self) -> list[Headline]:
        """Return the latest share, what became of the title, and its half-life."""
        found = []
        if self.share:
            last = self.share[-1]
            name = f"share of main jobs in {last.year}"
            found.append(Headline(name, last.estimate, last.lower, last.upper, "share", last.of, last.people))
        found += [
            Headline(f"{one.kind} five years on", one.estimate, one.lower, one.upper, "share", self.people, one.people)
            for one in self.successors
            if one.kind in (SAME_TITLE, SAME_ROLE)
        ]
        half = self.half_life
        if half is not None:
            found.append(
                Headline(
                    "half-life of the title", half.months, half.lower, half.upper, "months", half.times, half.changed
                )
            )
        return found

    def to_arrow(self) -> pyarrow.Table:
        """Return every share as an Arrow table.

        Returns
        -------
        pyarrow.Table
            Columns ``part`` (``share``, ``successor``, ``title then`` or ``skill``), ``first_year, last_year, name, kind,
            people, of, estimate, lower, upper``; successors over all years have no years, and their ``people`` and ``of``
            are Junes.
        """
        import pyarrow as pa

        rows: list[tuple[Any, ...]] = [("share", one.year, one.year, None, None, *one[1:]) for one in self.share]
        of_all = ((one, part) for part, them in self._then() for one in them)
        rows += [(part, None, None, one.role, one.kind, one.times, self.followed, *one[4:]) for one, part in of_all]
        rows += [
            ("successor", period.first_year, period.last_year, one.role, one.kind, one.times, period.followed, *one[4:])
            for period in self.periods
            for one in period.successors
        ]
        rows += [("skill", one.year, one.year, None, None, *one[1:]) for one in self.skill]
        text, whole, real = pa.string(), pa.int64(), pa.float64()
        names = ("part", "first_year", "last_year", "name", "kind", "people", "of", "estimate", "lower", "upper")
        kinds = (text, whole, whole, text, text, whole, whole, real, real, real)
        columns = zip(*rows, strict=True) if rows else ((),) * len(names)
        return pa.table(
            {name: pa.array(column, kind) for name, kind, column in zip(names, kinds, columns, strict=True)}
        )

    def _then(self) -> tuple[tuple[str, tuple[Successor, ...]], ...]:
        return ("successor", self.successors), ("title then", self.titles_then)

    def summary(self) -> str:
        """Return the answer in a few lines: the share, what its holders hold five years on, the half-life."""
        lines = [f"Drift of '{self.role}'", self._counted()]
        lines += [
            f"  {one.year}: {100 * one.estimate:.2f}% of main jobs ({100 * one.lower:.2f} to {100 * one.upper:.2f})"
            for one in ((self.share[0], self.share[-1]) if len(self.share) > 1 else self.share)
        ]
        lines += [
            f"  five years on, {one.role}: {100 * one.estimate:.1f}% ({100 * one.lower:.1f} to {100 * one.upper:.1f})"
            for one in self.successors[:6]
        ]
        half = self.half_life
        if half is not None and half.months is not None:
            upper = "beyond what was seen" if half.upper is None else str(half.upper)
            lines.append(f"  half-life of the title: {half.months} months ({half.lower} to {upper})")
        return "\n".join(lines)
