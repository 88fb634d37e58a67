"""What jobs list: names of skills and tools, from lists and descriptions, made one where they are written otherwise.

In: jobs with ``skills`` and ``description``. Out: `Items`. Distinct items and texts leave the engine once, are read here, and
are joined back. Start at `listed_items`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING, Final, NamedTuple

from outgrow.engine import fetched, lookup, number, store
from outgrow.errors import InputError
from outgrow.reference.skills.listed import ListedName, listed_name, names_in

if TYPE_CHECKING:
    import ibis
    import pyarrow

__all__ = ["BITS", "LEAST_JOBS", "UNNAMED", "Items", "Listed", "listed_items", "words"]

#: A skill is counted if so many jobs of the role list it.
LEAST_JOBS: Final = 10
#: Number of whatever is listed and not counted.
UNNAMED: Final = -1
#: Skills whose bits are in one whole number: fewer than it has, whose last is a sign.
BITS: Final = 60
#: Distinct items of lists that are looked up, the commonest first.
_MOST_READ: Final = 20_000

Listed = ListedName


class Items(NamedTuple):
    """What jobs list.

    Parameters
    ----------
    items : ibis.Table
        ``number, place`` of the jobs that list any of the skills, with a bit for each of those: in a column for every
        `BITS` of them, named as `words` names it.
    described : ibis.Table or None
        ``number, place`` of the jobs whose description names anything, counted or not; None where there are none.
    skills : tuple of Listed
        The skills, by their numbers.
    left_out : int
        Names that are not among them.
    """

    items: ibis.Table
    described: ibis.Table | None
    skills: tuple[Listed, ...]
    left_out: int


def listed_items(jobs: ibis.Table, *, most: int, source: str) -> Items:
    """Find what jobs list.

    Parameters
    ----------
    jobs : ibis.Table
        ``number`` (of the person), ``place, skills`` (parted by ``;``), ``has_list`` (whether anything is), ``description``,
        and ``counts``: whether a job is one of the role.
    most : int
        Skills to count: those that most jobs of the role list.
    source : str
        What the careers are called.

    Raises
    ------
    InputError
        No job lists anything.
    """
    import ibis
    import pyarrow as pa

    listing = jobs.filter(jobs.has_list)
    pieces = listing.select("number", "place", "counts", item=listing["skills"].split(";").unnest())
    own = pieces.filter(pieces.counts)
    said = own.group_by("item").agg(jobs=own.count())
    rows = fetched(said.order_by([said.jobs.desc(), said["item"]]).limit(_MOST_READ)).to_pylist()
    written = {row["item"]: (listed_name(row["item"]), int(row["jobs"])) for row in rows}
    described = jobs.filter(jobs.description.notnull())
    said_so = fetched(described.group_by("description").agg(jobs=described.counts.ifelse(1, 0).sum())).to_pylist()
    read = [(row["description"], names_in(row["description"]), int(row["jobs"])) for row in said_so]
    times_listed: Counter[Listed] = Counter()
    for name, times in written.values():
        if name is not None:
            times_listed[name] += times
    for _, names, times in read:
        times_listed.update(dict.fromkeys(names, times))
    if not any(times_listed.values()) and not _anything(listing, read):
        raise InputError(
            f"no job in '{source}' that could be asked about lists any skill.",
            why="skills are read from the columns 'skills' and 'description' of spells",
            do="give careers with either, or name the column with --map skills=THEIRS",
        )
    ranked = sorted(times_listed.items(), key=lambda one: (-one[1], one[0].name))
    skills = tuple(name for name, times in ranked[:most] if times >= LEAST_JOBS)
    place = {name: code for code, name in enumerate(skills)}
    codes = {item: place[name] for item, (name, _) in written.items() if name in place}
    columns = words(skills)
    known = lookup(pa.table({"known_item": pa.array(codes, pa.string()), **_bits(codes.values(), skills)}), jobs)
    found = pieces.inner_join(known, pieces["item"] == known.known_item).select("number", "place", *columns)
    named = None
    if read:
        pairs = [(text, place.get(name, UNNAMED)) for text, said, _ in read for name in said]
        texts = pa.array([text for text, _ in pairs], pa.string())
        held = lookup(pa.table({"known_text": texts, **_bits([code for _, code in pairs], skills)}), jobs)
        told = described.inner_join(held, described.description == held.known_text)
        told = store(told.select("number", "place", *columns))
        found = found.union(told)
        named = store(told.select("number", "place").distinct())
    assert isinstance(found, ibis.Table)
    items = found.group_by("number", "place").agg(**{name: found[name].bit_or() for name in columns})
    return Items(store(items), named, skills, len(times_listed) - len(skills))


def _anything(listing: ibis.Table, read: list[tuple[str, list[Listed], int]]) -> bool:
    """Tell whether a job outside the role lists anything, where none in it does."""
    return any(names for _, names, _ in read) or number(listing.limit(1).count()) > 0


def words(skills: Collection[Listed]) -> tuple[str, ...]:
    """Name the columns that hold a bit for each of the skills."""
    return tuple(f"word_{word}" for word in range(max(-(-len(skills) // BITS), 1)))


def _bits(codes: Iterable[int], skills: Collection[Listed]) -> dict[str, pyarrow.Array]:
    """Return the columns of `words` for skills by their numbers."""
    import pyarrow as pa

    numbers = list(codes)
    return {
        name: pa.array([1 << code % BITS if code // BITS == word else 0 for code in numbers], pa.int64())
        for word, name in enumerate(words(skills))
    }
