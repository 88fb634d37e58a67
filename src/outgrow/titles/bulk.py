"""Many titles read at once, in as many processes as there are processors where that pays.

In: titles. Out: their labels. Start at `parse_titles`; each distinct title is read once. The other processes are told their
share of the titles on standard input and answer on standard output, so that nothing of the caller's runs twice in them.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
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
        with ThreadPoolExecutor(processes - 1) as threads:
            others = [threads.submit(_read_elsewhere, share) for share in shares[1:]]
            read = [_read(shares[0]), *(other.result() for other in others)]
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


def _read_elsewhere(titles: list[str]) -> list[TitleLabels]:
    """Have another process read titles; they are read here where it cannot."""
    try:
        done = subprocess.run(
            [sys.executable, "-P", "-m", __name__], input=json.dumps(titles).encode(), capture_output=True, check=True
        )
        kinds, places = json.loads(done.stdout)
    except (OSError, TypeError, subprocess.CalledProcessError, ValueError):  # TypeError: no interpreter to start
        return _read(titles)
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
