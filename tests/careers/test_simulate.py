"""Simulated careers: the tables are well formed, untidy, calibrated, and give their own truth back.

What is recovered is counted here from the tables alone: main jobs are painted month by month onto a grid of people by
months, breadth and the rest are counted off that grid, and events are divided by person-months at risk. None of the code
that simulates is used, apart from `true_hazard`, which says what should come out.
"""

from __future__ import annotations

import json
import math
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute
import pytest

from outgrow.careers import read_careers
from outgrow.careers.calibration import occupations
from outgrow.careers.labour_market import CRAFTS
from outgrow.careers.simulate import DEMO_SEED, Simulated, simulate, true_hazard
from outgrow.careers.simulated_careers import careers_of
from outgrow.errors import InputError, UnknownName
from outgrow.schema import ASIDE_MARKS, FUNCTIONS, LEVEL_ORDER, LEVELS, MARKS, PEOPLE_COLUMNS, SPELL_COLUMNS

LAST = 22 * 12 - 1
NOBODY = -1
MANAGER, HEAD, DIRECTOR = (LEVEL_ORDER[level] for level in ("manager", "head", "director"))


@pytest.fixture(scope="module")
def demo() -> Simulated:
    return simulate()


@pytest.fixture(scope="module")
def large() -> Simulated:
    return simulate(60_000, seed=11)


@pytest.fixture(scope="module")
def grid(large: Simulated) -> Grid:
    return read_grid(large)


# --- reading the tables, independently of the simulator -------------------------------------------------------------


def months(column: pa.ChunkedArray, missing: int) -> np.ndarray:
    """Months from January 2004."""
    days = column.cast(pa.int32()).fill_null(-1_000_000).to_numpy()
    number = np.array(days, dtype="datetime64[D]").astype("datetime64[M]").astype(np.int64) - (2004 - 1970) * 12
    return np.where(days == -1_000_000, missing, number)


def coded(column: pa.ChunkedArray, words: list[str]) -> np.ndarray:
    """Place of each value among `words`; -1 for null."""
    return pa.compute.index_in(column, pa.array(words)).fill_null(-1).to_numpy()


def text(column: pa.ChunkedArray) -> np.ndarray:
    return np.array(column.fill_null("").to_pylist())


@dataclass
class Grid:
    """Main jobs by person and month: the row of the table of spells, or `NOBODY`."""

    row: np.ndarray
    person: np.ndarray
    start: np.ndarray
    end: np.ndarray
    level: np.ndarray
    function: np.ndarray
    specialty: np.ndarray
    specialties: list[str]
    category: np.ndarray
    organisation: np.ndarray
    owner: np.ndarray
    until: np.ndarray
    exited: np.ndarray
    birth: np.ndarray
    before_2004: np.ndarray


def read_grid(careers: Simulated) -> Grid:
    spells, people = careers.spells, careers.people
    person = spells["person"].to_numpy() - 1
    until = months(people["observed_until"], LAST)
    start = months(spells["start"], 0)
    end = np.minimum(months(spells["end"], 10_000), until[person])
    specialties = sorted(set(spells["specialty"].drop_null().to_pylist()))
    specialty = coded(spells["specialty"], specialties)
    function = coded(spells["function"], list(FUNCTIONS))
    marks = text(spells["marks"])
    row = np.full((people.num_rows, LAST + 1), NOBODY, dtype=np.int32)
    main = np.flatnonzero(~np.isin(marks, ASIDE_MARKS))
    # The one started last is the main job, so it is painted last.
    main = main[np.argsort(start[main], kind="stable")]
    length = end[main] - np.maximum(start[main], 0) + 1
    which = np.repeat(main, length)
    step = np.arange(len(which)) - np.repeat(np.cumsum(length) - length, length)
    row[person[which], np.maximum(start[which], 0) + step] = which
    before_2004 = np.zeros(people.num_rows, dtype=np.int64)
    early = start < 0
    before_2004[person[early]] = -start[early]
    return Grid(
        row=row,
        person=person,
        start=start,
        end=end,
        level=coded(spells["level"], list(LEVELS)),
        function=function,
        specialty=specialty,
        specialties=specialties,
        category=np.where(specialty >= 0, specialty, len(specialties) + function),
        organisation=text(spells["organisation"]),
        owner=marks == "owner",
        until=until,
        exited=months(people["exited"], 10_000),
        birth=people["birth"].to_numpy(),
        before_2004=before_2004,
    )


