"""``outgrow title TEXT...``: what job titles say, with the words that decided; ``--score`` measures it on a labelled set."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from outgrow.titles.parse import Title
    from outgrow.titles.score import Score

__all__ = ["EXAMPLE", "title"]

EXAMPLE = 'Example: outgrow title "Sr. Soc. Media Mgr - EMEA (contract)"'
#: Most misread titles shown of a labelled set.
_MOST_WRONG = 20


def title(
    texts: Annotated[list[str] | None, typer.Argument(help="Job titles as written.", metavar="TEXT...")] = None,
    score: Annotated[
        Path | None, typer.Option(help="A labelled set to measure the reading on.", metavar="FILE")
    ] = None,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """What a job title says: function, specialty, level, marks."""
    from outgrow.cli.output import print_json, print_text
    from outgrow.errors import InputError
    from outgrow.titles.parse import lexicon_version, parse_title
    from outgrow.titles.score import read_labelled, score_titles

    if bool(texts) == (score is not None):
        raise InputError(
            "both titles and a labelled set were given." if texts else "no title was given.",
            do="give titles to read, or --score FILE",
        )
    if score is not None:
        found = score_titles(read_labelled(score))
        if json:
            print_json({"lexicon": lexicon_version(), **found.as_json()})
        else:
            print_text(_score_text(found))
        return
    read = [parse_title(text) for text in texts or ()]
    if json:
        print_json([_as_json(one) for one in read])
    else:
        print_text("\n\n".join(map(_text, read)) + f"\n\nLexicon {lexicon_version()}.")


def _as_json(read: Title) -> dict[str, Any]:
    return {
        "title": read.title,
        "function": read.function,
        "specialty": read.specialty,
        "level": read.level,
        "rung": read.rung,
        "marks": list(read.marks),
        "confidence": read.confidence,
        "because": read.because,
        "reason": read.reason,
    }


def _text(read: Title) -> str:
    """Say what one title says, a line for each part, each with the words that decided."""
    from outgrow.charts.wording import clean
    from outgrow.titles.quoting import shortened

    lines = [clean(read.title)[:78] or "(empty)"]
    if read.reason is not None:
        return "\n".join([*lines, f"  nothing is said: {read.reason}"])
    for name in ("function", "specialty", "level"):
        value = getattr(read, name)
        said = "not said" if value is None else value.replace("_", " ")
        if name == "level" and read.rung is not None and read.rung != value:
            said += f", rung {read.rung}"
        by = f"by “{shortened(read.because[name], 33)}”" if name in read.because else ""
        lines.append(f"  {name:<11}{said:<30}{by}".rstrip())
    if read.marks:
        lines.append(f"  {'marks':<11}{', '.join(read.marks)}")
    return "\n".join([*lines, f"  {'confidence':<11}{read.confidence:.2f}"])


def _score_text(found: Score) -> str:
    """Put the score of a labelled set into tables: each part, what was read instead, and the first titles misread."""
    lines = [
        f"Read {found.titles:,} labelled titles.",
        "",
        f"{'':<11}{'accuracy':>18}{'macro F1':>18}{'recall where said':>20}",
        f"{'':<11}{'strict':>9}{'lenient':>9}{'strict':>9}{'lenient':>9}{'strict':>10}{'lenient':>10}",
    ]
    for part in found.parts:
        recall = "".join(
            f"{'' if value is None else f'{value:.1%}':>10}" for value in (part.recall_strict, part.recall_lenient)
        )
        lines.append(
            f"{part.part:<11}{part.strict:>9.1%}{part.lenient:>9.1%}{part.macro_f1_strict:>9.2f}{part.macro_f1_lenient:>9.2f}"
            f"{recall}"
        )
    for part in found.parts:
        if part.confusion:
            lines += ["", f"{part.part}: labelled, read instead, titles"]
            lines += [f"  {first:<22}{read:<22}{n:>4}" for (first, read), n in list(part.confusion.items())[:12]]
    return "\n".join(lines)
