"""Answers made by hand, small enough to check every number of a figure."""

from __future__ import annotations

import numpy as np
from tests.report.reaches import DEMO, OWN

from outgrow.results import (
    Ceiling,
    Curve,
    Drift,
    Flow,
    KindRetention,
    Measured,
    Occupancy,
    Ranked,
    Reach,
    RungReach,
    Sequence,
    ShareOf,
    Skill,
    Skills,
    StateCurves,
    Tenure,
    Verdict,
    Who,
)
from outgrow.results.drift import HalfLife, Successor, TitleLife, Within, YearShare
from outgrow.results.skills import Share
from outgrow.settings import Settings

FLOW = Flow(1_000, 10, 800, 60, 30, 100)
HEAD = {"role": "social media manager", "settings": Settings(), "careers": OWN, "flow": FLOW, "min_cell": 1}


def curve(toward="rung:director+", **changes):
    """Fifty people: 5 reach the target at 12 months, 5 at 60; 20 are last seen at 100, the others at 130."""
    given = {
        "toward": toward,
        "group": None,
        "people": 50,
        "events": 10,
        "exits": 0,
        "censored": 40,
        "months": np.array([12, 60, 100, 130]),
        "estimate": np.array([0.1, 0.2, 0.2, 0.2]),
        "std_error": np.array([0.042, 0.057, 0.057, 0.057]),
        "lower": np.array([0.04, 0.11, 0.11, 0.11]),
        "upper": np.array([0.22, 0.34, 0.34, 0.34]),
        "at_risk": np.array([50, 45, 40, 20]),
        "reached": np.array([5, 5, 0, 0]),
    }
    return Curve(**{**given, **changes})


def reach(*curves, **changes):
    """Towards two rungs: half reach manager by 60 months, a fifth director."""
    manager = curve(
        "rung:manager+",
        estimate=np.array([0.3, 0.5, 0.5, 0.5]),
        lower=np.array([0.2, 0.4, 0.4, 0.4]),
        upper=np.array([0.44, 0.65, 0.65, 0.65]),
    )
    curves = curves or (manager, curve())
    given = {**HEAD, "toward": tuple(dict.fromkeys(one.toward for one in curves)), "curves": curves}
    return Reach(**{**given, **changes})


def states(names, shares, months=(12, 36, 60, 72), *, start=None, at_risk=25, **changes):
    """Curves of the given shares (a row a month), the same number at risk in each state."""
    estimate = np.array(shares, dtype=float)
    wide = len(names)
    given = {
        "group": None,
        "states": tuple(names),
        "people": 100,
        "events": 60,
        "exits": 20,
        "censored": 40,
        "months": np.array(months),
        "start": np.array(start if start is not None else [1.0, *[0.0] * (wide - 1)], dtype=float),
        "start_error": np.zeros(wide),
        "estimate": estimate,
        "std_error": np.full(estimate.shape, 0.02),
        "lower": np.clip(estimate - 0.05, 0, 1),
        "upper": np.clip(estimate + 0.05, 0, 1),
        "at_risk": np.full(estimate.shape, at_risk),
        "moved_in": np.full(estimate.shape, 5),
    }
    return StateCurves(**{**given, **changes})


RUNG_STATES = ("executive", "practitioner", "between jobs", "manager", "left: retired", "left")
RUNG_SHARES = (
    (0.0, 0.8, 0.1, 0.1, 0.0, 0.0),
    (0.0, 0.6, 0.1, 0.2, 0.05, 0.05),
    (0.1, 0.4, 0.1, 0.3, 0.05, 0.05),
    (0.1, 0.3, 0.1, 0.3, 0.1, 0.1),
)


def occupancy(*curves, **changes):
    """Where 100 people are on the ladder, after 1, 3, 5 and 6 years."""
    made = curves or (states(RUNG_STATES, RUNG_SHARES, start=[0, 1, 0, 0, 0, 0]),)
    return Occupancy(**{**HEAD, "states": "rung", "curves": made, **changes})


