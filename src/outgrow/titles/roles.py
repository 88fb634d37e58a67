"""Roles: patterns over spells, written as terms (design: section 2).

In: text such as ``function:marketing level:director+`` or a job title. Out: Role, whose `condition` is an expression
over a table of spells. Runs no query. Start at `parse_role`; next stage: outgrow.tallies.

    role   = "any" | term {blank term} | job title
    term   = key ":" value {"|" value}
    value  = word ["+" | "*"] | "none"         quotes make a word of anything
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal, NamedTuple, NoReturn

from outgrow.engine import folded, trimmed
from outgrow.errors import RoleError, UnknownName, did_you_mean
from outgrow.schema import FUNCTIONS, LEVEL_ORDER, LEVELS, OWNER_MARKS, RUNG_LEVELS, RUNGS, rung_of
from outgrow.titles.parse import parse_title
from outgrow.titles.quoting import Word, quoted_words, shortened

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types

__all__ = ["FOLDED", "KEYS", "Role", "Term", "Value", "owned", "parse_role"]

#: Column that holds titles as `outgrow.engine.folded` gives them, where a table has it.
FOLDED: Final = "folded_title"
#: What a term can be about.
KEYS: Final = ("title", "occupation", "function", "specialty", "level", "rung")
#: Longest pattern that is read.
LONGEST: Final = 2_000

_VALUES: Final = {"function": FUNCTIONS, "level": LEVELS, "rung": RUNGS}
_ORDERED: Final = ("level", "rung")
_NOT_TEXT = re.compile("[\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f]")
_TERMS = "a role is 'any', a job title, or terms such as function:marketing level:director+"


class Value(NamedTuple):
    """One value of a term.

    Parameters
    ----------
    text : str
        What is compared: the value itself, or its beginning where `prefix`; empty where `missing`.
    prefix, higher, missing : bool
        Whether it was written with ``*``, with ``+``, or as ``none``.
    """

    text: str
    prefix: bool = False
    higher: bool = False
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Term:
    """A key and the values one of which must hold.

    Parameters
    ----------
    key : str
        One of `KEYS`.
    values : tuple of Value
        In the order written.
    """

    key: str
    values: tuple[Value, ...]

    @property
    def column(self) -> str:
        """The column of spells the term reads."""
        return "level" if self.key == "rung" else self.key

    def levels(self, value: Value) -> tuple[str, ...]:
        """Return the levels a value of ``level`` or ``rung`` stands for; empty for ``none``."""
        if value.missing:
            return ()
        first = RUNG_LEVELS[value.text] if self.key == "rung" else (value.text,)
        return LEVELS[LEVEL_ORDER[first[0]] :] if value.higher else first


@dataclass(frozen=True, eq=False)
class Role:
    """A pattern over spells; made by `parse_role`. Equal where the terms are, in whatever order they were written.

    Parameters
    ----------
    text : str
        The pattern as written, without blanks around it.
    terms : tuple of Term
        All must hold; none for any job.
    source : {"terms", "title"}
        Whether it was written as terms or as a job title.
    also, without : tuple of str
        Job titles that are in the role whatever the terms say, and that are not; in lower case with single blanks.
    """

    text: str
    terms: tuple[Term, ...]
    source: Literal["terms", "title"] = "terms"
    also: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    def __str__(self) -> str:
        return self.text

    @property
    def as_terms(self) -> str:
        """The role written as terms, whatever it was written as; without the titles that a file let in or left out."""
        return " ".join(f"{term.key}:{'|'.join(map(_written, term.values))}" for term in self.terms) or "any"

    def __eq__(self, other: object) -> bool:
        return self._canonical() == other._canonical() if isinstance(other, Role) else NotImplemented

    def __hash__(self) -> int:
        return hash(self._canonical())

    def _canonical(self) -> tuple[frozenset[tuple[str, frozenset[Value]]], frozenset[str], frozenset[str]]:
        # Text is compared without case, so it is equal without case too.
        terms = frozenset(
            (term.key, frozenset(value._replace(text=value.text.lower()) for value in term.values))
            for term in self.terms
        )
        return terms, frozenset(self.also), frozenset(self.without)

    @property
    def any(self) -> bool:
        """Whether every job matches."""
        return not self.terms and not self.without

    @property
    def needs(self) -> frozenset[str]:
        """The columns of spells the condition reads, of title, occupation, function, specialty and level."""
        by_title = self._whole_title or self.also or self.without
        return frozenset({*(term.column for term in self.terms), *(("title",) if by_title else ())})

    @property
    def _whole_title(self) -> str | None:
        """The job title a role was written as, which itself matches whatever labels a source gives it."""
        return " ".join(self.text.split()) if self.source == "title" else None

    @property
    def rung(self) -> str | None:
        """The one rung the role is on; None where it is on several, "or higher", or says nothing of it."""
        allowed = set(LEVELS)
        ladder = [term for term in self.terms if term.key in _ORDERED]
        for term in ladder:
            if any(value.higher or value.missing for value in term.values):
                return None
            allowed &= {level for value in term.values for level in term.levels(value)}
        rungs = {rung_of(level) for level in allowed}
        return rungs.pop() if ladder and len(rungs) == 1 else None

    def condition(self, spells: ibis.Table, *, owners: bool = False) -> ibis.expr.types.BooleanValue:
        """Return the condition on a table of spells: true where the job is in the role, never null.

        Parameters
        ----------
        spells : ibis.Table
            With the columns in `needs`, as text; `marks`, parted by ``;``, is read where it is there.
        owners : bool, default False
            Whether spells marked ``owner`` satisfy ``level:X+`` and ``rung:X+``.

        Raises
        ------
        UnknownName
            The table lacks a column the role needs.
        """
        import ibis  # takes a second, and only this needs it

        condition: ibis.expr.types.BooleanValue = ibis.literal(True)
        for place, term in enumerate(self.terms):
            if term.column not in spells.columns:
                raise UnknownName(
                    f"role '{self.text}' reads the column '{term.column}', and these careers have none.",
                    do=f"add a column '{term.column}', or leave out {term.key}:",
                )
            holds = _term_condition(term, spells, owners=owners)
            condition = holds if place == 0 else condition & holds
        if self._whole_title is not None:
            whole = Term("title", (Value(self._whole_title),))
            condition = condition | _term_condition(whole, spells, owners=owners)
        if self.also or self.without:
            title = spells[FOLDED] if FOLDED in spells.columns else folded(spells.title.cast("string"))
            condition = condition | title.isin(self.also).fill_null(False) if self.also else condition
            condition = condition & ~title.isin(self.without).fill_null(False) if self.without else condition
        return condition

    def describe(self) -> str:
        """Return the role in plain words; a job title is its own description."""
        from outgrow.titles.describe import role_words

        return role_words(self)


def _written(value: Value) -> str:
    text = f'"{value.text}"' if not value.text or any(sign in value.text for sign in ' |*+:"') else value.text
    return "none" if value.missing else text + ("*" if value.prefix else "") + ("+" if value.higher else "")


def _term_condition(term: Term, spells: ibis.Table, *, owners: bool) -> ibis.expr.types.BooleanValue:
    import ibis

    column = spells[term.column].cast("string")
    present = (trimmed(column) != "").fill_null(False)
    caseless = term.key in ("title", "occupation")
    if term.key == "title":
        # titles folded once for each distinct one, where outgrow.titles.label has done so
        compared = spells[FOLDED] if FOLDED in spells.columns else folded(column)
    else:
        compared = trimmed(column).lower() if caseless else column
    cases = []
    exact: set[str] = set()
    for value in term.values:
        literal = ibis.literal(value.text)
        if caseless:
            literal = literal.lower()  # by the engine, as for the column: one rule for both sides
        if value.missing:
            cases.append(~present)
        elif value.prefix:
            cases.append(present & compared.startswith(literal) if value.text else present)
        elif value.higher and not owners:
            # marks are looked at only where the level is high enough, which few are
            cases.append(column.isin(term.levels(value)).ifelse(~owned(spells), ibis.literal(False)))
        elif term.key in _ORDERED:
            exact.update(term.levels(value))
        elif term.key in _VALUES or term.key == "specialty":
            exact.add(value.text)
        else:
            cases.append(compared == literal)
    if exact:
        cases.append(column.isin(sorted(exact)))
    condition = cases[0].fill_null(False)
    for case in cases[1:]:
        condition = condition | case.fill_null(False)
    return condition


def owned(spells: ibis.Table) -> ibis.expr.types.BooleanValue:
    """Tell which spells are marked as an owner's, founder's or partner's."""
    import ibis

    if "marks" not in spells.columns:
        return ibis.literal(False)
    marks = ibis.literal(";") + spells["marks"].cast("string").lower().replace(" ", "") + ";"
    found: ibis.expr.types.BooleanValue = ibis.literal(False)
    for mark in OWNER_MARKS:
        found = found | marks.contains(f";{mark};")
    return found.fill_null(False)


