"""What every answer has: the role, what was asked, of which careers, who was counted, and what must be said beside it.

An answer in Python is exact and for whoever holds the data. Before anything is rendered, served or saved for others it
passes `outgrow.disclosure.release`, which returns the same kind of answer with `min_cell` set.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from outgrow.results.facts import SCHEMA_VERSION, CareersFacts, Flow, Suppressed
from outgrow.settings import NO_WEIGHT, Settings

if TYPE_CHECKING:
    import pandas
    import polars
    import pyarrow

    from outgrow.results.headline import Headline

__all__ = ["Answer"]


@dataclass(frozen=True, kw_only=True, repr=False)
class Answer(ABC):
    """The head of an answer.

    Parameters
    ----------
    role : str
        The role, as written.
    settings : Settings
        What was asked.
    careers : CareersFacts
        What it was asked of.
    flow : Flow
        Who was counted.
    notes : tuple of str
        What must be said beside the numbers.
    min_cell : int or None
        Limit under which counts were protected; None for an exact answer not meant for others.
    suppressed : tuple of Suppressed
        What was not released, and why.
    read_as : tuple of (str, str)
        Roles that were written as job titles, with the terms they were read as.
    lexicon : str
        Version of the words that titles are read by; empty where the answer was not made by a question about careers.
    weighted : bool
        Whether estimates are weighted, as they are too by a column ``weight`` that nobody asked for; see
        `weight_used`.
    """

    role: str
    settings: Settings
    careers: CareersFacts
    flow: Flow
    notes: tuple[str, ...] = ()
    min_cell: int | None = None
    suppressed: tuple[Suppressed, ...] = ()
    read_as: tuple[tuple[str, str], ...] = ()
    lexicon: str = ""
    weighted: bool = False

    @property
    def weight_used(self) -> str | None:
        """Column of people that estimates are weighted by; None where everyone counts as one."""
        asked = self.settings.weight
        if asked == NO_WEIGHT:
            return None
        return "weight" if asked is None and self.weighted else asked

    def head(self, command: str) -> dict[str, Any]:
        """Return what every answer in JSON starts with (design, section 10)."""
        return {
            "schema_version": SCHEMA_VERSION,
            "command": command,
            "role": self.role,
            "read_as": [{"text": text, "terms": terms} for text, terms in self.read_as],
            "lexicon": self.lexicon or None,
            "careers": self.careers.as_json(),
            "settings": {**self.settings.as_json(), "min_cell": self.min_cell},
            "flow": self.flow.as_json(),
            "notes": list(self.notes),
            "suppressed": [item._asdict() for item in self.suppressed],
        }

    @abstractmethod
    def headlines(self) -> list[Headline]:
        """Return the few numbers the answer is remembered by, in the same order and by the same names for one question."""

    @abstractmethod
    def to_arrow(self) -> pyarrow.Table:
        """Return the numbers of the answer as an Arrow table, a row for each."""

    def to_pandas(self) -> pandas.DataFrame:
        """Return the table of `to_arrow` as a pandas frame."""
        return self.to_arrow().to_pandas()

    def to_polars(self) -> polars.DataFrame:
        """Return the table of `to_arrow` as a Polars frame; needs Polars.

        Raises
        ------
        MissingExtra
            Polars is not installed.
        """
        try:
            import polars
        except ImportError:
            from outgrow.errors import MissingExtra

            raise MissingExtra("Polars is not installed.", do="pip install 'outgrow[polars]'") from None
        frame = polars.from_arrow(self.to_arrow())
        assert isinstance(frame, polars.DataFrame)
        return frame

    def __repr__(self) -> str:
        return self.summary()

    @abstractmethod
    def summary(self) -> str:
        """Return the answer in a few lines, as it prints."""

    def _counted(self) -> str:
        exact = "exact" if self.min_cell is None else f"cells of {self.min_cell} or more"
        return (
            f"  careers: {self.careers.name} ({self.careers.kind}), {self.flow.counted:,} of {self.flow.read:,} people "
            f"counted, {exact}"
        )

    def _repr_html_(self) -> str:
        from html import escape

        from outgrow.disclosure import release

        shown = self if self.min_cell is not None else release(self)
        words = "<p><strong>Simulated careers</strong></p>" if self.careers.kind == "simulated" else ""
        return f"{words}<pre>{escape(shown.summary())}</pre>"
