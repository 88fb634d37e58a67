"""Skills from one job to the next: counts that say which are listed again, listed more from year to year, and how pay went.

In: `Careers`, a role. Out: `SkillTally`. A job *lists* what its ``skills`` say and what its description names; jobs that list
nothing at all say nothing of any skill, and are left out. Start at `skill_tally`; what items are called is for
`outgrow.tallies.listed` to find.
"""

from __future__ import annotations

import functools
import operator
from typing import TYPE_CHECKING, Any

from outgrow.engine import fetched, fold, lookup, store, trimmed
from outgrow.errors import InputError
from outgrow.months import month_number
from outgrow.schema import START_UNKNOWN
from outgrow.settings import Settings
from outgrow.tallies.following import EVER, NEVER, flow_of, notes_of, weight_column
from outgrow.tallies.listed import BITS, Items, Listed, listed_items, words
from outgrow.tallies.main_states import main_spells
from outgrow.tallies.pay_held import usual_yearly_pay
from outgrow.tallies.skill_counts import ALIKE, KEYS, SUMS, SkillTally, keys_of
from outgrow.tallies.tally import FOLD, summed
from outgrow.titles.label import labelled

if TYPE_CHECKING:
    import ibis
    import ibis.expr.types as ir
    import pyarrow

    from outgrow.careers import Careers
    from outgrow.titles.roles import Role

__all__ = ["skill_steps", "skill_tally"]


def skill_tally(careers: Careers, role: Role, settings: Settings | None = None, *, most: int = 50) -> SkillTally:
    """Count what became of each skill that jobs of a role list.

    Parameters
    ----------
    careers : Careers
        The careers, on any engine, with ``skills`` or ``description``.
    role : Role
        The role.
    settings : Settings, optional
        For follow-up, gaps, the main job, owners and weights; ``entered`` says when people first entered the role.
    most : int, default 50
        Skills counted: those that most jobs of the role list.

    Returns
    -------
    SkillTally
        Exact.

    Raises
    ------
    InputError
        `most` is below 1, or no job of these careers lists any skill.
    """
    settings = settings or Settings()
    if most < 1:
        raise InputError(f"the most skills to count is {most}.", do="give 1 or more")
    steps, skills, left_out = skill_steps(careers, role, settings, most=most)
    kinds = fetched(steps["kinds"])
    weighted = weight_column(careers, settings) is not None
    return SkillTally(
        role=role.text,
        skills=skills,
        **{name: _long(fetched(steps[name]), name, skills, kinds if name == "changes" else None) for name in KEYS},
        flow=flow_of(fetched(steps["flow"]), careers),
        settings=settings,
        careers=careers.facts,
        notes=notes_of(careers, settings),
        weighted=weighted,
        left_out=left_out,
        queries=tuple(steps[name] for name in KEYS),
    )


def skill_steps(
    careers: Careers, role: Role, settings: Settings, *, most: int
) -> tuple[dict[str, ibis.Table], tuple[Listed, ...], int]:
    """Return the named steps of a tally of skills, each an expression on the careers' engine; and which skills they count.

    Parameters are those of `skill_tally`.

    Returns
    -------
    steps : dict of str to ibis.Table
        ``jobs`` (main jobs that list anything of everyone who held the role, with their place in order, a bit for each skill
        listed, and one for each that was by then), ``pairs`` (moves), ``kinds`` (of moves, by number), ``flow``, and the
        tables of `SkillTally`.
    skills : tuple of Listed
        In the order of their numbers.
    left_out : int
        How many names were too rare to be among them.
    """
    steps: dict[str, ibis.Table] = {}
    told, people = _jobs(careers, role, settings)
    found = listed_items(told, most=most, source=careers.name)
    jobs = steps["jobs"] = store(_with_bits(told, found))
    pairs = steps["pairs"] = store(_pairs(jobs))
    listing = jobs.filter(jobs.counts & jobs.fresh)
    held = jobs.filter(jobs.counts).select("number").distinct()
    counted = people.number.isin(held.number).ifelse("counted", "no_follow_up")
    steps["flow"] = people.group_by(status=counted).agg(n=people.count())
    kinds = steps["kinds"] = store(_kinds(pairs))
    bits = _Bits(found.skills, told)
    steps["moves"] = _moves(pairs, listing, bits)
    steps["years"] = _years(listing, bits)
    steps["changes"] = _changes(pairs, kinds, bits)
    return steps, found.skills, found.left_out