WAYS = ("in the role", "out", "up", "marketing, manager")
WAY_SHARES = ((0.7, 0.1, 0.15, 0.05), (0.5, 0.1, 0.25, 0.15), (0.3, 0.1, 0.4, 0.2), (0.25, 0.1, 0.42, 0.23))


def tenure(*curves, **changes):
    """How 100 stays end: after 5 years 40% up, 20% to another job, 10% out."""
    made = curves or (states(WAYS, WAY_SHARES),)
    return Tenure(**{**HEAD, "curves": made, "medians": ((36.0, 24.0, 60.0),) * len(made), **changes})


def rung(name, estimate, lower, upper, status, events=20):
    return RungReach(name, estimate, None if estimate is None else 0.02, lower, upper, 40, events, status)


def ceiling(*rungs, **changes):
    """Of a practitioner's role: manager established, director likely, executive not ruled out."""
    made = rungs or (
        rung("manager", 0.4, 0.33, 0.48, "established"),
        rung("director", 0.12, 0.08, 0.18, "estimated"),
        rung("executive", 0.05, 0.02, 0.104, "not ruled out"),
    )
    given = {
        "own": "practitioner",
        "established": "manager",
        "estimated": "director",
        "not_ruled_out": "executive",
        "horizon_asked": 180,
        "horizon_months": 180,
        "share": 0.1,
        "reach": made,
        "people": 400,
        "above": "director",
    }
    return Ceiling(**{**HEAD, **given, **changes})


def verdict(**changes):
    given = {"verdict": "a path", "rule": 3, "because": "So it is.", "difference": None, "thresholds": {}}
    return Verdict(**{**HEAD, **given, "ceiling": ceiling(), **changes})


def measured(estimate, width=0.1, *, discovered=True, number=40):
    """A number of a skill, as sure on either side."""
    p = 0.001 if discovered else 0.4
    bounds = (estimate - width, estimate + width)
    return Measured(estimate, width / 2, *bounds, p, p, discovered=discovered, number=number, others=200)


def skill(name="plan", kind="skill", retention=0.7, trend=None, people=50, **changes):
    """A skill that half of 100 jobs list."""
    own = None if retention is None else measured(retention, discovered=retention > 0.1)
    given = {
        "name": name,
        "kind": kind,
        "people": people,
        "share": Share(0.5, 0.4, 0.6, 50, 100),
        "kept": None if own is None else Share(retention + 0.1, retention, retention + 0.2, 36, 40),
        "taken_up": None if own is None else Share(0.1, 0.05, 0.15, 20, 200),
        "retention": own,
        "trend": None if trend is None else measured(trend, 0.004),
        "pay": None,
    }
    return Skill(**{**given, **changes})


def skills(*some, **changes):
    """Two skills, two tools, and a name that nobody knows."""
    some = some or (
        skill("plan", trend=0.012),
        skill("write", retention=0.55),
        skill("Figma", "tool", 0.3, trend=-0.02),
        skill("Excel", "tool", 0.05),
        skill("juggling", None, 0.2),
        skill("rare", retention=None),
    )
    kinds = (
        KindRetention("skill", 2, 0.6, 0.02, 0.56, 0.64),
        KindRetention("tool", 2, 0.2, 0.02, 0.16, 0.24),
        KindRetention("skill minus tool", 4, 0.4, 0.03, 0.34, 0.46),
    )
    given = {
        "skills": tuple(some),
        "kinds": kinds,
        "jobs": 100,
        "moves": 240,
        "people_moved": 90,
        "years": (2008, 2024),
    }
    return Skills(**{**HEAD, **given, "false_discoveries": 0.05, **changes})


