"""The same tally as SQL steps in one dialect, turned into each engine's own by SQLGlot, over the engines' own connectors.

In: a folder made by measure.py. Out: a small Arrow table of counts. Start at `tally`. Run: see README.md.
"""

import sys
from pathlib import Path

import pyarrow.parquet as pq
from sqlglot import exp, parse_one

LAST_MONTH = 24300
ROLE = parse_one("function = 'marketing' and level <= 4", read="duckdb")
TARGET = parse_one("level >= 7", read="duckdb")
STEPS = {
    "labelled": "select s.*, t.function from spells s left join titles t on s.title = t.title",
    "found": """select person, min("start") filter (where :role) as zero, min("start") filter (where :target) as hit,
        max(coalesce("end", :last_month)) as last, bool_or("end" is null) as ongoing from labelled group by person""",
    "followed": """select f.*, p.region, p.observed_from from found f left join people p on f.person = p.person
        where f.zero is not null""",
    "timed": """select region, ongoing, hit is not null as reached, greatest(coalesce(observed_from, zero) - zero, 0) as entered,
        coalesce(hit, case when ongoing then last else last + 1 end) - zero as months from followed""",
    "settled": "select * from timed where months > entered",
}
COUNTS = """select region, entered, months, count(*) filter (where reached) as reached,
    count(*) filter (where not reached and not ongoing) as exits, count(*) filter (where not reached and ongoing) as censored
    from settled group by region, entered, months order by region, entered, months"""
GAPS = """select count(*) filter (where "start" > previous + 2) as gaps, count(*) filter (where previous is null) as first
    from (select "start", max(coalesce("end", :last_month)) over
        (partition by person order by "start", title rows between unbounded preceding and 1 preceding) as previous from spells)
    as earlier"""


def bind(text, role=ROLE, target=TARGET):
    """SQL text to an expression, predicates put in as expressions."""
    last = exp.Literal.number(LAST_MONTH)
    return exp.replace_placeholders(parse_one(text, read="duckdb"), role=role, target=target, last_month=last)


def tally(since=None):
    """The whole tally as one expression; `since`: the step whose table is already there."""
    names = list(STEPS)
    query = bind(COUNTS)
    for name in names[names.index(since) + 1 if since else 0 :]:
        query = query.with_(name, bind(STEPS[name]))
    return query


def step(last):
    """The steps up to and with `last` as one expression."""
    names = list(STEPS)
    query = exp.select("*").from_(last)
    for name in names[: names.index(last) + 1]:
        query = query.with_(name, bind(STEPS[name]))
    return query


def gaps():
    """How many spells start more than a month after everything before them had ended (a window function)."""
    return bind(GAPS)


class DuckDB:
    dialect = "duckdb"

    def __init__(self):
        import duckdb

        self.con = duckdb.connect()

    def text(self, query):
        return query.sql(dialect=self.dialect, identify=True)

    def parquet(self, name, path):
        self.con.read_parquet(str(path)).create_view(name)

    def memory(self, name, table):
        self.con.register(name, table)

    def arrow(self, query):
        return self.con.sql(self.text(query)).to_arrow_table()

    def keep(self, name, query):
        self.con.execute(f'create temp table "{name}" as {self.text(query)}')

    def drop(self, name):
        self.con.execute(f'drop table "{name}"')


class Spark(DuckDB):
    dialect = "spark"

    def __init__(self):
        from pyspark.sql import SparkSession

        spark = SparkSession.builder.master("local[2]").config("spark.ui.enabled", "false")
        self.con = spark.config("spark.sql.shuffle.partitions", "4").getOrCreate()
        self.kept = {}

    def parquet(self, name, path):
        self.con.read.parquet(str(path)).createOrReplaceTempView(name)

    def memory(self, name, table):
        self.con.createDataFrame(table).createOrReplaceTempView(name)

    def arrow(self, query):
        return self.con.sql(self.text(query)).toArrow()

    def keep(self, name, query):
        self.kept[name] = self.con.sql(self.text(query)).cache()
        self.kept[name].createOrReplaceTempView(name)

    def drop(self, name):
        self.con.catalog.dropTempView(name)
        self.kept.pop(name).unpersist()


class PostgreSQL(DuckDB):
    dialect = "postgres"

    def __init__(self):
        from adbc_driver_postgresql import dbapi

        self.con = dbapi.connect("postgresql://outgrow@127.0.0.1:54329/postgres").cursor()

    def parquet(self, name, path):
        self.memory(name, pq.read_table(path))

    def memory(self, name, table):
        self.con.adbc_ingest(name, table, mode="create", temporary=True)

    def arrow(self, query):
        self.con.execute(self.text(query))
        return self.con.fetch_arrow_table()


ENGINES = {"duckdb": DuckDB, "pyspark": Spark, "postgres": PostgreSQL}


def connect(engine, folder):
    """Connection with the three tables: spells and people in the engine, titles from memory."""
    con = ENGINES[engine]()
    con.parquet("spells", folder / "spells.parquet")
    con.parquet("people", folder / "people.parquet")
    con.memory("titles", pq.read_table(folder / "titles.parquet"))
    return con


def main(engine, folder):
    con = connect(engine, Path(folder))
    print(tally().sql(dialect=con.dialect, identify=True, pretty=True))
    table = con.arrow(tally())
    con.keep("kept", step("followed"))  # the same through a table kept in the engine
    kept = tally(since="followed").transform(lambda n: exp.to_table("kept") if n == exp.to_table("followed") else n)
    if not con.arrow(kept).equals(table):
        raise SystemExit("the kept step gave another answer")
    con.drop("kept")
    pq.write_table(table, Path(folder) / f"sqlglot_{engine}.parquet")
    print(table.schema, con.arrow(gaps()).to_pylist(), len(table), "rows")


if __name__ == "__main__":
    main(*sys.argv[1:])
