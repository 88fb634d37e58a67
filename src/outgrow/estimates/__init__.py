"""Tallies to estimates, on small tables in NumPy. Start at `estimate_reach`; the verdict is `judge`."""

from outgrow.estimates.ceiling import estimate_ceiling
from outgrow.estimates.compare import estimate_compare
from outgrow.estimates.drift import estimate_drift
from outgrow.estimates.hazards import estimate_hazards
from outgrow.estimates.judge import judge
from outgrow.estimates.occupancy import estimate_occupancy
from outgrow.estimates.reach import estimate_reach
from outgrow.estimates.same_age import estimate_same_age
from outgrow.estimates.skills import estimate_skills
from outgrow.estimates.tenure import estimate_tenure
from outgrow.estimates.verdict import Thresholds
from outgrow.estimates.who import estimate_who

__all__ = [
    "Thresholds",
    "estimate_ceiling",
    "estimate_compare",
    "estimate_drift",
    "estimate_hazards",
    "estimate_occupancy",
    "estimate_reach",
    "estimate_same_age",
    "estimate_skills",
    "estimate_tenure",
    "estimate_who",
    "judge",
]
