"""How much of an export may be read: each limit has a name, a default and a message that says which one was met.

Exports come from strangers. Every limit is counted while reading, so that what a file says of its own size is never believed.
"""

from __future__ import annotations

from dataclasses import dataclass, fields

from outgrow.careers.exports.refused import Refused
from outgrow.errors import InputError

__all__ = ["Limits", "too_much"]

_MIB = 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How much of one export may be read.

    Parameters
    ----------
    file_bytes : int, default 16 MiB
        Bytes of one file, or of one file of an archive once unpacked.
    unpacked_bytes : int, default 64 MiB
        Bytes read from one export in all.
    ratio : int, default 200
        How many times larger a file of an archive may become by unpacking; counted from 1 MiB on.
    members : int, default 10,000
        Files of one archive or folder.
    depth : int, default 64
        How deep JSON, XML and folders may be nested.
    seconds : float, default 30
        Time that one export may take.
    cell_characters : int, default 100,000
        Characters of one value.

    Raises
    ------
    InputError
        One of them is no number above 0.
    """

    file_bytes: int = 16 * _MIB
    unpacked_bytes: int = 64 * _MIB
    ratio: int = 200
    members: int = 10_000
    depth: int = 64
    seconds: float = 30.0
    cell_characters: int = 100_000

    def __post_init__(self) -> None:
        for limit in fields(self):
            value = getattr(self, limit.name)
            if isinstance(value, bool) or not isinstance(value, int | float) or not value > 0:
                raise InputError(f"the limit {limit.name} is {value!r}.", do="give a number above 0")


def too_much(limits: Limits, name: str, what: str) -> Refused:
    """Return the refusal of a file that meets a limit.

    Parameters
    ----------
    limits : Limits
        What was allowed.
    name : str
        Name of the limit that was met.
    what : str
        What the file does, as ``"unpacks to"``; the limit is written behind it.
    """
    value = getattr(limits, name)
    size = f"{value / _MIB:g} MiB" if name.endswith("bytes") else f"{value:,g}"
    unit = {"ratio": " times its size", "members": " files", "depth": " levels", "seconds": " seconds"}.get(name, "")
    return Refused(
        f"{what} more than {size}{unit}",
        why="no export of one person does so",
        do=f"check that it is what it should be; in Python, Limits({name}=...) allows more",
    )
