"""How many jobs outside a role name its skill in their lists of skills or their descriptions, by year.

In: `Careers`, a role, the words for the skill. Out: counts on the engine. Start at `mention_counts`. A skill can spread into
other jobs while the title it was once a job by fades.
"""

from __future__ import annotations

import functools
import operator
import re
from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

from outgrow.engine import fold, number
from outgrow.tallies.following import NEVER
from outgrow.tallies.tally import FOLD
from outgrow.titles.label import labelled

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

    from outgrow.careers import Careers
    from outgrow.settings import Settings
    from outgrow.titles.roles import Role

__all__ = ["mention_counts", "pattern_of", "words_of"]

_WORD: Final = re.compile(r"[^\W_]+")


def words_of(role: Role) -> tuple[str, ...]:
    """Return what a role's skill is called: its specialties in words, or else its functions; nothing where it has neither."""
    for key in ("specialty", "function"):
        values = [value for term in role.terms if term.key == key for value in term.values]
        if values and not any(value.missing or value.prefix for value in values):
            return tuple(dict.fromkeys(value.text.replace("_", " ") for value in values))
    return ()


def pattern_of(words: str) -> str | None:
    """Return the pattern of words in a row in a text in lower case, as every engine reads it; None without a word."""
    parts = _WORD.findall(words.lower())
    if not parts:
        return None
    return f"(^|[^a-z0-9]){'[^a-z0-9]+'.join(parts)}([^a-z0-9]|$)"


def _names(text: ir.StringValue, words: str) -> ir.BooleanValue:
    """Tell whether a text in lower case has words in a row; only those with the longest of them are looked at closely."""
    longest = max(_WORD.findall(words.lower()), key=len)
    return text.contains(longest) & text.re_search(pattern_of(words))


def mention_counts(
    careers: Careers, role: Role, people: ibis.Table, settings: Settings, words: Sequence[str], *, june: int
) -> ibis.Table | None:
    """Count jobs outside a role that list skills or are described, by the Junes in which they are held and seen.

    Parameters
    ----------
    careers : Careers
        The careers.
    role : Role
        Jobs in it are left out.
    people : ibis.Table
        From when to when each is seen, as the step ``people`` of a drift tally.
    settings : Settings
        For owners.
    words : sequence of str
        What the skill is called; one of them is enough.
    june : int
        Place of the month in its year, from 0.

    Returns
    -------
    ibis.Table or None
        ``first_year, last_year, fold, names_it, people, weight``, where people are jobs; None where no job lists anything, or no
        word can be looked for.
    """
    asked = [one for one in words if pattern_of(one) is not None]
    spells = labelled(careers, role.needs)
    skills, described = (spells[name].cast("string").fill_null("") for name in ("skills", "description"))
    spells = spells.filter((skills != "") | (described != ""))
    if not asked or not number(spells.limit(1).count()):
        return None
    spells = spells.filter(~role.condition(spells, owners=settings.owners))
    text = spells.skills.cast("string").fill_null("") + " ; " + spells.description.cast("string").fill_null("")
    names_it = functools.reduce(operator.or_, (_names(text.lower(), one) for one in asked))
    table = spells.select(
        "person",
        start=spells.start.cast("int32"),
        ended=spells.end.cast("int32").fill_null(NEVER),
        names_it=names_it.ifelse(1, 0).cast("int8"),
    )
    known = people.rename(known_person="person")
    table = table.inner_join(known, table.person == known.known_person).drop("known_person")
    seen_start = (table.start >= table.seen_from).ifelse(table.start, table.seen_from)
    seen_last = (table.ended <= table.through).ifelse(table.ended, table.through)
    table = table.mutate(
        first_year=((seen_start + 11 - june) // 12).cast("int32"),
        last_year=((seen_last + 12 - june) // 12 - 1).cast("int32"),
        **{FOLD: fold(table.person)},
    )
    table = table.filter(table.first_year <= table.last_year)
    jobs = table.count()
    return table.group_by("first_year", "last_year", FOLD, "names_it").agg(
        people=jobs, weight=table.weight.sum() if "weight" in table.columns else jobs.cast("float64")
    )
