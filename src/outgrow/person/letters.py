"""Letters as they are seen: ligatures, blanks of all widths, signs of no width, headings that are spaced out.

In: text. Out: text. Used by the readers of text, Markdown and DOCX.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["as_seen", "close_up"]

_SPACED: Final = re.compile(r"\S(?: \S){3,}(?: {2,}\S(?: \S)+)*")
_SOFT_HYPHEN: Final = re.compile("(?<=\\w)\u00ad(?=\\w)")
_LIGATURES: Final = dict(
    zip("\ufb00\ufb01\ufb02\ufb03\ufb04\ufb05\ufb06", ["ff", "fi", "fl", "ffi", "ffl", "st", "st"], strict=True)
)
#: Of no width: joiners, marks of direction and of the order of bytes; and what no text holds.
_NOTHING: Final = (
    *"\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069",
    *(chr(code) for code in (*range(9), *range(14, 32), *range(127, 160)) if code != 0x85),
)
_BLANKS: Final = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_AS_SEEN: Final = str.maketrans({**_LIGATURES, **dict.fromkeys(_NOTHING, ""), **dict.fromkeys(_BLANKS, " ")})


def as_seen(text: str) -> str:
    """Return a text as it is seen; a soft hyphen at the end of a line stays, as it is seen there."""
    return unicodedata.normalize("NFC", _SOFT_HYPHEN.sub("", text.translate(_AS_SEEN)))


def close_up(text: str) -> str:
    """Return "E X P E R I E N C E" as one word, two blanks and more between its words; other text as it is."""
    letters = sum(map(str.isalpha, text))
    if _SPACED.fullmatch(text) and letters > (3 if text.isupper() else 5):
        return " ".join(word.replace(" ", "") for word in re.split(r" {2,}", text))
    return text
