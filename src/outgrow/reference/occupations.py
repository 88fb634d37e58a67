"""Occupations of official statistics: how many people work in each, and what they are paid.

In: the Occupational Employment and Wage Statistics (OEWS) of the US Bureau of Labor Statistics, as shipped. Out:
`Occupation`. Start at `occupation`; codes of the classification of 2010: `codes_of_2018`. ``scripts/make_oews.py`` makes
the table from an official release.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from outgrow.reference.tables import rows_of

__all__ = [
    "PERCENTILES",
    "SOURCE",
    "Occupation",
    "codes_of_2018",
    "detailed_occupations",
    "occupation",
    "occupations",
    "standard_code",
]

#: Where the numbers are from, as it is said beside them.
SOURCE: Final = {
    "name": "Occupational Employment and Wage Statistics",
    "publisher": "US Bureau of Labor Statistics",
    "release": "May 2025",
    "area": "United States",
    "classification": "SOC 2018",
    "currency": "USD",
    "licence": "public domain",
    "url": "https://www.bls.gov/oes/",
}
#: Percentiles of annual pay in the order of the table.
PERCENTILES: Final = ("p10", "p25", "median", "p75", "p90")
_TABLE: Final = "oews_may2025_national.csv"
_COLUMNS: Final = {name: f"annual_{name}" for name in PERCENTILES}
_CODE: Final = re.compile(r"\d\d-?\d{4}(?:\.\d\d)?")
#: What the footnotes of the table say.
_FOOTNOTES: Final = {
    "4": "no yearly pay is published, since it is paid by the hour or the engagement",
    "5": "the highest pay is published as a limit only",
}
#: Level of a detailed occupation; lower ones are groups of them.
_DETAILED: Final = 3


@dataclass(frozen=True, slots=True)
class Occupation:
    """One occupation of the statistics.

    Parameters
    ----------
    soc_code : str
        Its code in the Standard Occupational Classification of 2018, ``"27-3031"``.
    title : str
        Its name.
    detail : int
        0 for all occupations and the major groups, 1 minor, 2 broad, 3 detailed.
    people : int or None
        People employed; the self-employed are not counted. None where that is not published.
    people_error : float or None
        Relative standard error of `people`, as a share.
    mean : int or None
        Mean annual pay.
    mean_error : float or None
        Relative standard error of `mean`, as a share.
    percentiles : dict of str to int or None
        Annual pay by the names in `PERCENTILES`; None where it is not published.
    missing : str or None
        Why pay is not published, where it is not.
    """

    soc_code: str
    title: str
    detail: int
    people: int | None
    people_error: float | None
    mean: int | None
    mean_error: float | None
    percentiles: dict[str, int | None]
    missing: str | None

    @property
    def paid(self) -> bool:
        """Whether its median pay is published."""
        return self.percentiles["median"] is not None

    def as_json(self) -> dict[str, Any]:
        """Return it by name, ready for JSON."""
        return {
            "soc_code": self.soc_code,
            "occupation": self.title,
            "people": self.people,
            "people_relative_error": self.people_error,
            "mean": self.mean,
            "mean_relative_error": self.mean_error,
            "percentiles": dict(self.percentiles),
            "missing": self.missing,
        }


@cache
def occupations() -> dict[str, Occupation]:
    """Return every row of the table by its code."""
    return {row["soc_code"]: _occupation(row) for row in rows_of(_TABLE)}


@cache
def detailed_occupations() -> dict[str, Occupation]:
    """Return the detailed occupations by their code."""
    return {code: one for code, one in occupations().items() if one.detail == _DETAILED}


def occupation(code: str) -> Occupation | None:
    """Return the occupation of a code, however it is punctuated; None where the table has none.

    Parameters
    ----------
    code : str
        ``"27-3031"``, ``"273031"`` or, of O*NET, ``"27-3031.00"``. A detailed one that the statistics publish only together
        with others is found as the broad one they are.
    """
    soc_code = standard_code(code)
    found = occupations().get(soc_code)
    return occupations().get(f"{soc_code[:-1]}0") if found is None else found


def standard_code(code: str) -> str:
    """Return a code as the table writes it, ``"27-3031"``; what is no code is returned as it is."""
    if not _CODE.fullmatch(code):
        return code
    digits = code.split(".")[0].replace("-", "")
    return f"{digits[:2]}-{digits[2:]}"


def codes_of_2018(code: str) -> tuple[str, ...]:
    """Return the codes of 2018 that an occupation of the classification of 2010 became: itself where nothing changed.

    Parameters
    ----------
    code : str
        A code of 2010, ``"11-2031"``.
    """
    return _changed().get(code, (code,))


@cache
def _changed() -> dict[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for row in rows_of("soc_2010_2018.csv"):
        found[row["soc_2010"]] = (*found.get(row["soc_2010"], ()), row["soc_2018"])
    return found


def _occupation(row: dict[str, str]) -> Occupation:
    notes = [_FOOTNOTES[note] for note in re.split(r"[;, ]+", row["footnotes"]) if note in _FOOTNOTES]
    percentiles = {name: _number(row[column]) for name, column in _COLUMNS.items()}
    unpublished = next(iter(notes), "not published") if None in percentiles.values() else None
    return Occupation(
        soc_code=row["soc_code"],
        title=row["title"],
        detail=int(row["display_level"]),
        people=_number(row["employment"]),
        people_error=_share(row["employment_rse_pct"]),
        mean=_number(row["annual_mean"]),
        mean_error=_share(row["wage_rse_pct"]),
        percentiles=percentiles,
        missing=unpublished,
    )


def _number(text: str) -> int | None:
    return int(float(text)) if text else None


def _share(text: str) -> float | None:
    return round(float(text) / 100, 6) if text else None
