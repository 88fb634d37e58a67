"""A process of its own for opening documents of strangers, with limits on memory, time and size.

In: the name of a reading and its arguments. Out: what it gives, as JSON. Whatever goes wrong in it, a crash of native code among
it, is a refusal here, and nothing of what it printed is passed on. Start at `run_apart`; the other side is `main`.

The process may write no file. Its memory and processor time are bounded where the platform has resource limits (Linux, all but
memory on macOS); time and the size of what it gives are bounded everywhere.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import asdict
from typing import Any, Final

from outgrow.careers.exports.limits import Limits
from outgrow.careers.exports.refused import Refused

__all__ = ["MEMORY", "run_apart"]

#: Bytes of memory that a reading may take beyond what the interpreter has when it starts.
MEMORY: Final = 1 << 30
#: Bytes that it may give back.
_MOST_OUT: Final = 32 << 20
_PIECE: Final = 1 << 20
_DONE, _REFUSED, _NO_MEMORY = 0, 3, 4
_SIZE: Final = "no resume needs so much; the file may be damaged or made to do harm"
_TOO_LONG: Final = "says more than any resume does"
_AGAIN: Final = "save it again as PDF or DOCX, or give its text"


def run_apart(reading: str, arguments: Sequence[Any], *, seconds: float, limits: Limits) -> dict[str, Any]:
    """Run a reading in a process of its own.

    Parameters
    ----------
    reading : str
        A name in the table of readings.
    arguments : sequence
        Texts and numbers for it.
    seconds : float
        Wall clock time that it may take.
    limits : Limits
        How much it may read.

    Returns
    -------
    dict
        What it gives.

    Raises
    ------
    Refused
        It refuses, or was stopped at a limit, or failed.
    """
    asked = json.dumps({"reading": reading, "arguments": list(arguments), "seconds": seconds, "limits": asdict(limits)})
    command = [sys.executable, "-c", _START, *(entry for entry in sys.path if entry)]
    try:
        code, answer = _answered(command, asked.encode(), seconds)
    except subprocess.TimeoutExpired:
        raise Refused(f"takes more than {seconds:g} seconds to read", why=_SIZE, do=_AGAIN) from None
    except OSError as fault:
        raise Refused(
            f"could not be opened in a process of its own ({fault.strerror or type(fault).__name__})", do="try again"
        ) from None
    if len(answer) > _MOST_OUT:
        raise Refused(_TOO_LONG, why=_SIZE, do=_AGAIN)
    if code == _NO_MEMORY:
        raise Refused(f"takes more than {MEMORY // 2**20:,} MiB of memory to read", why=_SIZE, do=_AGAIN)
    try:
        given = json.loads(answer) if code in (_DONE, _REFUSED) else None
    except (ValueError, RecursionError):
        given = None
    if not isinstance(given, dict):
        raise Refused("could not be read", why="reading it failed; it may be damaged", do=_AGAIN)
    if code == _REFUSED:
        raise Refused(str(given.get("reason", "cannot be read")), why=given.get("why"), do=given.get("do"))
    return given


def _answered(command: Sequence[str], asked: bytes, seconds: float) -> tuple[int, bytes]:
    """Return how a process ended and what it said, of which no more is taken than a little beyond the limit.

    Raises
    ------
    subprocess.TimeoutExpired
        It was still at it.
    """
    until = time.monotonic() + seconds
    pieces: list[bytes] = []
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, bufsize=0
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        said = process.stdout

        def listen() -> None:
            while sum(map(len, pieces)) <= _MOST_OUT and (piece := said.read(_PIECE)):
                pieces.append(piece)

        listener = threading.Thread(target=listen, daemon=True)
        try:
            with suppress(BrokenPipeError):
                process.stdin.write(asked)
                process.stdin.close()
            listener.start()
            listener.join(max(0.0, until - time.monotonic()))
            if listener.is_alive():
                raise subprocess.TimeoutExpired(command, seconds)
            if sum(map(len, pieces)) <= _MOST_OUT:
                process.wait(max(0.01, until - time.monotonic()))
        finally:
            process.kill()
            if listener.ident is not None:
                listener.join(1)
    return process.returncode, b"".join(pieces)


#: What the other side is started with: the same places to import from, so that it is the same outgrow.
_START: Final = "import sys; sys.path[:] = sys.argv[1:]; from outgrow.person.apart import main; sys.exit(main())"


def main() -> int:
    """Be the other side: read what is asked from standard input, and give the answer on standard output."""
    asked = json.loads(sys.stdin.buffer.read())
    _warm()
    _limit(asked["seconds"])
    try:
        given, code = _readings()[asked["reading"]](*asked["arguments"], Limits(**asked["limits"])), _DONE
    except Refused as fault:
        given, code = {"reason": fault.reason, "why": fault.why, "do": fault.do}, _REFUSED
    except MemoryError:
        return _NO_MEMORY
    except RecursionError:
        given, code = {"reason": "is nested too deep to be read", "why": _SIZE, "do": _AGAIN}, _REFUSED
    text = json.dumps(given).encode()
    if len(text) > _MOST_OUT:
        text, code = (
            json.dumps({"reason": _TOO_LONG, "why": _SIZE, "do": _AGAIN}).encode(),
            _REFUSED,
        )
    # the pipe itself: nothing but the answer goes through it
    with os.fdopen(os.dup(1), "wb") as answer:
        answer.write(text)
    return code


def _warm() -> None:
    """Load our own tables before anything of a stranger is looked at: some are made on first use, and kept in files."""
    from outgrow.person.naming import likeness

    likeness("Editor")


def _readings() -> dict[str, Callable[..., dict[str, Any]]]:
    """Return what may be run: nothing that is named from outside."""
    from outgrow.person.read import file_as_json

    return {"profile": file_as_json}


def _limit(seconds: float) -> None:
    try:
        import resource
    except ImportError:  # Windows: the clock of the process that started this one is left
        return
    wanted = {"RLIMIT_CPU": int(seconds) + 1, "RLIMIT_FSIZE": 0, "RLIMIT_CORE": 0, "RLIMIT_AS": _mapped() + MEMORY}
    for name, limit in wanted.items():
        kind = getattr(resource, name, None)
        if kind is None:
            continue
        hard = resource.getrlimit(kind)[1]
        new = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        try:
            resource.setrlimit(kind, (new, new))
        except (ValueError, OSError):  # macOS takes no limit of memory
            continue


def _mapped() -> int:
    """Return the bytes of memory that are mapped now."""
    try:
        with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123 - a file of the system, read at a start that must be quick
            return int(file.read().split()[0]) * 4096
    except (OSError, ValueError, IndexError):
        return 1 << 30
