"""Spares searches for garbage what every test has loaded: a fifth of the time of many tests went to looking at it again.

What stands once a small question was answered is put aside for good. What tests make is searched as always.
"""

from __future__ import annotations

import gc

import pytest


@pytest.fixture(scope="session", autouse=True)
def nothing_that_stays_is_searched():
    """Load what most tests load, by a question, then put all that is there aside."""
    import pyarrow as pa

    import outgrow

    jobs = {
        "person": ["p", "p", "q"],
        "start": ["2010-01", "2012-02", "2011-05"],
        "end": ["2012-01", None, None],
        "title": ["Social Media Manager", "Marketing Director", "Cook"],
    }
    outgrow.reach("social media manager", toward="rung:director+", careers=pa.table(jobs))
    gc.collect()
    gc.freeze()
