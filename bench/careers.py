"""Made-up careers of any size, fast, in the prepared form: for benchmarks only, with no truth worth knowing.

    python bench/careers.py 1000000 bench/data/1000000

Two to six jobs a person (4.5 on average), one after the other, of one to three and a half years; six in ten of the last ones
are ongoing; one job in eight is a director's or above. The same numbers every time.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import duckdb

RANKS = ("Analyst", "Specialist", "Coordinator", "Planner", "Clerk", "Manager", "Director", "Vice President")
CRAFTS = ("", "Senior ", "Junior ", "Regional ", "Marketing ", "Sales ", "Data ", "Social Media ")

QUERY = """
COPY (
  WITH people AS (
    SELECT i AS person, 3 + CAST(hash(i) % 4 AS INTEGER) AS jobs, 23940 + CAST(hash(i + 1000003) % 200 AS INTEGER) AS entry,
           12 + CAST(hash(i + 2000003) % 30 AS INTEGER) AS length, hash(i + 3000017) % 100 AS luck
    FROM range({people}) AS r(i)
  ), spells AS (
    SELECT person, job, jobs, luck, entry + job * length AS first, entry + job * length + length - 1 AS last,
           CAST(hash(person * 8 + job) % 64 AS INTEGER) AS place
    FROM people, range(6) AS j(job) WHERE job < jobs
  )
  SELECT CAST(person * 6 + job + 1 AS BIGINT) AS row, person, make_date(first // 12, first % 12 + 1, 1) AS "start",
         CASE WHEN job = jobs - 1 AND luck < 60 THEN NULL ELSE make_date(last // 12, last % 12 + 1, 1) END AS "end",
         t.title, NULL::VARCHAR AS organisation, NULL::VARCHAR AS occupation, NULL::VARCHAR AS function,
         NULL::VARCHAR AS specialty, t.level, NULL::DOUBLE AS pay, NULL::VARCHAR AS pay_period, NULL::VARCHAR AS currency,
         NULL::VARCHAR AS skills, NULL::VARCHAR AS description, NULL::VARCHAR AS marks, false AS imprecise,
         1 AS start_day, first AS start_month,
         CASE WHEN job = jobs - 1 AND luck < 60 THEN NULL ELSE last END AS end_month
  FROM spells s JOIN titles t USING (place) ORDER BY person, job
) TO '{folder}/spells.parquet' (COMPRESSION zstd)
"""


def make(people: int, folder: Path) -> Path:
    """Write made-up careers of `people` people; leave them be where they exist."""
    if (folder / "careers.json").is_file():
        return folder
    folder.mkdir(parents=True, exist_ok=True)
    con = duckdb.connect()
    con.execute(f"SET temp_directory = '{folder / 'spill'}'")
    rows = [
        (
            place,
            craft + rank,
            {"Manager": "manager", "Director": "director", "Vice President": "vice_president"}.get(rank, "specialist"),
        )
        for place, (craft, rank) in enumerate((craft, rank) for craft in CRAFTS for rank in RANKS)
    ]
    con.execute("CREATE TABLE titles (place INTEGER, title VARCHAR, level VARCHAR)")
    con.executemany("INSERT INTO titles VALUES (?, ?, ?)", rows)
    con.execute(QUERY.format(people=people, folder=folder))
    con.execute(
        f"""COPY (SELECT '' AS "table", 0::BIGINT AS "row", '' AS "column", '' AS "value", '' AS reason, '' AS left_out
            WHERE false) TO '{folder}/quarantine.parquet'"""
    )
    found = con.execute(
        f"""SELECT count(*), min(year("start") * 12 + month("start") - 1),
               max(greatest(year("start") * 12 + month("start"), coalesce(year("end") * 12 + month("end"), 0))) - 1,
               count(*) FILTER ("end" IS NULL) FROM '{folder}/spells.parquet'"""
    ).fetchone()
    assert found is not None
    spells, first, last, ongoing = found
    counts = {
        "people": people,
        "people_quarantined": 0,
        "spells": spells,
        "rows_quarantined": 0,
        "values_quarantined": 0,
        "first_month": first,
        "last_month": last,
        "imprecise": 0,
        "ongoing": ongoing,
    }
    head = {
        "format": "outgrow careers 1",
        "name": "bench",
        "kind": "simulated",
        "after_last": "exit",
        "notes": [],
        "counts": counts,
    }
    (folder / "careers.json").write_text(json.dumps(head), encoding="utf-8")
    return folder


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("people", type=int)
    parser.add_argument("folder", type=Path)
    given = parser.parse_args()
    make(given.people, given.folder)
