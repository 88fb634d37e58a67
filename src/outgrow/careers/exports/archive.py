"""A file, a zip or a folder, opened alike: a few small files by name, each read within limits, never unpacked to disk.

In: a path that somebody else filled. Out: `Source`. Whatever would make reading it unsafe is refused before a byte of it is
unpacked: nested archives, names that climb out, links; and bombs as soon as they have grown past a limit.
"""

from __future__ import annotations

import os
import re
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path, PurePosixPath
from typing import Final, Literal

from outgrow.careers.exports.limits import Limits, too_much
from outgrow.careers.exports.refused import Refused

__all__ = ["Source", "is_zip", "of_the_system"]

_ZIP: Final = b"PK\x03\x04"
_EMPTY_ZIP: Final = b"PK\x05\x06"
_BLOCK: Final = 1 << 16
_HEAD: Final = 1 << 16
#: Endings of archives; one inside another is how a small file grows without an end.
_ARCHIVES: Final = frozenset([".zip", ".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".tar", ".jar", ".lzma"])
#: Below this size a file may be packed as well as it likes: short tables of equal lines are.
_RATIO_FROM: Final = 1 << 20
_DIRECTORY_BYTES: Final = 8 << 20
_METHODS: Final = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
_DRIVE: Final = re.compile(r"[A-Za-z]:")
_CLOCK_EVERY: Final = 256
#: What zipfile raises on archives that are cut or damaged.
_DAMAGE: Final = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OverflowError,
    OSError,
)


class Source:
    """One export, opened for reading; a context manager.

    Parameters
    ----------
    path : Path
        A file, a zip or a folder.
    limits : Limits
        How much may be read.

    Attributes
    ----------
    name : str
        The name that somebody gave to it; formats put a date there. It goes into no message and no table.
    kind : {"file", "zip", "folder"}
        What it is.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        self.path, self.limits, self.name = path, limits, path.name
        self._read, self._ticks, self._until = 0, 0, time.monotonic() + limits.seconds
        self._zip: zipfile.ZipFile | None = None
        self._head: bytes | None = None
        self._whole: bytes | None = None
        self._members: dict[str, list[str | zipfile.ZipInfo]] | None = None
        self.kind: Literal["file", "zip", "folder"] = "folder" if path.is_dir() else "zip" if is_zip(path) else "file"

    @classmethod
    def of_bytes(cls, content: bytes, name: str, limits: Limits) -> Source:
        """Return a file that was found within another one."""
        source = cls(Path(os.devnull), limits)
        source.name, source.kind, source._head, source._whole = name, "file", content[:_HEAD], content
        return source

    def __enter__(self) -> Source:
        return self

    def __exit__(self, *_: object) -> None:
        if self._zip is not None:
            self._zip.close()

    @property
    def head(self) -> bytes:
        """The first bytes of a file; none of a zip or a folder."""
        if self._head is None:
            self._head = b""
            if self.kind == "file":
                with self.path.open("rb") as file:
                    self._head = file.read(_HEAD)
        return self._head

    def has(self, name: str) -> bool:
        """Tell whether a zip or a folder holds a file of this name, in any case, in whatever folder of a zip."""
        return name.lower() in self._listed()

    def names(self) -> list[str]:
        """Return the names of all files of a zip, with their folders; of a folder, those of its own files."""
        members = (member for same in self._listed().values() for member in same)
        return sorted(member if isinstance(member, str) else member.filename for member in members)

    def whole(self) -> bytes:
        """Return the bytes of a file.

        Raises
        ------
        Refused
            It is larger than `Limits.file_bytes`, or it is no file.
        """
        if self.kind != "file":
            raise Refused("is a folder or an archive, and not one file", do="give the file")
        if self._whole is not None:
            return self._whole
        with self.path.open("rb") as file:
            return self._counted(file.read, None)

    def read(self, name: str, *, within: str | None = None) -> bytes:
        """Return the bytes of a file of a zip or a folder.

        Parameters
        ----------
        name : str
            In any case; for a zip without its folder.
        within : str, optional
            The folder of a zip that it must be in, where another may hold a file of the same name: ``"word"``.

        Raises
        ------
        Refused
            There are several of this name, it is damaged, or it meets a limit.
        """
        found = self._listed().get(name.lower(), [])
        if within is not None:
            whole = f"{within}/{name}".lower()
            found = [one for one in found if isinstance(one, zipfile.ZipInfo) and one.filename.lower() == whole]
        if len(found) != 1:
            raise Refused(
                f"holds {len(found)} files called {name}",
                why="an export is one person's",
                do="give each person's export as a zip or folder of its own, in one folder",
            )
        [member] = found
        if isinstance(member, str):
            with (self.path / member).open("rb") as file:
                return self._counted(file.read, None)
        assert self._zip is not None
        if member.flag_bits & 0x1:
            raise Refused("is locked with a password", do="unlock it first")
        if member.compress_type not in _METHODS:
            raise Refused(
                "is packed in a way that exports are not",
                why="only plain and deflated files can be unpacked in small pieces",
                do="pack it again as an ordinary zip, or give the folder",
            )
        try:
            with self._zip.open(member) as file:
                return self._counted(file.read, member.compress_size)
        except _DAMAGE as fault:
            raise _damaged(fault) from None

    def tick(self) -> None:
        """Look at the clock now and then.

        Raises
        ------
        Refused
            The time is up.
        """
        self._ticks += 1
        if self._ticks % _CLOCK_EVERY == 0 and time.monotonic() > self._until:
            raise too_much(self.limits, "seconds", "takes")

    def _counted(self, read: Callable[[int], bytes], packed: int | None) -> bytes:
        """Read to the end in small pieces, and stop at the first limit that is met."""
        pieces, size, limits = [], 0, self.limits
        while piece := read(_BLOCK):
            pieces.append(piece)
            size += len(piece)
            self._read += len(piece)
            if size > limits.file_bytes:
                raise too_much(limits, "file_bytes", "holds a file of" if packed is None else "unpacks a file to")
            if self._read > limits.unpacked_bytes:
                raise too_much(limits, "unpacked_bytes", "holds" if packed is None else "unpacks to")
            if packed is not None and size > _RATIO_FROM and size > limits.ratio * max(packed, 1):
                raise too_much(limits, "ratio", "unpacks to")
            self.tick()
        return b"".join(pieces)

    def _listed(self) -> dict[str, list[str | zipfile.ZipInfo]]:
        """Return what there is by name in lower case; names of files only, not of their folders."""
        if self._members is None:
            self._members = {}
            if self.kind == "zip":
                self._members = self._of_a_zip()
            elif self.kind == "folder":
                self._members = self._of_a_folder()
        return self._members

    def _of_a_folder(self) -> dict[str, list[str | zipfile.ZipInfo]]:
        members: dict[str, list[str | zipfile.ZipInfo]] = {}
        with os.scandir(self.path) as entries:
            for entry in entries:
                if of_the_system(entry.name) or entry.is_dir(follow_symlinks=False):
                    continue
                # a link or a pipe is no file of the export, and may lead anywhere
                if entry.is_file(follow_symlinks=False):
                    members.setdefault(entry.name.lower(), []).append(entry.name)
                    if len(members) > self.limits.members:
                        raise too_much(self.limits, "members", "holds")
        return members

    def _of_a_zip(self) -> dict[str, list[str | zipfile.ZipInfo]]:
        members: dict[str, list[str | zipfile.ZipInfo]] = {}
        try:
            self._check_directory()
            self._zip = zipfile.ZipFile(self.path)
            listed = self._zip.infolist()
        except _DAMAGE as fault:
            raise _damaged(fault) from None
        if len(listed) > self.limits.members:
            raise too_much(self.limits, "members", "holds")
        for member in listed:
            self.tick()
            name = _safe_name(member)
            kind = stat.S_IFMT(member.external_attr >> 16)
            if kind not in (0, stat.S_IFREG, stat.S_IFDIR):
                raise Refused("holds a link", why="a link may lead out of the archive", do="pack it without links")
            if member.is_dir() or of_the_system(name):
                continue
            if PurePosixPath(name).suffix.lower() in _ARCHIVES:
                raise Refused("holds another archive", do="unpack it, and give the folder")
            members.setdefault(PurePosixPath(name).name.lower(), []).append(member)
        return members

    def _check_directory(self) -> None:
        """Refuse a list of files so long that reading the list alone would fill the memory."""
        with self.path.open("rb") as file:
            size = file.seek(0, os.SEEK_END)
            start = max(0, size - (1 << 16) - 22 - 20)
            file.seek(start)
            end = file.read()
            place = end.rfind(_EMPTY_ZIP)
            if place < 0 or len(end) < place + 22:
                raise zipfile.BadZipFile
            count, length = struct.unpack("<HL", end[place + 10 : place + 16])
            locator = end[place - 20 : place] if place >= 20 else b""
            if locator[:4] == b"PK\x06\x07":  # a large archive says so once more, and zipfile believes that
                file.seek(min(struct.unpack("<Q", locator[8:16])[0], size))
                large = file.read(56)
                if len(large) == 56:
                    count, length = struct.unpack("<QQ", large[32:48])
        if count > self.limits.members or length > _DIRECTORY_BYTES:
            raise too_much(self.limits, "members", "holds")


def is_zip(path: Path) -> bool:
    """Tell from its first bytes whether a file is a zip."""
    with suppress(OSError), path.open("rb") as file:
        return file.read(4) in (_ZIP, _EMPTY_ZIP)
    return False


def of_the_system(name: str) -> bool:
    """Tell whether a file or folder is one that operating systems leave behind: hidden, or a thumbnail cache."""
    last = name.rstrip("/").rpartition("/")[2]
    return last.startswith((".", "~$")) or "__MACOSX" in name or last.lower() in {"thumbs.db", "desktop.ini"}


def _safe_name(member: zipfile.ZipInfo) -> str:
    for name in {member.filename, member.orig_filename}:
        parts = name.replace("\\", "/").split("/")
        if ".." in parts or parts[0] == "" or _DRIVE.match(name) or "\0" in name:
            raise Refused(
                "holds a file whose name leads out of the archive",
                why="no export does so; such archives are made to overwrite files",
                do="do not use it",
            )
    return member.filename.replace("\\", "/")


def _damaged(fault: BaseException) -> Exception:
    if isinstance(fault, PermissionError | FileNotFoundError):
        return fault
    return Refused("is cut short or damaged", do="download or pack it again")
