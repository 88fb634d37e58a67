"""One cache for the whole test run, made empty, shared by all its workers and removed after; never the user's own."""

from __future__ import annotations

import os
import shutil
import tempfile

import pytest

VARIABLE = "OUTGROW_CACHE"
_made = pytest.StashKey[str]()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    if hasattr(config, "workerinput"):
        return  # a worker of pytest-xdist: the variable comes from the process that started it
    folder = tempfile.mkdtemp(prefix="outgrow-test-cache-")
    config.stash[_made] = folder
    os.environ[VARIABLE] = folder


def pytest_unconfigure(config: pytest.Config) -> None:
    folder = config.stash.get(_made, None)
    if folder is not None:
        os.environ.pop(VARIABLE, None)
        shutil.rmtree(folder, ignore_errors=True)
