"""Where a role tops out, and whether it is a path: rungs with their reach, the difference from peers, the verdict."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from outgrow.results.answer import Answer
from outgrow.results.headline import Headline

if TYPE_CHECKING:
    import pyarrow

    from outgrow.results.reach import Reach

__all__ = ["Ceiling", "Difference", "RungReach", "Verdict", "VerdictName"]

VerdictName = Literal["a path", "a path with a ceiling", "not a path", "cannot tell"]


@dataclass(frozen=True, slots=True)
class RungReach:
    """The reach of a rung or higher by the horizon.

    Parameters
    ----------
    rung : str
        One of `outgrow.schema.RUNGS`.
    estimate, std_error, lower, upper : float or None
        By the horizon; None where they cannot be told, or are not shown.
    at_risk : int or None
        People still followed and below the rung just before the horizon's month.
    events : int or None
        People who reached it by the horizon.
    status : {"established", "estimated", "not ruled out", "ruled out", "unknown"}
        By which of its bounds the rung is reached by the share asked for; unknown where it is not established and the horizon
        was shortened, or too few below the rung can be followed to it.
    """

    rung: str
    estimate: float | None
    std_error: float | None
    lower: float | None
    upper: float | None
    at_risk: int | None
    events: int | None
    status: Literal["established", "estimated", "not ruled out", "ruled out", "unknown"]

    def as_json(self) -> dict[str, Any]:
        """Return it by name, without the rung."""
        return {name: getattr(self, name) for name in self.__slots__ if name != "rung"}


@dataclass(frozen=True, kw_only=True, repr=False)
class Ceiling(Answer):
    """The ceiling of a role: the highest rung that a share of its entrants reaches by the horizon.

    What every answer has besides is in `outgrow.results.answer.Answer`.

    Parameters
    ----------
    own : str
        The role's own rung, which whoever enters it has reached.
    established, estimated, not_ruled_out : str or None
        Highest rung whose lower bound, estimate, upper bound is at least `share`; at least `own`. The latter two are None
        where a rung above the established one is unknown.
    horizon_asked, horizon_months : int or None
        Horizon asked for, and that which the data bear: shorter where fewer than 10 can be followed to it; None for the
        latter where there never are 10.
    share : float
        The share q.
    reach : tuple of RungReach
        Every rung above `own`, lowest first, all with one denominator.
    people : int
        People counted.
    above : str or None
        The rung above the established ceiling: what the ceiling is made of. None where there is none.
    median_follow_up : float or None
        Months, reverse Kaplan-Meier, until the highest rung.
    source : Reach or None
        The curves it is read from; None once released for others.
    """

    own: str
    established: str
    estimated: str | None
    not_ruled_out: str | None
    horizon_asked: int
    horizon_months: int | None
    share: float
    reach: tuple[RungReach, ...]
    people: int
    above: str | None
    median_follow_up: float | None = None
    source: Reach | None = None

    def rung(self, rung: str) -> RungReach:
        """Return the reach of one rung above the role's own.

        Raises
        ------
        UnknownName
            It is none of them. Also a LookupError.
        """
        for found in self.reach:
            if found.rung == rung:
                return found
        from outgrow.errors import UnknownName

        raise UnknownName(
            f"'{rung}' is no rung above '{self.role}'.", do=f"use one of {', '.join(r.rung for r in self.reach)}"
        )

    def as_json(self, command: str = "ceiling") -> dict[str, Any]:
        """Return the answer as one object ready for JSON (design, section 10); release it first if it is for others."""
        return {**self.head(command), **self.body()}

    def body(self) -> dict[str, Any]:
        """Return what the answer says beside its head."""
        return {
            "own": self.own,
            "established": self.established,
            "estimated": self.estimated,
            "not_ruled_out": self.not_ruled_out,
            "above": self.above,
            "horizon_asked": self.horizon_asked,
            "horizon_months": self.horizon_months,
            "share": self.share,
            "people": self.people,
            "median_follow_up": self.median_follow_up,
            "reach": {found.rung: found.as_json() for found in self.reach},
        }

    def headlines(self) -> list[Headline]:
        """Return the ceiling in words and the reach of each rung by the horizon that the data bear, which each says."""
        words = (
            ("established", self.established),
            ("estimated", self.estimated),
            ("not ruled out", self.not_ruled_out),
        )
        return [
            *(
                Headline(
                    f"{name} ceiling", None, None, None, "word", self.people, 0, word or "unknown", self.horizon_months
                )
                for name, word in words
            ),
            *(
                Headline(
                    f"{found.rung} or higher",
                    found.estimate,
                    found.lower,
                    found.upper,
                    "share",
                    self.people,
                    found.events or 0,
                    months=None if found.estimate is None else self.horizon_months,
                    asked_months=self.horizon_asked,
                )
                for found in self.reach
            ),
        ]

    def to_arrow(self) -> pyarrow.Table:
        """Return the rungs as an Arrow table: ``rung, estimate, std_error, lower, upper, at_risk, events, status``."""
        import pyarrow as pa

        return pa.Table.from_pylist([{"rung": found.rung, **found.as_json()} for found in self.reach])

    def summary(self) -> str:
        """Return the answer in a few lines."""
        horizon = "an unknown horizon" if self.horizon_months is None else f"{self.horizon_months / 12:.3g} years"
        lines = [
            f"Ceiling of '{self.role}' within {horizon}: {self.established} established, "
            f"{self.estimated or 'unknown'} estimated, {self.not_ruled_out or 'unknown'} not ruled out",
            self._counted(),
        ]
        for found in self.reach:
            number = (
                "not known"
                if found.estimate is None
                else f"{found.estimate:.1%} ({found.lower:.1%} to {found.upper:.1%}), {found.events} people"
            )
            lines.append(f"  {found.rung} or higher: {number}: {found.status}")
        return "\n".join(lines)


@dataclass(frozen=True, slots=True)
class Difference:
    """D: the reach of the next rung or higher by the horizon, role minus peers.

    Parameters
    ----------
    rung : str
        The next rung.
    months : int
        The horizon, the same for both.
    estimate, std_error, lower, upper : float or None
        Of the difference; None where it is not shown.
    role, peers : float or None
        The two reaches; that of the peers standardised to the role's years of entry.
    role_people, peers_people, both_people : int or None
        People counted in each, and in both.
    role_events, peers_events : int or None
        Who reached the next rung by the horizon.
    """

    rung: str
    months: int
    estimate: float | None
    std_error: float | None
    lower: float | None
    upper: float | None
    role: float | None
    peers: float | None
    role_people: int | None
    peers_people: int | None
    both_people: int | None
    role_events: int | None
    peers_events: int | None

    def as_json(self) -> dict[str, Any]:
        """Return it by name."""
        return {name: getattr(self, name) for name in self.__slots__}


@dataclass(frozen=True, kw_only=True, repr=False)
class Verdict(Answer):
    """Whether a role is a path, in one sentence, with the rule that decided.

    What every answer has besides is in `outgrow.results.answer.Answer`.

    Parameters
    ----------
    verdict : {"a path", "a path with a ceiling", "not a path", "cannot tell"}
        The verdict.
    rule : int
        Which rule decided, 1 to 5 in their order.
    because : str
        The reason, in a sentence, as `outgrow.estimates.verdict.reason` builds it from the rest.
    difference : Difference or None
        D; None where it cannot be told.
    thresholds : dict of str to float
        ``share`` q, ``difference`` d, ``horizon_months``, ``least_entered``, ``least_at_risk``, ``at_risk_months``.
    ceiling : Ceiling or None
        The ceiling behind it; None where there is none to give.
    missing : tuple of str
        What a verdict that cannot be told lacks: of ``entered``, ``at risk`` and ``levels`` (rule 1), or ``rung above``,
        ``horizon``, ``threshold``, ``peers`` and ``difference`` (rule 5).
    at_risk : int or None
        How many can be followed to ``at_risk_months``.
    levels_known : float or None
        Share of their later spells whose level is known.
    """

    verdict: VerdictName
    rule: int
    because: str
    difference: Difference | None
    thresholds: dict[str, float]
    ceiling: Ceiling | None = None
    missing: tuple[str, ...] = ()
    at_risk: int | None = None
    levels_known: float | None = None

    def as_json(self, command: str = "verdict") -> dict[str, Any]:
        """Return the answer as one object ready for JSON (design, section 10); release it first if it is for others."""
        return {
            **self.head(command),
            "verdict": self.verdict,
            "rule": self.rule,
            "because": self.because,
            "missing": list(self.missing),
            "at_risk": self.at_risk,
            "levels_known": self.levels_known,
            "difference": None if self.difference is None else self.difference.as_json(),
            "thresholds": dict(self.thresholds),
            "ceiling": None if self.ceiling is None else self.ceiling.body(),
        }

    def headlines(self) -> list[Headline]:
        """Return the verdict, the difference from peers, and the ceiling's reach."""
        d = self.difference
        people = self.flow.counted
        numbers = (None, None, None) if d is None else (d.estimate, d.lower, d.upper)
        months = None if d is None or d.estimate is None else d.months
        events = 0 if d is None else d.role_events or 0
        return [
            Headline("verdict", None, None, None, "word", people, 0, self.verdict),
            Headline("difference from peers", *numbers, "difference", people, events, months=months),
            *([] if self.ceiling is None else [line for line in self.ceiling.headlines() if line.unit == "share"]),
        ]

    def to_arrow(self) -> pyarrow.Table:
        """Return the verdict as an Arrow table of one row: ``verdict, rule, because`` and the columns of `Difference`."""
        import pyarrow as pa

        names = Difference.__slots__
        numbers = dict.fromkeys(names) if self.difference is None else self.difference.as_json()
        return pa.Table.from_pylist([{"verdict": self.verdict, "rule": self.rule, "because": self.because, **numbers}])

    def summary(self) -> str:
        """Return the answer in a few lines."""
        return f"'{self.role}': {self.verdict}. {self.because}\n{self._counted()}"
