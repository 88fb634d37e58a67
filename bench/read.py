"""How fast spells are read from CSV and Parquet, and with how much memory, beside the engine's own work on the same files.

    python bench/read.py --megabytes 100 1000 4000

Spells with a person, dates, title, organisation, level, pay and skills are made in a temporary folder as CSV of about so many
megabytes, and as Parquet of the same rows; one row in a thousand has a fault, and one in ten thousand is written twice. Every
figure is of a new process: from the first look at the file to checked careers, with the quarantine and the counts, without the
imports; memory is the most that process ever held. Beside them, with the same threads:

- the engine's own scan: the least and greatest of every column, all as text for CSV;
- for Parquet, its grouping by all columns, which is the plain way to find rows that are written twice.

Each is run `--times` times in turn and the medians stand. Results go to bench/results/read.json and read.md, beside those of
other sizes that are there.
"""

from __future__ import annotations

import argparse
import json
import os
import platform
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
#: Bytes of a row of CSV, about.
ROW = 110
COLUMNS = ("person", "start", "end", "title", "organisation", "level", "pay", "skills")
MAKE = """
SET preserve_insertion_order = false;
CREATE MACRO pick(i, salt, n) AS (hash(i * 31 + salt) % n)::INTEGER;
CREATE MACRO month(i, year, month) AS
  strftime(make_date(year + pick(i // 4, 2, 6) + 5 * (i % 4)::INTEGER, 1 + month, 1), '%Y-%m');
CREATE TEMP TABLE words AS SELECT ['Social Media', 'Content', 'Brand', 'Press', 'Marketing', 'Community', 'Events', 'Paid Media',
  'Internal Communications', 'Public Affairs', 'SEO', 'Research', 'Design', 'Product'] AS crafts,
  ['Assistant', 'Specialist', 'Manager', 'Senior Manager', 'Lead', 'Head', 'Director', 'Editor', 'Officer'] AS ranks,
  ['assistant', 'specialist', 'manager', 'senior', 'lead', 'head', 'director', 'specialist', 'specialist'] AS levels,
  ['copywriting', 'analytics', 'budgeting', 'Excel', 'Photoshop', 'media relations', 'video', 'strategy', 'SQL', 'crisis',
   'planning', 'research', 'speech writing', 'email'] AS skills;
CREATE TEMP VIEW spells AS
SELECT 1000000 + i // 4 AS person,
  CASE WHEN pick(i, 1, 2000) = 0 THEN 'unknown' ELSE month(i, 2000, pick(i, 3, 12)) END AS start,
  CASE WHEN i % 4 = 3 AND pick(i, 4, 3) > 0 THEN NULL WHEN pick(i, 5, 2000) = 0 THEN '1990-01'
    ELSE month(i, 2002, pick(i, 6, 12)) END AS "end",
  ranks[1 + pick(i, 8, 9)] || ', ' || crafts[1 + pick(i, 7, 14)]
    || CASE WHEN pick(i, 9, 3) = 0 THEN ' and ' || crafts[1 + pick(i, 10, 14)] ELSE '' END
    || CASE WHEN pick(i, 11, 5) = 0 THEN ' (region ' || pick(i, 12, 400) || ')' ELSE '' END AS title,
  'Organisation ' || pick(i, 13, 50000) || ' Ltd' AS organisation,
  levels[1 + pick(i, 8, 9)] AS level,
  CASE WHEN pick(i, 14, 4) = 0 THEN NULL ELSE 20000 + 100 * pick(i, 15, 900) END AS pay,
  CASE WHEN pick(i, 16, 3) = 0 THEN NULL
    ELSE concat_ws(';', skills[1 + pick(i, 17, 14)], skills[1 + pick(i, 18, 14)], skills[1 + pick(i, 19, 14)]) END AS skills
FROM (SELECT CASE WHEN pick(j, 20, 10000) = 0 THEN j - 1 ELSE j END AS i FROM range({rows}) r(j)), words;
"""
OUTGROW = """
import json, resource, sys, time
import outgrow, outgrow.careers.read, outgrow.careers.delimited, pyarrow.parquet
from outgrow.engine import embedded
embedded().con.execute("SELECT 42")
start, before = time.perf_counter(), time.process_time()
careers = outgrow.read_careers(sys.argv[1])
seconds = time.perf_counter() - start
if len(sys.argv) > 2:
    from outgrow.careers import prepared
    prepared.write(careers, sys.argv[2])
    seconds = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_SELF)
counts = careers.counts
found = {"seconds": seconds, "cpu": time.process_time() - before, "most_mib": used.ru_maxrss / 1024}
print(json.dumps({**found, "spells": counts.spells, "rows_quarantined": counts.rows_quarantined}))
"""
ENGINE = """
import json, resource, sys, time
import duckdb
con = duckdb.connect(config={"temp_directory": sys.argv[2]})
con.execute("SELECT 42")
start, before = time.perf_counter(), time.process_time()
con.execute(sys.argv[1]).fetchall()
seconds = time.perf_counter() - start
used = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({"seconds": seconds, "cpu": time.process_time() - before, "most_mib": used.ru_maxrss / 1024}))
"""


