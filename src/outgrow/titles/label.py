"""Labels of spells: their own where the source has them, parsed from the title where it has none.

In: `Careers`. Out: its spells with function, specialty, level and marks filled, and titles folded for comparing. Only
distinct titles are folded and parsed, once for each set of careers, and joined back in the engine; a question that needs
neither costs nothing here. Whoever asks many questions of the same careers labels them all first: `settle`.
"""

from __future__ import annotations

import functools
import weakref
from collections.abc import Callable, Collection, Hashable
from typing import TYPE_CHECKING, Any, Final, TypeVar

from outgrow.engine import fetched, folded, lookup, store
from outgrow.schema import OWNER_MARKS, RUNG_LEVELS
from outgrow.titles.bulk import parse_titles
from outgrow.titles.parse import NOTHING
from outgrow.titles.roles import FOLDED, owned
from outgrow.titles.title_words import TitleLabels

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir

    from outgrow.careers import Careers

__all__ = ["APART", "is_settled", "labelled", "levels_note", "once", "only_of", "settle"]

Kept = TypeVar("Kept")

#: Column of what the source itself says of a spell beside its title, in one text.
APART: Final = "own_labels"

#: Titles that may say owner are looked for by these letters before they are parsed.
_OWNING: Final = (
    "own|found|partner|propriet|propri[eé]t|propie|fondat|fundador|self|trader|franchis|entrepr|empre|titular|titolare|"
    "(^|[^a-z])(s[oó]ci([oa]s?)?|mei)([^a-z]|$)|due[nñ]|dono|dona|associé|patron|[ms]on compte|conta pr[oó]pria|autonom|autónom|"
    "administradora? [uú]nic|imprendit|ditta individuale|inhaber|gr(ü|ue?)nder|eigent(ü|ue?)m|besitzer|teilhaber|unternehm|"
    "gesellschaft|selb(st)?st(ä|ae?)ndig|eigen|vennoot|ondern|opricht|zaakvoer|uitba|zelfstandig|aandeelhouder|praktijkhouder|"
    "winkelier|garagehouder|ptnr|(^|[^a-z])(ggf|dga)([^a-z]|$)"
)
_CRAFT: Final = frozenset({"function", "specialty"})
_ALL: Final = frozenset({"title", "level"}) | _CRAFT
#: Most spells of which `settle` keeps a copy: some 300 MB of them.
_MOST_SETTLED: Final = 2_000_000


class _Known:
    """What has been found out about the titles of one set of careers."""

    def __init__(self, spells: ibis.Table) -> None:
        no_craft = spells.function.isnull() & spells.specialty.isnull()
        counts = spells.agg(level=spells.level.isnull().ifelse(1, 0).sum(), craft=no_craft.ifelse(1, 0).sum())
        [missing] = fetched(counts).to_pylist()
        self.lacks_level, self.lacks_craft = bool(missing["level"]), bool(missing["craft"])
        self._spells = spells
        self._folded: ibis.Table | None = None
        self._labels: ibis.Table | None = None
        self._owners: ibis.Table | None = None
        self._looked_for_owners = False
        #: Spells with every label, kept by `settle`.
        self.settled: ibis.Table | None = None
        #: What questions of settled careers have in common, by name.
        self.kept: dict[Hashable, Any] = {}
        #: How far levels of the source and of titles differ, once that was asked.
        self.levels_note: str | None = None

    def folded(self) -> ibis.Table:
        """Return distinct titles with what they are compared as."""
        if self._folded is None:
            titles = self._spells.select("title").distinct()
            self._folded = store(titles.select(known_title=titles.title, **{FOLDED: folded(titles.title)}))
        return self._folded

    def labels(self) -> ibis.Table:
        """Return distinct titles with what they are compared as and their parsed labels."""
        import pyarrow as pa

        if self._labels is None:
            folded = self.folded()
            titles: list[str] = fetched(folded.select("known_title"))["known_title"].to_pylist()
            parsed = [_held(label) for label in parse_titles(titles)]
            text = pa.string()
            rows = pa.table(
                {
                    "parsed_title": pa.array(titles, text),
                    "parsed_function": pa.array([label.function for label in parsed], text),
                    "parsed_specialty": pa.array([label.specialty for label in parsed], text),
                    "parsed_level": pa.array([label.level for label in parsed], text),
                    "parsed_marks": pa.array([";".join(label.marks) or None for label in parsed], text),
                }
            )
            table = lookup(rows, folded)
            joined = folded.inner_join(table, folded.known_title == table.parsed_title)
            self._labels = store(joined.drop("parsed_title"))
        return self._labels

    def owners(self) -> ibis.Table | None:
        """Return the distinct titles that say owner, founder or partner; None where there is none."""
        import pyarrow as pa

        if not self._looked_for_owners:
            titles = self._spells.filter(self._spells.title.lower().re_search(_OWNING)).select("title").distinct()
            said: list[str] = fetched(titles)["title"].to_pylist()
            labels = zip(said, parse_titles(said), strict=True)
            owning = [title for title, label in labels if set(OWNER_MARKS) & set(label.marks)]
            if owning:
                self._owners = lookup(pa.table({"owner_title": pa.array(owning, pa.string())}), self._spells)
            self._looked_for_owners = True
        return self._owners


