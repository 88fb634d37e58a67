"""A file that says which titles a role takes in, to be edited by hand: TOML, a line a title.

In: a file, or what a role takes in. Out: the role with those titles let in and left out. Titles that the file does not name
follow the role's own words. Start at `read_role_file`; `outgrow.titles.taken_in` says what to write.
"""

from __future__ import annotations

import json
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from outgrow.errors import InputError, SourceNotFound
from outgrow.titles.roles import Role, parse_role

if TYPE_CHECKING:
    from outgrow.titles.taken_in import TitlesTakenIn

__all__ = ["RoleFile", "read_role_file", "role_file_text", "with_files"]

#: Largest file that is read, in bytes.
_LARGEST: Final = 10_000_000
#: Said of a title of which some jobs are in the role, by the labels that the source gives them; such a line is a comment.
_PART: Final = ", and others of this title are not in the role"


@dataclass(frozen=True)
class RoleFile:
    """What a file says of a role.

    Parameters
    ----------
    name : str
        Name of the file.
    role : Role
        The role as its words have it.
    titles : dict of str to bool
        Job titles, folded, and whether each is in the role.
    """

    name: str
    role: Role
    titles: dict[str, bool]

    @property
    def edited(self) -> Role:
        """The role with the titles of the file let in and left out."""
        also = tuple(sorted(title for title, inside in self.titles.items() if inside))
        without = tuple(sorted(title for title, inside in self.titles.items() if not inside))
        return replace(self.role, also=also, without=without)


def read_role_file(path: str | Path) -> RoleFile:
    """Read which titles a role takes in.

    Parameters
    ----------
    path : str or Path
        A file of TOML: ``role``, and a table ``titles`` with true or false for each.

    Returns
    -------
    RoleFile

    Raises
    ------
    SourceNotFound
        There is no such file.
    InputError
        It is not such a file.
    RoleError
        Its role cannot be understood.
    """
    path = Path(path)
    do = "write one with `outgrow titles ROLE --edit FILE`"
    try:
        if path.stat().st_size > _LARGEST:
            raise InputError(f"'{path.name}' has more than {_LARGEST // 1_000_000} MB.", do=do)
        found = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as fault:
        raise SourceNotFound(f"'{path.name}' cannot be read: {fault.strerror}.", do=do) from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        why = str(fault) if isinstance(fault, tomllib.TOMLDecodeError) else "it is not UTF-8 text"
        raise InputError(f"'{path.name}' is no file of a role.", why=why, do=do) from None
    role, titles = found.get("role"), found.get("titles", {})
    if not isinstance(role, str) or not isinstance(titles, dict):
        missing = "it has no line: role = ..." if not isinstance(role, str) else "titles is no table"
        raise InputError(f"'{path.name}' is no file of a role.", why=missing, do=do)
    strange = sorted(found.keys() - {"role", "titles"}) + [
        title for title, inside in titles.items() if not isinstance(inside, bool)
    ]
    if strange:
        raise InputError(
            f"'{path.name}' has a line that is nothing of a role: '{strange[0][:60]}'.",
            why="a title is true where it is in the role, and false where it is not",
            do=do,
        )
    folded = {" ".join(title.lower().split()): inside for title, inside in titles.items()}
    if len(folded) < len(titles):
        raise InputError(
            f"'{path.name}' names a title twice.",
            why="titles are compared without case and blanks",
            do="keep one of them",
        )
    return RoleFile(path.name, parse_role(role), folded)


def with_files(roles: Sequence[str], files: Iterable[RoleFile]) -> list[Role]:
    """Return roles as files have edited them.

    Parameters
    ----------
    roles : sequence of str
        Roles as written.
    files : iterable of RoleFile
        Each is about one of them.

    Returns
    -------
    list of Role
        In the order of `roles`.

    Raises
    ------
    InputError
        A file is about none of the roles, or two are about the same.
    """
    read = [parse_role(role) for role in roles]
    edited: dict[Role, RoleFile] = {}
    for file in files:
        if file.role not in read:
            raise InputError(
                f"'{file.name}' is about the role '{file.role.text}', which was not asked for.",
                do=f"ask about '{file.role.text}', or leave the file out",
            )
        if file.role in edited:
            raise InputError(
                f"'{file.name}' and '{edited[file.role].name}' are about the same role.", do="give one of them"
            )
        edited[file.role] = file
    both = ((role, edited[role].edited if role in edited else role) for role in read)
    return [replace(role, also=found.also, without=found.without) for role, found in both]


def role_file_text(found: TitlesTakenIn) -> str:
    """Write which titles a role takes in, for somebody to change.

    Parameters
    ----------
    found : TitlesTakenIn
        Released.
    """
    lines = [
        f"# The titles that this role takes in, among those of '{' '.join(found.careers.name.split())}'. Make a title false to",
        "# leave it out; take the # off another to let it in, or write further ones. Titles that are not here follow the words",
        "# and labels of the role. Use it with --role-file.",
        f"role = {_quoted(found.role)}",
        "",
        "[titles]",
    ]
    lines += [
        f"{'' if one.whole else '# '}{_quoted(one.title)} = true  # {one.people:,} people{'' if one.whole else _PART}"
        for one in found.titles
    ]
    if found.near:
        lines += ["", "# not in the role, but near it"]
        lines += [f"# {_quoted(one.title)} = true  # {one.people:,} people" for one in found.near]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    # what JSON escapes TOML reads; it allows no delete sign besides
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
