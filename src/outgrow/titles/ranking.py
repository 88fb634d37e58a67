"""Titles ranked by how near they are to one: by what both say, and by the letters and words they share.

In: titles with their labels. Out: for a title, a score of each from 0 to 1. Letters and words are those of the lexicon's
spelling, so that "Mgr" and "manager" are one word; rare ones count for more. Start at `TitleIndex`.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import numpy as np

from outgrow.errors import InputError, MissingExtra
from outgrow.schema import LEVEL_ORDER
from outgrow.titles.bulk import parse_titles
from outgrow.titles.lexicon_tables import Lexicon, lexicon
from outgrow.titles.title_words import parts_of

if TYPE_CHECKING:
    from outgrow.results import Flags, Floats
    from outgrow.titles.title_words import TitleLabels

__all__ = ["TitleIndex"]

#: Letters in a row that are compared, blanks at both ends of a word among them.
_LENGTHS: Final = (3, 4)
#: How much letters, words, crafts and levels count; chosen on the development half of the set in tests/titles/same.
_LETTERS, _WORDS, _CRAFT, _LEVEL = 0.30, 0.10, 0.35, 0.25
#: How near two crafts are: one specialty; one function, where neither has a specialty, and where one has.
_SPECIALTY, _FUNCTION, _WITHIN = 1.0, 0.8, 0.4
#: How near two levels are of which one is unknown, and how many levels are far.
_UNKNOWN, _FAR = 0.5, 2


class TitleIndex:
    """Titles, ready to be ranked.

    Parameters
    ----------
    titles : sequence of str
        Job titles as written, N of them.
    model : str, optional
        An embedding model of model2vec, by its folder or the name it is published under: half of what letters count then
        goes to the cosine of its vectors.

    Raises
    ------
    MissingExtra
        `model` is given, and model2vec is not installed.
    InputError
        There is no such model.
    """

    def __init__(self, titles: Sequence[str], model: str | None = None) -> None:
        words = lexicon()
        self.titles = tuple(titles)
        self._spelled = [_spelled(title, words) for title in titles]
        self._letters = _Grams(self._spelled, letters=True)
        self._words = _Grams(self._spelled, letters=False)
        self._meanings = None if model is None else _Meanings(self._spelled, model)
        labels = parse_titles(self.titles)
        self._functions = _Codes([label.function for label in labels])
        self._specialties = _Codes([label.specialty for label in labels])
        self._levels = np.array([-1 if label.level is None else LEVEL_ORDER[label.level] for label in labels])

    def scores(self, title: str) -> Floats:
        """Score every title by how near it is to one.

        Parameters
        ----------
        title : str
            A job title as written.

        Returns
        -------
        ndarray of float, shape (N,)
            From 0 to 1, in the order of the titles.
        """
        [label] = parse_titles([title])
        spelled = _spelled(title, lexicon())
        level = np.full(len(self.titles), _UNKNOWN)
        if label.level is not None:
            apart = np.abs(self._levels - LEVEL_ORDER[label.level])
            level = np.where(self._levels < 0, _UNKNOWN, np.maximum(0.0, 1 - apart / _FAR))
        craft = self._crafts(label)
        letters = self._letters.cosine(spelled)
        if self._meanings is not None:
            letters = (letters + self._meanings.cosine(spelled)) / 2
        text = _LETTERS * letters + _WORDS * self._words.cosine(spelled)
        scores: Floats = text + _CRAFT * craft + _LEVEL * level
        return np.clip(scores, 0.0, 1.0)

    def _crafts(self, label: TitleLabels) -> Floats:
        """Say how near the craft of every title is to that of one."""
        if label.function is None:
            return np.zeros(len(self.titles))
        function, specialty = self._functions.same(label.function), self._specialties.same(label.specialty)
        general = self._specialties.same(None)
        if label.specialty is None:
            return np.where(function, np.where(general, _FUNCTION, _WITHIN), 0.0)
        return np.where(specialty, _SPECIALTY, np.where(function & general, _WITHIN, 0.0))


def _spelled(title: str, words: Lexicon) -> str:
    """Return the words of a title as the lexicon spells them."""
    return " ".join(word for part in parts_of(title, words) for word in part.words)


class _Meanings:
    """Vectors of an embedding model, of length one."""

    def __init__(self, texts: Sequence[str], model: str) -> None:
        try:
            from model2vec import StaticModel
        except ModuleNotFoundError:
            raise MissingExtra(
                "an embedding model needs the package model2vec.", do="pip install 'outgrow[embeddings]'"
            ) from None
        try:
            self._model = StaticModel.from_pretrained(model, normalize=True, force_download=False)
        except (OSError, ValueError, KeyError) as fault:
            raise InputError(
                f"the embedding model '{model}' cannot be loaded ({type(fault).__name__}).",
                do="give the folder of a model2vec model, or the name of a published one",
            ) from None
        self._vectors = self._of(texts)

    def _of(self, texts: Sequence[str]) -> Floats:
        vectors: Floats = np.asarray(self._model.encode(list(texts), use_multiprocessing=False), dtype=float)
        return vectors

    def cosine(self, text: str) -> Floats:
        """Return how near each text is to one in meaning, from 0 to 1."""
        cosines: Floats = np.clip(self._vectors @ self._of([text])[0], 0.0, 1.0)
        return cosines


class _Codes:
    """Values by number, to be compared with one."""

    def __init__(self, values: Sequence[str | None]) -> None:
        self._number: dict[str | None, int] = {}
        self._codes = np.array([self._number.setdefault(value, len(self._number)) for value in values], dtype=np.int32)

    def same(self, value: str | None) -> Flags:
        """Tell which values are this one."""
        found: Flags = self._codes == self._number.get(value, -1)
        return found


class _Grams:
    """Runs of letters, or words, weighted by how rare they are: cosines of their logarithms."""

    def __init__(self, texts: Sequence[str], *, letters: bool) -> None:
        self._letters, self._count = letters, len(texts)
        self._number: dict[str, int] = {}
        rows: list[int] = []
        columns: list[int] = []
        for place, text in enumerate(texts):
            found = {self._number.setdefault(gram, len(self._number)) for gram in self._grams(text)}
            rows += [place] * len(found)
            columns += found
        row, column = np.array(rows, dtype=np.int64), np.array(columns, dtype=np.int64)
        held = np.bincount(column, minlength=len(self._number))
        self._rarity = np.log((1 + self._count) / (1 + held)) + 1
        weight = self._rarity[column]
        length = np.sqrt(np.bincount(row, weight**2, self._count))
        order = np.argsort(column, kind="stable")
        self._rows, self._weights = row[order], (weight / length[row])[order]
        self._starts = np.concatenate([[0], np.cumsum(held)])

    def _grams(self, text: str) -> list[str]:
        if not self._letters:
            return text.split()
        return [
            padded[at : at + size]
            for word in text.split()
            for padded in (f" {word} ",)
            for size in _LENGTHS
            for at in range(max(1, len(padded) - size + 1))
        ]

    def cosine(self, text: str) -> Floats:
        """Return how near each text is to one, from 0 to 1."""
        grams = set(self._grams(text))
        known = [self._number[gram] for gram in grams if gram in self._number]
        rarest = np.log(1 + self._count) + 1
        length = float(np.sqrt(sum(self._rarity[g] ** 2 for g in known) + (len(grams) - len(known)) * rarest**2))
        scores = np.zeros(self._count)
        for gram in known:
            held = slice(self._starts[gram], self._starts[gram + 1])
            scores[self._rows[held]] += self._weights[held] * (self._rarity[gram] / length)
        return scores
