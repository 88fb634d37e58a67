"""Parts of a report as JSON: an answer without what the whole report says already.

Start at `part_json`.
"""

from __future__ import annotations

from typing import Any, Final

from outgrow.report.past import Past
from outgrow.results import Tenure

__all__ = ["part_json", "past_json"]

#: What a part of a report has in common with the whole; how many people have stays is not told beside those who entered.
_HEAD: Final = ("schema_version", "command", "role", "read_as", "lexicon", "careers", "settings", "min_cell")


def part_json(answer: Any) -> dict[str, Any] | None:
    """Return an answer by name, without what the report has once for all of them."""
    if answer is None:
        return None
    dropped = (*_HEAD, "flow") if isinstance(answer, Tenure) else _HEAD
    return {name: value for name, value in answer.as_json("report").items() if name not in dropped}


def past_json(past: Past) -> dict[str, Any]:
    """Return the answers on who got past the rung above the ceiling."""
    return {
        "compare": part_json(past.compare),
        "other_landmarks": [part_json(one) for one in past.others],
        "hazards": part_json(past.hazards),
        "breadth_alone": part_json(past.alone),
        "who": part_json(past.who),
    }