class _Bits:
    """Reads the bits that stand for skills."""

    def __init__(self, skills: tuple[Listed, ...], beside: ibis.Table) -> None:
        import pyarrow as pa

        self.words = words(skills)
        self._tables = {}
        for word, name in enumerate(self.words):
            own = range(word * BITS, min(len(skills), (word + 1) * BITS))
            rows = {"skill": pa.array(own, pa.int32()), "bit": pa.array([1 << at % BITS for at in own], pa.int64())}
            self._tables[name] = lookup(pa.table(rows), beside)

    def spread(self, table: ibis.Table, *names: str) -> ibis.Table:
        """Return a row for each skill of which any of the named sets has the bit, with which of them do, as 0 or 1.

        Set ``x`` is in the columns ``x_word_0`` and so on.
        """
        import ibis

        plain = [name for name in table.columns if "_word_" not in name]
        parts = []
        for word in self.words:
            each = table.cross_join(self._tables[word])
            has = {name: (each[f"{name}_{word}"] & each.bit) != 0 for name in names}
            each = each.filter(functools.reduce(operator.or_, has.values()))
            parts.append(each.select("skill", *plain, **{name: value.ifelse(1, 0) for name, value in has.items()}))
        return parts[0] if len(parts) == 1 else ibis.union(*parts)

    def named(self, table: ibis.Table, name: str, of: str | None = None) -> dict[str, ir.IntegerColumn]:
        """Return the columns of a set of a table under another name."""
        return {f"{name}_{word}": table[word if of is None else f"{of}_{word}"] for word in self.words}


def _jobs(careers: Careers, role: Role, settings: Settings) -> tuple[ibis.Table, ibis.Table]:
    """Return the main jobs, in order, of everyone who ever held the role; and those people, with what is known of them."""
    import ibis

    people = None
    if not role.any:
        spells = labelled(careers, role.needs)
        people = store(spells.filter(role.condition(spells, owners=settings.owners)).select("person").distinct())
    main = main_spells(careers, settings, people=people)
    main = main.select(
        main_person="person",
        main_row="row",
        main_start="start",
        main_place=ibis.row_number().over(ibis.window(group_by="person", order_by="start")).cast("int32"),
    )
    # joined to spells as they are: what is told of them is told of these alone
    spells = labelled(careers, role.needs | {"level", "function"}, people=people)
    spells = spells.inner_join(main, [("person", "main_person"), ("row", "main_row")])
    marks = ibis.literal(";") + spells["marks"].fill_null("").lower().replace(" ", "") + ";"
    start = spells.main_start.cast("int32")
    told = store(
        spells.select(
            *("person", "skills", "description"),
            has_list=_lists(spells["skills"]),
            currency=spells.currency.fill_null("").upper(),
            start=start,
            place=spells.main_place,
            level=spells.level.fill_null(""),
            function=spells.function.fill_null(""),
            log_pay=usual_yearly_pay(spells).ln(),
            in_role=role.condition(spells, owners=settings.owners).fill_null(False),
            dated=(~marks.contains(f";{START_UNKNOWN};")),
        )
    )
    known = store(_known(careers, told.filter(told.in_role), settings))
    table = told.inner_join(known.rename(known_person="person"), [("person", "known_person")])
    table = table.mutate(
        # what began after the last month of follow-up is not seen
        counts=table.in_role & table.counted & (table.start <= table.seen_until),
        # what began before somebody was followed is history, not a beginning
        fresh=table.dated & (table.start >= table.seen_from) & (table.start <= table.seen_until),
    )
    gone = ("person", "known_person", "in_role", "counted", "dated", "seen_from", "seen_until")
    return table.drop(*gone), known