def drift(**changes):
    """Half with the same title five years on, a tenth with another in the role, a quarter in two other roles."""
    successors = (
        Successor("same title", "same title", 100, 40, 0.5, 0.44, 0.56),
        Successor("same role, another title", "same role, another title", 20, 12, 0.1, 0.06, 0.16),
        Successor("content, manager", "another role", 40, 22, 0.2, 0.15, 0.26),
        Successor("other roles", "another role", 10, 6, 0.05, 0.02, 0.1),
        Successor("between jobs", "between jobs", 10, 8, 0.05, 0.02, 0.1),
        Successor("left for good", "left for good", 20, 14, 0.1, 0.06, 0.16),
    )
    within = (Within(12, 0.12, 0.08, 0.17, 0.0), Within(60, 0.45, 0.39, 0.52, 0.01))
    given = {
        "share": (YearShare(2004, 1, 900, 0.0011, 0.0002, 0.006), YearShare(2024, 60, 1_000, 0.06, 0.047, 0.077)),
        "successors": successors,
        "titles_then": (Successor("content manager", "another role", 30, 18, 0.15, 0.1, 0.2),),
        "followed": 200,
        "people": 80,
        "lost": 30,
        "half_life": HalfLife(66, 58, None, 300, 120, 4, 10, within),
        "periods": (),
        "titles": (TitleLife("social media manager", 70, 2004, 2024, False, False, 0.5, 1.0),),
        "titles_in_all": 1,
        "words": ("social media",),
        "skill": (YearShare(2010, 20, 500, 0.04, 0.026, 0.061), YearShare(2024, 90, 900, 0.1, 0.082, 0.121)),
        "renames": (),
    }
    return Drift(**{**HEAD, **given, **changes})


OUTCOME_STATES = ("waiting", "reached", "broadened first", "left")
OUTCOME_SHARES = ((0.8, 0.02, 0.15, 0.03), (0.5, 0.05, 0.4, 0.05), (0.35, 0.06, 0.52, 0.07), (0.3, 0.06, 0.56, 0.08))


def who(*rows, **changes):
    """Who made it while still focused: 6% after 5 years, by one of three ways."""
    rows = rows or (
        Sequence(("social_media, manager", "general_management, chief"), False, 16),
        Sequence(("social_media, manager", "content, manager", "content, head", "marketing, chief"), True, 4),
        Sequence(("head of things",), False, 1),
    )
    given = {
        "toward": "rung:executive",
        "stayed": "focused",
        "horizon_months": 72,
        "of_followed": ShareOf(5, 80, 0.0625, 0.027, 0.138),
        "outcomes": (("reached", 5), ("broadened first", 45), ("left", 6), ("waiting", 24)),
        "at_most": None,
        "curves": states(OUTCOME_STATES, OUTCOME_SHARES),
        "opposite": ShareOf(40, 45, 0.889, 0.765, 0.952),
        "excluded": (("first seen after the horizon", 0),),
        "already_there": 25,
        "median_months_already_there": 30.0,
        "sequences": Ranked(25, 6, rows),
        "first_jobs": Ranked(25, 1, (Sequence(("content, assistant",), False, 25),)),
        "last_steps": Ranked(25, 1, (Sequence(("social_media, manager",), False, 25),)),
    }
    return Who(**{**HEAD, **given, **changes})


EVERY = {
    "reach": reach,
    "occupancy": occupancy,
    "tenure": tenure,
    "ceiling": ceiling,
    "verdict": verdict,
    "drift": drift,
    "skills": skills,
    "who": who,
}
SIMULATED = {"careers": DEMO}


def texts(spec):
    """Every line of text that stands at a place of its own."""
    return [line for layer in spec["layer"] for line in fixed_text(layer)]


def fixed_text(layer):
    text = layer["mark"].get("text", [])
    return text if isinstance(text, list) else []


def boxes(spec):
    """Where each text at a place of its own lies: left, top, right, bottom, and its lines."""
    from outgrow.charts.labels import text_width

    found = []
    for layer in spec["layer"]:
        mark, lines = layer["mark"], fixed_text(layer)
        if not any(lines):
            continue
        size = mark["fontSize"]
        x, y = layer["encoding"]["x"]["value"], layer["encoding"]["y"]["value"]
        width = max(text_width(line, size, bold=mark["fontWeight"] == "bold") for line in lines)
        left = {"left": x, "right": x - width, "center": x - width / 2}[mark["align"]]
        top = y - size / 2
        found.append((left, top, left + width, top + size + mark["lineHeight"] * (len(lines) - 1), lines))
    return found
