"""Many titles read at once, in as many processes as there are processors where that pays.

In: titles. Out: their labels. Start at `parse_titles`; each distinct title is read once. The other processes read their
share of the titles from standard input and answer on standard output, so that nothing of the caller's runs twice in them;
both are files without a name, since filling a pipe would wait for this process whenever it reads titles itself.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import ExitStack
from typing import IO, Final

from outgrow.engine import rarely_collected
from outgrow.titles.lexicon_tables import lexicon
from outgrow.titles.reading import Reading
from outgrow.titles.title_words import NOTHING, Shape, TitleLabels, job_parts, shape_of

__all__ = ["parse_titles"]

#: Titles that a process reads at the least; to start one takes as long as to read some thousands.
_SHARE: Final = 20_000
#: Most shapes of titles whose labels are kept while many are read.
_MOST_ALIKE: Final = 200_000


@rarely_collected()
def parse_titles(titles: Sequence[str]) -> list[TitleLabels]:
    """Read many titles; the same as `outgrow.parse_title` on each.

    Parameters
    ----------
    titles : sequence of str
        Job titles as written.

    Returns
    -------
    list of TitleLabels
        In the order of the titles.
    """
    distinct = list(dict.fromkeys(titles))
    processes = min(os.cpu_count() or 1, len(distinct) // _SHARE)
    if processes < 2:
        labels = _read(distinct)
    else:
        shares = [distinct[place::processes] for place in range(processes)]
        others = [_start(share) for share in shares[1:]]
        read = [_read(shares[0]), *(_answer(*other) for other in zip(others, shares[1:], strict=True))]
        labels = [read[place % processes][place // processes] for place in range(len(distinct))]
    if len(distinct) == len(titles):
        return labels
    found = dict(zip(distinct, labels, strict=True))
    return [found[title] for title in titles]


def _read(titles: Sequence[str]) -> list[TitleLabels]:
    words = lexicon()
    alike: dict[Shape, TitleLabels] = {}
    read = []
    for title in titles:
        parts, reason = job_parts(title, words)
        labels = NOTHING
        if reason is None:
            shape = shape_of(parts, words)
            known = alike.get(shape)
            labels = Reading(title, words, parts).labels if known is None else known
            if known is None and len(alike) < _MOST_ALIKE:
                alike[shape] = labels
        read.append(labels)
    return read


def _start(titles: list[str]) -> tuple[subprocess.Popen[bytes], IO[bytes]] | None:
    """Have another process read titles; None where none can be started."""
    command = [sys.executable, "-P", "-m", __name__]
    try:
        with tempfile.TemporaryFile() as given, ExitStack() as unless_started:
            given.write(json.dumps(titles).encode())
            given.seek(0)
            answer = unless_started.enter_context(tempfile.TemporaryFile())
            process = subprocess.Popen(command, stdin=given, stdout=answer, stderr=subprocess.DEVNULL)
            unless_started.pop_all()
            return process, answer
    except (OSError, TypeError):  # TypeError: no interpreter to start
        return None


def _answer(other: tuple[subprocess.Popen[bytes], IO[bytes]] | None, titles: list[str]) -> list[TitleLabels]:
    """Return what another process read; the titles are read here where it could not."""
    if other is None:
        return _read(titles)
    process, answer = other
    with answer:
        try:
            if process.wait() != 0:
                return _read(titles)
            answer.seek(0)
            kinds, places = json.load(answer)
        except ValueError:
            return _read(titles)
        finally:
            process.kill()  # where something stopped this process while it waited
    labels = [TitleLabels(function, specialty, level, tuple(marks)) for function, specialty, level, marks in kinds]
    return [labels[place] for place in places]


def _serve(titles: IO[str], labels: IO[str]) -> None:
    """Read a list of titles as JSON; answer with the distinct labels, and for each title the place of its own."""
    kinds: dict[TitleLabels, int] = {}
    places = [kinds.setdefault(label, len(kinds)) for label in _read(json.load(titles))]
    json.dump([list(kinds), places], labels)


if __name__ == "__main__":
    with rarely_collected(), open(0, encoding="utf-8") as given, open(1, "w", encoding="utf-8") as answer:
        _serve(given, answer)