def _lists(skills: ir.StringValue) -> ir.BooleanValue:
    """Tell whether a list holds anything; few begin with what parts items, and only those are searched for more."""
    import ibis

    plain = (skills.length() > 0) & skills.substr(0, 1).notin([";", *" \t\n\r\v\f"])
    return ibis.cases((plain, True), else_=trimmed(skills.replace(";", " ")) != "").fill_null(False)


def _known(careers: Careers, held: ibis.Table, settings: Settings) -> ibis.Table:
    """Return of everyone who held the role the fold, the weight, from when to when they are followed, and whether they count.

    They are numbered, since engines group by numbers faster than by names.
    """
    import ibis

    weight = weight_column(careers, settings)
    people = held.group_by("person").agg(entered=held.start.min())
    first, last = settings.entered_months
    counted = ibis.literal(True)
    if first is not None:
        counted = counted & (people.entered >= first)
    if last is not None:
        counted = counted & (people.entered <= last)
    asked_from, asked_until = (
        default if text is None else month_number(text)
        for text, default in ((settings.observed_from, EVER), (settings.observed_until, NEVER))
    )
    seen_from, seen_until = ibis.literal(asked_from), ibis.literal(asked_until)
    weighs: ir.FloatingValue = ibis.literal(1.0)
    people = people.filter(counted)
    if careers.people is not None:
        of_each = {} if weight is None else {"weight": careers.people[weight].cast("float64")}
        more = careers.people.select("observed_from", "observed_until", known_person=careers.people.person, **of_each)
        people = people.left_join(more, [("person", "known_person")]).drop("known_person")
        own_from, own_until = people.observed_from.fill_null(EVER), people.observed_until.fill_null(NEVER)
        seen_from = (own_from > seen_from).ifelse(own_from, seen_from)
        seen_until = (own_until < seen_until).ifelse(own_until, seen_until)
        if weight is not None:
            weighs = people.weight.fill_null(0.0)
    return people.select(
        "person",
        number=ibis.row_number().over(ibis.window(order_by="person")).cast("int32"),
        **{FOLD: fold(people.person)},
        weight=weighs,
        seen_from=seen_from.cast("int32"),
        seen_until=seen_until.cast("int32"),
        counted=(weighs > 0),
    )


