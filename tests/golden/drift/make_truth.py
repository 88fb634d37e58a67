"""What is true of drift on the simulated labour market: read off 200,000 other careers, person by person.

    python tests/golden/drift/make_truth.py

Shares no code with the tally or the estimate: main jobs, titles and chances are told here again in plain Python. Takes half a
minute; writes truth.json beside itself.
"""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from itertools import pairwise
from pathlib import Path

from outgrow.careers.simulate import simulate

HERE = Path(__file__).parent
PEOPLE, SEED = 200_000, 4711
ROLE = ("social_media", "manager")
LAST = 2025 * 12 + 11
ASIDE = {"side", "part-time", "board", "advisory", "volunteer"}
SHORT = {
    "mgr": "manager",
    "mktg": "marketing",
    "sr": "senior",
    "comms": "communications",
    "dir": "director",
    "vp": "vice president",
}
SHORT |= {"jr": "junior", "asst": "assistant", "assoc": "associate", "coord": "coordinator"}
DROPPED = re.compile(r"\(emea\)|\(north america\)|, uk$|\bii$|\(maternity cover\)|\(contract\)|^interim ")


def plain(title: str) -> str:
    """Words of a simulated title, without what its style adds."""
    text = DROPPED.sub(" ", title.lower().strip())
    words = [word for word in re.findall(r"[a-z]+", text) if word not in ("and",)]
    return " ".join(SHORT.get(word, word) for word in words)


def month(date: object) -> int:
    return date.year * 12 + date.month - 1


def job_at(jobs: list[dict], when: int) -> dict | None:
    held = [job for job in jobs if job["start"] <= when <= job["end"]]
    return max(held, key=lambda job: (job["start"], job["end"])) if held else None


def main() -> None:
    made = simulate(PEOPLE, SEED)
    known = {row["person"]: row for row in made.people.to_pylist()}
    by_person = defaultdict(list)
    names = ("person", "start", "end", "title", "function", "specialty", "level", "marks")
    for row in made.spells.select(names).to_pylist():
        if row["marks"] not in ASIDE:
            row["start"], row["end"] = month(row["start"]), 10**6 if row["end"] is None else month(row["end"])
            by_person[row["person"]].append(row)
    held, of, then = Counter(), Counter(), defaultdict(Counter)
    changes = Counter()
    for person, jobs in by_person.items():
        about = known[person]
        seen_from = 0 if about["observed_from"] is None else month(about["observed_from"])
        until = month(about["observed_until"])
        gone = 10**6 if about["exited"] is None else month(about["exited"])
        stop = min(until, gone)
        jobs.sort(key=lambda job: (job["start"], job["end"]))
        # a gap of one month is bridged
        for job, after in pairwise(jobs):
            if job["end"] + 2 == after["start"]:
                job["end"] += 1
        for year in range(2004, 2026):
            june = year * 12 + 5
            job = job_at(jobs, june) if seen_from <= june <= stop and june != gone else None
            if job is None:
                continue
            of[year] += 1
            if (job["specialty"], job["level"]) != ROLE:
                continue
            held[year] += 1
            title = plain(job["title"])
            change = next((one["start"] for one in jobs if one["start"] > june and plain(one["title"]) != title), None)
            if change is not None and change <= stop:
                changes[change - june, "changed"] += 1
            else:
                changes[stop - june, "left" if gone == stop else "censored"] += 1
            later = june + 60
            if later > LAST:
                continue
            if gone <= later <= until:
                kind = "left for good"
            elif stop < later:
                continue
            else:
                now = job_at(jobs, later)
                if now is None:
                    kind = "between jobs"
                elif plain(now["title"]) == title:
                    kind = "same title"
                elif (now["specialty"], now["level"]) == ROLE:
                    kind = "same role, another title"
                elif now["marks"] == "owner":
                    kind = "general_management, owner"
                else:
                    kind = f"{now['specialty'] or now['function']}, {now['level']}"
            then[year][kind] += 1
    at_risk = sum(changes.values())
    waiting, chance, half, within = 1.0, 0.0, None, {}
    for when in range(max(when for when, _ in changes) + 1):
        changed, left = changes[when, "changed"], changes[when, "left"]
        if at_risk:
            chance += waiting * changed / at_risk
            waiting *= 1 - (changed + left) / at_risk
        at_risk -= changed + left + changes[when, "censored"]
        half = when if half is None and chance >= 0.5 else half
        if when in (12, 24, 36, 60, 120):
            within[str(when)] = round(chance, 6)
    truth = {
        "people": PEOPLE,
        "seed": SEED,
        "share": {str(year): round(held[year] / of[year], 8) for year in range(2004, 2026)},
        "then": {str(year): dict(sorted(kinds.items())) for year, kinds in sorted(then.items())},
        "half_life_months": half,
        "within": within,
    }
    (HERE / "truth.json").write_text(json.dumps(truth, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
