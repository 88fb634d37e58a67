"""Make the data of the spike, check every stored answer against plain Python, and time both roads on DuckDB.

Three turns; in each, cold times are medians of five new processes, warm ones of at least three runs. Run: see README.md.
"""

import json
import statistics
import subprocess
import sys
import time
from collections import Counter, defaultdict
from pathlib import Path

FUNCTIONS = [
    "marketing",
    "sales",
    "communications",
    "product",
    "design",
    "editorial",
    "data",
    "engineering",
    "it",
    "research",
    "finance",
]
SPELLS = """
    select person, start, case when k = n - 1 and hash(person * 3 + 1) % 2 = 0 then null
        else least(24300, start + 5 + hash(person * 11 + k) % 30)::int end as "end", title, level
    from (select person, k, n, (24000 + hash(person) % 60 + 24 * k + hash(person * 7 + k) % 24)::int as start,
            'title ' || hash(person * 5 + k) % 3000 as title, (hash(person * 13 + k) % 4 + k)::int as level
        from (select i as person, 1 + hash(i) % 8 as n, unnest(range((1 + hash(i) % 8)::bigint)) as k
            from range({people}) r(i)))
"""
PEOPLE = """
    select i as person, ['east', 'north', 'south', 'west'][(1 + hash(i * 17) % 4)::bigint] as region,
        case when hash(i * 19) % 10 = 0 then (24060 + hash(i * 23) % 200)::int end as observed_from
    from range({people}) r(i)
"""
TITLES = "select 'title ' || i as title, {functions}[i % 11 + 1] as function from range(3000) r(i)"


def make(folder, people):
    import duckdb

    folder.mkdir(parents=True, exist_ok=True)
    for name, query in [("spells", SPELLS), ("people", PEOPLE), ("titles", TITLES)]:
        text = query.format(people=people, functions=FUNCTIONS)
        duckdb.sql(f"copy ({text}) to '{folder / name}.parquet'")


def by_hand(folder):
    """The same tally, person by person, in plain Python."""
    import pyarrow.parquet as pq

    function = {t["title"]: t["function"] for t in pq.read_table(folder / "titles.parquet").to_pylist()}
    histories = defaultdict(list)
    for spell in pq.read_table(folder / "spells.parquet").to_pylist():
        histories[spell["person"]].append(spell)
    counts = Counter()
    for person in pq.read_table(folder / "people.parquet").to_pylist():
        spells = histories[person["person"]]
        zero = min(
            (s["start"] for s in spells if function[s["title"]] == "marketing" and s["level"] <= 4), default=None
        )
        hit = min((s["start"] for s in spells if s["level"] >= 7), default=None)
        if zero is None:
            continue
        ongoing = any(s["end"] is None for s in spells)
        last = max(24300 if s["end"] is None else s["end"] for s in spells)
        months = (hit if hit is not None else last if ongoing else last + 1) - zero
        entered = 0 if person["observed_from"] is None else max(0, person["observed_from"] - zero)
        if months > entered:
            kind = "reached" if hit is not None else "censored" if ongoing else "exits"
            counts[person["region"], entered, months, kind] += 1
    return counts


def check(folder):
    import pyarrow.parquet as pq

    right = by_hand(folder)
    for path in sorted([*folder.glob("ibis_*.parquet"), *folder.glob("sqlglot_*.parquet")]):
        rows = pq.read_table(path).to_pylist()
        kinds = ("reached", "exits", "censored")
        got = {(r["region"], r["entered"], r["months"], k): r[k] for r in rows for k in kinds if r[k]}
        print(path.stem, "equals plain Python" if got == right else "DIFFERS", sum(right.values()), "people")


def cold(python, code, runs=5):
    """Median seconds of a statement block in fresh processes, the interpreter's own start left out."""
    text = f"import time; began = time.perf_counter()\n{code}\nprint(time.perf_counter() - began)"
    return statistics.median(
        float(subprocess.run([python, "-c", text], capture_output=True, text=True, check=True).stdout.split()[-1])
        for _ in range(runs)
    )


def warm(work, runs=5):
    seconds = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return statistics.median(seconds)


def time_road(road, folder):
    """Warm times of one road on DuckDB; run in that road's own environment."""
    if road == "ibis":
        import ibis
        import ibis_road as it

        con, spells, people, titles = it.connect("duckdb", folder)
        con.to_pyarrow(it.tally(spells, people, titles))
        build = warm(lambda: it.tally(spells, people, titles), 20)
        expression = it.tally(spells, people, titles)
        to_text = warm(lambda: ibis.to_sql(expression, dialect="duckdb"), 20)
        run = warm(lambda: con.to_pyarrow(it.tally(spells, people, titles)))
        windows = warm(lambda: con.to_pyarrow(it.gaps(spells)), 3)
    else:
        import sqlglot_road as it

        engine = it.connect("duckdb", folder)
        engine.arrow(it.tally())
        build = warm(it.tally, 20)
        query = it.tally()
        to_text = warm(lambda: engine.text(query), 20)
        run = warm(lambda: engine.arrow(it.tally()))
        windows = warm(lambda: engine.arrow(it.gaps()), 3)
    print(json.dumps({"build": build, "to_text": to_text, "tally": run, "windows": windows}))


def time_all(ibis_python, sqlglot_python, folder):
    here = Path(__file__).resolve()
    bare = (
        "import sqlglot, duckdb",
        "import sqlglot, duckdb; duckdb.connect().sql('select 1 as a').to_arrow_table()",
        "import sqlglot_road as i; i.connect('duckdb', i.Path(F)).arrow(i.tally())",
    )
    roads = {
        "ibis": (
            ibis_python,
            "import ibis, ibis.backends.duckdb",
            "import ibis; ibis.duckdb.connect().sql('select 1 as a').to_pyarrow()",
            "import ibis_road as i; c, s, p, t = i.connect('duckdb', i.Path(F)); c.to_pyarrow(i.tally(s, p, t))",
        ),
        "sqlglot, DuckDB of ibis": (ibis_python, *bare),
        "sqlglot, newest DuckDB": (sqlglot_python, *bare),
    }
    found = []
    for turn in range(3):
        for road, (python, imports, first, whole) in roads.items():
            path = f"import sys; sys.path.insert(0, {str(here.parent)!r}); F = {str(folder)!r}\n"
            row = {"road": road, "turn": turn, "import": cold(python, imports), "first": cold(python, first)}
            row["first_tally"] = cold(python, path + whole)
            timed = subprocess.run([python, here, "road", road, folder], capture_output=True, text=True, check=True)
            found.append(row | json.loads(timed.stdout))
            print(found[-1])
    keys = [k for k in found[0] if k not in ("road", "turn")]
    summary = {
        name: {r: {k: round(take(f[k] for f in found if f["road"] == r), 4) for k in keys} for r in roads}
        for name, take in (("median", statistics.median), ("least", min))
    }
    here.with_name("results.json").write_text(json.dumps({"seconds": summary, "turns": found}, indent=1) + "\n")
    print(summary)


if __name__ == "__main__":
    action, *rest = sys.argv[1:]
    if action == "make":
        make(Path(rest[0]), int(rest[1]))
    elif action == "check":
        check(Path(rest[0]))
    elif action == "road":
        time_road(rest[0], Path(rest[1]))
    else:
        time_all(rest[0], rest[1], Path(rest[2]))