_known: weakref.WeakKeyDictionary[Careers, _Known] = weakref.WeakKeyDictionary()


def labelled(careers: Careers, needs: Collection[str], *, people: ibis.Table | None = None) -> ibis.Table:
    """Return the spells of careers with the labels that a question reads.

    Parameters
    ----------
    careers : Careers
        The careers.
    needs : collection of str
        Columns that will be read.
    people : ibis.Table, optional
        Whose spells, by ``person``; nobody else's are labelled. Default: everyone's.

    Returns
    -------
    ibis.Table
        The columns of ``careers.spells``, `FOLDED` where titles are read, and `APART` where that is. A level of the source's
        own is kept, and so are function and specialty where it has either; marks found in a title are added where its level
        was parsed, that of owners always.
    """
    settled = _settled_of(careers)
    if settled is not None:
        return only_of(settled, people)
    spells = only_of(_spells_of(careers), people)
    if APART in needs:
        spells = _with_own_labels(spells)
    if not {"title", "level", *_CRAFT} & set(needs):
        return spells
    known = _known_of(careers)
    if "level" in needs:
        spells = _with_owners(spells, known.owners())
    level, craft = known.lacks_level and "level" in needs, known.lacks_craft and bool(_CRAFT & set(needs))
    if level or craft:
        return _filled(spells, known.labels(), level=level, craft=craft)
    if "title" in needs:
        folded = known.folded()
        return spells.left_join(folded, spells.title == folded.known_title).drop("known_title")
    return spells


def only_of(spells: ibis.Table, people: ibis.Table | None) -> ibis.Table:
    """Return the spells of some people, by ``person``; all where none are given."""
    # a semi-join would join the chain that labels are joined by, where PostgreSQL knows none
    return spells if people is None else spells.filter(spells.person.isin(people.person))


def settle(careers: Careers) -> None:
    """Label every spell once and keep the result on the engine, for many questions of the same careers.

    Every question then reads a table of months and labels, and joins none to it. Larger careers than `_MOST_SETTLED` are
    left as they are: there the reading is the lesser part, and the room the greater.

    Parameters
    ----------
    careers : Careers
        The careers; what is kept lasts as long as they do.
    """
    if careers.counts.spells > _MOST_SETTLED:
        return
    known = _known_of(careers)
    if known.settled is None:
        known.settled = store(labelled(careers, _ALL | {APART}))


def once(careers: Careers, name: Hashable, make: Callable[[], Kept]) -> Kept:
    """Make what many questions of the same careers read, and keep it as long as they do where they are settled.

    Parameters
    ----------
    careers : Careers
        The careers.
    name : hashable
        What it is, with whatever it depends on.
    make : callable
        Makes it, without arguments.

    Returns
    -------
    object
        What `make` returned, now or before.
    """
    if not is_settled(careers):
        return make()
    kept = _known[careers].kept
    if name not in kept:
        kept[name] = make()
    found: Kept = kept[name]
    return found


def is_settled(careers: Careers) -> bool:
    """Tell whether `settle` has kept the labelled spells of careers."""
    return _settled_of(careers) is not None


def _settled_of(careers: Careers) -> ibis.Table | None:
    return _known[careers].settled if careers in _known else None


def _known_of(careers: Careers) -> _Known:
    known = _known.get(careers)
    if known is None:
        known = _known[careers] = _Known(_spells_of(careers))
    return known


