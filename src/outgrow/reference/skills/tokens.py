"""Words and signs of a text, and where each stands in it.

In: text. Out: `Tokens`. Names of the vocabularies and texts are parted alike, so that one can be looked for in the other.
Start at `tokens_of`.
"""

from __future__ import annotations

import re
from itertools import accumulate
from typing import Final, NamedTuple

__all__ = ["BREAKS", "HARD", "SEPARATORS", "Tokens", "tokens_of"]

# "C++", "C#" and "R&D" are more than their letters; hyphens, slashes and dots inside a word part it as blanks do
_SIGNS: Final = (
    r"(?:['’]{word}+)?(?:\+{{1,2}}|\#)?|&|"
    r"[,;:!?()\[\]{{}}|•●▪◦·…\"“”«»]|\.(?!\w)|(?<!\S)[-–—*]+(?=\s)|(?<=\n)[-–—*](?=\w)|—|\n(?=[ \t]*\r?\n)"
)
_TOKEN: Final = re.compile(r"([^\W_]+" + _SIGNS.format(word=r"[^\W_]") + ")")
# the same for texts in which accents are signs of their own
_LETTER: Final = r"(?:[^\W_]|[\u0300-\u036f])"
_TOKEN_ACCENTS: Final = re.compile("(" + _LETTER + "+" + _SIGNS.format(word=_LETTER) + ")")
_ACCENT: Final = re.compile("[\u0300-\u036f]")

#: Signs that end a sentence or a paragraph.
HARD: Final = frozenset((".", "!", "?", "\n", "…"))
#: Signs and words that part the items of a list.
SEPARATORS: Final = frozenset(
    (",", ";", "|", "•", "●", "▪", "◦", "·", "-", "–", "—", "*", "&", "and", "or", "(", ")", "[", "]", '"', "“", "”")
)
#: Every sign that no name goes across, but for the comma, which some have.
BREAKS: Final = HARD | (SEPARATORS - {"&", "and", "or"}) | frozenset((":", "{", "}", "«", "»"))


class Tokens(NamedTuple):
    """A text's words and signs.

    Parameters
    ----------
    words : list of str
        Words and signs as written.
    gaps : list of str
        What stands before each of them, and at the end.
    places : list of int
        Where the gaps and the words begin, in turn.
    """

    words: list[str]
    gaps: list[str]
    places: list[int]

    def start(self, place: int) -> int:
        """Return where a word begins in the text."""
        return self.places[2 * place + 1]

    def end(self, place: int) -> int:
        """Return where a word ends in the text."""
        return self.places[2 * place + 2]


def tokens_of(text: str) -> Tokens:
    """Part a text into words and signs."""
    pattern = _TOKEN if text.isascii() or _ACCENT.search(text) is None else _TOKEN_ACCENTS
    parts = pattern.split(text)
    return Tokens(parts[1::2], parts[::2], list(accumulate(map(len, parts), initial=0)))
