"""Careers in: from any source to checked spells and people. Start at `read_careers`."""

from outgrow.careers.careers import Careers, Counts
from outgrow.careers.read import read_careers

__all__ = ["Careers", "Counts", "read_careers"]
