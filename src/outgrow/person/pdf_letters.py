"""Letters of one page of a PDF, as PDFium gives them: which can be seen, which cannot, and dots that are drawn as shapes.

In: a page of pypdfium2. Out: `PageText`. Start at `letters_of`. Places are as a person sees the page: from its lower left corner,
turned as the page says.
"""

from __future__ import annotations

import ctypes
import math
import re
import unicodedata
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from outgrow.person.pdf_layout import Letter, PageLetters

__all__ = ["PageText", "letters_of"]

#: Letters below this size, in points, are not meant to be read.
_SMALLEST: Final = 2.0
_BOLD_FROM: Final = 600
_BOLD_NAME: Final = re.compile(r"bold|black|heavy|demi|[-,]bd\b", re.IGNORECASE)
#: Names that say that a font is of usual weight, whatever its stems are measured at.
_USUAL_NAME: Final = re.compile(r"regular|roman|italic|oblique|book|light|medium|thin", re.IGNORECASE)
_FORCE_BOLD: Final = 1 << 18
#: An angle beyond this is no line of text across the page, in radians.
_TURNED: Final = 0.2
#: From this on, each of red, green and blue, a letter is pale, and it is looked at whether it stands out from its ground.
_PALE: Final = 235
#: Differences of grey within a letter's place, of 256, below which nobody sees it.
_CONTRAST: Final = 8
#: Side of the picture of a page in which this is looked at, in pixels.
_PICTURE: Final = 1200
_NO_INK: Final = 3
_OUTLINED: Final = 2
#: A picture that covers more than this share of a page is a scan, and letters without ink on it are what was read from it.
_SCAN: Final = 0.5
_SYMBOLS: Final = re.compile(r"[\ue000-\uf8ff]")
#: What PDFium gives for a hyphen at the end of a line.
_HYPHEN: Final = 2
_MOST_SHAPES: Final = 20_000
#: Dots of a page that are looked at; skills shown as rows of dots have a hundred.
_MOST_DOTS: Final = 500
_LONGEST_QUOTE: Final = 200


@dataclass(slots=True)
class PageText:
    """What is written on a page.

    Parameters
    ----------
    page : PageLetters
        The letters that can be seen.
    hidden, turned : str
        What cannot be seen, and what does not run across the page: the beginning of each.
    picture : bool
        Whether there is a picture on the page.
    read_by_machine : bool
        Whether the page is a scan with letters without ink.
    """

    page: PageLetters
    hidden: str = ""
    turned: str = ""
    picture: bool = False
    read_by_machine: bool = False


class _Frame(NamedTuple):
    """Where the part of a page that is shown begins, its size, and how it is turned (degrees, clockwise)."""

    left: float
    bottom: float
    width: float
    height: float
    turn: int

    def place(self, x: float, y: float) -> tuple[float, float]:
        """Return a place as it is seen."""
        x, y = x - self.left, y - self.bottom
        if self.turn == 90:
            return y, self.width - x
        if self.turn == 180:
            return self.width - x, self.height - y
        if self.turn == 270:
            return self.height - y, x
        return x, y

    def within(self, left: float, bottom: float, right: float, top: float) -> tuple[float, float, float, float]:
        """Return the left, lower, right and upper edge of a box as it is seen."""
        (x, y), (other_x, other_y) = self.place(left, bottom), self.place(right, top)
        return min(x, other_x), min(y, other_y), max(x, other_x), max(y, other_y)

    @property
    def size(self) -> tuple[float, float]:
        """Width and height as they are seen."""
        return (self.height, self.width) if self.turn in (90, 270) else (self.width, self.height)


class _Dot(NamedTuple):
    """A small shape: its edges."""

    left: float
    low: float
    right: float
    high: float

    @property
    def middle(self) -> float:
        return (self.low + self.high) / 2


@dataclass(slots=True)
class _Quote:
    """The beginning of what was left out."""

    text: str = ""
    last: int = -2
    count: int = 0

    def add(self, place: int, letter: str) -> None:
        if len(self.text) < _LONGEST_QUOTE:
            self.text += letter if place == self.last + 1 or not self.text else f" {letter}"
        self.last, self.count = place, self.count + 1


@dataclass(slots=True)
class _Fonts:
    """What is known of fonts and of pieces of text, so that each is asked once."""

    bold: dict[tuple[bytes, int, int], bool] = field(default_factory=dict)
    modes: dict[int, int] = field(default_factory=dict)


