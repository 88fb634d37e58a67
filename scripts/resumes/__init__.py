"""Resumes of invented people, and what is true of them; `scripts/make_resumes.py` makes the set from here."""
