"""Processes that draw charts while the program counts: Vega takes half a second to start, and a second for a page.

In: specs as JSON. Out: SVG text. Start at `order`, as soon as a chart is known, and `draw` where it is wanted. The processes are
started by the first order and kept until this one ends; `drawing_beside` starts some sooner and ends them with its block. Where
none can be started, charts are drawn here.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import SimpleQueue
from typing import IO, Final

__all__ = ["draw", "drawing_beside", "order"]

#: What is drawn first, so that Vega has started when a chart comes.
_FIRST: Final = json.dumps({"mark": "text", "encoding": {"text": {"value": "0"}}, "data": {"values": [{}]}})
#: Processes that draw, at the most; each holds some 125 MB.
_MOST: Final = 2
#: Drawings kept, since the same page is often made in several forms.
_MOST_KEPT: Final = 64


class _Drawer:
    """One process, and what it has been asked for."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", __name__],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
        )

    def ask(self, spec: str) -> str:
        to, back = self._process.stdin, self._process.stdout
        assert to is not None
        assert back is not None
        to.write(f"{spec}\n")
        to.flush()
        line = back.readline()
        drawn: str = json.loads(line) if line else ""
        return drawn

    def kill(self) -> None:
        self._process.kill()

    def close(self) -> None:
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        self._process.wait()


class _Drawers:
    """Some processes, and what has been ordered of them: whichever is free draws next."""

    def __init__(self) -> None:
        self._drawers: list[_Drawer] = []
        self._free: SimpleQueue[_Drawer] = SimpleQueue()
        self._ordered: dict[str, Future[str]] = {}
        try:
            for _ in range(min(_MOST, os.cpu_count() or 1)):
                self._drawers.append(_Drawer())
                self._free.put(self._drawers[-1])
        except (OSError, TypeError):  # TypeError: no interpreter to start
            pass
        self._threads = ThreadPoolExecutor(len(self._drawers)) if self._drawers else None

    def order(self, spec: str) -> None:
        if self._threads is not None and spec not in self._ordered:
            self._ordered[spec] = self._threads.submit(self._ask, spec)

    def take(self, spec: str) -> str | None:
        """Wait for a drawing that was ordered; None where it was not, or cannot be had."""
        future = self._ordered.pop(spec, None)
        try:
            return None if future is None else future.result() or None
        except (OSError, ValueError):  # the process is gone
            return None

    def _ask(self, spec: str) -> str:
        drawer = self._free.get()
        try:
            return drawer.ask(spec)
        finally:
            self._free.put(drawer)

    def close(self) -> None:
        for drawer in self._drawers:
            drawer.kill()
        if self._threads is not None:
            self._threads.shutdown(cancel_futures=True)
        for drawer in self._drawers:
            drawer.close()


#: Drawings kept, by their specs, the oldest first.
_drawings: dict[str, str] = {}
#: Of `drawing_beside`, the innermost last.
_drawers: list[_Drawers] = []
#: Kept for as long as this process runs, by its number: whoever is forked from it has none.
_kept: dict[int, _Drawers] = {}


def _there() -> _Drawers:
    """Return the processes that draw, started where there are none."""
    if _drawers:
        return _drawers[-1]
    own = os.getpid()
    if own not in _kept:
        _kept[own] = drawers = _Drawers()
        atexit.register(drawers.close)
    return _kept[own]


@contextlib.contextmanager
def drawing_beside() -> Iterator[None]:
    """Have charts that are ordered meanwhile drawn by other processes."""
    drawers = _Drawers()
    _drawers.append(drawers)
    try:
        yield
    finally:
        _drawers.remove(drawers)
        drawers.close()


def order(spec: str) -> None:
    """Ask for a drawing that will be wanted soon, unless it is kept.

    Parameters
    ----------
    spec : str
        Vega-Lite as JSON, on one line.
    """
    if spec not in _drawings:
        _there().order(spec)


def draw(spec: str) -> str:
    """Return a drawing as SVG, ordered before or not; the last ones are kept.

    Parameters
    ----------
    spec : str
        Vega-Lite as JSON, on one line.
    """
    if spec not in _drawings:
        drawers = _drawers[-1] if _drawers else _kept.get(os.getpid())
        ordered = None if drawers is None else drawers.take(spec)
        _drawings[spec] = _drawn(spec) if ordered is None else ordered
        while len(_drawings) > _MOST_KEPT:
            _drawings.pop(next(iter(_drawings)), None)
    return _drawings[spec]


def _drawn(spec: str) -> str:
    import vl_convert

    drawn: str = vl_convert.vegalite_to_svg(spec, allowed_base_urls=[])
    return drawn


def _serve(specs: IO[str], drawings: IO[str]) -> None:
    """Draw a spec a line, and answer with a line each, empty where one cannot be drawn."""
    _drawn(_FIRST)
    for spec in specs:
        try:
            drawn = _drawn(spec)
        except ValueError:
            drawn = ""  # whoever ordered it draws it again, and says what is wrong
        drawings.write(json.dumps(drawn) + "\n")
        drawings.flush()


if __name__ == "__main__":
    with open(0, encoding="utf-8") as ordered, open(1, "w", encoding="utf-8") as drawings:
        _serve(ordered, drawings)
