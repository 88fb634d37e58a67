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
    from outgrow.ask import reach
    from outgrow.careers import Careers, read_careers
    from outgrow.errors import InputError, OutgrowError, RefusedQuestion
    from outgrow.report import Report, make_report
    from outgrow.results import Curve, Reach
    from outgrow.settings import Settings
    from outgrow.tallies import Tally
    from outgrow.titles.roles import Role, parse_role

__version__ = "0.1.0.dev0"

_HOMES = {
    "Careers": "outgrow.careers",
    "Curve": "outgrow.results",
    "InputError": "outgrow.errors",
    "OutgrowError": "outgrow.errors",
    "Reach": "outgrow.results",
    "RefusedQuestion": "outgrow.errors",
    "Report": "outgrow.report",
    "Role": "outgrow.titles.roles",
    "Settings": "outgrow.settings",
    "Tally": "outgrow.tallies",
    "make_report": "outgrow.report",
    "parse_role": "outgrow.titles.roles",
    "reach": "outgrow.ask",
    "read_careers": "outgrow.careers",
}

__all__ = [
    "Careers",
    "Curve",
    "InputError",
    "OutgrowError",
    "Reach",
    "RefusedQuestion",
    "Report",
    "Role",
    "Settings",
    "Tally",
    "make_report",
    "parse_role",
    "reach",
    "read_careers",
]


def __getattr__(name: str) -> Any:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'outgrow' has no attribute '{name}'")


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
