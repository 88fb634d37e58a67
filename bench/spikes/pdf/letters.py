"""Letters with their places from a resume of three pages: PDFium (pypdfium2), pdfminer.six and pypdf.

    pip install pdfminer.six && python bench/spikes/pdf/letters.py

For each library: the time to get what it tells of each letter on the three pages of tests/person/files/over-pages.pdf, the
median of seven warm runs in one process; how many letters; and its size. pypdf gives pieces of text with where each begins, and
no letter's width, so its time is for less. Then the whole of `read_pdf`. Results go to letters.json beside this script.
"""

from __future__ import annotations

import ctypes
import io
import json
import statistics
import time
from collections.abc import Callable
from importlib.metadata import distribution, version
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FILE = HERE.parents[2] / "tests" / "person" / "files" / "over-pages.pdf"
RUNS = 7


def pdfium(content: bytes) -> int:
    """Take place, size, font and weight of each letter."""
    import pypdfium2
    from pypdfium2 import raw

    found = 0
    pdf = pypdfium2.PdfDocument(content)
    box, flags, name = raw.FS_RECTF(), ctypes.c_int(), ctypes.create_string_buffer(128)
    for page in pdf:
        text = page.get_textpage()
        for place in range(text.count_chars()):
            if raw.FPDFText_GetUnicode(text, place) > 32:
                raw.FPDFText_GetLooseCharBox(text, place, box)
                raw.FPDFText_GetFontSize(text, place)
                raw.FPDFText_GetFontWeight(text, place)
                raw.FPDFText_GetFontInfo(text, place, name, 128, flags)
                found += 1
        text.close()
        page.close()
    pdf.close()
    return found


def pdfminer(content: bytes) -> int:
    """Take place, size and font of each letter; layout analysis is off, since columns are ours."""
    from pdfminer.converter import PDFPageAggregator
    from pdfminer.layout import LTChar
    from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
    from pdfminer.pdfpage import PDFPage

    manager = PDFResourceManager()
    device = PDFPageAggregator(manager, laparams=None)
    interpreter = PDFPageInterpreter(manager, device)
    found = 0
    for page in PDFPage.get_pages(io.BytesIO(content)):
        interpreter.process_page(page)
        letters = [(one.bbox, one.size, one.fontname) for one in device.get_result() if _is_letter(one, LTChar)]
        found += len(letters)
    return found


def _is_letter(one: Any, kind: type) -> bool:
    return isinstance(one, kind) and bool(one.get_text().strip())


def pypdf(content: bytes) -> int:
    """Take the text of each piece, where it begins, and its font."""
    from pypdf import PdfReader

    found = 0

    def visit(text: str, _page: object, _matrix: object, _font: object, _size: object) -> None:
        nonlocal found
        found += sum(not letter.isspace() for letter in text)

    for page in PdfReader(io.BytesIO(content)).pages:
        page.extract_text(visitor_text=visit)
    return found


def read_pdf(content: bytes) -> int:
    """Read the file as outgrow does: letters, what is hidden, rows, columns, lines."""
    from outgrow.person.pdf import read_pdf as read

    return sum(len(line.text.replace(" ", "")) for line in read(content).lines)


def seconds(task: Callable[[bytes], int], content: bytes) -> tuple[float, int]:
    """Return the median time of a task, and what it gives."""
    given = task(content)
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        task(content)
        taken.append(time.perf_counter() - start)
    return statistics.median(taken), given


def megabytes(name: str) -> float:
    """Return how much a package takes when it is installed, without what it needs."""
    files = distribution(name).files or []
    sizes = [Path(str(file.locate())).stat().st_size for file in files if Path(str(file.locate())).is_file()]
    return round(sum(sizes) / 2**20, 1)


def licence(name: str) -> str:
    """Return what a package says of its licence."""
    said = distribution(name).metadata
    return said.get("License-Expression") or said.get("License") or "not said"


def main() -> None:
    """Measure, print and store."""
    content = FILE.read_bytes()
    found = {}
    for package, task in {"pypdfium2": pdfium, "pdfminer.six": pdfminer, "pypdf": pypdf}.items():
        taken, letters = seconds(task, content)
        known = {"version": version(package), "licence": licence(package)}
        found[package] = {"seconds": round(taken, 4), "letters": letters, "MB": megabytes(package), **known}
        print(package, found[package])
    taken, letters = seconds(read_pdf, content)
    found["read_pdf"] = {"seconds": round(taken, 4), "letters": letters}
    print("read_pdf", found["read_pdf"])
    (HERE / "letters.json").write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
