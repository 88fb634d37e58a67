"""The folder in which a person's profile is kept on their own machine, for them alone.

In: `Profile`. Out: files that only their owner can read; nothing else of outgrow writes anything of a person. Start at `keep`,
`kept`, `forget`.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import uuid
from pathlib import Path
from typing import Any, Final

from outgrow.errors import InputError, SourceNotFound
from outgrow.person.profile import Profile
from outgrow.person.shape import as_json, from_json

__all__ = ["forget", "keep", "kept", "profile_folder"]

_PROFILE: Final = "profile.json"
#: The profile before the last one that was read, to compare with.
_BEFORE: Final = "before.json"
_FORMAT: Final = 1


def profile_folder() -> Path:
    """Return the folder of the one profile, or what ``OUTGROW_PROFILE`` names; it may not exist yet."""
    import platformdirs

    return Path(os.environ.get("OUTGROW_PROFILE") or Path(platformdirs.user_data_dir("outgrow")) / "profile")


def keep(profile: Profile) -> Path:
    """Keep a profile, and the one that was kept until now as that before it.

    Parameters
    ----------
    profile : Profile
        What was understood.

    Returns
    -------
    Path
        The folder, which its owner alone can read.

    Raises
    ------
    InputError
        It cannot be written, or somebody else can read it and this cannot be changed.
    """
    folder = profile_folder()
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        if folder.is_symlink() or not folder.is_dir():
            raise InputError(f"{folder} is a link, and no folder.", do="remove it, or name another in OUTGROW_PROFILE")
        if os.name == "posix":
            folder.chmod(0o700)
        shape = {"format": _FORMAT, "profile": as_json(profile)}
        now = folder / _PROFILE
        if now.exists() and _shape(now) not in (None, shape):
            now.replace(folder / _BEFORE)
        _write(now, shape)
    except OSError as fault:
        raise InputError(
            f"the profile cannot be kept in {folder} ({fault.strerror or type(fault).__name__}).",
            do="name another folder in OUTGROW_PROFILE, or give --no-keep",
        ) from None
    return folder


def kept(*, before: bool = False) -> Profile:
    """Return the profile that is kept.

    Parameters
    ----------
    before : bool, default False
        Whether that before the last one is meant.

    Raises
    ------
    SourceNotFound
        None is kept.
    InputError
        It cannot be read, or was written by another version.
    """
    path = profile_folder() / (_BEFORE if before else _PROFILE)
    if not path.exists():
        raise SourceNotFound("no profile is kept here.", do="give a resume: outgrow me resume.pdf")
    shape = _shape(path)
    try:
        if shape is None or shape["format"] != _FORMAT:
            raise ValueError
        return from_json(shape["profile"])
    except (KeyError, TypeError, ValueError):
        raise InputError(
            "the profile that is kept cannot be read.",
            why="it was changed by hand, or another version of outgrow wrote it",
            do="read your documents again: outgrow me resume.pdf",
        ) from None


def forget() -> tuple[Path, list[str]]:
    """Remove all that is kept of the person.

    Returns
    -------
    tuple of Path and list of str
        The folder, and names of the files that were removed; none where nothing was kept.

    Raises
    ------
    InputError
        Something cannot be removed.
    """
    folder = profile_folder()
    removed: list[str] = []
    try:
        if folder.is_dir() and not folder.is_symlink():
            for path in sorted(folder.iterdir()):
                if path.name in {_PROFILE, _BEFORE} or path.name.startswith(f".{_PROFILE}-"):
                    path.unlink()
                    removed.append(path.name)
            # a folder that holds what somebody else put there stays
            with contextlib.suppress(OSError):
                folder.rmdir()
    except OSError as fault:
        raise InputError(
            f"not all of {folder} can be removed ({fault.strerror or type(fault).__name__}).",
            do=f"remove {folder} by hand",
        ) from None
    return folder, removed


def _shape(path: Path) -> dict[str, Any] | None:
    try:
        shape = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return shape if isinstance(shape, dict) else None


def _write(path: Path, shape: dict[str, Any]) -> None:
    """Write a file that its owner alone can read, whole or not at all."""
    part = path.with_name(f".{path.name}-{uuid.uuid4().hex}")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOFOLLOW", 0)
    try:
        with os.fdopen(os.open(part, flags, stat.S_IRUSR | stat.S_IWUSR), "w", encoding="utf-8") as file:
            json.dump(shape, file, ensure_ascii=False, indent=1)
        part.replace(path)
    except OSError:
        part.unlink(missing_ok=True)
        raise
