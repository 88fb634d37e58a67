"""Sixty texts that are hard to read: none fails, most times are found, and what is read right stays so."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path

import pytest
from tests.person.score import Score, score_document

from outgrow.person.markdown import read_markdown
from outgrow.person.plain import read_plain
from outgrow.person.shape import as_json
from outgrow.person.understand import understood

FOLDER = Path(__file__).parent / "hard_texts"
TRUTHS = sorted(FOLDER.glob("*.json"))
NOW = 2026 * 12 + 10


def without_brackets(spells):
    """Kinds of employment stand in brackets behind a title, or not."""
    return [{**spell, "title": re.sub(r"\s*\([^()]*\)$", "", spell["title"])} for spell in spells]


@cache
def scored(path):
    text = next(one for one in (path.with_suffix(".txt"), path.with_suffix(".md")) if one.exists())
    read = read_markdown if text.suffix == ".md" else read_plain
    found = as_json(understood(read(text.read_text(encoding="utf-8")), text.name, this_month=NOW))
    truth = json.loads(path.read_text(encoding="utf-8"))
    sides = [{"spells": without_brackets(side["spells"])} for side in (found, truth)]
    return score_document(*sides)


def test_there_are_sixty_and_all_that_is_true_stands_in_them():
    assert len(TRUTHS) == 60
    for path in TRUTHS:
        text = next(one for one in (path.with_suffix(".txt"), path.with_suffix(".md")) if one.exists())
        words = re.sub(r"[\W_]+", "", text.read_text(encoding="utf-8").casefold())
        for spell in json.loads(path.read_text(encoding="utf-8"))["spells"]:
            for part in filter(None, (spell["title"], spell["organisation"])):
                assert re.sub(r"[\W_]+", "", part.casefold()) in words, (path.name, part)


@pytest.mark.parametrize("path", TRUTHS, ids=lambda path: path.stem)
def test_none_fails(path):
    assert scored(path).true > 0


def test_most_jobs_and_nearly_all_their_times_are_read():
    whole = sum(map(scored, TRUTHS), Score())
    assert whole.right >= 0.65 * whole.true
    assert whole.parts["start"] >= 0.8 * whole.true
    assert whole.precision >= 0.65
