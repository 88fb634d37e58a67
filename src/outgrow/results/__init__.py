"""What a question returns: frozen answers with their numbers, settings, careers and flow.

An answer in Python is exact and for whoever holds the data. Before anything is rendered, served or saved for others it
passes `outgrow.disclosure.release`, which returns the same kind of answer with `min_cell` set.
"""

from outgrow.results.answer import Answer
from outgrow.results.ceiling import Ceiling, Difference, RungReach, Verdict
from outgrow.results.compare import Compare, GroupDifference, GroupTest
from outgrow.results.drift import Drift
from outgrow.results.facts import CareersFacts, Flags, Floats, Flow, Ints, Suppressed
from outgrow.results.hazards import Hazards, Term
from outgrow.results.headline import Headline
from outgrow.results.pay import NextBest, Pay, PayRatio, Step
from outgrow.results.quality import SERIOUS, Check, CheckTable, Measure, Quality, Serious
from outgrow.results.reach import Curve, Point, Reach
from outgrow.results.skills import KindRetention, Measured, Skill, Skills
from outgrow.results.standing import SameAge, Standing
from outgrow.results.states import Occupancy, StateCurves, StatePoint, Tenure
from outgrow.results.who import Ranked, Sequence, ShareOf, Who

__all__ = [
    "SERIOUS",
    "Answer",
    "CareersFacts",
    "Ceiling",
    "Check",
    "CheckTable",
    "Compare",
    "Curve",
    "Difference",
    "Drift",
    "Flags",
    "Floats",
    "Flow",
    "GroupDifference",
    "GroupTest",
    "Hazards",
    "Headline",
    "Ints",
    "KindRetention",
    "Measure",
    "Measured",
    "NextBest",
    "Occupancy",
    "Pay",
    "PayRatio",
    "Point",
    "Quality",
    "Ranked",
    "Reach",
    "RungReach",
    "SameAge",
    "Sequence",
    "Serious",
    "ShareOf",
    "Skill",
    "Skills",
    "Standing",
    "StateCurves",
    "StatePoint",
    "Step",
    "Suppressed",
    "Tenure",
    "Term",
    "Verdict",
    "Who",
]