def letters_of(page: Any, number: int) -> PageText:
    """Return the letters of a page.

    Parameters
    ----------
    page : pypdfium2.PdfPage
        The page.
    number : int
        From 1.

    Returns
    -------
    PageText
        Letters in the order of the file.

    Raises
    ------
    pypdfium2.PdfiumError
        The page is damaged.
    """
    from pypdfium2 import raw

    text = page.get_textpage()
    try:
        left, bottom, right, top = page.get_bbox()
        frame = _Frame(left, bottom, right - left, top - bottom, page.get_rotation() % 360)
        pictures = _pictures(page, raw)
        scan = any(area > _SCAN * frame.width * frame.height for area in pictures)
        seen, hidden, turned, inkless = _letters(text, page, frame, raw, scan)
        seen = _with_dots(seen, _dots(page, frame, raw))
    finally:
        text.close()
    width, height = frame.size
    return PageText(
        page=PageLetters(number, width, height, seen),
        hidden=hidden.text,
        turned=turned.text,
        picture=bool(pictures),
        read_by_machine=scan and inkless,
    )


def _pictures(page: Any, raw: Any) -> list[float]:
    """Return the area of each picture on a page."""
    found = []
    for shape in page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE], max_depth=4):
        box = _box(shape, raw)
        if box is not None:
            found.append(abs(box[2] - box[0]) * abs(box[3] - box[1]))
    return found


def _box(shape: Any, raw: Any) -> tuple[float, float, float, float] | None:
    """Return left, bottom, right and top of an object of a page."""
    edges = [ctypes.c_float() for _ in range(4)]
    if not raw.FPDFPageObj_GetBounds(shape, *edges):
        return None
    left, bottom, right, top = (edge.value for edge in edges)
    return left, bottom, right, top


def _letters(text: Any, page: Any, frame: _Frame, raw: Any, scan: bool) -> tuple[list[Letter], _Quote, _Quote, bool]:
    """Return the letters that can be seen, what cannot, what is turned, and whether some are without ink."""
    found: list[Letter] = []
    hidden, turned, inkless = _Quote(), _Quote(), False
    box, matrix = raw.FS_RECTF(), raw.FS_MATRIX()
    x, y = ctypes.c_double(), ctypes.c_double()
    fonts = _Fonts()
    stands_out: Callable[[float, float, float, float], bool] | None = None
    width, height = frame.size
    blank = False
    for place in range(text.count_chars()):
        code = raw.FPDFText_GetUnicode(text, place)
        if (code <= 32 and code != _HYPHEN) or code == 0xA0:
            blank = True
            continue
        spaced, blank = blank, False
        letter = "-" if code == _HYPHEN else chr(code) if code < 0x110000 else "\ufffd"
        if not raw.FPDFText_GetLooseCharBox(text, place, box) or not raw.FPDFText_GetCharOrigin(text, place, x, y):
            continue
        raw.FPDFText_GetMatrix(text, place, matrix)
        size = raw.FPDFText_GetFontSize(text, place) * math.hypot(matrix.c, matrix.d)
        angle = raw.FPDFText_GetCharAngle(text, place) + math.radians(frame.turn)
        if abs(math.remainder(angle, math.tau)) > _TURNED:
            turned.add(place, letter)
            continue
        left, low, right, high = frame.within(box.left, box.bottom, box.right, box.top)
        mode = _mode(text, place, fonts, raw)
        inkless = inkless or mode == _NO_INK
        visible = size >= _SMALLEST and right > 0 and left < width and high > 0 and low < height
        if visible and not scan:
            colour = _colour(text, place, raw)
            if mode == _NO_INK or colour[3] == 0:
                visible = False
            elif min(colour[:3]) >= _PALE and mode != _OUTLINED:
                stands_out = stands_out or _ground(page, width, height)
                visible = stands_out(left, low, right, high)
        if not visible:
            hidden.add(place, letter)
            continue
        symbol = _SYMBOLS.match(letter) is not None
        garbled = raw.FPDFText_HasUnicodeMapError(text, place) == 1 and not symbol and code != _HYPHEN
        garbled = garbled or letter == "\ufffd" or unicodedata.category(letter) in ("Cc", "Cn")
        found.append(
            Letter(
                text="•" if symbol else letter,
                left=left,
                right=right,
                base=frame.place(x.value, y.value)[1],
                size=size,
                bold=mode == _OUTLINED or _is_bold(text, place, fonts, raw),
                garbled=garbled,
                spaced=spaced,
            )
        )
    return found, hidden, turned, inkless


def _mode(text: Any, place: int, fonts: _Fonts, raw: Any) -> int:
    """Return how a letter is drawn: filled, outlined, without ink."""
    piece = raw.FPDFText_GetTextObject(text, place)
    if not piece:
        return 0
    address = ctypes.addressof(piece.contents)
    if address not in fonts.modes:
        fonts.modes[address] = raw.FPDFTextObj_GetTextRenderMode(piece)
    return fonts.modes[address]


