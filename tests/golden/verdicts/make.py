"""Write truth.csv: the verdicts that the true hazards of `demo` give, found in 400,000 careers simulated by them.

python tests/golden/verdicts/make.py            (about ten minutes, 4 GB)

`demo` is 20,000 careers of the same hazards and another seed. In twenty times as many the intervals are narrow enough for the
verdict to be that of the truth: a role is kept only if it is the same at both ends of every interval that decides.
"""

from __future__ import annotations

import csv
import sys
from pathlib import Path

import outgrow
from outgrow.careers import builtin

PEOPLE, SEED = 400_000, 77
ROLES = (
    "specialty:social_media rung:practitioner",
    "specialty:account_management rung:practitioner",
    "specialty:fundraising rung:practitioner",
    "function:communications rung:practitioner",
    "function:marketing rung:practitioner",
    "function:sales rung:practitioner",
    "specialty:social_media rung:manager",
    "specialty:strategy rung:manager",
    "specialty:content rung:manager",
    "function:marketing rung:manager",
    "function:sales rung:manager",
    "function:marketing rung:director",
    "function:sales rung:director",
)
PLACES = 4


def row(role, found):
    """What truth.csv says of a role."""
    rungs = {rung.rung: rung for rung in found.ceiling.reach}
    numbers = {
        f"{name}_{part}": round(getattr(rungs[name], part), PLACES) if name in rungs else ""
        for name in ("manager", "director", "executive")
        for part in ("estimate", "lower", "upper")
    }
    gap = found.difference
    return {
        "role": role,
        "verdict": found.verdict,
        "people": found.ceiling.people,
        "months": found.ceiling.horizon_months,
        **{f"difference_{part}": round(getattr(gap, part), PLACES) for part in ("estimate", "lower", "upper")},
        **numbers,
    }


def decided(found):
    """Whether the verdict is the same wherever in their intervals the numbers are."""
    gap, target = found.difference, "executive" if found.ceiling.own == "director" else "director"
    rung, share, least = found.ceiling.rung(target), found.thresholds["share"], -found.thresholds["difference"]
    below, near = gap.upper <= least, gap.lower > least
    return below or (near and (rung.lower >= share or rung.upper < share))


def main():
    careers, _ = builtin.simulated(PEOPLE, SEED)
    rows = []
    for role in ROLES:
        found = outgrow.verdict(role, careers=careers)
        sys.stderr.write(f"{role}: {found.verdict}, decided: {decided(found)}\n")
        if decided(found):
            rows.append(row(role, found))
    with (Path(__file__).parent / "truth.csv").open("w", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, rows[0], lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