def _spells_of(careers: Careers) -> ibis.Table:
    """Return the spells of careers, without the source's levels where those of titles were asked for."""
    import ibis

    spells = careers.spells
    return spells.mutate(level=ibis.null("string")) if careers.levels == "parsed" else spells


def levels_note(careers: Careers) -> tuple[str, ...]:
    """Say whose levels are used where that was asked, and how far those of the source and of titles differ."""
    if careers.levels is None:
        return ()
    known = _known_of(careers)
    if known.levels_note is None:
        known.levels_note = _compared(careers, known.labels())
    return (known.levels_note,)


def _compared(careers: Careers, labels: ibis.Table) -> str:
    import ibis

    used = "those of the source, where it has them" if careers.levels == "given" else "those that titles say"
    spells = careers.spells
    both = spells.inner_join(labels, spells.title == labels.known_title)
    both = both.filter(both.level.notnull() & both.parsed_level.notnull())

    def rung(level: ir.StringValue) -> ir.StringValue:
        return ibis.cases(*((level.isin(levels), name) for name, levels in RUNG_LEVELS.items()), else_="")

    counted = both.agg(
        jobs=both.count(),
        level=(both.level != both.parsed_level).ifelse(1, 0).sum(),
        rung=(rung(both.level) != rung(both.parsed_level)).ifelse(1, 0).sum(),
    )
    [row] = fetched(counted).to_pylist()
    if not row["jobs"]:
        return f"Levels are {used}; no job has both, so the two cannot be compared."
    level, rungs = (_rough_percent(row[name] or 0, row["jobs"]) for name in ("level", "rung"))
    jobs = f"{row['jobs'] // 1000 * 1000:,} jobs and more" if row["jobs"] >= 1000 else "fewer than 1,000 jobs"
    return f"Levels are {used}, as asked. Of {jobs} that have both, the two differ for {level}, and put {rungs} on another rung."


def _rough_percent(part: int, whole: int) -> str:
    """Return a share in whole percent, so that few jobs do not show."""
    share = round(100 * part / whole)
    return "none" if not part else "under 1%" if share < 1 else f"{share}%"


def _with_own_labels(spells: ibis.Table) -> ibis.Table:
    """Add what the source itself says of each spell: the same title with another level is another job."""
    import ibis

    owner = owned(spells).ifelse("owner", "")
    said = (spells[name].cast("string").fill_null("") for name in ("level", "function", "specialty", "occupation"))
    return spells.mutate(**{APART: functools.reduce(lambda text, more: text + ibis.literal("\n") + more, said, owner)})


def _held(label: TitleLabels) -> TitleLabels:
    """Return what a title says of a job that is held: nothing of one that is over or hoped for, no level of a seat on a board."""
    if "former" in label.marks:
        return NOTHING._replace(marks=label.marks)
    return label._replace(level=None) if "board" in label.marks else label


def _with_owners(spells: ibis.Table, owners: ibis.Table | None) -> ibis.Table:
    """Add the mark of owners where the title says so, whoever gave the level."""
    import ibis

    if owners is None:
        return spells
    joined = spells.left_join(owners, spells.title == owners.owner_title)
    marks = ibis.coalesce(joined.marks + ";", ibis.literal("")) + OWNER_MARKS[0]
    return joined.mutate(marks=joined.owner_title.notnull().ifelse(marks, joined.marks)).drop("owner_title")


def _filled(spells: ibis.Table, labels: ibis.Table, *, level: bool, craft: bool) -> ibis.Table:
    import ibis

    joined = spells.left_join(labels, spells.title == labels.known_title)
    columns = {column: joined[column] for column in (*spells.columns, FOLDED)}
    if craft:
        no_craft = joined.function.isnull() & joined.specialty.isnull()
        columns["function"] = no_craft.ifelse(joined.parsed_function, joined.function)
        columns["specialty"] = no_craft.ifelse(joined.parsed_specialty, joined.specialty)
    if level:
        found = joined.level.isnull() & joined.parsed_marks.notnull()
        both = ibis.coalesce(joined.marks + ";", ibis.literal("")) + joined.parsed_marks
        columns["level"] = ibis.coalesce(joined.level, joined.parsed_level)
        columns["marks"] = found.ifelse(both, joined.marks)
    return joined.select(**columns)