def parse_role(text: str | Role) -> Role:
    """Read a role: ``any``, terms such as ``function:marketing level:director+``, or a job title.

    Parameters
    ----------
    text : str or Role
        Terms are and-ed; ``|`` is or between the values of one; ``+`` is "or higher" (level and rung); ``*`` matches
        the rest (title, occupation, function, specialty); ``none`` matches a missing value; quotes hold words together.
        Text without a colon is a job title: what its words say of specialty or function, and of level, is the role, and
        the whole title where they say neither. A Role is returned as it is.

    Returns
    -------
    Role

    Raises
    ------
    RoleError
        The pattern cannot be understood; the message says why and what can be written instead.
    """
    if isinstance(text, Role):
        return text
    if not isinstance(text, str):
        raise RoleError(f"a role is text; found {type(text).__name__}.", do=_TERMS)
    if len(text) > LONGEST:
        raise RoleError(
            f"the role has {len(text):,} characters.", why=f"{LONGEST:,} are read", do="use '*' or fewer values"
        )
    if _NOT_TEXT.search(text):
        raise RoleError("the role holds half a character.", why="it was cut or decoded wrongly", do="type it again")
    text = _CONTROL.sub(" ", text).strip()
    if not text:
        raise RoleError("the role is empty.", do=_TERMS)
    if text.lower() == "any":
        return Role(text, ())
    words = quoted_words(text)
    if not any(word.colon >= 0 for word in words):
        return _title_role(text, " ".join(word.plain for word in words))
    terms = tuple(_term(word, text) for word in words if word.colon >= 0)
    if len(terms) < len(words):
        _refuse_mix(text, words)
    return Role(text, terms)


