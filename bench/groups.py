"""Groups and hazards over many simulated cohorts: bias, coverage, false positives; and what the naive comparison finds.

    python bench/groups.py --cohorts 200      # ten seconds
    python bench/groups.py --cohorts 10000    # ten minutes: the stored table
    python bench/groups.py --picture docs/images/immortal-time.png    # one large cohort, grouped in both ways

Each person may broaden in any month; the monthly chance of the target is then multiplied by a ratio, which is 1 where nothing
goes with it. Nobody sees anything else. The landmark difference is held against its truth, found month by month from the same
chances, by the month for which it is given (an earlier one where too few are left at the horizon); the hazard ratio against that
which people were drawn from. Naive is to group people by whether they ever broadened
while they were followed, and to follow both from entry: whoever broadened had not reached the target before. Tallies are
made as the engine would count them. Results go to bench/results/groups.json and groups.md.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np
import pyarrow as pa

from outgrow.charts.frame import SCHEMA, SIMULATED
from outgrow.charts.palette import FONT, palette
from outgrow.charts.svg import to_png
from outgrow.estimates import estimate_compare, estimate_hazards
from outgrow.results import CareersFacts, Flow
from outgrow.settings import Settings
from outgrow.tallies import Tally

HERE = Path(__file__).parent
FACTS = CareersFacts("simulated cohorts", "simulated", 0, 0, 0, None)
#: Months: of the landmark, of the horizon, and the last in which anyone is followed.
LANDMARK, HORIZON, LAST = 36, 120, 180
#: Chances in a month: of the target without breadth, of broadening, of leaving for good, of being last seen.
TARGET, BROADEN, LEAVE, LOST = 0.004, 0.010, 0.002, 0.003


class Cohort(NamedTuple):
    """People: the month in which each broadened, in which follow-up ended, and what ended it (0 target, 1 left, 2 last seen)."""

    broad: np.ndarray
    stop: np.ndarray
    what: np.ndarray


def truths(ratio: float) -> np.ndarray:
    """Chance of the target by each month from 0, of those below it at the landmark: broad by then less not."""

    def reach(broad: bool) -> np.ndarray:
        waiting = np.array([0.0, 1.0]) if broad else np.array([1.0, 0.0])
        found = np.zeros(HORIZON + 1)
        for month in range(LANDMARK + 1, HORIZON + 1):
            chance = np.array([TARGET, TARGET * ratio])
            found[month] = found[month - 1] + float(waiting @ chance)
            waiting = waiting * (1 - chance) * (1 - LEAVE)
            # broad from the month after
            waiting = np.array([waiting[0] * (1 - BROADEN), waiting[1] + waiting[0] * BROADEN])
        return found

    # without the last bits, in which nothing is not quite nothing
    return np.round(reach(True) - reach(False), 12) + 0.0


def drawn(rng: np.random.Generator, people: int, ratio: float) -> Cohort:
    broad = rng.geometric(BROADEN, people)
    first = rng.geometric(TARGET, people)
    target = np.where(first <= broad, first, broad + rng.geometric(min(TARGET * ratio, 1.0), people))
    left, lost = rng.geometric(LEAVE, people), np.minimum(rng.geometric(LOST, people), LAST)
    stop = np.minimum(np.minimum(target, left), lost)
    # in one month the target comes before leaving, and both before being last seen
    what = np.where(target == stop, 0, np.where(left == stop, 1, 2))
    return Cohort(broad, stop, what)


def landmark_tally(cohort: Cohort, landmark: int, broad: np.ndarray) -> Tally:
    there = cohort.stop > landmark
    rows: dict[str, list[Any]] = {name: [] for name in ("breadth", "month", "entries", "reached", "exits", "censored")}
    for value, group in (("broadened", broad), ("focused", ~broad)):
        own = there & group
        counts = np.stack(
            [np.bincount(cohort.stop[own & (cohort.what == what)], minlength=LAST + 1) for what in range(3)]
        )
        months = np.flatnonzero(counts.sum(axis=0))
        rows["breadth"] += [value] * (len(months) + 1)
        rows["month"] += [landmark, *months.tolist()]
        rows["entries"] += [int(own.sum()), *[0] * len(months)]
        for name, column in zip(("reached", "exits", "censored"), counts, strict=True):
            rows[name] += [0, *column[months].tolist()]
    return Tally(
        kind="landmark",
        role="any",
        toward=("target",),
        groups=("breadth",),
        table=pa.table(rows),
        flow=Flow(len(there), 0, 0, 0, 0, len(there)),
        settings=Settings(by="breadth", years=HORIZON / 12),
        careers=FACTS,
        landmark=landmark,
    )


def exposure_tally(cohort: Cohort, broad_from: np.ndarray) -> Tally:
    rows: dict[str, list[Any]] = {name: [] for name in ("breadth", "month", "person_months", "reached", "exits")}
    late = cohort.stop > broad_from
    for month in range(0, LAST, 12):
        whole = np.clip(cohort.stop - month, 0, 12)
        focused = np.clip(np.minimum(cohort.stop, broad_from) - month, 0, 12)
        ends = (cohort.stop > month) & (cohort.stop <= month + 12)
        for value, months, own in (("broadened", whole - focused, late), ("focused", focused, ~late)):
            if months.sum():
                rows["breadth"].append(value)
                rows["month"].append(month)
                rows["person_months"].append(int(months.sum()))
                for name, what in (("reached", 0), ("exits", 1)):
                    rows[name].append(int((ends & own & (cohort.what == what)).sum()))
    return Tally(
        kind="exposure",
        role="any",
        toward=("target",),
        groups=("breadth",),
        table=pa.table(rows),
        flow=Flow(len(late), 0, 0, 0, 0, len(late)),
        settings=Settings(),
        careers=FACTS,
        piece=12,
    )


def measured(cohort: Cohort, by_month: np.ndarray, log_ratio: float) -> dict[str, tuple[float, ...]]:
    """Truth, estimate, bounds and p-value, by what they are of; NaN where there is none."""
    ever = cohort.broad < cohort.stop
    found = {}
    for name, landmark, broad in (
        ("difference", LANDMARK, cohort.broad <= LANDMARK),
        ("naive difference", 0, ever),
    ):
        answer = estimate_compare(landmark_tally(cohort, landmark, broad))
        one, test = answer.difference, answer.test
        if one is None:
            found[name] = (math.nan,) * 5
            continue
        found[name] = (
            by_month[one.months],
            one.estimate,
            one.lower,
            one.upper,
            math.nan if test is None else test.p_value,
        )
    # naive: broad all along, if ever
    always = np.where(ever, 0, LAST + 1)
    for name, since in (("log ratio", cohort.broad), ("naive log ratio", always)):
        terms = [term for term in estimate_hazards(exposure_tally(cohort, since)).terms if term.status == "estimated"]
        if not terms or terms[0].ratio is None or terms[0].lower is None or terms[0].upper is None:
            found[name] = (math.nan,) * 5
            continue
        term = terms[0]
        sign = 1 if term.value == "broadened" else -1
        bounds = sorted(sign * math.log(bound) for bound in (term.lower, term.upper))
        z = math.log(term.ratio) / (term.std_error or math.nan)
        found[name] = log_ratio, sign * math.log(term.ratio), bounds[0], bounds[1], math.erfc(abs(z) / math.sqrt(2))
    return found


def run(people: int, ratio: float, cohorts: int, seed: int) -> dict[str, Any]:
    rng = np.random.default_rng([seed, people, round(100 * ratio)])
    by_month, log_ratio = truths(ratio), math.log(ratio)
    all_found = [measured(drawn(rng, people, ratio), by_month, log_ratio) for _ in range(cohorts)]
    result: dict[str, Any] = {"people": people, "ratio": ratio, "cohorts": cohorts, "of": {}}
    for name in all_found[0]:
        rows = np.array([found[name] for found in all_found])
        known = rows[~np.isnan(rows[:, 1])]
        true, estimate, lower, upper, p = known.T
        told = ~np.isnan(p)
        result["of"][name] = {
            "truth": round(float(true.mean()), 12),
            "mean": float(estimate.mean()),
            "mean_error": float((estimate - true).std(ddof=1) / math.sqrt(len(known))),
            "coverage": float(((lower <= true) & (true <= upper)).mean()),
            "rejected": float((p[told] < 0.05).mean()) if told.any() else None,
            "none": len(rows) - len(known),
        }
    return result


def table(runs: list[dict[str, Any]]) -> str:
    cohorts = runs[0]["cohorts"]
    error = 100 * math.sqrt(0.05 * 0.95 / cohorts)
    lines = [
        "# Groups and hazards over simulated cohorts",
        "",
        f"**All careers here are simulated.** Made by `python bench/groups.py --cohorts {cohorts}`; Monte Carlo error of a "
        f"coverage or a false positive rate {error:.2f} points, that of a mean beside it. Landmark {LANDMARK} months, horizon "
        f"{HORIZON}, or the last month before it at which 10 of each group are left, with the truth by that month; the naive "
        "groups are formed by whether people ever broadened, and followed from entry.",
        "",
        "| ratio | people | what | truth | mean | its error | bias, % of truth | coverage, % | p under 0.05, % | none |",
        "|---:|---:|---|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for one in runs:
        for name, found in one["of"].items():
            rejected = "" if found["rejected"] is None else f"{100 * found['rejected']:.1f}"
            bias = f"{100 * (found['mean'] / found['truth'] - 1):+.1f}" if one["ratio"] != 1 else ""
            lines.append(
                f"| {one['ratio']:g} | {one['people']:,} | {name} | {found['truth']:.4f} | {found['mean']:.4f} | "
                f"{found['mean_error']:.4f} | {bias} | {100 * found['coverage']:.1f} | {rejected} | {found['none']} |"
            )
    return "\n".join([*lines, ""])


def picture(people: int, seed: int) -> dict[str, Any]:
    """Return a Vega-Lite spec: the curves of one cohort in which broadening does nothing, grouped wrongly and rightly."""
    colours = palette("light")
    cohort = drawn(np.random.default_rng([seed, people]), people, 1.0)
    ways = (
        ("Wrong: by whether they ever broadened", 0, cohort.broad < cohort.stop),
        ("Right: by what is known after 3 years", LANDMARK, cohort.broad <= LANDMARK),
    )
    panels = []
    for title, landmark, broad in ways:
        answer = estimate_compare(landmark_tally(cohort, landmark, broad))
        assert answer.difference is not None
        rows, ends = [], []
        for curve in answer.curves:
            name = (curve.group or {})["breadth"]
            points = [(landmark, 0.0), *((point.months, point.estimate) for point in curve.points())]
            own = [{"group": name, "years": m / 12, "share": e} for m, e in points if m <= HORIZON]
            rows += own
            ends.append(own[-1])
        points = 100 * answer.difference.estimate
        shade = {
            "field": "group",
            "scale": {"domain": ["focused", "broadened"], "range": list(colours.series[:2])},
            "legend": None,
        }
        x = {
            "field": "years",
            "type": "quantitative",
            "title": "Years since entering the role",
            "scale": {"domain": [0, 13.5]},
            "axis": {"values": list(range(0, 11, 2)), "grid": False},
        }
        y = {
            "field": "share",
            "type": "quantitative",
            "title": "Had reached the target",
            "axis": {"format": ".0%", "tickCount": 5},
            "scale": {"domain": [0, 0.5]},
        }
        # names that would stand on each other are set apart
        ends.sort(key=lambda end: -end["share"])
        apart = abs(ends[0]["share"] - ends[1]["share"]) < 0.03
        names = [
            {
                "data": {"values": [end]},
                "mark": {"type": "text", "align": "left", "dx": 6, "dy": dy, "fontSize": 13, "text": end["group"]},
                "encoding": {"x": x, "y": y, "color": shade},
            }
            for end, dy in zip(ends, (-8, 10) if apart else (0, 0), strict=True)
        ]
        line = {"type": "line", "interpolate": "step-after", "strokeWidth": 2}
        panels.append(
            {
                "title": {
                    "text": title,
                    "subtitle": f"broadened less focused at 10 years: {points:+.1f} points; truth: 0",
                    "anchor": "start",
                    "fontSize": 14,
                    "subtitleFontSize": 12,
                    "subtitleColor": colours.quiet,
                },
                "width": 330,
                "height": 240,
                "layer": [
                    {"data": {"values": rows}, "mark": line, "encoding": {"x": x, "y": y, "color": shade}},
                    *names,
                ],
            }
        )
    return {
        "$schema": SCHEMA,
        "title": {
            "text": f"{SIMULATED}: {people:,} people whom broadening does nothing for",
            "color": colours.warning,
            "fontSize": 13,
        },
        "background": colours.page,
        "padding": 12,
        "hconcat": panels,
        "config": {"font": FONT, "view": {"stroke": None}},
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--cohorts", type=int, default=200)
    parser.add_argument("--people", type=int, nargs="+", default=[200, 500, 2000])
    parser.add_argument("--ratios", type=float, nargs="+", default=[1.0, 1.8])
    parser.add_argument("--seed", type=int, default=1988)
    parser.add_argument("--results", type=Path, default=HERE / "results")
    parser.add_argument("--picture", type=Path, help="draw one cohort to this PNG file, and nothing else")
    given = parser.parse_args()
    if given.picture:
        given.picture.write_bytes(to_png(picture(20_000, given.seed)))
        return
    runs = [run(people, ratio, given.cohorts, given.seed) for ratio in given.ratios for people in given.people]
    given.results.mkdir(parents=True, exist_ok=True)
    (given.results / "groups.json").write_text(json.dumps({"seed": given.seed, "runs": runs}, indent=1) + "\n", "utf-8")
    text = table(runs)
    (given.results / "groups.md").write_text(text, encoding="utf-8")
    print(text)


if __name__ == "__main__":
    main()
