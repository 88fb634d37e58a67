"""The chance that someone in the simulated labour market makes a move in a month: the one place where effects multiply.

In: the truth and what is known of someone. Out: a number. The simulation and its tests both ask here, so that what is
published as true is what was drawn from.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any, Final

from outgrow.errors import UnknownName, did_you_mean
from outgrow.schema import FUNCTIONS, LEVEL_ORDER, LEVELS

__all__ = ["MOVES", "true_hazard"]

#: The events of someone in a job, apart from promotions, in the order in which a random number is read.
MOVES: Final = ("employer", "inside", "demotion", "break", "parental leave", "founder", "exit")


def true_hazard(
    truth: Mapping[str, Any],
    *,
    level: str,
    function: str,
    specialty: str | None = None,
    move: str = "director",
    broadened: bool = False,
    strategy_months: int = 0,
    level_months: int = 12,
    age: float = 35,
    owner: bool = False,
) -> float:
    """Return the chance, per month, that someone in a job makes a move.

    Parameters
    ----------
    truth : mapping
        The ``truth`` of `outgrow.careers.simulate.simulate`, or what `rules` returns.
    level, function, specialty : str
        True labels of the main job in the month before.
    move : str, default "director"
        The level moved up to, or one of `MOVES`: ``"employer"`` (sideways, to another organisation), ``"inside"``
        (another craft at the same organisation), ``"demotion"``, ``"break"``, ``"parental leave"``, ``"founder"`` or
        ``"exit"`` (for good, all reasons).
    broadened : bool, default False
        Whether 12 months or more are known and under 80% of them were in one specialty. Matters from the manager rung
        to director.
    strategy_months : int, default 0
        Months so far in main jobs of specialty ``strategy``. Matters from the manager rung to director.
    level_months : int, default 12
        Months in jobs at the present level in a row, breaks left out. Matters for promotions.
    age : float, default 35
        Calendar year minus year of birth. Matters for changing employers, parental leave and leaving for good.
    owner : bool, default False
        Whether the job is that of a founder at a firm of their own.

    Returns
    -------
    float
        A chance between 0 and 1; 0 for a move that is not made from `level`.

    Raises
    ------
    UnknownName
        `level`, `function` or `move` is none of the known ones. Also a LookupError.
    """
    for kind, word, known in (
        ("level", level, LEVELS),
        ("function", function, FUNCTIONS),
        ("move", move, (*LEVELS, *MOVES)),
    ):
        if word not in known:
            raise UnknownName(
                f"There is no {kind} '{word}'.{did_you_mean(word, known)}", do=f"use one of {', '.join(known)}"
            )
    hazards = truth["hazards"]
    band = sum(age >= start for start in hazards["by_age"]["from"]) - 1
    if move in LEVELS:
        if owner:
            return 0.0
        return _promotion(truth, level, function, specialty, move, broadened, strategy_months, level_months)
    if move == "exit":
        return math.fsum(rates[band] for rates in hazards["by_age"]["exit"].values())
    if move == "break":
        return float(hazards["break"])
    if move == "parental leave":
        return float(hazards["by_age"]["parental leave"][band])
    if move == "employer":
        if owner:
            return float(hazards["owner"]["employer"])
        return float(hazards["employer"][level] * hazards["by_age"]["employer"][band])
    if owner:
        return 0.0
    if move == "founder":
        return float(hazards["founder"][_founding_rung(level)])
    if move == "demotion":
        return float(hazards["demotion"]) if LEVEL_ORDER[level] > LEVEL_ORDER["specialist"] else 0.0
    return float(hazards["inside"])


def _promotion(
    truth: Mapping[str, Any],
    level: str,
    function: str,
    specialty: str | None,
    to: str,
    broadened: bool,
    strategy_months: int,
    level_months: int,
) -> float:
    hazards, effects = truth["hazards"], truth["effects"]
    hazard = float(hazards["promotion"].get(level, {}).get(to, 0.0)) * hazards["promotion_function"].get(function, 1.0)
    if level_months < 12:
        hazard *= hazards["promotion_first_year_in_level"]
    if level in ("manager", "head"):
        hazard *= effects["specialty"]["factor"].get(specialty, 1.0)
    if to == "director" and level in ("manager", "head"):
        if broadened:
            hazard *= effects["broadened"]["factor"]
        years = min(strategy_months // 12, effects["strategy"]["most"])
        hazard *= effects["strategy"]["factor"] ** years
    # Rounded, so that the last bit of a power never decides who moves on one machine and not on another.
    return round(float(hazard), 12)


def _founding_rung(level: str) -> str:
    if LEVEL_ORDER[level] < LEVEL_ORDER["manager"]:
        return "practitioner"
    if LEVEL_ORDER[level] < LEVEL_ORDER["director"]:
        return "manager"
    return "director" if level == "director" else "executive"
