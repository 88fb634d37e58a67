"""``outgrow careers``: check, describe, convert and simulate career histories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from outgrow.cli.options import Clocked, Output, Reading, Shown, shared

if TYPE_CHECKING:
    import pyarrow

    from outgrow.careers import Careers
    from outgrow.careers.describe import Description

__all__ = ["app"]

app = typer.Typer(
    help="Check, describe, convert and simulate career histories.", no_args_is_help=True, rich_markup_mode=None
)

_SOURCE = Annotated[str, typer.Argument(help="File, folder, URL, or a built-in: demo, nlsy.", metavar="SOURCE")]


@app.command(epilog="Example: outgrow careers check spells.csv --people people.csv --out quarantine.csv")
@shared
def check(source: _SOURCE, *, reading: Reading, shown: Output) -> None:
    """What can be used, what cannot, and why: exact, for you. --out writes the quarantine."""
    from outgrow.cli.output import check_ending, print_json, print_text, write_file

    check_ending(shown.out, (".csv", ".parquet"))
    careers = reading.read_from(source, allow_empty=True)
    if shown.json:
        print_json(_checked_json(careers))
    else:
        print_text(_checked_text(careers))
    if shown.out is not None:
        write_file(
            shown.out,
            {
                ".csv": lambda path: _write_csv(careers.quarantined(), path),
                ".parquet": lambda path: _write_parquet(careers, path),
            },
        )
    if careers.counts.spells == 0:
        raise typer.Exit(2)


@app.command(epilog="Example: outgrow careers describe demo")
@shared
def describe(source: _SOURCE, *, reading: Reading, shown: Shown) -> None:
    """What is in a set of careers: sizes, dates, what is filled in, the commonest titles."""
    from outgrow.careers.describe import describe as ask
    from outgrow.cli.output import as_json, print_json, print_text, write_file
    from outgrow.cli.progress import working
    from outgrow.disclosure import release_description

    careers = reading.read_from(source)
    with working("Describing"):
        description = release_description(ask(careers), shown.min_cell)
    if shown.out is not None:
        text = as_json(description.as_json()) + "\n"

        def write(path: Path) -> None:
            path.write_text(text, encoding="utf-8")

        write_file(shown.out, {".json": write})
    if shown.json:
        print_json(description.as_json())
    elif shown.out is None:
        print_text(_described_text(description, _beside(source)))


@app.command(epilog="Example: outgrow careers convert spells.csv --people people.csv --out careers/")
@shared
def convert(
    source: _SOURCE,
    out: Annotated[Path, typer.Option(help="Folder to write: Parquet, checked once.", metavar="DIR")],
    *,
    reading: Reading,
) -> None:
    """Check careers once and write them as Parquet, so that every later question is one scan."""
    from outgrow.careers import prepared
    from outgrow.cli.output import print_text
    from outgrow.cli.progress import working

    careers = reading.read_from(source)
    with working("Writing"):
        folder = prepared.write(careers, out)
    print_text(f"{_checked_text(careers)}\n\nWrote {folder} (use it with --careers {folder})")


@app.command(epilog="Example: outgrow careers guess hr.csv --out hr.toml")
def guess(
    source: Annotated[str, typer.Argument(help="File or URL of a table.", metavar="SOURCE")],
    encoding: Annotated[str | None, typer.Option(help="Text encoding, as cp1252.")] = None,
    delimiter: Annotated[str | None, typer.Option(help="Of columns in text, as ;")] = None,
    out: Annotated[Path | None, typer.Option(help="TOML file to write, for --map.", metavar="FILE")] = None,
) -> None:
    """Guess which column of a table is what, to look at, correct and give back with --map."""
    from outgrow.careers.read import guess_mapping
    from outgrow.cli.output import check_ending, print_text, write_file

    check_ending(out, (".toml",))
    text = guess_mapping(source, encoding=encoding, delimiter=delimiter).as_toml()
    if out is None:
        print_text(text)
    else:
        write_file(out, {".toml": lambda path: _write_text(text, path)})


@app.command(epilog="Example: outgrow careers export nlsy --states title --counting-process nlsy.csv")
@shared
def export(
    source: Annotated[
        str, typer.Argument(help="File, folder, URL, or a built-in: demo, nlsy.", metavar="SOURCE")
    ] = "demo",
    counting_process: Annotated[
        Path | None, typer.Option(help="CSV file to write; the lines of R go beside it.", metavar="FILE")
    ] = None,
    role: Annotated[str, typer.Option(help="The role whose entry starts the clock.", metavar="ROLE")] = "any",
    toward: Annotated[str | None, typer.Option(help="The rows behind the reach of a role.", metavar="ROLE")] = None,
    states: Annotated[
        str | None,
        typer.Option(help="The rows behind occupancy by a column.  [default: rung]", metavar="COLUMN"),
    ] = None,
    *,
    reading: Reading,
    question: Clocked,
) -> None:
    """The rows behind a curve, and the R lines that give the same curve: exact, for you."""
    from outgrow.ask import counting_process as ask
    from outgrow.cli.output import check_ending, print_text, write_file
    from outgrow.cli.progress import working
    from outgrow.errors import InputError

    if counting_process is None:
        raise InputError(
            "export writes a table of (start, stop, state), and was given no file.",
            do="add --counting-process FILE.csv",
        )
    check_ending(counting_process, (".csv",))
    pattern, target = question.read([role, "any" if toward is None else toward])
    careers = reading.read_from(source)
    with working("Counting"):
        rows = ask(
            pattern, toward=None if toward is None else target, states=states, careers=careers, **question.settings()
        )
    script = counting_process.with_suffix(".R")
    simulated = "# SIMULATED careers: nobody lived them.\n" if careers.kind == "simulated" else ""
    lines = simulated + rows.r_lines(counting_process.name)
    write_file(counting_process, {".csv": lambda path: _write_csv(rows.table, path)})
    write_file(script, {".R": lambda path: _write_text(lines, path), ".r": lambda path: _write_text(lines, path)})
    people = len(set(rows.table["id"].to_pylist()))
    print_text(
        f"{rows.table.num_rows:,} rows about {people:,} people, exact and without their names: for whoever holds the "
        f"careers.\nThe same curve in R, in the folder of both files: Rscript {script.name}"
    )


@app.command(epilog="Example: outgrow careers simulate --people 100000 --seed 7 --out careers/")
def simulate(
    out: Annotated[Path, typer.Option(help="Folder to write.", metavar="DIR")],
    people: Annotated[int, typer.Option(help="How many people.")] = 20_000,
    seed: Annotated[int | None, typer.Option(help="Of the random numbers; default: that of demo.")] = None,
) -> None:
    """Simulate careers with known hazards, as `demo` is made, with a truth.json beside them."""
    from outgrow.careers import builtin, prepared
    from outgrow.cli.output import print_text
    from outgrow.cli.progress import working

    with working(f"Simulating {people:,} careers"):
        careers, truth = builtin.simulated(people, seed)
    with working("Writing"):
        folder = prepared.write(careers, out, beside={"truth.json": truth})
    print_text(
        f"Simulated {careers.counts.people:,} careers, {careers.counts.spells:,} spells: nobody lived them.\n"
        f"Wrote {folder} (use it with --careers {folder}; what is true of them is in truth.json)"
    )


def _checked_json(careers: Careers) -> dict[str, Any]:
    from outgrow.months import month_text

    return {
        "schema_version": 1,
        "command": "careers check",
        "careers": careers.facts.as_json(),
        "people_quarantined": careers.counts.people_quarantined,
        "values_quarantined": careers.counts.values_quarantined,
        "rows_joined": careers.counts.rows_joined,
        "recorded": [
            {
                "kind": one.kind,
                "month": month_text(one.month),
                "people": one.people,
                "before": one.before,
                "after": one.after,
            }
            for one in careers.recorded
        ],
        "reasons": careers.reasons(),
    }


def _checked_text(careers: Careers) -> str:
    from outgrow.charts.wording import people as counted

    counts = careers.counts
    lines = [
        f"{careers.name} ({careers.kind}): {counted(counts.people, one='person', many='people')}, "
        f"{counted(counts.spells, one='spell', many='spells')} that can be used."
    ]
    if counts.rows_quarantined:
        lost = counted(counts.people_quarantined, one="person", many="people")
        rows = counted(counts.rows_quarantined, one="row", many="rows")
        lines.append(f"{rows} left out; {lost if counts.people_quarantined else 'nobody'} lost altogether.")
    if counts.values_quarantined:
        lines.append(
            f"{counted(counts.values_quarantined, one='value', many='values')} left out of rows that are used."
        )
    if not counts.rows_quarantined and not counts.values_quarantined:
        lines.append("Nothing was left out.")
    if counts.imprecise:
        lines.append(f"{counted(counts.imprecise, one='spell has', many='spells have')} a date known to the year only.")
    reasons = careers.reasons()
    if reasons:
        lines.append("")
        width = max(len(f"{row['rows']:,}") for row in reasons)
        for row in reasons:
            where = "" if row["column"] == "row" else f"{row['column']}: "
            what = "row" if row["left_out"] == "row" else "value"
            lines += _wrapped(f"{row['rows']:>{width},}  ", f"{row['table']}, {where}{row['reason']} ({what} left out)")
    lines += ["", *(line for note in careers.notes for line in _wrapped("", note))] if careers.notes else []
    return "\n".join(lines)


def _described_text(description: Description, truth: Path | None) -> str:
    from outgrow.charts.wording import people as counted

    facts = description.careers
    lines = [
        f"{facts.name}: {'SIMULATED careers, nobody lived them' if facts.kind == 'simulated' else 'real careers'}",
        "",
        f"  people                {facts.people:,}",
        f"  spells                {facts.spells:,} ({description.ongoing:,} ongoing)",
        f"  months                {description.first_month} to {facts.last_month}",
        f"  main jobs of a person {description.jobs_a_person or 0:g} (median)",
        f"  months of a main job  {description.job_months or 0:g} (median of those that have ended)",
        f"  with a gap            {description.with_gap or 0:.0%} of people: two months or more between two main jobs",
        f"  left out              {counted(facts.quarantined, one='row', many='rows')}, "
        f"{counted(description.values_quarantined, one='value', many='values')}",
        f"  groups (--by)         {', '.join(description.attributes) or 'none'}",
        "",
        "Filled in, of all spells:",
        *(f"  {column:20}  {share:4.0%}" for column, share in description.filled.items() if share > 0),
        "",
        "Commonest titles, with the people who ever held them:",
        *(f"  {people:>8,}  {title[:60]}" for title, people in description.titles),
    ]
    if description.min_cell is not None and description.min_cell > 1:
        lines.append(f"  (titles of fewer than {description.min_cell} people are not named)")
    for note in facts.notes:
        lines += ["", *_wrapped("", note)]
    if truth is not None:
        lines += ["", f"What is true of them: {truth}"]
    return "\n".join(lines)


def _wrapped(start: str, text: str) -> list[str]:
    import textwrap

    return textwrap.wrap(text, 78, initial_indent=start, subsequent_indent=" " * len(start))


def _beside(source: str) -> Path | None:
    from outgrow.careers import builtin

    folder = builtin.demo_folder() if source == "demo" else Path(source).expanduser()
    truth = folder / "truth.json"
    return truth if truth.is_file() else None


def _write_csv(table: pyarrow.Table, path: Path) -> None:
    from outgrow.results.csv_file import write_csv

    write_csv(table, path)


def _write_text(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8")


def _write_parquet(careers: Careers, path: Path) -> None:
    import pyarrow.parquet

    pyarrow.parquet.write_table(careers.quarantined(), path)
