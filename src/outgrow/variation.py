"""How far an answer moves when one rule is changed: the same question asked again under each alternative.

In: a question as in `outgrow.ask`, and the rule to change. Out: `Variation`, the few numbers each answer is remembered by,
side by side. Start at `vary`; what is for others passes `Variation.released`, or `released_together` for several rules.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Final

from outgrow import ask
from outgrow.careers import read_careers
from outgrow.disclosure import comparable_answers, default_min_cell, release
from outgrow.disclosure.totals import rounded_facts
from outgrow.engine import number
from outgrow.errors import InputError, OutgrowError, RefusedQuestion, UnknownName, did_you_mean
from outgrow.estimates.compare import HORIZON_MONTHS
from outgrow.months import month_number, month_text
from outgrow.results import Answer, CareersFacts, Hazards, Headline
from outgrow.settings import AFTER_LAST, MAIN_JOB_RULES, Settings

if TYPE_CHECKING:
    from outgrow.careers import Careers

__all__ = ["QUESTIONS", "RULES", "Variant", "Variation", "released_together", "vary"]

#: Questions that can be asked again, by the name of their command.
QUESTIONS: Final[dict[str, Callable[..., Answer]]] = {
    "ceiling": ask.ceiling,
    "compare": ask.compare,
    "drift": ask.drift,
    "hazards": ask.hazards,
    "occupancy": ask.occupancy,
    "reach": ask.reach,
    "skills": ask.skills,
    "tenure": ask.tenure,
    "verdict": ask.verdict,
    "who": ask.who,
}
_GAPS: Final = (0, 1, 3, 6, 12)
_HORIZONS: Final = (5, 10, 15, 20)
_LANDMARKS: Final = (3, 5, 7)
#: Months by which the end of follow-up is moved back.
_EARLIER: Final = (12, 24, 36)
#: Rules that can be changed, and what changes.
RULES: Final = {
    "after-last": "what it means that someone's last job has ended: left for good, between jobs, or no longer followed",
    "main-job": "which of several jobs at once is the main one",
    "gap": "how many months between jobs are bridged",
    "horizon": "the years after entry that the answer is about",
    "last-month": "the last month in which anyone is followed",
    "landmark": "the years after entry at which groups are told, and from which they are followed",
}
#: What a rule does not bear on, by question.
_NO_BEARING: Final = {
    ("reach", "main-job"): "reach counts every job, main or not",
    ("reach", "gap"): "first entries do not depend on gaps",
    ("tenure", "main-job"): "a stay counts every job in the role, main or not",
    ("ceiling", "main-job"): "a ceiling counts every job, main or not",
    ("ceiling", "gap"): "first entries do not depend on gaps",
    ("reach", "horizon"): "its curve shows every horizon",
    ("occupancy", "horizon"): "its curves show every horizon",
    ("tenure", "horizon"): "its curves show every horizon",
    **{(question, "landmark"): "it has no landmark" for question in QUESTIONS if question != "compare"},
    ("drift", "horizon"): "what is held then is told five years on",
    ("skills", "horizon"): "moves are to the next job, whenever it comes",
    ("skills", "after-last"): "a last job is followed by no other, whatever its end means",
}
_NOBODY: Final = "nobody is counted"


@dataclass(frozen=True, slots=True)
class Variant:
    """An answer under one value of the rule.

    Parameters
    ----------
    value : str
        The value of the rule, in words.
    asked : bool
        Whether it is the value that was asked for.
    headlines : tuple of Headline
        The numbers the answer is remembered by; empty where they are not shown.
    suppressed : bool
        Whether they are left out since they would show a few people, by themselves or by subtraction.
    reason : str or None
        Why there are no numbers, where it is for another reason: nobody is counted, or the question has no answer.
    answer : Answer or None
        The exact answer, for whoever holds the data; None where there is none, and once released for others.
    """

    value: str
    asked: bool
    headlines: tuple[Headline, ...]
    suppressed: bool = False
    reason: str | None = None
    answer: Answer | None = field(default=None, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Variation:
    """The answers to one question under each value of a rule.

    Parameters
    ----------
    question : str
        The name of the question.
    rule : str
        One of `RULES`.
    variants : tuple of Variant
        The one asked for first.
    careers : CareersFacts
        What was asked of.
    min_cell : int or None
        Limit under which counts were protected; None for exact answers not meant for others.
    """

    question: str
    rule: str
    variants: tuple[Variant, ...]
    careers: CareersFacts
    min_cell: int | None = None

    def moved(self, variant: Variant, name: str) -> float | None:
        """Return how far a number is from that of the value asked for.

        None where either is not known, or where the two are from different months, unless the rule is the horizon.

        Parameters
        ----------
        variant : Variant
            One of `variants`.
        name : str
            The name of the number.
        """
        found = [
            next((line for line in one.headlines if line.name == name), None) for one in (self.variants[0], variant)
        ]
        before, after = found
        if before is None or after is None or before.estimate is None or after.estimate is None:
            return None
        if before.months != after.months and self.rule != "horizon":
            return None
        return after.estimate - before.estimate

    def released(self, min_cell: int | None = None) -> Variation:
        """Return it fit to be shown to others: no count under the limit, and none by subtracting two answers.

        Parameters
        ----------
        min_cell : int, optional
            As in `outgrow.disclosure.release`.

        Raises
        ------
        InputError
            `min_cell` is below 1, or it was released under another limit already.
        """
        [found] = released_together([self], min_cell)
        return found

    def as_json(self) -> list[dict[str, Any]]:
        """Return a row for each value, ready for JSON; release it first if it is for others."""
        return [
            {
                "rule": self.rule,
                "value": variant.value,
                "asked": variant.asked,
                "suppressed": variant.suppressed,
                "reason": variant.reason,
                "numbers": [
                    {
                        "name": line.name,
                        "unit": line.unit,
                        "months": line.months,
                        "asked_months": line.asked_months,
                        "estimate": line.estimate,
                        "lower": line.lower,
                        "upper": line.upper,
                        "said": line.said,
                        "moved": self.moved(variant, line.name),
                    }
                    for line in variant.headlines
                ],
            }
            for variant in self.variants
        ]


def vary(question: str, role: Any, *, rule: str, careers: Any = "demo", people: Any = None, **asked: Any) -> Variation:
    """Ask a question again under each value of one rule.

    Parameters
    ----------
    question : str
        One of `QUESTIONS`: ``"reach"``, ``"occupancy"``, ``"tenure"``, ``"ceiling"``, ``"verdict"``, ``"compare"``,
        ``"hazards"``, ``"drift"``, ``"skills"`` or ``"who"``.
    role : str or Role
        The role.
    rule : str
        One of `RULES`: ``"after-last"``, ``"main-job"``, ``"gap"``, ``"horizon"``, ``"last-month"`` or ``"landmark"``.
    careers, people
        As in `outgrow.reach`.
    **asked
        What else the question takes, such as ``toward`` or ``horizon``, and its settings.

    Returns
    -------
    Variation
        Exact; the value asked for comes first. A value under which the question has no answer says why.

    Raises
    ------
    UnknownName
        There is no such question or rule. Also a LookupError.
    RefusedQuestion
        The rule has no bearing on the question.
    RoleError, InputError, UnknownName, RefusedQuestion
        As the question, under the value asked for.

    Examples
    --------
    >>> import outgrow
    >>> found = outgrow.vary("reach", "title:sales", toward="title:managers", careers="nlsy", rule="last-month")
    >>> [variant.value for variant in found.variants]
    ['1987-12', '1986-12', '1985-12', '1984-12']
    """
    question, rule = question.strip().lower(), rule.strip().lower().replace("_", "-")
    for kind, word, known in (("question", question, tuple(QUESTIONS)), ("rule", rule, tuple(RULES))):
        if word not in known:
            raise UnknownName(
                f"there is no {kind} '{word}' to vary.{did_you_mean(word, known)}", do=f"use one of {', '.join(known)}"
            )
    if (question, rule) in _NO_BEARING:
        others = [name for name in RULES if (question, name) not in _NO_BEARING]
        raise RefusedQuestion(
            f"{rule} has no bearing on {question}.",
            why=_NO_BEARING[question, rule],
            do=f"vary one of {', '.join(others)}",
        )
    source = read_careers(careers, people)
    variants = []
    for place, (value, changes) in enumerate(_values(question, rule, source, asked)):
        try:
            answer = QUESTIONS[question](role, careers=source, **{**asked, **changes})
        except OutgrowError as fault:
            if not place:
                raise
            variants.append(Variant(value, False, (), reason=fault.found))
            continue
        if isinstance(answer, Hazards) and answer.bands and asked.get("time_bands") is None:
            # bands of time that the events chose stay, so that ratios are of the same time
            asked = {**asked, "time_bands": [(band.to_months or 0) / 12 for band in answer.bands[:-1]]}
        reason = None if answer.flow.counted else _NOBODY
        lines = tuple(answer.headlines()) if reason is None else ()
        variants.append(Variant(value, not place, lines, reason=reason, answer=answer))
    return Variation(question, rule, tuple(variants), source.facts)


def released_together(variations: Sequence[Variation], min_cell: int | None = None) -> tuple[Variation, ...]:
    """Release several rules' variations of one question, which are shown beside each other.

    Parameters
    ----------
    variations : sequence of Variation
        Of the same question about the same careers, by different rules.
    min_cell : int, optional
        As in `outgrow.disclosure.release`.

    Returns
    -------
    tuple of Variation
        With the numbers that a release of each answer shows, at the last month shown by each moment. A variant beside
        which another would show fewer people than the limit is suppressed; the value asked for never is for that.

    Raises
    ------
    InputError
        `min_cell` is below 1, or one was released under another limit already.
    """
    if not variations:
        return ()
    limit = default_min_cell(variations[0].careers) if min_cell is None else min_cell
    if {one.min_cell for one in variations} == {limit}:
        return tuple(variations)
    if any(one.min_cell is not None for one in variations):
        raise InputError("these answers were released already.", do="release the exact ones")
    exact = [one.answer for variation in variations for one in variation.variants if one.answer is not None]
    released = [release(answer, limit) for answer in exact]
    may = dict(zip(map(id, exact), zip(released, comparable_answers(exact, released, limit), strict=True), strict=True))
    return tuple(
        replace(
            variation,
            variants=tuple(
                one if one.answer is None else _shown(one, *may[id(one.answer)]) for one in variation.variants
            ),
            careers=variation.careers if limit == 1 else rounded_facts(variation.careers, limit),
            min_cell=limit,
        )
        for variation in variations
    )


def _shown(variant: Variant, released: Answer, may: bool) -> Variant:
    """Return a variant with the numbers of its released answer, where those may be shown."""
    lines = tuple(released.headlines()) if may and variant.reason is None else ()
    told, known = (
        any(line.estimate is not None or line.said is not None for line in found)
        for found in (lines, variant.headlines)
    )
    if not may or (known and not told):
        return replace(variant, headlines=(), suppressed=True, reason=None, answer=None)
    return replace(variant, headlines=lines, answer=None)


def _values(question: str, rule: str, careers: Careers, asked: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return the values of a rule, the one asked for first, each with what it changes of the question."""
    if rule == "after-last":
        now = asked.get("after_last")
        return [
            (now or "as the careers say", {}),
            *((value, {"after_last": value}) for value in AFTER_LAST if value != now),
        ]
    if rule == "main-job":
        return _around(asked.get("main_job", Settings().main_job), MAIN_JOB_RULES, "main_job", str)
    if rule == "gap":
        return _around(asked.get("gap", Settings().gap), _GAPS, "gap", lambda gap: f"{gap} month{'s' * (gap != 1)}")
    if rule == "landmark":
        return _around(
            asked.get("landmark"),
            _LANDMARKS,
            "landmark",
            lambda years: _years(years) if years else "entry",
        )
    if rule == "horizon" and question in ("compare", "who"):
        return _around(asked.get("years") or HORIZON_MONTHS / 12, _HORIZONS, "years", _years)
    if rule == "horizon" and question == "hazards":
        return _around(
            asked.get("years"),
            _HORIZONS,
            "years",
            lambda years: "as far as the data go" if years is None else _years(years),
        )
    if rule == "horizon":
        return _around(asked.get("horizon", 15), _HORIZONS, "horizon", _years)
    last = _last_followed(careers)
    # what is wrong with it is said as the question would
    until = Settings(observed_until=asked.get("observed_until")).observed_until
    if until is not None:
        last = min(month_number(until) or 0, last)
    earlier = [month_text(last - less) for less in _EARLIER]
    return [(month_text(last), {}), *((month, {"observed_until": month}) for month in earlier)]


def _last_followed(careers: Careers) -> int:
    """Return the last month in which anyone can be followed: that of the data, or the last until which someone was observed."""
    last = careers.counts.last_month
    if careers.people is not None:
        until = careers.people.filter(careers.people.observed_until.notnull())
        known = number(until.count())
        if known:
            latest = number(until.observed_until.max())
            # nobody is followed by the data's last month where everyone has their own
            last = latest if last is None or known >= careers.counts.people else max(last, latest)
    if last is None:
        raise InputError("these careers have no last month to move.", do="vary another rule")
    return last


def _around(now: Any, values: Sequence[Any], name: str, word: Callable[[Any], str]) -> list[tuple[str, dict[str, Any]]]:
    return [(word(now), {}), *((word(value), {name: value}) for value in values if value != now)]


def _years(years: float) -> str:
    return f"{years:g} year{'s' * (years != 1)}"
