"""Hazard ratios: by how much the monthly chance of a target is multiplied where something is known of people."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from outgrow.results.answer import Answer
from outgrow.results.headline import Headline

if TYPE_CHECKING:
    import pyarrow

    from outgrow.tallies.tally import Tally

__all__ = ["Category", "Dispersion", "Hazards", "Interaction", "Proportionality", "Term", "TermStatus", "TimeBand"]

TermStatus = Literal["estimated", "no events", "not told apart", "separated", "nobody at risk"]


class TimeBand(NamedTuple):
    """A band of time since entry: what it is called, and the months after `from_months` through `to_months`, None if open."""

    name: str
    from_months: int
    to_months: int | None


class Category(NamedTuple):
    """One value of a covariate, with what it rests on: months at risk, and people who reached the target in them.

    `band` is the name of the band of time since entry that it is told of; None for all of it.
    """

    covariate: str
    value: str
    events: int
    person_months: int
    band: str | None = None

    @property
    def name(self) -> str:
        """``"breadth: focused"``, with its band of time in brackets."""
        return _named(self.covariate, self.value, self.band)


def _named(covariate: str, value: str, band: str | None) -> str:
    return f"{covariate}: {value}" if band is None else f"{covariate}: {value} ({band})"


@dataclass(frozen=True, slots=True)
class Term:
    """One ratio of hazards: a category against the one that others are held against, the other covariates alike.

    Parameters
    ----------
    covariate, value, reference : str
        What is known, its category, and the one it is held against.
    ratio, std_error, lower, upper : float or None
        The ratio with its interval; `std_error` is that of its logarithm. None where it cannot be told; where nobody in the
        category reached the target the ratio is 0 and there is no standard error.
    e_value, e_value_limit : float or None
        How strongly, as a ratio of risks, something not known would have to go with both the category and the target to make
        the whole of the ratio, or of its limit nearer 1; the latter is 1 where the interval holds 1.
    events, person_months : int
        People in the category when they reached the target; months at risk in it.
    status : {"estimated", "no events", "not told apart", "separated", "nobody at risk"}
        What the ratio rests on.
    early, late : float or None
        The ratio in the first and the second half of the events by time since entry; None where either cannot be told, and where
        ratios are by band of time anyway.
    band : str or None
        Name of the band of time since entry in which the ratio holds; None where it is one ratio for all of it.
    """

    covariate: str
    value: str
    reference: str
    ratio: float | None
    std_error: float | None
    lower: float | None
    upper: float | None
    e_value: float | None
    e_value_limit: float | None
    events: int
    person_months: int
    status: TermStatus
    early: float | None = None
    late: float | None = None
    band: str | None = None

    @property
    def name(self) -> str:
        """``"breadth: broadened"``, with its band of time in brackets: ``"breadth: broadened (up to 3 years)"``."""
        return _named(self.covariate, self.value, self.band)

    def as_json(self) -> dict[str, Any]:
        """Return it by name."""
        return {"name": self.name, **{name: getattr(self, name) for name in self.__slots__}}


class Proportionality(NamedTuple):
    """Whether the ratios of a covariate are the same early and late, by a likelihood ratio test.

    Parameters
    ----------
    covariate : str
        Which.
    split_months : int
        Months since entry that part early from late: where half of the events have happened.
    statistic, p_value, freedom
        Chi-square under ratios that stay, its p-value, degrees of freedom.
    """

    covariate: str
    split_months: int
    statistic: float
    p_value: float
    freedom: int


class Interaction(NamedTuple):
    """Whether the ratios of a covariate differ between bands of time, by a likelihood ratio test.

    Parameters
    ----------
    covariate : str
        Which.
    statistic, p_value, freedom
        Chi-square under one ratio for all time, its p-value, degrees of freedom.
    """

    covariate: str
    statistic: float
    p_value: float
    freedom: int


class Dispersion(NamedTuple):
    """Whether events vary between people of unlike risk as the ratios and chance make them.

    Parameters
    ----------
    ratio : float
        The statistic by its degrees of freedom, of groups of people of like risk; 1 on the mean if by chance alone.
    statistic, p_value, freedom
        The chi-square itself, its p-value, degrees of freedom.
    """

    ratio: float
    statistic: float
    p_value: float
    freedom: int


@dataclass(frozen=True, kw_only=True, repr=False)
class Hazards(Answer):
    """What the monthly chance of reaching a target goes with, from a role on, among those still below it.

    What every answer has besides is in `outgrow.results.answer.Answer`.

    Parameters
    ----------
    toward : str
        The target, as written.
    covariates : tuple of str
        What was asked, in order.
    terms : tuple of Term
        One for each category but those that others are held against, and for each band of time where ratios are by time.
    references : tuple of Category
        These.
    by_time : tuple of str
        The covariates of which ratios are by band of time.
    bands : tuple of TimeBand
        The bands, in order; none where nothing is by time.
    people, events, person_months : int
        People at risk at some time, those of them who reached the target, and months at risk.
    piece_months : int
        Months in each piece of time since entry, of which each has a hazard of its own.
    rare : bool
        Whether at most 15% of those who enter the role reach the target, by Aalen and Johansen to the end of what is known, which
        says by which formula E-values are made.
    proportionality : tuple of Proportionality
        One for each covariate with one ratio for all time, for which it can be told.
    interactions : tuple of Interaction
        One for each covariate by time, for which it can be told.
    dispersion : Dispersion or None
        None with weights, with too few events, or where the ratios leave nothing to check, as of one covariate.
    tally : Tally or None
        The exact counts; None once released for others.
    """

    toward: str
    covariates: tuple[str, ...]
    terms: tuple[Term, ...]
    references: tuple[Category, ...]
    people: int
    events: int
    person_months: int
    piece_months: int
    rare: bool
    proportionality: tuple[Proportionality, ...] = ()
    dispersion: Dispersion | None = None
    tally: Tally | None = None
    by_time: tuple[str, ...] = ()
    bands: tuple[TimeBand, ...] = ()
    interactions: tuple[Interaction, ...] = ()

    def term(self, covariate: str, value: str, band: str | None = None) -> Term:
        """Return one term, of one band of time where ratios are by time.

        Raises
        ------
        UnknownName
            There is none. Also a LookupError.
        """
        for found in self.terms:
            if (found.covariate, found.value, found.band) == (covariate, value, band):
                return found
        from outgrow.errors import UnknownName

        raise UnknownName(
            f"there is no term '{_named(covariate, value, band)}'.",
            do=f"use one of {'; '.join(one.name for one in self.terms)}",
        )

    def as_json(self, command: str = "hazards") -> dict[str, Any]:
        """Return the answer as one object ready for JSON (design, section 10); release it first if it is for others."""
        return {
            **self.head(command),
            "toward": self.toward,
            "covariates": list(self.covariates),
            "by_time": list(self.by_time),
            "bands": [band._asdict() for band in self.bands],
            "terms": [term.as_json() for term in self.terms],
            "references": [one._asdict() for one in self.references],
            "people": self.people,
            "events": self.events,
            "person_months": self.person_months,
            "piece_months": self.piece_months,
            "rare": self.rare,
            "proportionality": [one._asdict() for one in self.proportionality],
            "interactions": [one._asdict() for one in self.interactions],
            "dispersion": None if self.dispersion is None else self.dispersion._asdict(),
        }

    def headlines(self) -> list[Headline]:
        """Return each ratio that is estimated, by what it is of: against another category it is another ratio."""
        return [
            Headline(
                f"{term.name} against {term.reference}",
                term.ratio,
                term.lower,
                term.upper,
                "ratio",
                term.events,
                term.events,
            )
            for term in self.terms
            if term.ratio is not None
        ]

    def to_arrow(self) -> pyarrow.Table:
        """Return the terms as an Arrow table, a row for each, with the columns of `Term.as_json`."""
        import pyarrow as pa

        text = pa.string()
        kinds = {name: pa.float64() for name in Term.__slots__} | dict.fromkeys(
            ("name", "covariate", "value", "reference", "status", "band"), text
        )
        kinds |= {"events": pa.int64(), "person_months": pa.int64()}
        names = ["name", *Term.__slots__]
        schema = pa.schema([(name, kinds[name]) for name in names])
        return pa.Table.from_pylist([term.as_json() for term in self.terms], schema)

    def summary(self) -> str:
        """Return the answer in a few lines, one for each term."""
        lines = [f"Hazard of '{self.toward}' from '{self.role}'", self._counted()]
        for term in self.terms:
            if term.ratio is None or term.upper is None:
                lines.append(f"  {term.name}, against {term.reference}: {term.status}")
            else:
                lines.append(
                    f"  {term.name}, against {term.reference}: {term.ratio:.2f} ({term.lower or 0:.2f} to {term.upper:.2f})"
                )
        return "\n".join(lines)