def _title_role(text: str, title: str) -> Role:
    """Return the role of a job title: what its words say, or else the whole title."""
    title = " ".join(title.split())
    if not title:
        raise RoleError("the role is empty.", do=_TERMS)
    labels = parse_title(title)
    craft = ("specialty", labels.specialty) if labels.specialty else ("function", labels.function)
    if not labels.craft_named or "former" in labels.marks:
        return Role(text, (Term("title", (Value(title),)),), "title")
    said = (craft, ("level", labels.level))
    return Role(text, tuple(Term(key, (Value(value),)) for key, value in said if value), "title")


def _term(word: Word, text: str) -> Term:
    key, values = word.plain[: word.colon].strip().lower(), word.part(word.colon + 1)
    if key not in KEYS:
        near = did_you_mean(key, KEYS)
        quoted = "" if near else f'; a title with a colon goes in quotes: title:"{shortened(text)}"'
        raise RoleError(
            f"'{shortened(word.plain[: word.colon])}' in '{shortened(text)}' is nothing a role is about.{near}",
            do=f"use one of {', '.join(KEYS)}{quoted}",
        )
    return Term(key, tuple(dict.fromkeys(_value(key, part, word.plain) for part in values.split())))


def _value(key: str, word: Word, term: str) -> Value:
    if not any(word.quoted) and word.plain.lower() == "none":
        return Value("", missing=True)
    sign = word.plain[-1:] if word.quoted[-1:] == (False,) else ""
    higher, prefix = sign == "+", sign == "*"
    stem = word.part(0, -1) if higher or prefix else word
    text = " ".join(stem.plain.split())
    if prefix and text and stem.plain[-1].isspace():
        text += " "  # "head of "* is not "head office"
    if higher and key not in _ORDERED:
        quote = f'; for the sign itself, {key}:"{word.plain}"' if key in ("title", "occupation") else ""
        raise RoleError(
            f"'+' in '{shortened(term)}' does not belong to {key}.",
            why="only level and rung have an order",
            do=f"use level:director+ or rung:director+{quote}",
        )
    if prefix and key in _ORDERED:
        raise RoleError(
            f"'*' in '{shortened(term)}' does not belong to {key}.",
            why="it matches the rest of a title, occupation, function or specialty",
            do=f"use '+' for \"or higher\", or name values with '|': {key}:{'|'.join(_VALUES[key][-2:])}",
        )
    if stem.find("*") >= 0:
        raise RoleError(
            f"'*' is inside a value in '{shortened(term)}'.",
            why="it matches the rest, so it comes last",
            do=f"write {key}:{shortened(word.plain[: stem.find('*')])}*; a real star goes in quotes: "
            f'{key}:"{shortened(word.plain)}"',
        )
    if not text and not prefix:
        raise RoleError(
            f"'{shortened(term)}' has an empty value.",
            why="blanks part terms, so there is none around ':' and '|'",
            do=f"write {key}:{_example(key)}, or {key}:none for a missing one",
        )
    if key in _VALUES or key == "specialty":
        text = re.sub(r"[\s\-‐‑–_]+", "_", text.lower())
    if key in _VALUES:
        _check_known(key, text, term, prefix=prefix, quoted_none=any(word.quoted) and text == "none")
    return Value(text, prefix=prefix, higher=higher)


