"""Labels of spells: their own where the source has them, parsed from the title where it has none.

In: `Careers`. Out: its spells with function, specialty, level and marks filled. Distinct titles are parsed once and joined
back in the engine; a question about titles alone costs nothing here.
"""

from __future__ import annotations

import weakref
from collections.abc import Collection
from typing import TYPE_CHECKING, Final

from outgrow.engine import store
from outgrow.titles.parse import parse_titles

if TYPE_CHECKING:
    import ibis

    from outgrow.careers import Careers

__all__ = ["PARSED", "labelled"]

#: Columns that a title can fill.
PARSED: Final = frozenset({"function", "specialty", "level"})

_known: weakref.WeakKeyDictionary[Careers, ibis.Table] = weakref.WeakKeyDictionary()


def labelled(careers: Careers, needs: Collection[str]) -> ibis.Table:
    """Return the spells of careers with the labels that a question reads.

    Parameters
    ----------
    careers : Careers
        The careers.
    needs : collection of str
        Columns that will be read; without one of `PARSED` the spells come back as they are.

    Returns
    -------
    ibis.Table
        The columns of ``careers.spells``. A level of the source's own is kept, and so are function and specialty where
        it has either; marks found in a title are added where its level was parsed.
    """
    if not PARSED & set(needs):
        return careers.spells
    if careers not in _known:
        _known[careers] = _label(careers.spells)
    return _known[careers]


def _label(spells: ibis.Table) -> ibis.Table:
    import ibis
    import pyarrow as pa

    no_level = spells.level.isnull()
    no_craft = spells.function.isnull() & spells.specialty.isnull()
    distinct = spells.filter(no_level | no_craft).select("title").distinct()
    titles: list[str] = distinct.to_pyarrow()["title"].to_pylist()
    if not titles:
        return spells
    labels = parse_titles(titles)
    text = pa.string()
    lookup = ibis.memtable(
        pa.table(
            {
                "parsed_title": pa.array(titles, text),
                "parsed_function": pa.array([label.function for label in labels], text),
                "parsed_specialty": pa.array([label.specialty for label in labels], text),
                "parsed_level": pa.array([label.level for label in labels], text),
                "parsed_marks": pa.array([";".join(label.marks) or None for label in labels], text),
            }
        )
    )
    joined = spells.left_join(lookup, spells.title == lookup.parsed_title)
    no_level, no_craft = joined.level.isnull(), joined.function.isnull() & joined.specialty.isnull()
    added = no_level & joined.parsed_marks.notnull()
    both = ibis.coalesce(joined.marks + ";", ibis.literal("")) + ibis.coalesce(joined.parsed_marks, ibis.literal(""))
    filled = joined.mutate(
        function=no_craft.ifelse(joined.parsed_function, joined.function),
        specialty=no_craft.ifelse(joined.parsed_specialty, joined.specialty),
        level=ibis.coalesce(joined.level, joined.parsed_level),
        marks=added.ifelse(both, joined.marks),
    )
    return store(filled.select(*spells.columns))
