"""``outgrow skills-in TEXT...``: names of skills and tools in texts, with their places; ``--score`` measures it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

if TYPE_CHECKING:
    from outgrow.reference.skills.finder import Mention
    from outgrow.reference.skills.score import SkillScore

__all__ = ["EXAMPLE", "skills_in"]

EXAMPLE = 'Example: outgrow skills-in "Managed the budgets in Excel"'
#: Endings of files that people keep texts in: such a word is a file, there or not.
_ENDINGS = (".txt", ".md", ".text", ".rst", ".rtf", ".doc", ".docx", ".odt", ".pdf", ".html", ".htm", ".json", ".csv")
#: What begins a path.
_PATHS = ("/", "./", "../", "~/")
#: Most mistakes of each kind shown of a labelled set; a half that only scores is left unseen, so they have to be asked for.
_MOST_WRONG = 40


class _Text(NamedTuple):
    """A text and what it is called: its file, or its number among the words given."""

    name: str | int
    text: str


def skills_in(
    texts: Annotated[
        list[str] | None, typer.Argument(help="Texts, files of plain text, or - for standard input.", metavar="TEXT...")
    ] = None,
    score: Annotated[
        Path | None, typer.Option(help="A labelled set to measure the finding on.", metavar="FILE")
    ] = None,
    mistakes: Annotated[
        bool, typer.Option("--mistakes", help="Show what was found or missed wrongly in the set.")
    ] = False,
    json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """What a text says its writer can do, and with which tools."""
    from outgrow.cli.output import print_json, print_text
    from outgrow.errors import InputError
    from outgrow.reference.skills import finder
    from outgrow.reference.skills.score import read_marked, score_skills

    if bool(texts) == (score is not None):
        raise InputError(
            "both texts and a labelled set were given." if texts else "no text was given.",
            do="give texts or files to read, - for standard input, or --score FILE",
        )
    if score is not None:
        found = score_skills(read_marked(score))
        if json:
            print_json(found.as_json())
        else:
            print_text(_score_text(found, mistakes=mistakes))
        return
    if mistakes:
        raise InputError("--mistakes was given without --score.", do="add --score FILE")
    read = [_read(word, number) for number, word in enumerate(texts or (), 1)]
    mentions = [finder.skills_in(one.text) for one in read]
    if json:
        answers = [_as_json(one, some) for one, some in zip(read, mentions, strict=True)]
        print_json(answers[0] if len(answers) == 1 else answers)
    else:
        print_text("\n\n".join(_text(one, some) for one, some in zip(read, mentions, strict=True)))


def _read(word: str, number: int) -> _Text:
    """Return the text that a word of the command line is, or names."""
    from outgrow.errors import SourceNotFound
    from outgrow.reference.skills.texts import decoded, read_text

    if word == "-":
        return _Text("standard input", decoded(sys.stdin.buffer.read(), "standard input"))
    path = Path(word)
    try:
        there = path.expanduser().exists()
    except (OSError, ValueError, RuntimeError):  # too long for a path, or nobody's home
        there = False
    if there and word.strip():
        return _Text(path.name, read_text(path))
    one_word = len(word.split()) == 1
    if word.lower().rstrip().endswith(_ENDINGS) or word.startswith(_PATHS) or (one_word and "/" in word):
        raise SourceNotFound(
            f"no file '{word[:80]}'.", do="check the path; to have it read as a text, give it on standard input (-)"
        )
    return _Text(number, word)


def _as_json(read: _Text, mentions: Sequence[Mention]) -> dict[str, Any]:
    return {
        "text": read.name,
        "skills": [
            {
                "label": mention.label,
                "kind": mention.kind,
                "vocabulary": mention.vocabulary,
                "concept_id": mention.concept_id,
                "words": mention.words,
                "start": mention.start,
                "end": mention.end,
            }
            for mention in mentions
        ],
    }


def _text(read: _Text, mentions: Sequence[Mention]) -> str:
    """Say what one text names: skills, then tools, each with the words that name it and their place."""
    from outgrow.charts.wording import clean, cut

    name = f"Text {read.name}" if isinstance(read.name, int) else clean(read.name)[:70]
    if not mentions:
        return f"{name}: no name of a skill or tool"
    lines = [name]
    for kind in ("skill", "tool"):
        of_kind = [mention for mention in mentions if mention.kind == kind]
        if of_kind:
            lines.append(f"  {kind}s")
        for mention in of_kind:
            words = clean(" ".join(mention.words.split()))
            label, quoted = cut(mention.label, most=37), f"“{cut(words, most=24)}”"
            lines.append(f"    {label:<37} {quoted:<26} {mention.start}".rstrip())
    return "\n".join(lines)


def _score_text(found: SkillScore, *, mistakes: bool) -> str:
    """Put the score of a labelled set into a table, with the first mistakes where they may be looked at."""
    from outgrow.charts.wording import cut

    lines = [
        f"Read {found.texts:,} labelled texts: {found.marked:,} names marked, {found.found:,} found.",
        "",
        f"{'':<11}{'precision':>11}{'recall':>11}",
        f"{'strict':<11}{_share(found.precision):>11}{_share(found.recall):>11}",
        f"{'lenient':<11}{_share(found.precision_lenient):>11}{_share(found.recall_lenient):>11}",
    ]
    for kind, (marked, said, right, met) in found.kinds.items():
        precision, recall = (right / said if said else None), (met / marked if marked else None)
        lines.append(f"{kind + 's':<11}{_share(precision):>11}{_share(recall):>11}")
    for title, wrong in (("found and not marked", found.wrong), ("marked and not found", found.missed)):
        if wrong and mistakes:
            lines += ["", f"{title}: text, words, label"]
            lines += [
                f"  {cut(text, most=10):<11}{cut(' '.join(words.split()), most=30):<31}{cut(label, most=34)}".rstrip()
                for text, words, label in wrong[:_MOST_WRONG]
            ]
    return "\n".join(lines)


def _share(value: float | None) -> str:
    return "" if value is None else f"{value:.1%}"
