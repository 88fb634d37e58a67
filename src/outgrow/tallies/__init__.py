"""Careers to counts: small tables that the engine makes in one pass. Start at `first_passage`."""

from outgrow.tallies.build import first_passage, first_passage_steps
from outgrow.tallies.tally import Tally

__all__ = ["Tally", "first_passage", "first_passage_steps"]
