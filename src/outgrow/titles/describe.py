"""A role in plain words, for the person who reads an answer.

In: Role. Out: text. Start at `role_words`; used by `outgrow.titles.roles.Role.describe`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from outgrow.results import Answer
from outgrow.schema import RUNG_LEVELS
from outgrow.titles.parse import lexicon_version
from outgrow.titles.quoting import QUOTES

if TYPE_CHECKING:
    from outgrow.titles.roles import Role, Term, Value

__all__ = ["role_words", "with_roles"]

_UPPER = {"hr": "HR", "it": "IT", "seo": "SEO"}


_A = TypeVar("_A", bound=Answer)


def with_roles(answer: _A, *roles: Role) -> _A:
    """Return an answer that says how its roles were read, by which words, and what a file let in and left out.

    Parameters
    ----------
    answer : Answer
        About careers.
    *roles : Role
        Those it was asked about.
    """
    read = tuple((one.text, one.as_terms) for one in roles if one.source == "title")
    notes = [
        f"By a file, {len(one.also):,} of the titles in “{one.text}” are in it whatever their words say, and "
        f"{len(one.without):,} others are not."
        for one in dict.fromkeys(roles)
        if one.also or one.without
    ]
    return replace(answer, read_as=read, lexicon=lexicon_version(), notes=(*answer.notes, *notes))


def role_words(role: Role) -> str:
    """Return a role in plain words: ``"director or higher in marketing"``.

    Parameters
    ----------
    role : Role
        Any role. One written as a job title is described by that title.
    """
    if not role.terms:
        return "any job"
    if role.source == "title":
        return role.text.strip(QUOTES)
    ladder = [_values(term) for term in role.terms if term.key in ("level", "rung")]
    crafts = [_values(term) for term in role.terms if term.key in ("specialty", "function")]
    named = [_named(term) for term in role.terms if term.key in ("title", "occupation")]
    words = " and ".join(ladder)
    if crafts:
        words = f"{words} in {' and '.join(crafts)}" if words else " and ".join(crafts)
    return ", ".join(part for part in (words, " and ".join(named)) if part)


def _values(term: Term) -> str:
    return _either([_value(term, value) for value in term.values])


def _value(term: Term, value: Value) -> str:
    if value.missing:
        return f"unknown {term.key}"
    plain = value.text.replace("_", " ")
    plain = _UPPER.get(value.text, plain)
    if value.prefix:
        return f"{term.key} starting with '{plain}'" if value.text else f"any known {term.key}"
    if value.higher:
        return f"{plain} or higher" if term.key == "level" else f"{_level(term.levels(value)[0])} or higher"
    if term.key == "rung" and value.text == "manager":  # the one rung that shares its name with one of its levels
        return _either([_level(level) for level in RUNG_LEVELS["manager"]])
    return plain


def _level(level: str) -> str:
    return level.replace("_", " ")


def _named(term: Term) -> str:
    words = []
    for value in term.values:
        if value.missing:
            words.append(f"no {term.key}")
        elif value.prefix:
            words.append(f"{term.key} starting with '{value.text}'" if value.text else f"any {term.key}")
        else:
            words.append(f"{term.key} '{value.text}'")
    return _either(words)


def _either(words: list[str]) -> str:
    if len(words) == 1:
        return words[0]
    comma = "," if any(" or " in word for word in words) else ""  # "lead, or director or higher"
    return f"{', '.join(words[:-1])}{comma} or {words[-1]}"
