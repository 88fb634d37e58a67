"""Tallies to estimates, on small tables in NumPy. Start at `estimate_reach`."""

from outgrow.estimates.reach import estimate_reach

__all__ = ["estimate_reach"]
