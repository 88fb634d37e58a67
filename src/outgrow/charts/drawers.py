"""Processes that draw charts while the program counts: Vega takes half a second to start, and a second for a page.

In: specs as JSON. Out: SVG text. Start at `drawing_beside`, around everything that leads to a page; without it, or where no
process can be started, charts are drawn here.
"""

from __future__ import annotations

import contextlib
import functools
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
#: Processes that draw, at the most; each holds some 100 MB.
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


_drawers: list[_Drawers] = []


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
    """Ask for a drawing that will be wanted soon; nothing happens where no process draws.

    Parameters
    ----------
    spec : str
        Vega-Lite as JSON, on one line.
    """
    if _drawers:
        _drawers[-1].order(spec)


@functools.lru_cache(maxsize=_MOST_KEPT)
def draw(spec: str) -> str:
    """Return a drawing as SVG, ordered before or not; the last ones are kept.

    Parameters
    ----------
    spec : str
        Vega-Lite as JSON, on one line.
    """
    ordered = _drawers[-1].take(spec) if _drawers else None
    return _drawn(spec) if ordered is None else ordered


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
