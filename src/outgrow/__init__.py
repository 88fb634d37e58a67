"""outgrow: is this role a career path? Where it leads, where it tops out, and how sure one can be.

>>> import outgrow
>>> outgrow.reach("title:sales", toward="title:managers", careers="nlsy").curves[0].people
79

The names below load on first use; importing outgrow reads no file and opens no connection.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from outgrow.ask import (
        ceiling,
        compare,
        counting_process,
        drift,
        hazards,
        occupancy,
        reach,
        skills,
        standing,
        tenure,
        verdict,
        who,
    )
    from outgrow.careers import Careers, read_careers
    from outgrow.charts import chart
    from outgrow.errors import InputError, OutgrowError, RefusedQuestion
    from outgrow.estimates.structure import pay
    from outgrow.person.profile import Profile
    from outgrow.person.read import read_profile
    from outgrow.quality import check_careers
    from outgrow.reference.skills.finder import Mention, skills_in
    from outgrow.report import Comparison, Report, make_comparison, make_report
    from outgrow.results import (
        Ceiling,
        Compare,
        Curve,
        Drift,
        Hazards,
        Occupancy,
        Pay,
        Quality,
        Reach,
        Skills,
        Standing,
        Tenure,
        Verdict,
        Who,
    )
    from outgrow.settings import Settings
    from outgrow.tallies import Tally
    from outgrow.titles.parse import Title, parse_title
    from outgrow.titles.roles import Role, parse_role
    from outgrow.titles.taken_in import role_titles
    from outgrow.variation import Variation, vary

__version__ = "0.1.0.dev0"

_HOMES = {
    "Careers": "outgrow.careers",
    "Ceiling": "outgrow.results",
    "Compare": "outgrow.results",
    "Comparison": "outgrow.report",
    "Curve": "outgrow.results",
    "Drift": "outgrow.results",
    "Hazards": "outgrow.results",
    "InputError": "outgrow.errors",
    "Mention": "outgrow.reference.skills.finder",
    "Occupancy": "outgrow.results",
    "OutgrowError": "outgrow.errors",
    "Pay": "outgrow.results",
    "Profile": "outgrow.person.profile",
    "Quality": "outgrow.results",
    "Reach": "outgrow.results",
    "RefusedQuestion": "outgrow.errors",
    "Report": "outgrow.report",
    "Role": "outgrow.titles.roles",
    "Settings": "outgrow.settings",
    "Skills": "outgrow.results",
    "Standing": "outgrow.results",
    "Tally": "outgrow.tallies",
    "Tenure": "outgrow.results",
    "Title": "outgrow.titles.parse",
    "Variation": "outgrow.variation",
    "Verdict": "outgrow.results",
    "Who": "outgrow.results",
    "ceiling": "outgrow.ask",
    "chart": "outgrow.charts",
    "check_careers": "outgrow.quality",
    "compare": "outgrow.ask",
    "counting_process": "outgrow.ask",
    "drift": "outgrow.ask",
    "hazards": "outgrow.ask",
    "make_comparison": "outgrow.report",
    "make_report": "outgrow.report",
    "occupancy": "outgrow.ask",
    "pay": "outgrow.estimates.structure",
    "parse_role": "outgrow.titles.roles",
    "parse_title": "outgrow.titles.parse",
    "reach": "outgrow.ask",
    "role_titles": "outgrow.titles.taken_in",
    "read_careers": "outgrow.careers",
    "read_profile": "outgrow.person.read",
    "skills": "outgrow.ask",
    "skills_in": "outgrow.reference.skills.finder",
    "standing": "outgrow.ask",
    "tenure": "outgrow.ask",
    "vary": "outgrow.variation",
    "verdict": "outgrow.ask",
    "who": "outgrow.ask",
}

__all__ = [
    "Careers",
    "Ceiling",
    "Compare",
    "Comparison",
    "Curve",
    "Drift",
    "Hazards",
    "InputError",
    "Mention",
    "Occupancy",
    "OutgrowError",
    "Pay",
    "Profile",
    "Quality",
    "Reach",
    "RefusedQuestion",
    "Report",
    "Role",
    "Settings",
    "Skills",
    "Standing",
    "Tally",
    "Tenure",
    "Title",
    "Variation",
    "Verdict",
    "Who",
    "ceiling",
    "chart",
    "check_careers",
    "compare",
    "counting_process",
    "drift",
    "hazards",
    "make_comparison",
    "make_report",
    "occupancy",
    "parse_role",
    "parse_title",
    "pay",
    "reach",
    "read_careers",
    "read_profile",
    "role_titles",
    "skills",
    "skills_in",
    "standing",
    "tenure",
    "vary",
    "verdict",
    "who",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'outgrow' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
