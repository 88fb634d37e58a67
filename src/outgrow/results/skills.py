"""Skills that last: how much more often a skill is listed again by who listed it, and how its share and pay changed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from outgrow.results.answer import Answer
from outgrow.results.headline import Headline

if TYPE_CHECKING:
    import pyarrow

    from outgrow.tallies.skill_counts import SkillTally

__all__ = ["KindRetention", "Measured", "Share", "Skill", "Skills"]


#: Skills that an answer is remembered by.
_REMEMBERED: Final = 5


class Share(NamedTuple):
    """A share with its interval: `number` of `of`."""

    estimate: float
    lower: float
    upper: float
    number: int
    of: int


@dataclass(frozen=True, slots=True)
class Measured:
    """One number of a skill, with its interval and whether it is told from chance among all skills.

    Parameters
    ----------
    estimate, std_error, lower, upper : float
        The number.
    p_value : float
        Of no difference at all.
    q_value : float
        The smallest share of false discoveries at which this one would be among the discoveries, of all skills (Benjamini
        and Hochberg).
    discovered : bool
        Whether it is one at the share asked for.
    number, others : int
        What it rests on: moves, jobs or first listings of the skill; those without it that they are held against.
    """

    estimate: float
    std_error: float
    lower: float
    upper: float
    p_value: float
    q_value: float
    discovered: bool
    number: int
    others: int

    def as_json(self) -> dict[str, Any]:
        """Return it by name."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, slots=True)
class Skill:
    """What became of one skill.

    Parameters
    ----------
    name : str
        ESCO's or O*NET's label; what they do not know, as it is listed.
    kind : {"skill", "tool"} or None
        What it is; None where neither knows it.
    people : int
        People who list it in a job of the role.
    share : Share
        Of the jobs of the role that list anything, those that list it.
    kept, taken_up : Share or None
        Of moves from a job that lists it, those after which it is listed; of moves from a job that does not, the same.
    retention : Measured or None
        `kept` minus `taken_up`; None where too few moves can tell.
    trend : Measured or None
        Change of the share from one year to the next.
    pay : Measured or None
        Change in log pay when it was first listed, minus that of like movers who did not list it.
    """

    name: str
    kind: str | None
    people: int
    share: Share
    kept: Share | None
    taken_up: Share | None
    retention: Measured | None
    trend: Measured | None
    pay: Measured | None

    def as_json(self) -> dict[str, Any]:
        """Return it by name, the excess retention with its bounds beside it."""
        own = self.retention
        return {
            "name": self.name,
            "kind": self.kind,
            "people": self.people,
            "share": self.share._asdict(),
            "kept": None if self.kept is None else self.kept._asdict(),
            "taken_up": None if self.taken_up is None else self.taken_up._asdict(),
            "retention": None if own is None else own.estimate,
            **{
                name: None if own is None else getattr(own, name)
                for name in ("std_error", "lower", "upper", "p_value", "q_value")
            },
            "discovered": own is not None and own.discovered,
            "trend": None if self.trend is None else self.trend.as_json(),
            "pay": None if self.pay is None else self.pay.as_json(),
        }


class KindRetention(NamedTuple):
    """Excess retention of all skills of a kind: the mean of each one's, as often as it was listed.

    Parameters
    ----------
    kind : str
        ``skill``, ``tool``, or ``skill minus tool``.
    skills : int
        How many it is of; of the difference, of both kinds.
    estimate, std_error, lower, upper : float
        The mean with its interval.
    """

    kind: str
    skills: int
    estimate: float
    std_error: float
    lower: float
    upper: float


