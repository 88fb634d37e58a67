"""What every format does to letters: signs of lists, spaced-out headings, characters that are seen as others.

In: text of one line. Out: text of one line. Used by the readers of PDF, DOCX, Markdown and text.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["cells_of", "close_up", "joined", "tidy", "without_sign"]

#: Signs that begin an item of a list; the last range is where symbol fonts (Wingdings, Symbol) have theirs.
_SIGNS: Final = "•◦▪▫■□●○◆◇◘◙❖➢➣➤➔➜►▶▸▹▷‣⁃∙⋅·∗✓✔✗✘☑☐★☆✦✧✱→⇒⇨»›§⚫⚬⬤⦁⦿⟡\u25fe\u25fd\u2b25\u2b27\ue000-\uf8ff"
_SIGN: Final = re.compile(
    rf"(?:[{_SIGNS}]+(?:\s+|(?=\w)|$)|[-–—*]\s+(?=\S)|\+\s+(?=[^\W\d])|>\s+(?=[^\W\d])|o\s+(?=[A-Z]))"
)
_SPACED: Final = re.compile(r"\S(?: \S){3,}(?: {2,}\S(?: \S)+)*")
_APART: Final = re.compile(r"\s*\t\s*|\s{3,}")
#: Letters that are one glyph on paper, and what is read.
_LIGATURES: Final = {
    "\ufb00": "ff",
    "\ufb01": "fi",
    "\ufb02": "fl",
    "\ufb03": "ffi",
    "\ufb04": "ffl",
    "\ufb05": "st",
    "\ufb06": "st",
}
#: Of no width: joiners, marks of direction and of the order of bytes.
_NOTHING: Final = "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_BLANKS: Final = "\u00a0\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u205f\u3000"
_AS_SEEN: Final = str.maketrans(
    {
        **_LIGATURES,
        **dict.fromkeys(_NOTHING, ""),
        **dict.fromkeys(_BLANKS, " "),
        **{chr(code): "" for code in (*range(9), *range(14, 32), *range(127, 160)) if code != 0x85},
        **{chr(code): " " for code in (11, 12, 13, 0x85, 0x2028, 0x2029)},
    }
)


def tidy(text: str) -> str:
    """Return a line as it is seen: ligatures as their letters, blanks as blanks, nothing that has no width.

    A soft hyphen within a line is not seen; at its end it is a hyphen, and stays for those who put lines together.
    """
    text = unicodedata.normalize("NFC", text.translate(_AS_SEEN)).rstrip()
    if "\u00ad" in text:
        text = text[:-1].replace("\u00ad", "") + text[-1]
    return text


def without_sign(text: str) -> tuple[str, bool]:
    """Return a line without the sign of a list, and whether there was one.

    A number is no such sign: "1. Januar 2019" is a date.
    """
    found = _SIGN.match(text)
    return (text[found.end() :].strip(), True) if found else (text, False)


def close_up(text: str) -> str:
    """Return "E X P E R I E N C E" as one word, two blanks and more between its words; other text as it is."""
    letters = sum(map(str.isalpha, text))
    if _SPACED.fullmatch(text) and letters > (3 if text.isupper() else 5):
        return " ".join(word.replace(" ", "") for word in re.split(r" {2,}", text))
    return text


def cells_of(text: str) -> tuple[str, ...]:
    """Return the parts of a line that tabs, or three blanks and more, set apart."""
    return tuple(part.strip() for part in _APART.split(text.strip()) if part.strip())


def joined(cells: tuple[str, ...]) -> str:
    """Return cells as the text of a line."""
    return "  ".join(cells)