@dataclass
class Cells:
    """Person-months at risk, on the manager rung, of the moves to head and to director; and those moves."""

    level: np.ndarray
    function: np.ndarray
    settled: np.ndarray
    broadened: np.ndarray
    strategy_years: np.ndarray
    specialty: np.ndarray
    exposure: np.ndarray
    to_head: np.ndarray
    to_director: np.ndarray


@pytest.fixture(scope="module")
def cells(grid: Grid) -> Cells:
    """Walk through the months, counting what is known strictly before each."""
    people = len(grid.until)
    strategy = grid.specialties.index("strategy")
    special = np.full(len(grid.specialties) + 1, 0)
    special[grid.specialties.index("social_media")], special[grid.specialties.index("community")] = 1, 2
    shape = (2, len(FUNCTIONS), 2, 2, 5, 3)
    counted = {name: np.zeros(math.prod(shape)) for name in ("exposure", "to_head", "to_director")}
    by_category = np.zeros((people, grid.category.max() + 1), dtype=np.int32)
    level_months, strategy_months, last_level = (np.zeros(people, dtype=np.int64) for _ in range(3))
    last_level[:] = -1
    for month in range(LAST + 1):
        now = grid.row[:, month]
        if month:
            before = grid.row[:, month - 1]
            rung = np.isin(grid.level[before], (MANAGER, HEAD)) & (before >= 0)
            who = np.flatnonzero(rung & (month <= grid.until))
            total, most = by_category[who].sum(axis=1), by_category[who].max(axis=1)
            cell = np.ravel_multi_index(
                (
                    grid.level[before[who]] - MANAGER,
                    grid.function[before[who]],
                    (level_months[who] >= 12).astype(int),
                    ((total >= 12) & (5 * most < 4 * total)).astype(int),
                    np.minimum(strategy_months[who] // 12, 4),
                    special[grid.specialty[before[who]]],
                ),
                shape,
            )
            counted["exposure"] += np.bincount(cell, minlength=math.prod(shape))
            reached = np.where(now[who] >= 0, grid.level[now[who]], -1)
            up = reached > grid.level[before[who]]
            counted["to_head"] += np.bincount(cell[up & (reached == HEAD)], minlength=math.prod(shape))
            counted["to_director"] += np.bincount(cell[up & (reached == DIRECTOR)], minlength=math.prod(shape))
        working = np.flatnonzero(now >= 0)
        # The month a career comes into view also counts the months of that job before 2004.
        months_now = np.where(last_level[working] < 0, 1 + (month == 0) * grid.before_2004[working], 1)
        by_category[working, grid.category[now[working]]] += months_now
        strategy_months[working] += months_now * (grid.specialty[now[working]] == strategy)
        changed = grid.level[now[working]] != last_level[working]
        level_months[working] = np.where(changed, 0, level_months[working]) + months_now
        last_level[working] = grid.level[now[working]]
    used = np.flatnonzero(counted["exposure"])
    level, function, settled, broadened, years, specialty = np.unravel_index(used, shape)
    return Cells(level + MANAGER, function, settled, broadened, years, specialty, *(c[used] for c in counted.values()))


def poisson(events: np.ndarray, exposure: np.ndarray, design: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Log rates and their standard errors, by Newton's method."""
    beta = np.zeros(design.shape[1])
    beta[0] = np.log(events.sum() / exposure.sum())
    for _ in range(50):
        expected = exposure * np.exp(design @ beta)
        information = design.T @ (design * expected[:, None])
        step = np.linalg.solve(information, design.T @ (events - expected))
        beta += step
        if np.abs(step).max() < 1e-10:
            break
    return beta, np.sqrt(np.diag(np.linalg.inv(information)))


def indicators(*columns: np.ndarray) -> np.ndarray:
    """One column for each combination of values that occurs, apart from the first."""
    _, place = np.unique(np.stack(columns, axis=1), axis=0, return_inverse=True)
    return np.eye(place.max() + 1)[place.ravel()][:, 1:]


# --- the tables -----------------------------------------------------------------------------------------------------


def test_the_same_seed_gives_the_same_careers_and_another_does_not():
    one, same, other = simulate(400, seed=5), simulate(400, seed=5), simulate(400, seed=6)
    assert one.spells.equals(same.spells)
    assert one.people.equals(same.people)
    assert one.truth == same.truth
    assert not one.spells.equals(other.spells)


def test_careers_are_the_same_on_every_machine_as_long_as_the_version_is():
    """Whoever changes these numbers changes VERSION too."""
    made = simulate(2_000, seed=1)
    start = months(made.spells["start"], 0)
    assert made.truth["version"] == "1"
    assert made.spells.num_rows == 8_033
    assert int(start.sum()) == 942_945
    assert made.people["exited"].null_count == 1_558


def test_columns_and_types(demo: Simulated):
    spells, people = demo.spells, demo.people
    assert spells.column_names == [name for name in SPELL_COLUMNS if name != "description"]
    assert [name for name in people.column_names if name in PEOPLE_COLUMNS] == [
        name for name in PEOPLE_COLUMNS if name != "weight"
    ]
    assert set(people.column_names) - set(PEOPLE_COLUMNS) == {"sex", "education", "entry_year"}
    types = {"person": pa.int64(), "start": pa.date32(), "end": pa.date32(), "pay": pa.float64()}
    for name in spells.column_names:
        assert spells.schema.field(name).type == types.get(name, pa.string()), name
    for name in ("observed_from", "observed_until", "exited"):
        assert people.schema.field(name).type == pa.date32()
    assert people.num_rows == 20_000
    assert people["person"].to_pylist() == list(range(1, 20_001))
    for name in ("person", "start", "title", "organisation", "function", "level"):
        assert spells[name].null_count == 0, name
    for column in (spells["start"], spells["end"], people["observed_until"]):
        assert set(pa.compute.day(column).drop_null().unique().to_pylist()) == {1}


def test_labels_are_known_words(demo: Simulated):
    spells = demo.spells
    assert set(spells["level"].to_pylist()) == set(LEVELS)
    assert set(spells["function"].to_pylist()) <= set(FUNCTIONS)
    assert set(spells["marks"].drop_null().to_pylist()) <= set(MARKS)
    assert set(spells["occupation"].drop_null().to_pylist()) <= set(occupations())
    assert set(spells["currency"].drop_null().to_pylist()) == {"USD"}
    assert set(spells["pay_period"].drop_null().to_pylist()) == {"year"}
    assert pa.compute.min(spells["pay"]).as_py() >= 15_000


def test_months_are_in_order(demo: Simulated):
    spells, people = demo.spells, demo.people
    person = spells["person"].to_numpy() - 1
    start, end = months(spells["start"], 0), months(spells["end"], LAST)
    until, exited = months(people["observed_until"], -1), months(people["exited"], 10_000)
    assert (start <= end).all()
    assert end.max() == LAST
    assert (start <= until[person]).all()
    assert (months(spells["end"], -1000) <= until[person]).all()
    left = exited < 10_000
    assert (exited[left] <= until[left]).all()
    assert (end < exited[person])[spells["end"].is_valid().to_numpy(zero_copy_only=False)].all()
    # Nobody who left for good has an ongoing job, and a reason comes with every exit.
    ongoing = spells["end"].is_null().to_numpy(zero_copy_only=False)
    assert not left[person[ongoing]].any()
    assert people["exit_reason"].null_count == people["exited"].null_count
    assert len(np.unique(person)) == people.num_rows


def test_late_follow_up_is_marked(demo: Simulated):
    """Careers under way in 2004 keep the true start of their job, or carry the mark that it is unknown."""
    spells, people = demo.spells, demo.people
    late = people["observed_from"].is_valid().to_numpy(zero_copy_only=False)
    assert 0.3 < late.mean() < 0.42
    assert set(months(people["observed_from"], 0)) == {0}
    first = spells.group_by("person").aggregate([("start", "min")]).sort_by("person")
    assert ((months(first["start_min"], 0) < 0) <= late).all()
    unknown = text(spells["marks"]) == "start-unknown"
    assert (months(spells["start"], 0)[unknown] == 0).all()
    assert late[spells["person"].to_numpy()[unknown] - 1].all()


def test_bad_arguments_are_refused():
    with pytest.raises(InputError, match="people is 0"):
        simulate(0)
    with pytest.raises(InputError, match="seed is -1"):
        simulate(10, seed=-1)


@pytest.mark.parametrize("people", [1, 2, 7])
def test_a_handful_of_careers_can_be_simulated(people):
    assert simulate(people, seed=3).people.num_rows == people


@pytest.mark.parametrize("people", [1, 7, 3000])
def test_simulated_careers_are_what_the_checks_make_of_their_tables(people):
    made = simulate(people, seed=11)
    direct = careers_of(made, name="made")
    checked = read_careers(made.spells, made.people, name="made", kind="simulated")
    assert direct.facts == checked.facts
    assert direct.counts == checked.counts
    for name, order in (("spells", "row"), ("people", "person"), ("quarantine", "row")):
        one, other = (getattr(careers, name).order_by(order).to_pyarrow() for careers in (direct, checked))
        assert one.schema == other.schema
        assert one.equals(other)


# --- as messy as life -----------------------------------------------------------------------------------------------


def test_careers_are_untidy(demo: Simulated):
    grid = read_grid(demo)
    people = demo.people.num_rows
    marks = text(demo.spells["marks"])
    assert set(marks) == {""} | {"side", "part-time", "board", "advisory", "volunteer", "owner"} | {
        "contract",
        "interim",
        "start-unknown",
    }
    held = np.zeros((people, LAST + 2), dtype=np.int32)
    seen = grid.end >= 0
    np.add.at(held, (grid.person[seen], np.maximum(grid.start[seen], 0)), 1)
    np.add.at(held, (grid.person[seen], grid.end[seen] + 1), -1)
    at_once = np.cumsum(held, axis=1)[:, :-1]
    assert 0.3 < (at_once > 1).any(axis=1).mean() < 0.7
    working = at_once > 0
    first, last = working.argmax(axis=1), LAST - working[:, ::-1].argmax(axis=1)
    inside = (np.arange(LAST + 1) >= first[:, None]) & (np.arange(LAST + 1) <= last[:, None])
    assert 0.2 < (inside & ~working).any(axis=1).mean() < 0.6
    # Side jobs lie inside a main one, so they are never the main job themselves.
    assert ((at_once > 0) == (grid.row >= 0)).all()
    assert 0.2 < (grid.until < LAST).mean() < 0.3
    assert 0.3 < demo.spells["pay"].null_count / demo.spells.num_rows < 0.5


def test_titles_are_written_in_many_ways(demo: Simulated):
    spells = demo.spells.filter(
        (pa.compute.field("specialty") == "social_media") & (pa.compute.field("level") == "manager")
    )
    titles = set(spells["title"].to_pylist())
    assert len(titles) > 25
    for one in ("Social Media Manager", "SOCIAL MEDIA MANAGER", "Social Media Manager ", "Social Media Mgr"):
        assert one in titles
    main = demo.spells.filter(pa.compute.field("occupation").is_valid() & (pa.compute.field("level") != "chief"))
    counts = main.group_by(["function", "specialty", "level"]).aggregate(
        [("title", "count_distinct"), ("title", "count")]
    )
    common = counts.filter(pa.compute.field("title_count") > 200)
    assert pa.compute.min(common["title_count_distinct"]).as_py() >= 8


def test_social_media_jobs_come_after_2008(demo: Simulated):
    start = months(demo.spells["start"], 0) // 12 + 2004
    social = text(demo.spells["specialty"]) == "social_media"
    share = {year: social[start == year].mean() for year in range(2005, 2026)}
    assert share[2005] < 0.005
    assert share[2007] < 0.02
    assert share[2008] < share[2012]
    assert share[2015] > 0.1


def test_titles_morph_by_calendar_year(large: Simulated, grid: Grid):
    """Renames in place: a new job at the same organisation, same function and level, with a successor title."""
    morph = next(row for row in large.truth["titles"]["morphs"] if row["specialty"] == "social_media")
    successors = {title.casefold() for title in morph["titles"]["manager"]["successor"]}
    titles = np.array([title.strip().casefold() for title in text(large.spells["title"])])
    follows = (grid.person[1:] == grid.person[:-1]) & (grid.start[1:] == grid.end[:-1] + 1)
    same = follows & (grid.organisation[1:] == grid.organisation[:-1]) & (grid.level[1:] == grid.level[:-1])
    social = grid.specialty == grid.specialties.index("social_media")
    renamed = same & social[:-1] & social[1:] & (grid.level[1:] == MANAGER)
    year = grid.start[1:] // 12 + 2004
    assert renamed.sum() > 100
    assert year[renamed].min() > 2011
    assert np.isin(titles[1:][renamed], list(successors)).mean() > 0.4
    hired = social & (grid.level == MANAGER) & (grid.start >= 0)
    hired[1:] &= ~renamed
    late, early = (
        np.isin(titles[hired & when], list(successors)).mean() for when in (grid.start > 216, grid.start < 84)
    )
    assert early == 0
    assert late > 0.1


# --- the truth comes back -------------------------------------------------------------------------------------------


def design_of(cells: Cells) -> np.ndarray:
    return np.column_stack(
        [
            np.ones(len(cells.exposure)),
            cells.broadened,
            cells.strategy_years,
            cells.specialty == 1,
            cells.specialty == 2,
            indicators(cells.level, cells.settled),
            indicators(cells.function),
        ]
    )


def test_effects_on_reaching_director_are_recovered(cells: Cells, large: Simulated):
    """Each within 3.5 standard errors of the stated factor, and known well enough to tell it from none."""
    effects = large.truth["effects"]
    stated = {
        1: effects["broadened"]["factor"],
        2: effects["strategy"]["factor"],
        3: effects["specialty"]["factor"]["social_media"],
        4: effects["specialty"]["factor"]["community"],
    }
    log_rate, error = poisson(cells.to_director, cells.exposure, design_of(cells))
    assert cells.to_director.sum() > 3_000
    for place, factor in stated.items():
        assert log_rate[place] == pytest.approx(math.log(factor), abs=3.5 * error[place]), (factor, place)
        assert error[place] < abs(math.log(factor)) / 2.5, (factor, place)


def test_breadth_and_strategy_change_nothing_else(cells: Cells):
    """The move from manager to head knows neither."""
    on = np.flatnonzero(cells.level == MANAGER)
    rows = Cells(*(getattr(cells, name)[on] for name in Cells.__dataclass_fields__))
    log_rate, error = poisson(rows.to_head, rows.exposure, design_of(rows))
    assert np.abs(log_rate[1:3] / error[1:3]).max() < 3.5


@pytest.mark.parametrize("move", ["head", "director"])
def test_counts_agree_with_the_true_hazard_cell_by_cell(cells: Cells, large: Simulated, move: str):
    """Events against person-months times `true_hazard`, in total and in every group with 30 or more expected."""
    special = [None, "social_media", "community"]
    hazard = np.array(
        [
            true_hazard(
                large.truth,
                level=LEVELS[level],
                function=FUNCTIONS[function],
                specialty=special[specialty],
                move=move,
                broadened=bool(broadened),
                strategy_months=12 * int(years),
                level_months=12 * int(settled),
            )
            for level, function, settled, broadened, years, specialty in zip(
                cells.level,
                cells.function,
                cells.settled,
                cells.broadened,
                cells.strategy_years,
                cells.specialty,
                strict=True,
            )
        ]
    )
    expected, events = cells.exposure * hazard, getattr(cells, f"to_{move}")
    assert (events[hazard == 0] == 0).all()
    z = [(events.sum() - expected.sum()) / math.sqrt(expected.sum())]
    for name in ("level", "function", "settled", "broadened", "strategy_years", "specialty"):
        for value in np.unique(getattr(cells, name)):
            here = getattr(cells, name) == value
            if expected[here].sum() >= 30:
                z.append((events[here].sum() - expected[here].sum()) / math.sqrt(expected[here].sum()))
    assert len(z) > 15
    assert np.abs(z).max() < 3.7


def test_other_moves_agree_with_the_true_hazard(grid: Grid, large: Simulated):
    """Changing employer at the same level, and leaving for good, by level and by age."""
    observed, expected = {}, {}
    for month in range(1, LAST + 1):
        before, now = grid.row[:, month - 1], grid.row[:, month]
        who = np.flatnonzero((before >= 0) & (month <= grid.until))
        who = who[~grid.owner[before[who]]]
        here, next_row = before[who], now[who]
        age = month // 12 + 2004 - grid.birth[who]
        band = np.searchsorted([30, 40, 55], age, side="right")
        moved = (next_row >= 0) & (grid.organisation[here] != grid.organisation[next_row])
        sideways = moved & (grid.level[here] == grid.level[next_row]) & ~grid.owner[next_row]
        gone = grid.exited[who] == month
        for move, happens in (("employer", sideways), ("exit", gone)):
            cell = grid.level[here] * 4 + band
            observed[move] = observed.get(move, 0) + np.bincount(cell[happens], minlength=40)
            expected[move] = expected.get(move, 0) + np.bincount(cell, minlength=40)
    for move in observed:
        hazard = np.array(
            [
                true_hazard(large.truth, level=level, function="marketing", move=move, age=age)
                for level in LEVELS
                for age in (25, 35, 45, 60)
            ]
        )
        mean = expected[move] * hazard
        assert observed[move].sum() == pytest.approx(mean.sum(), abs=3.5 * math.sqrt(mean.sum()))
        enough = mean >= 30
        assert enough.sum() > 8
        assert np.abs((observed[move] - mean)[enough] / np.sqrt(mean[enough])).max() < 3.7


def test_skills_last_and_tools_fade_as_stated(large: Simulated, grid: Grid):
    """From one main job to the next, among jobs that list anything: kept, and first listed where it belongs."""
    skills = large.truth["skills"]
    items = [item["name"] for item in skills["items"]]
    lists = pa.compute.split_pattern(large.spells["skills"].combine_chunks().fill_null(""), ";")
    listed = np.zeros((len(lists), len(items)), dtype=bool)
    place = coded(lists.flatten(), items)
    rows = np.repeat(np.arange(len(lists)), lists.value_lengths().to_numpy(zero_copy_only=False))
    listed[rows[place >= 0], place[place >= 0]] = True
    main = np.flatnonzero(~np.isin(text(large.spells["marks"]), ASIDE_MARKS))
    one, other = main[:-1], main[1:]
    both = (grid.person[one] == grid.person[other]) & listed[one].any(axis=1) & listed[other].any(axis=1)
    one, other = one[both], other[both]
    for kind in ("tool", "skill"):
        columns = [place for place, item in enumerate(skills["items"]) if item["kind"] == kind]
        had, has = listed[one][:, columns], listed[other][:, columns]
        assert had.sum() > 50_000
        assert has[had].mean() == pytest.approx(skills["kept"][kind], abs=0.008)
    for name in ("Hootsuite", "Microsoft Excel", "manage budgets", "lead a team"):
        item = skills["items"][items.index(name)]
        belongs = np.isin(grid.function[other], [FUNCTIONS.index(f) for f in item["functions"] or FUNCTIONS])
        since = grid.start[other] >= (item["from_year"] - 2004) * 12
        column = items.index(name)
        new = belongs & since & ~listed[one, column]
        assert listed[other[new], column].mean() == pytest.approx(item["first_listed"], abs=0.008)
        assert not listed[np.maximum(grid.start, 0) < (item["from_year"] - 2004) * 12, column].any()


def test_sex_and_education_change_nothing(large: Simulated):
    """Share who ever reach director, by group, among all: no difference beyond chance."""
    reached = np.zeros(large.people.num_rows, dtype=bool)
    level, marks = coded(large.spells["level"], list(LEVELS)), text(large.spells["marks"])
    reached[large.spells["person"].to_numpy()[(level >= DIRECTOR) & (marks != "owner")] - 1] = True
    for name in ("sex", "education"):
        groups = text(large.people[name])
        for group in np.unique(groups):
            here = groups == group
            error = math.sqrt(reached.mean() * (1 - reached.mean()) / here.sum())
            assert reached[here].mean() == pytest.approx(reached.mean(), abs=3.5 * error)
    assert large.truth["effects"]["sex"]["factor"] == large.truth["effects"]["education"]["factor"] == 1


# --- calibration and the first case ---------------------------------------------------------------------------------


def test_calibration_is_within_tolerance(demo: Simulated, large: Simulated):
    for careers in (demo, large):
        rows = careers.truth["calibration"]
        assert len(rows) == 12
        for row in rows:
            assert row["achieved"] == pytest.approx(row["target"], abs=row["tolerance"]), row


def test_time_with_the_present_employer_can_be_read_off_the_tables(large: Simulated, grid: Grid):
    """January 2022 and 2016: months since the first of the unbroken run of main jobs at the organisation."""
    main = np.flatnonzero(~np.isin(text(large.spells["marks"]), ASIDE_MARKS))
    same = (grid.person[main][1:] == grid.person[main][:-1]) & (
        grid.organisation[main][1:] == grid.organisation[main][:-1]
    )
    run = np.concatenate([[0], np.cumsum(~same)])
    since = np.full(len(grid.start), 0)
    since[main] = grid.start[main][np.searchsorted(run, run)]
    figures = {(row["figure"], row["year"]): row["achieved"] for row in large.truth["calibration"]}
    for key, year, low, high in (("tenure.all.median", 2022, 0, 99), ("tenure.age25_34.median", 2016, 25, 34)):
        month = (year - 2004) * 12
        age = year - grid.birth
        seen = (grid.until == LAST) & (age >= low) & (age <= high)
        row = grid.row[seen, month]
        row = row[(row >= 0) & ~grid.owner[row]]
        tenure = np.median(month + 1 - since[row]) / 12
        assert tenure == pytest.approx(figures[key, year], abs=0.2)


def test_published_figures_that_are_no_targets_are_named(demo: Simulated):
    left_out = demo.truth["not_targets"]
    assert {row["figure"] for row in left_out} >= {"social.promotion.wanted", "social.leave2y", "tenure.cmo.mean"}
    assert all(row["why"] for row in left_out)
    aimed_at = {row["figure"] for row in demo.truth["calibration"]}
    assert not aimed_at & {row["figure"] for row in left_out}


def reach(grid: Grid, entry: np.ndarray, target: np.ndarray, horizon: int) -> float:
    """Cumulative incidence of `target` after `entry`, leaving for good competing (Aalen and Johansen), by hand."""
    late = np.where(grid.before_2004 > 0, 0, -1)
    who = np.flatnonzero((entry < 9_999) & (target > entry) & (entry <= grid.until) & (entry > late))
    to_target, to_exit, seen = target[who] - entry[who], grid.exited[who] - entry[who], grid.until[who] - entry[who]
    still, reached = 1.0, 0.0
    for month in range(1, horizon + 1):
        at_risk = ((to_target >= month) & (to_exit >= month) & (seen >= month)).sum()
        events = ((to_target == month) & (to_exit >= month) & (seen >= month)).sum()
        exits = ((to_exit == month) & (to_target > month) & (seen >= month)).sum()
        reached += still * events / at_risk
        still *= 1 - (events + exits) / at_risk
    return reached


def first_month(grid: Grid, rows: np.ndarray) -> np.ndarray:
    found = np.full(len(grid.until), 10_000)
    np.minimum.at(found, grid.person[rows], grid.start[rows])
    return found


def test_social_media_managers_reach_director_far_less_often_than_their_peers(demo: Simulated, large: Simulated, grid):
    social_demo = pa.compute.and_(
        pa.compute.equal(demo.spells["specialty"], "social_media"), pa.compute.equal(demo.spells["level"], "manager")
    )
    assert len(set(demo.spells.filter(social_demo)["person"].to_pylist())) >= 800
    rung = np.isin(grid.level, (MANAGER, HEAD))
    social = grid.specialty == grid.specialties.index("social_media")
    craft = np.isin(grid.function, [FUNCTIONS.index("marketing"), FUNCTIONS.index("communications")])
    entry = first_month(grid, social & (grid.level == MANAGER))
    any_rung, other = first_month(grid, rung), first_month(grid, rung & craft & ~social)
    peers = np.where(other == any_rung, other, 10_000)
    director = first_month(grid, (grid.level >= DIRECTOR) & ~grid.owner)
    executive = first_month(grid, (grid.level > DIRECTOR) & ~grid.owner)
    for years, most, least_gap in ((5, 0.09, 0.04), (10, 0.18, 0.08)):
        ours, theirs = (reach(grid, zero, director, 12 * years) for zero in (entry, peers))
        assert ours < most
        assert theirs - ours > least_gap
    assert reach(grid, entry, executive, 120) < 0.05


# --- the truth itself -----------------------------------------------------------------------------------------------


def test_the_truth_is_json_and_says_what_it_was_made_from(demo: Simulated):
    truth = json.loads(json.dumps(demo.truth))
    assert truth == demo.truth
    assert (truth["people"], truth["seed"], truth["months"]["count"]) == (20_000, DEMO_SEED, 264)
    assert len(truth["crafts"]) == len(CRAFTS)
    kinds = {item["kind"] for item in truth["skills"]["items"]}
    assert kinds == {"tool", "skill"}
    # The hazards can be recomputed from what was written down.
    assert true_hazard(truth, level="head", function="marketing") == truth["hazards"]["promotion"]["head"]["director"]


def test_effects_multiply_by_hand(demo: Simulated):
    """Head of social media, broadened, two and a half years in strategy: 1.8 * 1.25 ** 2 * 0.25 = 0.703125."""
    plain = true_hazard(demo.truth, level="head", function="marketing")
    special = true_hazard(
        demo.truth, level="head", function="marketing", specialty="social_media", broadened=True, strategy_months=30
    )
    assert special == pytest.approx(0.703125 * plain, rel=1e-9)
    new = true_hazard(demo.truth, level="head", function="marketing", level_months=11)
    assert new == pytest.approx(0.4 * plain, rel=1e-9)
    most = [true_hazard(demo.truth, level="head", function="data", strategy_months=months) for months in (48, 480)]
    assert most[0] == most[1]
    # Breadth does not help a specialist, nor a director; nobody is promoted from the top, or as a founder.
    for level, move in (("senior", "manager"), ("director", "vice_president")):
        one = true_hazard(demo.truth, level=level, function="marketing", move=move)
        assert one == true_hazard(demo.truth, level=level, function="marketing", move=move, broadened=True) > 0
    assert true_hazard(demo.truth, level="chief", function="marketing") == 0
    assert true_hazard(demo.truth, level="chief", function="general_management", move="director", owner=True) == 0


def test_chances_of_a_month_leave_room_for_staying(demo: Simulated):
    moves = [*LEVELS, "employer", "inside", "demotion", "break", "parental leave", "founder", "exit"]
    for level in LEVELS:
        total = sum(
            true_hazard(
                demo.truth, level=level, function="product", move=move, broadened=True, strategy_months=48, age=age
            )
            for move in moves
            for age in [25]
        )
        assert 0 < total < 0.2


def test_a_move_that_does_not_exist_is_refused(demo: Simulated):
    with pytest.raises(UnknownName, match="Did you mean 'director'"):
        true_hazard(demo.truth, level="head", function="marketing", move="directr")
