"""One contender of bench/reach.py in a process of its own: prints its times, its peak of memory and its answer as JSON.

    python bench/contenders.py outgrow bench/data/1000000 3

Every contender answers the same question: of all people, from their first job on, who first becomes director or higher, and
when; leaving for good competes. `outgrow` and `engine` read the spells from Parquet each time; the others start from one row
a person (months, outcome) in memory, with the spells grouped and sorted out for them already.
"""

from __future__ import annotations

import json
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

Answer = dict[str, Any]
TARGET = ["director", "vice_president", "chief"]


def timed(work: Callable[[], Answer], repeats: int, *, warm: bool = True) -> Answer:
    """Run once to warm up, then `repeats` times."""
    answer = work() if warm else {}
    seconds = []
    for _ in range(repeats):
        start = time.perf_counter()
        answer = work()
        seconds.append(time.perf_counter() - start)
    return {"seconds": seconds, **answer}


def outgrow(folder: Path, repeats: int) -> Answer:
    import outgrow as package

    careers = package.read_careers(folder)

    def work() -> Answer:
        result = package.reach("any", toward="level:director+", careers=careers)
        curve = result.curves[0]
        return {
            "people": curve.people,
            "curve": {str(point.months): [point.estimate, point.std_error] for point in curve.points()},
        }

    return timed(work, repeats)


def engine(folder: Path, repeats: int) -> Answer:
    """DuckDB alone: the same columns grouped by person, the practical limit."""
    import duckdb

    con = duckdb.connect()

    def work() -> Answer:
        found = con.execute(
            f"""SELECT count(*), max(first), max(last), max(top) FROM (
                  SELECT person, min("start") AS first, max("end") AS last, min(level) AS top
                  FROM '{folder}/spells.parquet' GROUP BY person)"""
        ).fetchone()
        assert found is not None
        return {"people": found[0]}

    return timed(work, repeats)


def rows(folder: Path, repeats: int) -> Answer:
    """Write the rows that the survival packages get: months and outcome (0 censored, 1 reached, 2 left for good)."""
    import outgrow as package
    from outgrow.tallies import first_passage_steps
    from outgrow.titles.roles import parse_role

    careers = package.read_careers(folder)
    steps = first_passage_steps(careers, parse_role("any"), [parse_role("level:director+")], package.Settings())
    people = steps["passages"]
    people = people.filter(people.month.notnull())
    code = people.status.cases(("reached", 1), ("exits", 2), else_=0)
    people.select(month=people.month, outcome=code.cast("int32")).to_parquet(folder / "rows.parquet")
    table = people.select(month=people.month, outcome=code.cast("int32")).to_pyarrow()
    import pyarrow.csv

    pyarrow.csv.write_csv(table, folder / "rows.csv")
    return {"seconds": [0.0], "people": table.num_rows}


def _loaded(folder: Path) -> tuple[Any, Any]:
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(folder / "rows.parquet")
    return table["month"].to_numpy(), table["outcome"].to_numpy()


def scikit_survival(folder: Path, repeats: int) -> Answer:
    from sksurv.nonparametric import cumulative_incidence_competing_risks

    months, outcome = _loaded(folder)

    def work() -> Answer:
        times, incidence, _ = cumulative_incidence_competing_risks(outcome, months.astype(float), conf_type="log-log")
        return {
            "people": len(months),
            "curve": {str(int(t)): [float(p)] for t, p in zip(times, incidence[1], strict=True)},
        }

    return timed(work, repeats)


def comprisk(folder: Path, repeats: int) -> Answer:
    from comprisk import CumulativeIncidence

    months, outcome = _loaded(folder)

    def work() -> Answer:
        fitted = CumulativeIncidence(cause_codes=[1, 2]).fit(months.astype(float), outcome)
        curve = fitted.curves_[(None, 1)]
        points = zip(curve.times, curve.cif, strict=True)
        return {"people": len(months), "curve": {str(int(month)): [float(chance)] for month, chance in points}}

    return timed(work, repeats)


def _r(script: str, folder: Path, repeats: int) -> Answer:
    """Run an R contender, which times itself from data in memory."""
    done = subprocess.run(
        ["Rscript", str(Path(__file__).with_name(script)), str(folder / "rows.csv"), str(repeats)],
        capture_output=True,
        text=True,
        check=True,
    )
    return json.loads(done.stdout.strip().splitlines()[-1])  # type: ignore[no-any-return]


def survfit(folder: Path, repeats: int) -> Answer:
    return _r("survfit.R", folder, repeats)


def survfit_entry(folder: Path, repeats: int) -> Answer:
    """Ask for (start, stop] and persons, the form that takes late entry as outgrow's tallies do."""
    return _r("survfit_entry.R", folder, repeats)


def etm(folder: Path, repeats: int) -> Answer:
    return _r("etm.R", folder, repeats)


CONTENDERS = {
    work.__name__: work for work in (outgrow, engine, rows, scikit_survival, comprisk, survfit, survfit_entry, etm)
}

if __name__ == "__main__":
    name, folder, repeats = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    answer = CONTENDERS[name](folder, repeats)
    # R runs in a child of its own
    who = resource.RUSAGE_CHILDREN if name in ("survfit", "survfit_entry", "etm") else resource.RUSAGE_SELF
    answer["peak_mb"] = round(resource.getrusage(who).ru_maxrss / 1024)
    sys.stdout.write(json.dumps(answer) + "\n")
