"""The one thing that reading an export raises on purpose."""

from __future__ import annotations

__all__ = ["Refused"]


class Refused(Exception):
    """A file that cannot be read as the export it should be; becomes an `UnreadableSource` or a row of the quarantine.

    Parameters
    ----------
    reason : str
        What is wrong, to stand behind the name of the file: ``"is cut short"``. No name of a file and nothing that a file
        says of a person may be in it.
    why, do : str, optional
        The cause, and what to do about it.
    """

    def __init__(self, reason: str, *, why: str | None = None, do: str | None = None) -> None:
        self.reason, self.why, self.do = reason, why, do
        super().__init__(reason)
