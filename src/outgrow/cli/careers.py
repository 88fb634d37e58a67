"""``outgrow careers``: check, describe, convert and simulate career histories."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from outgrow.cli.options import Clocked, Named, Reading, Shown, shared

if TYPE_CHECKING:
    import pyarrow

    from outgrow.careers import Careers
    from outgrow.careers.describe import Description
    from outgrow.results import Quality

__all__ = ["app"]

app = typer.Typer(
    help="Check, describe, convert and simulate career histories.", no_args_is_help=True, rich_markup_mode=None
)

_SOURCE = Annotated[str, typer.Argument(help="File, folder, URL, or a built-in: demo, nlsy.", metavar="SOURCE")]


@app.command(epilog="Example: outgrow careers check spells.csv --people people.csv --out quality.html")
@shared
def check(source: _SOURCE, *, reading: Reading, shown: Named) -> None:
    """What can be used, what cannot and why, and what pushes the estimates: exact, for you.

    --out writes a page (.html), all numbers (.json), or the quarantine alone (.csv, .parquet).
    """
    from outgrow.cli.careers_checked import checked_text, quality_text
    from outgrow.cli.output import as_json, check_ending, print_json, print_text, write_file
    from outgrow.cli.progress import working
    from outgrow.disclosure import check_min_cell

    check_ending(shown.out, (".csv", ".parquet", ".html", ".json"))
    check_min_cell(shown.min_cell)
    careers = reading.read_from(source, allow_empty=True)
    quality = None
    # whoever wants the quarantine alone waits for nothing else
    if shown.json or shown.out is None or shown.out.suffix.lower() in (".html", ".json"):
        from outgrow.quality import check_careers

        with working("Checking"):
            quality = check_careers(careers, min_cell=shown.min_cell)
    if shown.json and quality is not None:
        print_json(quality.as_json())
    else:
        print_text(checked_text(careers) + ("" if quality is None else f"\n\n{quality_text(quality)}"))
    if shown.out is not None:
        write_file(
            shown.out,
            {
                ".csv": lambda path: _write_csv(careers.quarantined(), path),
                ".parquet": lambda path: _write_parquet(careers, path),
                ".html": lambda path: _write_page(quality, path),
                ".json": lambda path: _write_text("" if quality is None else as_json(quality.as_json()) + "\n", path),
            },
            quiet=shown.json,
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
    from outgrow.cli.careers_checked import checked_text
    from outgrow.cli.output import print_text
    from outgrow.cli.progress import working

    careers = reading.read_from(source)
    with working("Writing"):
        folder = prepared.write(careers, out)
    print_text(f"{checked_text(careers)}\n\nWrote {folder} (use it with --careers {folder})")


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


def _write_page(quality: Quality | None, path: Path) -> None:
    from outgrow.report.quality import render_quality

    if quality is not None:
        path.write_text(render_quality(quality), encoding="utf-8")


def _write_text(text: str, path: Path) -> None:
    path.write_text(text, encoding="utf-8")


def _write_parquet(careers: Careers, path: Path) -> None:
    import pyarrow.parquet

    pyarrow.parquet.write_table(careers.quarantined(), path)