def make(folder: Path, megabytes: int) -> tuple[Path, Path]:
    """Write the same spells as CSV and as Parquet."""
    import duckdb

    table, packed = folder / "spells.csv", folder / "spells.parquet"
    con = duckdb.connect(config={"temp_directory": str(folder / "spill"), "memory_limit": "4GB"})
    con.execute(MAKE.format(rows=megabytes * 1_000_000 // ROW))
    con.execute(f"COPY spells TO '{table}' (HEADER)")
    con.execute(f"COPY (SELECT * FROM read_csv('{table}', all_varchar = true)) TO '{packed}' (COMPRESSION zstd)")
    con.close()
    return table, packed


def measured(script: str, *arguments: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, env=os.environ)
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def questions(table: Path, packed: Path, folder: Path) -> dict[str, tuple[str, ...]]:
    """What is measured: the script and its arguments, by name."""
    ends = "count(*), " + ", ".join(f'min("{name}"), max("{name}")' for name in COLUMNS)
    every = ", ".join(f'"{name}"' for name in COLUMNS)
    text = f"read_csv('{table}', all_varchar = true, header = true, auto_detect = false, delim = ',', quote = '\"', "
    text += "escape = '\"', columns = {" + ", ".join(f"'{name}': 'VARCHAR'" for name in COLUMNS) + "})"
    spill = str(folder / "spill")
    grouped = f"SELECT count(*) FROM (SELECT count(*) AS n FROM '{packed}' GROUP BY {every}) WHERE n > 1"
    return {
        "csv, scan alone": (ENGINE, f"SELECT {ends} FROM {text}", spill),
        "csv, read_careers": (OUTGROW, str(table)),
        "csv, convert": (OUTGROW, str(table), str(folder / "prepared")),
        "parquet, scan alone": (ENGINE, f"SELECT {ends} FROM '{packed}'", spill),
        "parquet, group by all alone": (ENGINE, grouped, spill),
        "parquet, read_careers": (OUTGROW, str(packed)),
        "parquet, convert": (OUTGROW, str(packed), str(folder / "prepared")),
    }


def median(runs: list[dict[str, float]], key: str) -> float:
    return statistics.median(run[key] for run in runs)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--megabytes", type=int, nargs="+", default=[100, 1000, 4000])
    parser.add_argument("--times", type=int, default=3)
    parser.add_argument("--only", default="", help="only what has this in its name")
    parser.add_argument("--results", type=Path, default=HERE / "results")
    parser.add_argument("--folder", type=Path, help="where the files are made; the default is a temporary folder")
    asked = parser.parse_args()
    found: dict[str, object] = {"python": platform.python_version(), "cores": os.cpu_count()}
    kept = asked.results / "read.json"
    sizes = {int(size): of for size, of in json.loads(kept.read_text())["sizes"].items()} if kept.is_file() else {}
    for megabytes in asked.megabytes:
        with tempfile.TemporaryDirectory(dir=asked.folder) as name:
            folder = Path(name)
            table, packed = make(folder, megabytes)
            runs: dict[str, list[dict[str, float]]] = {}
            for _ in range(asked.times):
                for what, question in questions(table, packed, folder).items():
                    if asked.only in what:
                        runs.setdefault(what, []).append(measured(*question))
                        print(megabytes, what, runs[what][-1], flush=True)
            sizes[megabytes] = {
                "csv_bytes": table.stat().st_size,
                "parquet_bytes": packed.stat().st_size,
                "times": asked.times,
                **{what: {key: median(of, key) for key in of[0]} for what, of in runs.items()},
            }
    found["sizes"] = dict(sorted(sizes.items()))
    text = written(found)
    asked.results.mkdir(parents=True, exist_ok=True)
    (asked.results / "read.json").write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    (asked.results / "read.md").write_text(text, encoding="utf-8")
    print(text)


def written(found: dict[str, Any]) -> str:
    """Tell the results as a page."""
    lines = []
    for size in found["sizes"].values():
        for what, of in size.items():
            if isinstance(of, dict):
                kind = what.partition(",")[0]
                megabytes = size[f"{kind}_bytes"] / 1e6
                alone = size.get(f"{kind}, scan alone")
                over = [f"{of[key] / alone[key]:.1f}" if alone else "" for key in ("seconds", "cpu")]
                lines.append(
                    f"| {megabytes:,.0f} MB | {what} | {size['times']} | {of['seconds']:.2f} | {of['cpu']:.2f} "
                    f"| {megabytes / of['seconds']:,.0f} | {megabytes / of['cpu']:,.0f} | {over[0]} | {over[1]} "
                    f"| {of['most_mib']:,.0f} |"
                )
    return (
        f"""# Reading spells

`python bench/read.py`, Python {found["python"]}, {found["cores"]} cores; each run in a process of its own, medians of several.
Megabytes are those of the file that is read. CPU seconds are those of all threads together: they tell what the work costs where
other programs take part of the machine. "Times the scan" is over the engine's own scan of the same file in the same run.

| file | what | runs | seconds | CPU s | MB/s | MB per CPU s | times the scan | the same, CPU | most memory, MiB |
|---|---|---|---|---|---|---|---|---|---|
"""
        + "\n".join(lines)
        + "\n"
    )


if __name__ == "__main__":
    main()
