"""Simulated careers in communications, marketing and neighbouring functions, with true labels and known hazards.

In: how many people, and a seed. Out: `Simulated`, a table of spells, one of people, and the truth. Reads only the
official statistics that come with outgrow. Start at `simulate`. Behind it, in this order: labour_market (every number),
true_hazard, simulated_process (month by month), simulated_titles and simulated_tables (the untidy record),
calibration.

The process goes month by month, all people at once: everyone in a job draws one number, which decides which event, if
any, happens to them. Side jobs, overlaps, untidy titles, pay and skills are added to the finished careers, and change no
hazard.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import pyarrow as pa
from numpy.random import PCG64, Generator

from outgrow.careers.calibration import SNAPSHOTS, calibrate, not_targets
from outgrow.careers.labour_market import rules
from outgrow.careers.simulated_process import LAST, run
from outgrow.careers.simulated_tables import tables
from outgrow.careers.simulated_titles import STYLES, morphs
from outgrow.careers.true_hazard import true_hazard
from outgrow.errors import InputError

__all__ = ["DEMO_SEED", "VERSION", "Simulated", "simulate", "true_hazard"]

#: Seed of the built-in careers ``demo``.
DEMO_SEED: Final = 2004
#: Changes whenever the same seed would give other careers.
VERSION: Final = "1"


@dataclass(frozen=True, slots=True)
class Simulated:
    """Simulated careers and the truth behind them.

    Parameters
    ----------
    spells : pyarrow.Table
        ``person, start, end, title, organisation, occupation, function, specialty, level, pay, pay_period, currency,
        skills, marks``; dates are first days of months, ``end`` is the last month, null for jobs held when last seen.
        Labels are the true ones. Pay is as of the start of the job.
    people : pyarrow.Table
        ``person, observed_from, observed_until, exited, exit_reason, birth, sex, education, entry_year``.
    truth : dict
        Ready for JSON: ``version``, ``seed``, ``people``, ``months``, every number of `rules`, ``titles``,
        ``calibration`` and ``not_targets``. `true_hazard` reads it.
    """

    spells: pa.Table
    people: pa.Table
    truth: dict[str, Any]


def simulate(people: int = 20_000, seed: int = DEMO_SEED) -> Simulated:
    """Simulate careers from January 2004 to December 2025.

    Parameters
    ----------
    people : int, default 20_000
        How many careers.
    seed : int, default DEMO_SEED
        The same `people` and `seed` give the same tables.

    Returns
    -------
    Simulated
        Spells, people and the truth.

    Raises
    ------
    InputError
        `people` is below 1, or `seed` below 0.

    Notes
    -----
    Careers start from 2004 to 2022; a third were under way in 2004, are followed from then on, and keep the true start
    of the job they held, or start in January 2004 with the mark ``start-unknown``; their earlier jobs are not on
    record. A quarter of all careers were collected early, so ``observed_until`` differs.

    Aimed at, with the tolerance in ``truth["calibration"]``: median years with the present employer in January 2010
    (arts and media; management), 2016 (age 25 to 34), 2022 and 2024 (everyone), read in the simulated careers as time
    elapsed and not as length of jobs; the share of management occupations in marketing, public relations with
    fundraising, and sales in May 2025; median pay of four occupations. The careers are younger than the workforce,
    which is why management has the widest tolerance. Not aimed at: what people say they intend, which is no hazard,
    and the other figures in ``truth["not_targets"]``.
    """
    if people < 1:
        raise InputError(f"people is {people}.", do="give 1 or more people")
    if seed < 0:
        raise InputError(f"seed is {seed}.", do="give 0 or a larger whole number")
    rng = Generator(PCG64(seed))
    truth: dict[str, Any] = {
        "version": VERSION,
        "seed": seed,
        "people": people,
        "months": {"first": "2004-01", "last": "2025-12", "count": LAST + 1},
        **rules(),
        "titles": {
            "morphs": morphs(),
            "styles": {name: share for name, share in STYLES if share},
            "unit": "renamed_a_year: chance a year, a twelfth of it each month, for jobs with a classic title whose "
            "holder does not move in that month; hired_as_successor: share of new jobs",
        },
    }
    process = run(rng, people, truth, SNAPSHOTS)
    made = tables(rng, process, truth)
    truth["calibration"] = calibrate(process, made.pay_in_may_2025)
    truth["not_targets"] = not_targets()
    return Simulated(made.spells, made.people, truth)
