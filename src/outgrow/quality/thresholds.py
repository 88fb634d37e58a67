"""From where on a finding matters: each line of each check, named once.

The first number of a pair is that from which it matters some, the second that from which it matters much. They are rules of
thumb, said with every finding; none is an estimate.
"""

from __future__ import annotations

from typing import Final

__all__ = [
    "COVERED_YEARS",
    "CROWDED_PEOPLE",
    "DRIFT",
    "DUPLICATES",
    "FEW_PEOPLE",
    "FIRST_MONTH",
    "GAP_PEOPLE",
    "HEAPED",
    "HEAPED_LEAST",
    "IMPLAUSIBLE",
    "IMPRECISE",
    "LATE_PEOPLE",
    "LEAST_AGE",
    "LEAST_PEOPLE",
    "LONGEST_JOB",
    "LONG_GAP",
    "LONG_ONGOING",
    "MOST_AGE",
    "MOST_AT_ONCE",
    "MOST_JOBS",
    "MOST_PAY",
    "MOST_STARTS",
    "OLDEST_START",
    "OLD_ONGOING",
    "OVERLAP_MONTHS",
    "QUARANTINED",
    "RENAMED",
    "SEVERAL_ONGOING",
    "SHORTEST_HEAPED",
    "SHORT_GAP",
    "SINGLE",
    "STALE_AFTER",
    "STALE_PEOPLE",
    "UNKNOWN_CRAFT",
    "UNKNOWN_LEVEL",
    "WINDOW",
    "WRITTEN_OVER",
]

Lines = tuple[float, float]

#: People below which a year is thin: as many as a verdict wants to enter a role.
FEW_PEOPLE: Final = 50
#: Years with that many people: fewer matter. A ceiling looks 15 years ahead, a verdict 5.
COVERED_YEARS: Final[Lines] = (15, 5)

#: Share of people who are first seen after their first job began.
LATE_PEOPLE: Final[Lines] = (0.05, 0.30)
#: Share of people whose first job starts in the very first month of the data, though nothing says that they are seen late.
FIRST_MONTH: Final[Lines] = (0.05, 0.20)
#: People from whom on the first month is looked at: somebody is always first.
LEAST_PEOPLE: Final = 20

#: Months without news after which whoever is followed to the end by rule alone is stale.
STALE_AFTER: Final = 60
#: Share of people who are stale.
STALE_PEOPLE: Final[Lines] = (0.05, 0.20)
#: Months after which an ongoing job is old.
LONG_ONGOING: Final = 240
#: Share of ongoing jobs that are old.
OLD_ONGOING: Final[Lines] = (0.02, 0.10)
#: Share of people with several ongoing jobs.
SEVERAL_ONGOING: Final[Lines] = (0.05, 0.20)

#: Share of the months in which a job is held that have two or more of them.
OVERLAP_MONTHS: Final[Lines] = (0.05, 0.20)
#: Jobs at once above which a person's are crowded.
MOST_AT_ONCE: Final = 3
#: Share of people who held more at once.
CROWDED_PEOPLE: Final[Lines] = (0.01, 0.05)

#: Months without a job that make a gap, and a long one.
SHORT_GAP: Final = 2
LONG_GAP: Final = 12
#: Share of people with a long gap.
GAP_PEOPLE: Final[Lines] = (0.10, 0.30)

#: Share of spells whose level is not known.
UNKNOWN_LEVEL: Final[Lines] = (0.10, 0.30)
#: Share of spells whose function is not known.
UNKNOWN_CRAFT: Final[Lines] = (0.10, 0.30)

#: Share of spells with a date known to the year only.
IMPRECISE: Final[Lines] = (0.10, 0.50)

#: Share of dates, above the one in twelve expected, that fall on January, on December, or on whole years.
HEAPED: Final[Lines] = (0.05, 0.20)
#: Dates below which heaps are not looked for.
HEAPED_LEAST: Final = 50
#: Months from which on lengths are looked at, so that each whole year has its neighbours on both sides.
SHORTEST_HEAPED: Final = 7

#: Share of spells that repeat another.
DUPLICATES: Final[Lines] = (0.005, 0.03)

#: Months beyond which a job is too long, ages outside which nobody holds one, the year before which none starts.
LONGEST_JOB: Final = 600
LEAST_AGE: Final = 14
MOST_AGE: Final = 90
OLDEST_START: Final = 1930
#: Jobs of one person, and of those that start in one month, above which there are too many.
MOST_JOBS: Final = 60
MOST_STARTS: Final = 5
#: Times the median above which pay cannot be.
MOST_PAY: Final = 100
#: Share of spells, or of people, of which something cannot be.
IMPLAUSIBLE: Final[Lines] = (0.001, 0.01)

#: Share of people with one job.
SINGLE: Final[Lines] = (0.30, 0.60)

#: Years of a window in which titles are counted.
WINDOW: Final = 5
#: Distance between the titles of the first and the last window, beyond that of chance.
DRIFT: Final[Lines] = (0.15, 0.35)

#: Share of jobs that began as a rename in place and count as moves.
RENAMED: Final[Lines] = (0.005, 0.03)
#: Share of people whose first title is one that they got later.
WRITTEN_OVER: Final[Lines] = (0.01, 0.05)

#: Share of rows, or of people, that cannot be used.
QUARANTINED: Final[Lines] = (0.01, 0.05)
