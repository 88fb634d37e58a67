"""A first-passage tally written once in Ibis, run on DuckDB, Spark or PostgreSQL.

In: a folder made by measure.py. Out: a small Arrow table of counts. Start at `tally`. Run: see README.md.
"""

import sys
from pathlib import Path

import ibis
import pyarrow.parquet as pq
from ibis import _

LAST_MONTH = 24300
ROLE = (_.function == "marketing") & (_.level <= 4)
TARGET = _.level >= 7


def label(spells, titles):
    """Step 1: join what is known of each distinct title."""
    return spells.left_join(titles, "title").drop("title_right")


def follow(labelled, people):
    """Step 2: one row a person, with the people table beside it."""
    found = labelled.group_by("person").agg(
        zero=_["start"].min(where=ROLE),
        hit=_["start"].min(where=TARGET),
        last=ibis.coalesce(_["end"], LAST_MONTH).max(),
        ongoing=_["end"].isnull().any(),
    )
    return found.filter(_.zero.notnull()).left_join(people, "person").drop("person_right")


def settle(followed):
    """Step 3: months from zero to what ended the wait; people never at risk are dropped."""
    timed = followed.mutate(
        entered=ibis.greatest(ibis.coalesce(_.observed_from, _.zero) - _.zero, 0),
        reached=_.hit.notnull(),
        months=ibis.coalesce(_.hit, ibis.ifelse(_.ongoing, _.last, _.last + 1)) - _.zero,
    )
    return timed.filter(_.months > _.entered)


def count(settled):
    """Step 4: the counts that leave the engine."""
    return (
        settled.group_by("region", "entered", "months")
        .agg(
            reached=_.reached.sum(),
            exits=(~_.reached & ~_.ongoing).sum(),
            censored=(~_.reached & _.ongoing).sum(),
        )
        .order_by("region", "entered", "months")
    )


def tally(spells, people, titles):
    """The whole tally as one expression."""
    labelled = label(spells, titles).alias("labelled")  # the names of the steps, kept in the SQL text
    followed = follow(labelled, people).alias("followed")
    return count(settle(followed).alias("settled"))


def gaps(spells):
    """How many spells start more than a month after everything before them had ended (a window function)."""
    before = ibis.window(group_by="person", order_by=["start", "title"], preceding=(None, 1), following=None)
    earlier = spells.mutate(previous=ibis.coalesce(_["end"], LAST_MONTH).max().over(before))
    return earlier.agg(gaps=(_["start"] > _.previous + 2).sum(), first=_.previous.isnull().sum())


def connect(engine, folder):
    """Connection and the three tables: spells and people in the engine, titles from memory."""
    if engine == "duckdb":
        con = ibis.duckdb.connect()
    elif engine == "postgres":
        con = ibis.postgres.connect(host="127.0.0.1", port=54329, user="outgrow", database="postgres")
    else:
        from pyspark.sql import SparkSession

        spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        spark = spark.config("spark.sql.shuffle.partitions", "4")
        # without this a null in an in-memory table spoils its column, in silence
        con = ibis.pyspark.connect(spark.config("spark.sql.execution.arrow.pyspark.enabled", "true").getOrCreate())
    tables = []
    for name in ("spells", "people"):
        path = folder / f"{name}.parquet"
        if engine == "postgres":  # no read_parquet there
            tables.append(con.create_table(name, pq.read_table(path), overwrite=True))
        else:
            tables.append(con.read_parquet(path))
    return con, *tables, ibis.memtable(pq.read_table(folder / "titles.parquet"))


def main(engine, folder):
    con, spells, people, titles = connect(engine, Path(folder))
    expression = tally(spells, people, titles)
    print(ibis.to_sql(expression, dialect=con.name))
    table = con.to_pyarrow(expression)
    with follow(label(spells, titles), people).cache() as kept:  # the same through a table kept in the engine
        if not con.to_pyarrow(count(settle(kept))).equals(table):
            raise SystemExit("the cached step gave another answer")
    pq.write_table(table, Path(folder) / f"ibis_{engine}.parquet")
    print(table.schema, con.to_pyarrow(gaps(spells)).to_pylist(), len(table), "rows")


if __name__ == "__main__":
    main(*sys.argv[1:])
