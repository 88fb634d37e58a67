"""Careers in: from any source to checked spells and people. Start at `read_careers`."""

from outgrow.careers.careers import Careers, Counts, Recorded
from outgrow.careers.read import guess_mapping, read_careers

__all__ = ["Careers", "Counts", "Recorded", "guess_mapping", "read_careers"]