def _with_bits(jobs: ibis.Table, found: Items) -> ibis.Table:
    """Return the jobs that list anything, with which skills, and which those before it did or it does."""
    import ibis

    names = [name for name in found.items.columns if name not in ("number", "place")]
    items = found.items.rename(item_number="number", item_place="place")
    table = jobs.left_join(items, [("number", "item_number"), ("place", "item_place")])
    lists = table.has_list
    if found.described is not None:
        table = table.left_join(
            found.described.rename(list_number="number", list_place="place"),
            [("number", "list_number"), ("place", "list_place")],
        )
        lists = table.has_list | table.list_number.notnull()
    plain = [name for name in jobs.columns if name not in ("skills", "description", "has_list", "start")]
    table = table.select(
        *plain,
        lists=lists,
        year=(table.start // 12).cast("int32"),
        **{name: table[name].fill_null(0) for name in names},
    )
    # a job that lists nothing says nothing, and adds nothing to what was known
    table = table.filter(table.lists).drop("lists")
    so_far = ibis.window(group_by="number", order_by="place", preceding=None, following=0)
    return table.mutate(**{f"known_{name}": table[name].bit_or().over(so_far) for name in names})


def _pairs(jobs: ibis.Table) -> ibis.Table:
    """Return moves from a job in the role to the next main one, of jobs that list any skill."""
    import ibis

    after = jobs.filter(jobs.fresh)
    sets = [name for name in jobs.columns if "word_" in name]
    after = after.select(
        next_number="number",
        before_place=after.place - 1,
        year="year",
        next_level="level",
        next_function="function",
        next_log_pay="log_pay",
        next_currency="currency",
        **{f"next_{name}": after[name] for name in sets},
    )
    before = jobs.filter(jobs.counts).drop("year")
    pairs = before.inner_join(after, [("number", "next_number"), ("place", "before_place")])
    same_money = pairs.currency == pairs.next_currency  # none said: the same
    return pairs.select(
        *("number", "place", FOLD, "weight", "level", "next_level", "next_function", "year", *sets),
        *(f"next_{name}" for name in sets),
        change=same_money.ifelse(pairs.next_log_pay - pairs.log_pay, ibis.null("float64")),
    )


def _moves(pairs: ibis.Table, listing: ibis.Table, bits: _Bits) -> ibis.Table:
    """Count moves by what was listed before and after, and the people behind each number."""
    moves = pairs.select("number", FOLD, "weight", **bits.named(pairs, "before"), **bits.named(pairs, "after", "next"))
    each = bits.spread(moves, "before", "after")
    both = each.before * each.after
    by_skill = each.group_by("skill", FOLD).agg(
        before=each.before.sum(),
        after=each.after.sum(),
        both=both.sum(),
        weight_before=(each.before * each.weight).sum(),
        weight_after=(each.after * each.weight).sum(),
        weight_both=(both * each.weight).sum(),
    )
    whole = pairs.group_by(FOLD).agg(number=pairs.count(), people=pairs.number.nunique(), sums=pairs.weight.sum())
    whole = whole.select(
        FOLD,
        **dict.fromkeys(("before", "after", "both"), whole.number),
        **dict.fromkeys(("people_both", "people_dropped", "people_taken", "people_any"), whole.people),
        **dict.fromkeys(("weight_before", "weight_after", "weight_both"), whole.sums),
    )
    # of everyone: whether there was any such move, or any such job
    sets: dict[str, ir.IntegerValue] = {}
    for word in bits.words:
        before, after = moves[f"before_{word}"], moves[f"after_{word}"]
        kept = before & after
        sets |= {f"both_{word}": kept, f"dropped_{word}": before - kept, f"taken_{word}": after - kept}
    own = moves.select("number", FOLD, **sets)
    own = own.group_by("number", FOLD).agg(**{name: own[name].bit_or() for name in sets})
    own = bits.spread(own, "both", "dropped", "taken")
    people = own.group_by("skill", FOLD).agg(
        people_both=own.both.sum(),
        people_dropped=own.dropped.sum(),
        people_taken=own.taken.sum(),
        people_any=own.count(),
    )
    there = listing.group_by("number", FOLD).agg(**{f"lists_{word}": listing[word].bit_or() for word in bits.words})
    there = bits.spread(there, "lists")
    listed = there.group_by("skill", FOLD).agg(people=there.count())
    everyone = listing.group_by(FOLD).agg(people=listing.number.nunique())
    paid = pairs.filter(pairs.change.notnull())
    last = paid.group_by("number", FOLD).agg(
        **{f"told_{word}": paid[f"next_known_{word}"].bit_or() for word in bits.words}
    )
    told = bits.spread(last, "told")
    paid_by_skill = told.group_by("skill", FOLD).agg(people_paid=told.count())
    paid_people = last.group_by(FOLD).agg(people_paid=last.count())
    return _united("moves", by_skill, people, whole, listed, everyone, paid_by_skill, paid_people)


def _years(listing: ibis.Table, bits: _Bits) -> ibis.Table:
    """Count the jobs of the role that began in each year, and those that list each skill."""
    there = bits.spread(listing.select("year", FOLD, "weight", **bits.named(listing, "lists")), "lists")
    by_skill = there.group_by("skill", "year", FOLD).agg(jobs=there.count(), weight_jobs=there.weight.sum())
    whole = listing.group_by("year", FOLD).agg(jobs=listing.count(), weight_jobs=listing.weight.sum())
    return _united("years", by_skill, whole)


def _changes(pairs: ibis.Table, kinds: ibis.Table, bits: _Bits) -> ibis.Table:
    """Add up changes in log pay by kind of moves: all of them, and those of whoever lists or listed each skill."""
    paid = pairs.filter(pairs.change.notnull())
    paid = paid.inner_join(
        kinds.rename(**{f"kind_{name}": name for name in ALIKE}), [(name, f"kind_{name}") for name in ALIKE]
    )
    sets = {**bits.named(paid, "known", "known"), **bits.named(paid, "then", "next_known")}
    paid = paid.select("kind", FOLD, "weight", change=paid.change * paid.weight, **sets)
    told = bits.spread(paid, "then", "known")
    new = told.known == 0
    sums = {
        "first": new.ifelse(1, 0).sum(),
        "known": new.ifelse(0, 1).sum(),
        "weight_first": new.ifelse(told.weight, 0.0).sum(),
        "weight_known": new.ifelse(0.0, told.weight).sum(),
        "change_first": new.ifelse(told.change, 0.0).sum(),
        "change_known": new.ifelse(0.0, told.change).sum(),
    }
    by_skill = told.group_by("skill", "kind", FOLD).agg(**sums)
    whole = paid.group_by("kind", FOLD).agg(
        known=paid.count(), weight_known=paid.weight.sum(), change_known=paid.change.sum()
    )
    return _united("changes", by_skill, whole)


def _kinds(pairs: ibis.Table) -> ibis.Table:
    """Number the kinds of moves with pay, since engines group by numbers faster than by names."""
    import ibis

    paid = pairs.filter(pairs.change.notnull()).select(*ALIKE).distinct()
    return paid.mutate(kind=ibis.row_number().over(ibis.window(order_by=list(ALIKE))).cast("int32"))


def _united(name: str, *parts: ibis.Table) -> ibis.Table:
    """Put parts of a table under one another; a part without a column has 0 there, and one without a skill is of them all."""
    import ibis

    keys = ("skill", "kind", FOLD) if name == "changes" else keys_of(name)
    cast = []
    for part in parts:
        values = {key: part[key].cast("int32") if key in part.columns else ibis.null("int32") for key in keys}
        for column in SUMS[name]:
            kind = "float64" if column.startswith(("weight_", "change_")) else "int64"
            values[column] = part[column].cast(kind) if column in part.columns else ibis.literal(0, kind)
        cast.append(part.select(**values))
    return ibis.union(*cast)


def _long(
    rows: pyarrow.Table, name: str, skills: tuple[Listed, ...], kinds: pyarrow.Table | None = None
) -> pyarrow.Table:
    """Call skills and kinds of moves by their names; add up rows that share their keys, where several parts have them."""
    import pyarrow as pa

    names = pa.array([skill.name for skill in skills], pa.string())
    columns: dict[str, Any] = {"skill": names.take(rows["skill"].combine_chunks())}
    if kinds is None:
        columns |= {key: rows[key].cast(pa.int64()) for key in keys_of(name)[1:]}
    else:
        ordered = kinds.sort_by("kind")
        for key in ALIKE:
            of_kinds = ordered[key].combine_chunks().cast(pa.int64() if key == "year" else pa.string())
            columns[key] = of_kinds.take(rows["kind"].combine_chunks())
        columns[FOLD] = rows[FOLD].cast(pa.int64())
    table = pa.table({**columns, **{column: rows[column] for column in SUMS[name]}})
    return summed(table, keys_of(name), SUMS[name]) if name == "moves" else table
