"""Published figures that the simulated careers aim at, and what they achieve.

In: the state of the simulated people at chosen months. Out: rows of figure, target, achieved, tolerance, source.
Reads the official statistics that come with outgrow. Published tenures are time elapsed with the present employer, not
whole jobs, and are compared as such; stated intentions are not hazards, and are listed as left out.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outgrow.careers.labour_market import CRAFTS, FIRST_YEAR, LAST_YEAR
from outgrow.careers.simulated_process import Process
from outgrow.reference.occupations import detailed_occupations
from outgrow.reference.tables import rows_of
from outgrow.schema import LEVEL_ORDER

__all__ = [
    "NOT_TARGETS",
    "PAY_POINTS",
    "SNAPSHOTS",
    "calibrate",
    "not_targets",
    "occupation_codes",
    "occupations",
    "published",
]

_OEWS: Final = "BLS Occupational Employment and Wage Statistics, May 2025, national"

#: Median years with the present employer: key and year of the published figure, whom it is about, tolerance in years.
#: Nobody here has worked for as long as the oldest of the workforce, so management and all workers get more room.
TENURES: Final = (
    ("tenure.arts_media.median", 2010, "occupation 27-", 0.6),
    ("tenure.management.median", 2010, "occupation 11-", 1.2),
    ("tenure.age25_34.median", 2016, "age 25 to 34", 0.4),
    ("tenure.all.median", 2022, "all", 0.5),
    ("tenure.all.median", 2024, "all", 0.5),
)

#: Share of management occupations among an occupation and its managers: name, managers, practitioners, tolerance.
PYRAMIDS: Final = (
    ("pyramid.marketing", ("11-2011", "11-2021"), ("13-1161",), 0.04),
    ("pyramid.public_relations_and_fundraising", ("11-2032", "11-2033"), ("27-3031", "13-1131"), 0.04),
    ("pyramid.sales", ("11-2022",), ("41-3091", "41-4012"), 0.06),
)

#: Occupations whose median pay is compared, relative tolerance 12%.
PAY_POINTS: Final = ("13-1161", "11-2021", "27-3031", "11-2032")
PAY_TOLERANCE: Final = 0.12

#: Months, from January 2004, at whose end the state of everyone is needed.
SNAPSHOTS: Final = (*sorted({(year - FIRST_YEAR) * 12 for _, year, _, _ in TENURES}), (LAST_YEAR - FIRST_YEAR) * 12 + 4)

#: Published figures that set nothing here, with the reason.
NOT_TARGETS: Final = (
    ("social.", "stated intentions and opinions are not hazards"),
    ("tenure.business_financial.median", "the figure is about finance, purchasing and personnel more than marketing"),
    ("tenure.age55_64.median", "hardly anyone in the simulated careers is that old"),
    ("tenure.cmo.mean", "the figure is about the largest companies only"),
)


def published() -> list[dict[str, str]]:
    """Return the published figures that come with outgrow, a dictionary a row."""
    return rows_of("published_figures.csv")


def occupations() -> dict[str, dict[str, float]]:
    """Return employment and the five pay percentiles of each detailed occupation, by 2018 SOC code."""
    found = {}
    for code, one in detailed_occupations().items():
        if one.people is not None and None not in one.percentiles.values():
            pay = {f"annual_{name}": float(amount or 0) for name, amount in one.percentiles.items()}
            found[code] = {"employment": float(one.people), **pay}
    return found


def occupation_codes(craft: NDArray[np.int64], level: NDArray[np.int64]) -> tuple[NDArray[np.str_], NDArray[np.bool_]]:
    """Return the 2018 SOC codes of jobs by craft and level, and whether each is the one for the levels above."""
    codes = np.array([(row.occupation, row.occupation_above) for row in CRAFTS])
    above = level >= np.array([LEVEL_ORDER[row.above] for row in CRAFTS])[craft]
    return codes[craft, above.astype(np.int64)], above


def not_targets() -> list[dict[str, Any]]:
    """Return the published figures that set nothing in the simulation, each with the reason."""
    return [
        {"figure": row["key"], "year": int(row["year"]), "value": float(row["value"]), "unit": row["unit"], "why": why}
        for row in published()
        for start, why in NOT_TARGETS
        if row["key"].startswith(start)
    ]


def calibrate(process: Process, pay: dict[str, NDArray[np.float64]]) -> list[dict[str, Any]]:
    """Return what the simulated careers achieve against each published figure aimed at.

    Parameters
    ----------
    process : Process
        With snapshots at `SNAPSHOTS`.
    pay : dict
        By occupation, pay at May 2025 prices of the jobs held then.

    Returns
    -------
    list of dict
        ``figure, year, of, unit, target, achieved, tolerance, people, source``; ``achieved`` is null where nobody
        counts; tolerances are in the unit of the target.
    """
    figures = {(row["key"], int(row["year"])): row for row in published()}
    rows = []
    for key, year, whom, tolerance in TENURES:
        state = process.snapshots[_month(year, 1)]
        tenure = state["tenure"][_whom(state, whom)] / 12
        figure = figures[key, year]
        rows.append(_row(key, year, whom, "years", float(figure["value"]), tenure, tolerance, figure["source"]))
    known = occupations()
    state = process.snapshots[_month(LAST_YEAR, 5)]
    codes, _ = occupation_codes(state["craft"], state["level"])
    for name, managers, practitioners, tolerance in PYRAMIDS:
        above, below = (sum(known[code]["employment"] for code in group) for group in (managers, practitioners))
        counted = np.isin(codes, managers)[np.isin(codes, [*managers, *practitioners])]
        whom = f"{' and '.join(managers)} among them and {' and '.join(practitioners)}"
        rows.append(_row(name, LAST_YEAR, whom, "share", above / (above + below), counted, tolerance, _OEWS))
    for code in PAY_POINTS:
        target = known[code]["annual_median"]
        rows.append(
            _row(
                f"pay.{code}.median",
                LAST_YEAR,
                f"occupation {code}",
                "USD a year",
                target,
                pay.get(code, np.empty(0)),
                PAY_TOLERANCE * target,
                _OEWS,
            )
        )
    return rows


def _month(year: int, month: int) -> int:
    return (year - FIRST_YEAR) * 12 + month - 1


def _whom(state: dict[str, NDArray[np.int64]], whom: str) -> NDArray[np.bool_]:
    if whom == "age 25 to 34":
        return (state["age"] >= 25) & (state["age"] <= 34)
    codes, _ = occupation_codes(state["craft"], state["level"])
    return np.char.startswith(codes, whom.removeprefix("occupation ") if whom != "all" else "")


def _row(
    figure: str, year: int, of: str, unit: str, target: float, values: NDArray[Any], tolerance: float, source: str
) -> dict[str, Any]:
    middle = np.mean if unit == "share" else np.median
    digits = 0 if unit == "USD a year" else 4
    return {
        "figure": figure,
        "year": year,
        "of": of,
        "unit": unit,
        "target": round(target, digits),
        "achieved": round(float(middle(values)), digits) if len(values) else None,
        "tolerance": round(tolerance, digits),
        "people": len(values),
        "source": source,
    }
