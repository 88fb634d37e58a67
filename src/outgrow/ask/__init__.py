"""The questions of the command line as Python functions: careers in, frozen exact answers out.

Each has the name and the settings of its command. Answers are exact and for whoever holds the data; what is shown to
others passes `outgrow.disclosure.release` first.
"""

from outgrow.ask.drift import drift
from outgrow.ask.groups import compare, compare_at, hazards
from outgrow.ask.made_it import who
from outgrow.ask.questions import ceiling, counting_process, occupancy, reach, tenure, tenures, verdict
from outgrow.ask.skills import skills
from outgrow.ask.standing import standing

__all__ = [
    "ceiling",
    "compare",
    "compare_at",
    "counting_process",
    "drift",
    "hazards",
    "occupancy",
    "reach",
    "skills",
    "standing",
    "tenure",
    "tenures",
    "verdict",
    "who",
]
