"""One answer from question to screen: asked, released, written, printed; what the commands about a role share."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from pathlib import Path

    from outgrow.cli.options import Drawn, Question, Source, Varied
    from outgrow.results import Answer

__all__ = ["ENDINGS", "answer"]

#: What the answer to a question can be written as.
ENDINGS: Final = (".csv", ".json", ".parquet")


def answer(
    question_name: str,
    role: str,
    *,
    source: Source,
    question: Question,
    vary: Varied,
    shown: Drawn,
    also: Sequence[str] = (),
    one_target: bool = False,
    **more: Any,
) -> None:
    """Ask a question of `outgrow.ask`, and show or write what it answers.

    Parameters
    ----------
    question_name : str
        Its name in `outgrow.ask`, which is the command's.
    role : str
        The role.
    source, question, vary, shown
        The options of the command.
    also : sequence of str
        Roles to reach, for a question that has them.
    one_target : bool, default False
        Whether the question takes one of them alone.
    **more
        What else the question is asked with.
    """
    from outgrow import ask
    from outgrow.charts.files import CHART_ENDINGS
    from outgrow.cli.output import check_ending
    from outgrow.cli.progress import working
    from outgrow.cli.vary import check_rules, varied
    from outgrow.disclosure import release
    from outgrow.settings import Settings

    pattern, *others = question.read([role, *also])
    if also:
        more["toward"] = others[0] if one_target else others
    settings = question.settings()
    Settings(**settings)  # what is wrong with it is said before the careers are read
    rules = check_rules(vary.vary)
    check_ending(shown.out, ENDINGS)
    check_ending(shown.chart, CHART_ENDINGS)
    asked = {**more, **settings, "careers": source.read()}
    with working("Counting"):
        exact: Answer = getattr(ask, question_name)(pattern, **asked)
    moved = []
    if rules:
        with working("Asking again"):
            moved = varied(question_name, pattern, rules, asked, shown.min_cell)
    _show(release(exact, shown.min_cell), shown, role=role, varied=moved, rules=rules)


def _show(result: Answer, shown: Drawn, *, role: str, varied: list[dict[str, Any]], rules: Sequence[str]) -> None:
    from outgrow.cli.output import print_json, print_text, terminal_width, use_color, write_file

    if shown.out is not None:
        write_file(shown.out, _forms(result, {"varied": varied} if rules else {}))
    if shown.json:
        print_json({**_json_of(result), **({"varied": varied} if rules else {})})
    elif shown.out is None:
        print_text(_text(result, role, varied, width=terminal_width(), color=use_color()))
    if shown.chart is not None:
        _draw(result, shown.chart, role=role, quiet=shown.json)


def _draw(result: Answer, path: Path, *, role: str, quiet: bool) -> None:
    """Draw the answer, and say where; beside JSON on standard error, so that standard output stays one object."""
    import sys

    from outgrow.charts import figures, write_chart
    from outgrow.cli.output import print_text
    from outgrow.cli.progress import working

    with working("Drawing"):
        written = write_chart(figures(result, role=role), path)
    for file in written:
        if quiet:
            sys.stderr.write(f"Wrote {file}\n")
        else:
            print_text(f"Wrote {file}")


def _json_of(result: Answer) -> dict[str, Any]:
    found: dict[str, Any] = result.as_json()  # type: ignore[attr-defined]
    return found


def _text(result: Answer, role: str, varied: list[dict[str, Any]], *, width: int, color: bool) -> str:
    import datetime

    from outgrow.report import build_report, render_terminal
    from outgrow.report.answers import answer_text
    from outgrow.report.answers_varied import varied_text
    from outgrow.report.repeat import typed_command
    from outgrow.results import Reach

    command, made = typed_command(), datetime.date.today()
    if isinstance(result, Reach) and result.settings.clock == "role":
        report = build_report(role, result, command=command, made=made)
        text = render_terminal(report, width=width, color=color)
        return text + varied_text(varied, width=width, color=color)
    return answer_text(result, width=width, color=color, command=command, made=made, varied=varied)


def _forms(result: Answer, more: dict[str, Any]) -> dict[str, Callable[[Path], None]]:
    def write_json(path: Path) -> None:
        from outgrow.cli.output import as_json

        path.write_text(as_json({**_json_of(result), **more}) + "\n", encoding="utf-8")

    def write_table(path: Path) -> None:
        from outgrow.results.csv_file import write_csv

        write_csv(result.to_arrow(), path)

    def write_parquet(path: Path) -> None:
        import pyarrow.parquet

        pyarrow.parquet.write_table(result.to_arrow(), path)

    return {".json": write_json, ".csv": write_table, ".parquet": write_parquet}
