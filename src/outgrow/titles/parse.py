"""What a job title says: function, specialty, level and marks, with the words that decided and how sure that is.

In: text. Out: `Title`. The words and what they say are in the lexicon, how they are put together in `outgrow.titles.reading`.
Never fails on any text; what the words do not say is None. Start at `parse_title`; many at once: `outgrow.titles.bulk`.
"""

from __future__ import annotations

from dataclasses import dataclass

from outgrow.schema import rung_of
from outgrow.titles.lexicon_tables import lexicon, version_of_lexicon
from outgrow.titles.reading import Reading
from outgrow.titles.title_words import NOTHING, TitleLabels

__all__ = ["NOTHING", "Title", "TitleLabels", "lexicon_version", "parse_title"]


@dataclass(frozen=True, slots=True)
class Title:
    """A job title, read.

    Parameters
    ----------
    title : str
        As it was written.
    function, specialty, level : str or None
        As in `outgrow.schema`; None where the words do not say.
    marks : tuple of str
        Marks whose words are there.
    because : dict of str to str
        For each of those that is said, the words that decided.
    confidence : float
        From 0 to 1: the share of titles read from words of this kind that were read right, in the test half of the
        labelled set (docs/titles.md).
    reason : str or None
        Why nothing was read, where nothing was.
    craft_named : bool
        Whether its words name a craft; where not, the function is that of a rank, or of a job, without any.
    """

    title: str
    function: str | None
    specialty: str | None
    level: str | None
    marks: tuple[str, ...]
    because: dict[str, str]
    confidence: float
    reason: str | None = None
    craft_named: bool = False

    @property
    def rung(self) -> str | None:
        """The rung of the level."""
        return None if self.level is None else rung_of(self.level)


def lexicon_version() -> str:
    """Return a short hash of the lexicon's text: the same words give the same labels."""
    return version_of_lexicon()


def parse_title(text: str) -> Title:
    """Read the function, specialty, level and marks that the words of a job title say.

    Parameters
    ----------
    text : str
        A job title as written, in any of seven languages. Any text is taken; only the first 400 characters are read.

    Returns
    -------
    Title
        With None for what is not said, the words that decided, and the reason where nothing was read.
    """
    read = Reading(text, lexicon())
    return Title(
        title=text,
        function=read.labels.function,
        specialty=read.labels.specialty,
        level=read.labels.level,
        marks=read.labels.marks,
        because=read.because,
        confidence=read.confidence,
        reason=read.reason,
        craft_named=read.decided.get("function") not in (None, "no craft"),
    )
