"""The verdict: whether a role is a path, decided by rules in their order, with the reason in a sentence.

In: Ceiling and Difference. Out: Verdict. Runs no SQL, reads no files. Start at `decide_verdict`; next stage: outgrow.report.
The sentence is made by `reason` from numbers alone, so that it can be made again from the numbers that are released.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from outgrow.errors import InputError
from outgrow.estimates.ceiling import CLOSE
from outgrow.months import span
from outgrow.results import Ceiling, Difference, RungReach, Verdict
from outgrow.results.ceiling import VerdictName
from outgrow.schema import RUNGS

__all__ = ["Thresholds", "at_rung", "decide_verdict", "path_rung", "reason"]

#: Levels that fewer than this share of later spells have are unknown for most.
_MOST = 0.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Thresholds:
    """Where the rules of the verdict draw their lines.

    Parameters
    ----------
    share : float, default 0.10
        q: a rung that this share reaches is the role's to reach; strictly between 0 and 1.
    difference : float, default 0.05
        d: a difference from peers of this much counts; a share, strictly between 0 and 1.
    years : float, default 15
        Horizon H.
    least_entered : int, default 50
        People who must have entered the role.
    least_at_risk : int, default 10
        People who must be followed to `at_risk_years`, and to the horizon.
    at_risk_years : float, default 5
        How far that many must be followed for any verdict; to the horizon, where that is nearer.

    Raises
    ------
    InputError
        A value is out of its range.
    """

    share: float = 0.10
    difference: float = 0.05
    years: float = 15
    least_entered: int = 50
    least_at_risk: int = 10
    at_risk_years: float = 5

    def __post_init__(self) -> None:
        for name in ("share", "difference"):
            value = getattr(self, name)
            if not 0 < value < 1:
                raise InputError(
                    f"{name} is {value}.",
                    why="it is a share, not a percentage",
                    do=f"give a number between 0 and 1, for example {getattr(Thresholds(), name)}",
                )
        for name in ("years", "at_risk_years"):
            value = getattr(self, name)
            if not 0 < value <= 100 or round(value * 12) < 1:
                raise InputError(f"{name} is {value}.", do="give a month (0.1) or more, and up to 100 years")
        for name in ("least_entered", "least_at_risk"):
            value = getattr(self, name)
            if value < 1:
                raise InputError(f"{name} is {value}.", do="give 1 or more people")

    @property
    def horizon_months(self) -> int:
        """The horizon in whole months."""
        return round(self.years * 12)

    @property
    def at_risk_months(self) -> int:
        """How far people must be followed for any verdict, in whole months."""
        return min(round(self.at_risk_years * 12), self.horizon_months)

    def as_json(self) -> dict[str, float]:
        """Return the thresholds by name, times in months."""
        return {
            "share": self.share,
            "difference": self.difference,
            "horizon_months": self.horizon_months,
            "least_entered": self.least_entered,
            "least_at_risk": self.least_at_risk,
            "at_risk_months": self.at_risk_months,
        }


def decide_verdict(
    ceiling: Ceiling,
    difference: Difference | None,
    /,
    *,
    at_risk: int,
    levels_known: float,
    thresholds: Thresholds | None = None,
) -> Verdict:
    """Decide whether a role is a path, by the first rule that applies.

    1. *cannot tell*: too few entered, too few can be followed, or levels are unknown for most.
    2. *not a path*: the next rung is reached less often than by peers, by d or more, and the interval is below 0.
    3. *a path*: director or higher is established (executive, for a director's role), by a shortened horizon too.
    4. *a path with a ceiling*: the difference is surely less than d below peers, and the rung of rule 3 is ruled out.
    5. *cannot tell*: anything else.

    Parameters
    ----------
    ceiling : Ceiling
        Exact, made with the same share and years.
    difference : Difference or None
        Reach of the next rung or higher, role minus peers, by the ceiling's horizon; None where it cannot be told.
    at_risk : int
        How many can be followed to ``thresholds.at_risk_months``, as `outgrow.estimates.ceiling.followed_at` counts.
    levels_known : float
        Share of the entrants' later spells whose level is known.
    thresholds : Thresholds, optional
        Default: the design's.

    Returns
    -------
    Verdict
        With the ceiling's head and notes.

    Raises
    ------
    InputError
        The ceiling has another share or horizon than the thresholds, the difference is of another rung or horizon than the
        ceiling, or `levels_known` is no share.
    """
    limits = Thresholds() if thresholds is None else thresholds
    _check(ceiling, difference, levels_known, limits)
    verdict, rule, missing = _decide(ceiling, difference, at_risk, levels_known, limits)
    printed = limits.as_json()
    return Verdict(
        role=ceiling.role,
        settings=ceiling.settings,
        careers=ceiling.careers,
        flow=ceiling.flow,
        notes=ceiling.notes,
        read_as=ceiling.read_as,
        weighted=ceiling.weighted,
        verdict=verdict,
        rule=rule,
        because=reason(
            verdict, rule, ceiling, difference, printed, missing=missing, at_risk=at_risk, levels_known=levels_known
        ),
        difference=difference,
        thresholds=printed,
        ceiling=ceiling,
        missing=missing,
        at_risk=at_risk,
        levels_known=levels_known,
    )


def path_rung(own: str) -> str | None:
    """Return the rung that makes a role a path: director, executive for a director's role; None where none is above."""
    if own == RUNGS[-1]:
        return None
    return "executive" if own == "director" else "director"


def at_rung(rung: str) -> str:
    """Return a rung or higher as it is said: ``"director or higher"``; the top rung by itself, as there is none above."""
    return rung if rung == RUNGS[-1] else f"{rung} or higher"


def _check(ceiling: Ceiling, difference: Difference | None, levels_known: float, limits: Thresholds) -> None:
    if (ceiling.share, ceiling.horizon_asked) != (limits.share, limits.horizon_months):
        raise InputError(
            f"the ceiling was made with a share of {ceiling.share} and {ceiling.horizon_asked} months, the verdict is asked "
            f"with {limits.share} and {limits.horizon_months}.",
            do="make both with the same",
        )
    if difference is not None and (
        not ceiling.reach or (difference.rung, difference.months) != (ceiling.reach[0].rung, ceiling.horizon_months)
    ):
        raise InputError(
            f"the difference from peers is of {difference.rung} by {difference.months} months.",
            why="it is taken for the rung next to the role's own, by the ceiling's horizon",
            do="make it from the ceiling's reach",
        )
    if not 0 <= levels_known <= 1:
        raise InputError(f"levels_known is {levels_known}.", do="give a share from 0 to 1")


def _decide(
    ceiling: Ceiling, difference: Difference | None, at_risk: int, levels_known: float, limits: Thresholds
) -> tuple[VerdictName, int, tuple[str, ...]]:
    lacking = {
        "entered": ceiling.people < limits.least_entered,
        "at risk": at_risk < limits.least_at_risk,
        "levels": levels_known < _MOST,
    }
    if any(lacking.values()):
        return "cannot tell", 1, _names(lacking)
    numbers = None if difference is None else (difference.estimate, difference.lower, difference.upper)
    below, compared, near = False, False, False
    if numbers is not None and None not in numbers:
        estimate, lower, upper = (float(number or 0.0) for number in numbers)
        compared = True
        below = estimate <= -limits.difference + CLOSE and upper < 0
        near = lower > -limits.difference + CLOSE
    if below:
        return "not a path", 2, ()
    target = path_rung(ceiling.own)
    if target is not None and RUNGS.index(ceiling.established) >= RUNGS.index(target):
        return "a path", 3, ()
    status = None if target is None else ceiling.rung(target).status
    if near and status == "ruled out":
        return "a path with a ceiling", 4, ()
    lacking = {
        "rung above": target is None,
        "horizon": status == "unknown",
        "threshold": status in ("estimated", "not ruled out"),
        "peers": target is not None and not compared,
        "difference": compared and not near,
    }
    return "cannot tell", 5, _names(lacking)


def _names(lacking: Mapping[str, bool]) -> tuple[str, ...]:
    return tuple(name for name, is_so in lacking.items() if is_so)


def reason(
    verdict: VerdictName,
    rule: int,
    ceiling: Ceiling | None,
    difference: Difference | None,
    thresholds: Mapping[str, float],
    *,
    missing: Sequence[str] = (),
    at_risk: int | None = None,
    levels_known: float | None = None,
) -> str:
    """Say in a sentence why a verdict is what it is, from the numbers given, whether exact or released.

    Parameters
    ----------
    verdict : str
        The verdict.
    rule : int
        The rule that decided.
    ceiling, difference : Ceiling and Difference, or None
        Their numbers. Whatever is None is left out of the sentence.
    thresholds : mapping of str to float
        As `Verdict.thresholds`.
    missing, at_risk, levels_known
        As in `Verdict`.

    Returns
    -------
    str
        What is associated with what, never what causes what, with the people counted beside each percentage.
    """
    said = _Said(ceiling, difference, thresholds)
    if rule == 1:
        parts = [said.lacking(name, at_risk, levels_known) for name in missing]
    elif rule == 2:
        parts = [said.entered(), f"{said.against_peers()}, {said.d} or more below them, with an interval below 0"]
    elif rule == 3:
        parts = [said.entered(), f"{said.reached()}, so a share of {said.q} is established"]
    elif rule == 4:
        parts = [said.entered(), f"{said.reached()}, so a share of {said.q} is ruled out"]
        parts += [f"{said.against_peers()}, so {said.d} or more below them is ruled out too"]
    else:
        parts = [said.entered(), *(said.open(name) for name in missing)]
    text = "; ".join(filter(None, parts)) or verdict
    return f"{text[0].upper()}{text[1:]}."


class _Said:
    """The parts of the sentence, with whatever numbers there are."""

    def __init__(self, ceiling: Ceiling | None, difference: Difference | None, thresholds: Mapping[str, float]) -> None:
        self.ceiling, self.difference, self.thresholds = ceiling, difference, thresholds
        self.q = f"{100 * thresholds['share']:g}%"
        self.d = _plural(100 * thresholds["difference"], "point", "points")

    def entered(self) -> str:
        if self.ceiling is None:
            return ""
        return f"{_plural(self.ceiling.people, 'person', 'people')} entered"

    def lacking(self, name: str, at_risk: int | None, levels_known: float | None) -> str:
        """Say which need of a verdict (rule 1) is not met."""
        if name == "own level":
            return (
                "no level is known for half of the jobs in the role or more, so what lies above it is not known either"
            )
        if name == "levels":
            half = "and a verdict needs half"
            if levels_known is None or self.ceiling is None:
                return f"the level of most of their later jobs is not known, {half}"
            people = _plural(self.ceiling.people, "person", "people")
            return f"the level is known for {_percent(levels_known, _MOST)} of the later jobs of {people}, {half}"
        if name == "entered":
            found, least = None if self.ceiling is None else self.ceiling.people, self.thresholds["least_entered"]
            verb = "entered"
        else:
            found, least = at_risk, self.thresholds["least_at_risk"]
            verb = f"can be followed for {span(self.thresholds['at_risk_months'])}"
        # a rounded number may have come up to what is needed
        if found is None or found >= least:
            return f"fewer than {_plural(least, 'person', 'people')} {verb}, and a verdict needs that many"
        return f"{_plural(found, 'person', 'people')} {verb}, and a verdict needs {_number(least)}"

    def reached(self) -> str:
        """Say how many reached the rung that makes a path."""
        found = self._path_rung()
        if found is None:
            return "their reach is not shown"
        number = "a share that is not shown"
        if found.estimate is not None and found.lower is not None and found.upper is not None:
            number = (
                f"{_percent(found.estimate, self.thresholds['share'])} ({self._interval_words()} {self._bounds(found)})"
            )
        return f"{number} had reached {at_rung(found.rung)}{self._within()}"

    def against_peers(self) -> str:
        """Say how far from peers the reach of the next rung is."""
        found = self.difference
        if found is None:
            return "the difference from peers is not shown"
        what = f"reached {at_rung(found.rung)} within {span(found.months)}"
        if None in (found.role, found.peers, found.estimate, found.lower, found.upper):
            return f"the share that had {what} is set against that of {self._peers()}"
        # only who entered in a year that peers have too is set against them
        fewer = self.ceiling is not None and found.role_people not in (None, self.ceiling.people)
        of = f" of {_plural(found.role_people or 0, 'person', 'people')}" if fewer else ""
        return (
            f"{_percent(found.role)}{of} had {what}, against {_percent(found.peers)} of {self._peers()}: "
            f"{_points(found.estimate)} points ({self._interval_words()} {_points(found.lower)} to {_points(found.upper)})"
        )

    def open(self, name: str) -> str:
        """Say what leaves the question open (rule 5)."""
        target, found = None if self.ceiling is None else path_rung(self.ceiling.own), self._path_rung()
        rung = at_rung(target) if target else "the rung that makes a path"
        if name == "rung above":
            return f"{RUNGS[-1]} is the highest rung, and there is none above it to reach"
        if name == "horizon":
            months, asked = (
                (None, None) if self.ceiling is None else (self.ceiling.horizon_months, self.ceiling.horizon_asked)
            )
            if months is None or asked is None:
                return f"too few can be followed to tell who reaches {rung}"
            if months == asked:
                return f"too few of those below {target} can be followed for {span(asked)}"
            shown = found is not None and None not in (found.estimate, found.lower, found.upper)
            number = f": {self.reached()}" if shown else ""
            return (
                f"only {span(months)} can be followed, not {span(asked)}, and {rung} is not established by then{number}"
            )
        if name == "threshold":
            if found is None or found.lower is None or found.upper is None:
                return f"the interval of {rung}{self._within()} includes the {self.q} threshold"
            return f"the interval of {rung}{self._within()}, {self._bounds(found)}, includes the {self.q} threshold"
        if name == "peers" and self.ceiling is not None and self.ceiling.role.lower() == "any":
            return "every job is counted here, so there is no other role to compare with"
        if name == "peers" or self.difference is None:
            return "there are too few peers who entered in the same years and can be followed as long"
        lower, upper = self.difference.lower, self.difference.upper
        bounds = "" if lower is None or upper is None else f", {_points(lower)} to {_points(upper)} points,"
        return (
            f"the interval of the difference from {self._peers()} in reaching {at_rung(self.difference.rung)} within "
            f"{span(self.difference.months)}{bounds} includes {self.d} below them"
        )

    def _path_rung(self) -> RungReach | None:
        """Return the rung that makes a path, or the one established above it where only that is."""
        if self.ceiling is None or not self.ceiling.reach:
            return None
        names = {rung.rung: rung for rung in self.ceiling.reach}
        found = names.get(path_rung(self.ceiling.own) or "")
        higher = names.get(self.ceiling.established)
        if found is not None and higher is not None and found.status != "established":
            return higher if RUNGS.index(higher.rung) > RUNGS.index(found.rung) else found
        return found

    def _bounds(self, found: RungReach) -> str:
        assert found.lower is not None
        assert found.upper is not None
        share = self.thresholds["share"]
        return f"{_percent(found.lower, share)} to {_percent(found.upper, share)}"

    def _interval_words(self) -> str:
        return "interval" if self.ceiling is None else f"{100 * self.ceiling.settings.coverage:g}% interval"

    def _within(self) -> str:
        months = None if self.ceiling is None else self.ceiling.horizon_months
        return "" if months is None else f" within {span(months)}"

    def _peers(self) -> str:
        people = None if self.difference is None else self.difference.peers_people
        return f"{'' if people is None else f'{people:,} '}{'peer' if people == 1 else 'peers'} who entered in the same years"


def _plural(number: float, one: str, many: str) -> str:
    return f"{_number(number)} {one if number == 1 else many}"


def _number(number: float) -> str:
    return f"{number:,}" if isinstance(number, int) else f"{number:,g}"


def _percent(value: float | None, threshold: float | None = None) -> str:
    """Write a share, with as many decimals as keep it on its side of a threshold."""
    assert value is not None
    text = ""
    for decimals in (1, 2, 3):
        text = f"{value:.{decimals}%}"
        if threshold is None or abs(value - threshold) < CLOSE or text != f"{threshold:.{decimals}%}":
            break
    return text


def _points(value: float | None) -> str:
    assert value is not None
    text = f"{100 * value:+.1f}"
    return "0.0" if text in ("+0.0", "-0.0") else text
