"""Small groups never leave: what is rendered, served or saved for others passes `release` first.

Results in Python and tally files are exact and for whoever holds the data. `release` merges months until as many people as
the limit do whatever is done between two of them, or nobody; gives estimates in those months alone and to three decimals;
rounds counts to multiples of the limit; and leaves out, or makes one, whatever is too small or shows by subtraction.
"""

from outgrow.disclosure.answers import release
from outgrow.disclosure.beside import comparable_kinds
from outgrow.disclosure.description import release_description
from outgrow.disclosure.side_by_side import comparable, comparable_answers, comparable_counts
from outgrow.disclosure.standing import release_standing
from outgrow.disclosure.totals import OWN_LIMIT, check_min_cell, default_min_cell

__all__ = [
    "OWN_LIMIT",
    "check_min_cell",
    "comparable",
    "comparable_answers",
    "comparable_counts",
    "comparable_kinds",
    "default_min_cell",
    "release",
    "release_description",
    "release_standing",
]
