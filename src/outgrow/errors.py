"""What can go wrong, and how it is said.

    OutgrowError                 everything outgrow raises on purpose
    ├── InputError               also ValueError: the careers, people or options given cannot be used
    │   ├── SourceNotFound       also FileNotFoundError: no such file, folder, table or built-in
    │   ├── UnreadableSource     found, but it is not what its name says, or a needed column is missing
    │   ├── RoleError            a role pattern that cannot be understood
    │   └── UnknownName          also LookupError: a column, group, state or setting that does not exist
    ├── RefusedQuestion          a question whose answer would mislead (immortal time, future knowledge)
    └── MissingExtra             also ImportError: an optional engine or package is not installed

Every message says what was asked, what was found, why, and what to do; none shows a row about a person. The command
line prints the message and exits with 2.
"""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping

__all__ = [
    "InputError",
    "MissingExtra",
    "OutgrowError",
    "RefusedQuestion",
    "RoleError",
    "SourceNotFound",
    "UnknownName",
    "UnreadableSource",
    "did_you_mean",
]


class OutgrowError(Exception):
    """Base of every error raised on purpose.

    Parameters
    ----------
    found : str
        What was asked and what was found.
    why : str, optional
        The reason, where it is not plain from `found`.
    do : str, optional
        What to type or change.
    """

    def __init__(self, found: str, *, why: str | None = None, do: str | None = None) -> None:
        self.found, self.why, self.do = found, why, do
        parts = [found]
        if why:
            parts.append(f"  Why: {why}")
        if do:
            parts.append(f"  Do: {do}")
        super().__init__("\n".join(parts))


class InputError(OutgrowError, ValueError):
    """The careers, people or options given cannot be used."""


class SourceNotFound(InputError, FileNotFoundError):
    """No such file, folder, table or built-in careers."""

    def __str__(self) -> str:  # OSError formats its arguments its own way
        return str(self.args[0])


class UnreadableSource(InputError):
    """A source that exists but cannot be read as careers."""


class RoleError(InputError):
    """A role pattern that cannot be understood."""


class UnknownName(InputError, LookupError):
    """A column, group, state or setting that does not exist."""


class RefusedQuestion(OutgrowError):
    """A question whose answer would mislead, with the reason.

    Parameters
    ----------
    found, why, do
        As in every error.
    instead : mapping of str to str or float or None, optional
        What to change of the question for one that has an answer: settings by name, None for one to leave out; ``command`` is
        the question, where it is another. In the message it is worded for Python; the command line makes the line to type of it.
    """

    def __init__(
        self,
        found: str,
        *,
        why: str | None = None,
        do: str | None = None,
        instead: Mapping[str, str | float | None] | None = None,
    ) -> None:
        changes = dict(instead or {})
        command = changes.pop("command", None)
        words = ", ".join(
            f"{name}={value:g}" if isinstance(value, float) else f"{name}={value!r}"
            for name, value in changes.items()
            if value is not None or command is None
        )
        as_in = f", as in {f'outgrow.{command} with ' if command else ''}{words}" if instead else ""
        super().__init__(found, why=why, do=None if do is None else f"{do}{as_in}")
        self.do, self.instead = do, instead


class MissingExtra(OutgrowError, ImportError):
    """An optional engine or package is not installed."""


def did_you_mean(word: str, known: Iterable[str], *, most: int = 1) -> str:
    """Return ``" Did you mean 'x'?"`` for the nearest of `known`, or an empty string.

    Parameters
    ----------
    word : str
        What was typed.
    known : iterable of str
        What exists.
    most : int, default 1
        How many to offer.
    """
    near = difflib.get_close_matches(word.lower(), sorted(known), n=most, cutoff=0.6)
    if not near:
        return ""
    return " Did you mean " + " or ".join(f"'{name}'" for name in near) + "?"
