"""Reaches made by hand, for the tests of charts and reports."""

from __future__ import annotations

import numpy as np

from outgrow.disclosure import release
from outgrow.results import CareersFacts, Curve, Flow, Reach, Suppressed
from outgrow.settings import Settings

RUNGS = ("rung:manager+", "rung:director+", "rung:executive")


def make_curve(toward, *, n, monthly, last, seed, group=None, exit_rate=0.0008):
    """A curve by month.

    `monthly` is the chance per month of the target; follow-up is spread from 1 to `last` months.
    """
    chance = np.random.default_rng(seed)
    when = chance.geometric(monthly, n)
    leave = chance.geometric(exit_rate, n)
    seen = chance.integers(1, last + 1, n)
    stop = np.minimum(np.minimum(when, leave), seen)
    months, estimate, lower, upper, error, at_risk, reached = [], [], [], [], [], [], []
    surviving, incidence, variance = 1.0, 0.0, 0.0
    events = exits = 0
    for month in range(1, int(stop.max()) + 1):
        risk = int((stop >= month).sum())
        here = int(((stop == month) & (when == month)).sum())
        gone = int(((stop == month) & (leave == month) & (when != month)).sum())
        left = int((stop == month).sum())
        incidence += surviving * here / risk
        surviving *= 1 - (here + gone) / risk
        variance += surviving**2 * here / risk**2
        events, exits = events + here, exits + gone
        if left:
            spread = np.sqrt(variance)
            wide = 1.96 * spread / ((1 - incidence) * -np.log(1 - incidence)) if 0 < incidence < 0.9999 else 0
            months.append(month)
            estimate.append(incidence)
            error.append(spread)
            lower.append(1 - (1 - incidence) ** np.exp(-min(wide, 5)) if incidence else 0.0)
            upper.append(1 - (1 - incidence) ** np.exp(min(wide, 5)) if incidence else 1 - 0.025 ** (1 / risk))
            at_risk.append(risk)
            reached.append(here)

    return Curve(
        toward=toward,
        group=group,
        people=n,
        events=events,
        exits=exits,
        censored=n - events - exits,
        months=np.array(months, dtype=np.int64),
        estimate=np.array(estimate),
        std_error=np.array(error),
        lower=np.array(lower),
        upper=np.minimum(np.array(upper), 1.0),
        at_risk=np.array(at_risk, dtype=np.int64),
        reached=np.array(reached, dtype=np.int64),
        median_follow_up=99.6,
    )


DEMO = CareersFacts("demo", "simulated", 20_000, 96_410, 0, "2025-12", 0, ("Made from a fixed seed; not real people.",))
OWN = CareersFacts("careers.csv", "real", 4_000, 17_800, 31, "2026-03", 640, ())


def three_rungs(*, careers=DEMO, n=1_204, min_cell=1, last=216, **changes):
    curves = tuple(
        make_curve(toward, n=n, monthly=monthly, last=last, seed=5)
        for toward, monthly in zip(RUNGS, (0.0049, 0.00135, 0.00022), strict=True)
    )
    flow = Flow(careers.people, 0, careers.people - n - 300, 210, 90, n)
    given = {
        "role": 'title:"social media manager"',
        "toward": RUNGS,
        "curves": curves,
        "settings": Settings(),
        "careers": careers,
        "flow": flow,
        "min_cell": min_cell,
    }
    return Reach(**{**given, **changes})


def one_target(*, careers=OWN, n=640, min_cell=1, toward="rung:director+", **changes):
    curve = make_curve(toward, n=n, monthly=0.0014, last=190, seed=8)
    flow = Flow(careers.people, 4, careers.people - n - 124, 100, 20, n)
    given = {
        "role": "specialty:social_media",
        "toward": (toward,),
        "curves": (curve,),
        "settings": Settings(),
        "careers": careers,
        "flow": flow,
        "min_cell": min_cell,
    }
    return Reach(**{**given, **changes})


def by_group():
    names = ("women", "men", None)
    curves = tuple(
        make_curve("rung:director+", n=n, monthly=monthly, last=200, seed=seed, group={"sex": name})
        for name, n, monthly, seed in zip(names, (702, 455, 47), (0.0013, 0.0016, 0.0012), (1, 2, 3), strict=True)
    )
    return three_rungs(
        toward=("rung:director+",),
        curves=curves,
        settings=Settings(by="sex"),
        suppressed=(Suppressed("sex: other", "fewer than 10 people"),),
    )


def rounded():
    """As `outgrow.disclosure.release` gives it: coarser steps, rounded counts."""
    return release(three_rungs(careers=OWN, min_cell=None), 10)


def tiny():
    return three_rungs(careers=OWN, n=12, flow=Flow(4_000, 0, 3_980, 8, 0, 12), last=60)


def empty(**changes):
    flow = Flow(4_000, 0, 4_000, 0, 0, 0)
    return three_rungs(**{"careers": OWN, "n": 10, "curves": (), "flow": flow, **changes})