def _colour(text: Any, place: int, raw: Any) -> tuple[int, int, int, int]:
    """Return red, green, blue and how opaque a letter is; black where the file does not say."""
    parts = [ctypes.c_uint() for _ in range(4)]
    if not raw.FPDFText_GetFillColor(text, place, *parts):
        return 0, 0, 0, 255
    red, green, blue, opaque = (part.value for part in parts)
    return red, green, blue, opaque


def _is_bold(text: Any, place: int, fonts: _Fonts, raw: Any) -> bool:
    buffer, flags = ctypes.create_string_buffer(128), ctypes.c_int()
    length = raw.FPDFText_GetFontInfo(text, place, buffer, 128, flags)
    name = buffer.raw[: max(min(length, 128) - 1, 0)]
    weight = raw.FPDFText_GetFontWeight(text, place)
    known = (name, weight, flags.value)
    if known not in fonts.bold:
        words = name.decode("latin-1")
        says_bold, says_usual = _BOLD_NAME.search(words) is not None, _USUAL_NAME.search(words) is not None
        # weights are measured from stems, and some makers give those wrong: a name is believed first
        fonts.bold[known] = says_bold or (not says_usual and (weight >= _BOLD_FROM or bool(flags.value & _FORCE_BOLD)))
    return fonts.bold[known]


def _ground(page: Any, width: float, height: float) -> Callable[[float, float, float, float], bool]:
    """Return what tells whether there is anything but one even colour in a place of the page: left, low, right, high."""
    scale = min(1.5, _PICTURE / max(width, height, 1.0))
    picture = page.render(scale=scale, grayscale=True, may_draw_forms=False)
    grey = picture.to_numpy()
    rows, columns = grey.shape[:2]

    def stands_out(left: float, low: float, right: float, high: float) -> bool:
        # a letter between two pixels is looked for in both
        first, last = max(int((height - high) * scale), 0), min(math.ceil((height - low) * scale) + 1, rows)
        start, stop = max(int(left * scale), 0), min(math.ceil(right * scale) + 1, columns)
        part = grey[first:last, start:stop]
        return bool(part.size) and int(part.max()) - int(part.min()) >= _CONTRAST

    return stands_out


def _dots(page: Any, frame: _Frame, raw: Any) -> list[_Dot]:
    """Return the small round or square shapes of a page."""
    found = []
    for number, shape in enumerate(page.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH], max_depth=3)):
        if number >= _MOST_SHAPES:
            break
        box = _box(shape, raw)
        if box is None:
            continue
        left, low, right, high = frame.within(*box)
        wide, tall = right - left, high - low
        if 1 <= wide <= 9 and 1 <= tall <= 9 and 0.6 < wide / tall < 1.6:
            found.append(_Dot(left, low, right, high))
    return found


def _with_dots(letters: Sequence[Letter], dots: Sequence[_Dot]) -> list[Letter]:
    """Add the dots that begin an item of a list: browsers draw them as shapes and not as letters."""
    in_order = sorted(letters, key=lambda one: one.base)
    bases = [one.base for one in in_order]
    tallest = max((one.size for one in letters), default=0.0)
    signs = []
    for dot in dots[:_MOST_DOTS]:
        first = bisect_left(bases, dot.middle - tallest)
        near = in_order[first : bisect_left(bases, dot.middle + tallest)]
        sign = _sign(near, dot, dots[:_MOST_DOTS])
        signs += [] if sign is None else [sign]
    return [*letters, *signs]


def _sign(letters: Sequence[Letter], dot: _Dot, dots: Sequence[_Dot]) -> Letter | None:
    """Return a dot as a letter, where words follow it, and neither words nor another dot stand close to it before them."""
    row = [one for one in letters if one.base - 0.05 * one.size < dot.middle < one.base + 0.75 * one.size]
    after = min((one for one in row if one.left >= dot.right - 0.5), key=lambda one: one.left, default=None)
    if after is None or after.left - dot.right > 2.5 * after.size or dot.high - dot.low > 0.65 * after.size:
        return None
    if any(one.right > dot.left - 1.5 * after.size and one.left < dot.left for one in row):
        return None
    if any(abs(other.middle - dot.middle) < 2 and 0 < abs(other.left - dot.left) < 2.5 * after.size for other in dots):
        return None
    return Letter(text="•", left=dot.left, right=dot.right, base=after.base, size=after.size, bold=False)