@dataclass(frozen=True, kw_only=True, repr=False)
class Skills(Answer):
    """Which of the skills that jobs of a role list last: are listed again, listed more, and go with pay.

    What every answer has besides is in `outgrow.results.answer.Answer`.

    Parameters
    ----------
    skills : tuple of Skill
        The most lasting first; those of which that cannot be told last.
    kinds : tuple of KindRetention
        Of skills, of tools, and the difference, where they can be told.
    jobs : int
        Jobs of the role that began while people were followed and list anything.
    moves, people_moved : int
        Moves from a job of the role to the next main one, both listing anything; people with one.
    years : tuple of (int, int) or None
        First and last year in which jobs of the role began.
    false_discoveries : float
        Share of false ones among discoveries that is allowed.
    tally : SkillTally or None
        The exact counts; None once released for others.
    """

    skills: tuple[Skill, ...]
    kinds: tuple[KindRetention, ...]
    jobs: int
    moves: int
    people_moved: int
    years: tuple[int, int] | None
    false_discoveries: float
    tally: SkillTally | None = None

    def skill(self, name: str) -> Skill:
        """Return one skill.

        Raises
        ------
        UnknownName
            It is not among them. Also a LookupError.
        """
        for found in self.skills:
            if found.name.casefold() == name.strip().casefold():
                return found
        from outgrow.errors import UnknownName, did_you_mean

        names = [one.name for one in self.skills]
        raise UnknownName(
            f"there is no skill '{name}' in this answer.{did_you_mean(name, names)}",
            do=f"use one of {', '.join(names)}" if names else "ask of careers that list skills",
        )

    def as_json(self, command: str = "skills") -> dict[str, Any]:
        """Return the answer as one object ready for JSON (design, section 10); release it first if it is for others."""
        return {
            **self.head(command),
            "skills": [skill.as_json() for skill in self.skills],
            "kinds": [one._asdict() for one in self.kinds],
            "jobs": self.jobs,
            "moves": self.moves,
            "people_moved": self.people_moved,
            "years": None if self.years is None else list(self.years),
            "false_discoveries": self.false_discoveries,
        }

    def headlines(self) -> list[Headline]:
        """Return the excess retention of skills and of tools, their difference, and that of the skills most people list."""
        kinds = [
            Headline(one.kind, one.estimate, one.lower, one.upper, "difference", self.people_moved, self.moves)
            for one in self.kinds
        ]
        told = sorted((skill for skill in self.skills if skill.retention is not None), key=lambda one: -one.people)
        return kinds + [
            Headline(
                skill.name,
                skill.retention.estimate,
                skill.retention.lower,
                skill.retention.upper,
                "difference",
                skill.people,
                skill.retention.number,
            )
            for skill in told[:_REMEMBERED]
            if skill.retention is not None
        ]

    def to_arrow(self) -> pyarrow.Table:
        """Return the skills as an Arrow table, a row for each; what is within another object in JSON has both names."""
        import pyarrow as pa

        whole = dict.fromkeys(("number", "of", "others"), pa.int64())
        schema = [("name", pa.string()), ("kind", pa.string()), ("people", pa.int64())]
        for part, fields in (("share", Share._fields), ("kept", Share._fields), ("taken_up", Share._fields)):
            schema += [(_flat(part, field), whole.get(field, pa.float64())) for field in fields]
        for part in ("retention", "trend", "pay"):
            kinds = whole | {"discovered": pa.bool_()}
            schema += [(_flat(part, field), kinds.get(field, pa.float64())) for field in Measured.__slots__]
        rows = []
        for skill in self.skills:
            row: dict[str, Any] = {"name": skill.name, "kind": skill.kind, "people": skill.people}
            for part in ("share", "kept", "taken_up", "retention", "trend", "pay"):
                found = getattr(skill, part)
                if found is not None:
                    values = found.as_json() if isinstance(found, Measured) else found._asdict()
                    row |= {_flat(part, field): value for field, value in values.items()}
            rows.append(row)
        return pa.Table.from_pylist(rows, pa.schema(schema))

    def summary(self) -> str:
        """Return the answer in a few lines, one for each skill."""
        lines = [f"Skills that last, from '{self.role}'", self._counted()]
        for skill in self.skills:
            own = skill.retention
            if own is None:
                lines.append(f"  {skill.name} ({skill.kind or 'unknown kind'}): too few moves")
            else:
                mark = "" if own.discovered else ", not told from chance"
                lines.append(
                    f"  {skill.name} ({skill.kind or 'unknown kind'}): {own.estimate:+.1%} ({own.lower:+.1%} to "
                    f"{own.upper:+.1%}{mark})"
                )
        return "\n".join(lines)


def _flat(part: str, field: str) -> str:
    return part if field == "estimate" else f"{part}_{field}"