def _check_known(key: str, text: str, term: str, *, prefix: bool, quoted_none: bool) -> None:
    known = _VALUES[key]
    if text in known or (prefix and any(name.startswith(text) for name in known)):
        return
    if text == "none":
        why = "in quotes, none is a name" if quoted_none else "a missing value has nothing above or after it"
        raise RoleError(
            f"'none' in '{shortened(term)}' is no {key}.", why=why, do=f"write {key}:none for a missing one"
        )
    if text in LEVELS and key == "rung":
        hint = f" It is a level: level:{text}."
    elif text in RUNGS and key == "level":
        hint = f" It is a rung: rung:{text}."
    else:
        hint = did_you_mean(text, known)
    raise RoleError(
        f"'{shortened(text)}' in '{shortened(term)}' is no {key}.{hint}", do=f"use one of {', '.join(known)}"
    )


def _refuse_mix(text: str, words: list[Word]) -> NoReturn:
    """Show how to quote what was likely meant: words after a term belong to it, words before any term are a title."""
    bare = " ".join(word.plain for word in words if word.colon < 0)
    if any(word.colon < 0 and word.find("|") >= 0 for word in words):
        raise RoleError(
            f"'{shortened(text)}' has blanks around '|'.", why="blanks part terms", do="write level:manager|head"
        )
    terms: list[tuple[str, list[str]]] = []
    for word in words:
        if word.colon >= 0:
            terms.append((word.plain[: word.colon].lower(), [word.plain[word.colon + 1 :]]))
        elif terms and terms[-1][0] in ("title", "occupation", "specialty"):
            terms[-1][1].append(word.plain)
        elif terms and terms[0][0] == "title":
            terms[0][1].append(word.plain)
        else:
            terms.insert(0, ("title", [word.plain]))
    written = [(key, " ".join(parts)) for key, parts in terms]
    meant = " ".join(
        f'{key}:"{value}"' if " " in value or key == "title" else f"{key}:{value}" for key, value in written
    )
    raise RoleError(
        f"'{shortened(text)}' mixes terms with words that belong to none: '{shortened(bare)}'.",
        why="blanks part terms",
        do=f"quote words that belong together: {shortened(meant, 200)}",
    )


def _example(key: str) -> str:
    return {"title": '"head of social"', "occupation": "2432*", "specialty": "social_media"}.get(key) or (
        {"function": "marketing", "level": "director+", "rung": "manager+"}[key]
    )
