"""Words of a pattern: parted by blanks, held together by quotes.

In: text. Out: words that remember which of their characters were quoted. Used by `outgrow.titles.roles`.
"""

from __future__ import annotations

from typing import Final, NamedTuple

from outgrow.errors import RoleError

__all__ = ["QUOTES", "Word", "quoted_words", "shortened"]

_STRAIGHT: Final = '"'
_TYPOGRAPHIC: Final = "“”„‟«»"
#: Every sign that opens or closes a quote.
QUOTES: Final = _STRAIGHT + _TYPOGRAPHIC


class Word(NamedTuple):
    """Characters between blanks, and which of them were quoted."""

    plain: str
    quoted: tuple[bool, ...]

    def find(self, sign: str, start: int = 0) -> int:
        """Return the place of the first unquoted `sign`, or -1."""
        for place in range(start, len(self.plain)):
            if self.plain[place] == sign and not self.quoted[place]:
                return place
        return -1

    @property
    def colon(self) -> int:
        """The place of the first unquoted colon, or -1."""
        return self.find(":")

    def part(self, start: int, end: int | None = None) -> Word:
        """Return the characters from `start` to before `end`."""
        return Word(self.plain[start:end], self.quoted[start:end])

    def split(self) -> list[Word]:
        """Part the word at unquoted ``|``."""
        parts, start = [], 0
        while (bar := self.find("|", start)) >= 0:
            parts.append(self.part(start, bar))
            start = bar + 1
        return [*parts, self.part(start)]


def quoted_words(text: str) -> list[Word]:
    """Part a pattern at unquoted blanks; a straight quote is closed by one, a typographic quote by any typographic."""
    words: list[Word] = []
    plain: list[str] = []
    quoted: list[bool] = []
    closing, opened, started = "", 0, False
    for place, sign in enumerate(text):
        if closing and sign in closing:
            closing = ""
        elif not closing and sign in QUOTES:
            closing, opened, started = (_STRAIGHT if sign == _STRAIGHT else _TYPOGRAPHIC), place, True
        elif not closing and sign.isspace():
            if started:
                words.append(Word("".join(plain), tuple(quoted)))
            plain, quoted, started = [], [], False
        else:
            plain.append(sign)
            quoted.append(bool(closing))
            started = True
    if closing:
        raise RoleError(
            f"the quote before '{text[opened + 1 : opened + 31]}' in '{shortened(text)}' is not closed.",
            do='close it, as in title:"head of social"',
        )
    if started:
        words.append(Word("".join(plain), tuple(quoted)))
    return words


def shortened(text: str, most: int = 80) -> str:
    """Return a text cut to `most` characters, for a message."""
    return text if len(text) <= most else text[: most - 1] + "…"
