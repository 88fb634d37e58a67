"""What a person's documents say of them: jobs, schooling, skills and statements, as their owner can check it.

In: nothing; these are types. Out: `Profile`, frozen. Start at `read_profile` in `outgrow.person.read`.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from outgrow.person.document import NotUnderstood

__all__ = ["Contradiction", "PersonSpell", "Profile", "Schooling", "Statement"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonSpell:
    """One job of the person.

    Parameters
    ----------
    title : str
        As it was written.
    organisation : str or None
        As it was written.
    start : int or None
        First month in it, as a month number (`outgrow.months`); None where it is not said.
    end : int or None
        Last month in it, inclusive; None where it is ongoing, or not said (`ongoing` tells which).
    ongoing : bool
        Whether the document says that it goes on.
    start_to, end_to : {"month", "season", "year"} or None
        How exactly the dates are told.
    description : str or None
        What the document says of it, a line for each statement.
    marks : tuple of str
        As in `outgrow.schema`: ``volunteer``, ``part-time``; those that the title's words say are added.
    function, specialty, level : str or None
        What the title says (`outgrow.titles.parse_title`).
    sources : tuple of str
        Names of the files that say so.
    """

    title: str
    organisation: str | None = None
    start: int | None = None
    end: int | None = None
    ongoing: bool = False
    start_to: str | None = None
    end_to: str | None = None
    description: str | None = None
    marks: tuple[str, ...] = ()
    function: str | None = None
    specialty: str | None = None
    level: str | None = None
    sources: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Schooling:
    """One course of study: `degree` and `institution` as written, `start` and `end` as month numbers or None."""

    degree: str | None = None
    institution: str | None = None
    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """One bullet or sentence.

    Parameters
    ----------
    text : str
        As it was written, its lines joined.
    spell : int or None
        Place of the job in `Profile.spells` that it is about; None for the headline and the summary.
    part : {"spell", "headline", "summary"}
        What it is of.
    """

    text: str
    spell: int | None = None
    part: str = "spell"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contradiction:
    """What two files say differently.

    Parameters
    ----------
    about : str
        What of: ``"start of Editor, Example Ltd"``.
    said : tuple of (str, str)
        File and what it says, that which is used first.
    """

    about: str
    said: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """Everything that was understood of a person's documents.

    Parameters
    ----------
    spells : tuple of PersonSpell
        The latest start first, as people write them.
    education : tuple of Schooling
        The latest first.
    skills : tuple of str
        As they were written, each once.
    headline, summary : str or None
        As they were written.
    statements : tuple of Statement
        In the order of the document, headline and summary first.
    not_understood : tuple of NotUnderstood
        What was left.
    contradictions : tuple of Contradiction
        What several files say differently.
    files : tuple of (str, str)
        Name and format of each file that was read.
    """

    spells: tuple[PersonSpell, ...] = ()
    education: tuple[Schooling, ...] = ()
    skills: tuple[str, ...] = ()
    headline: str | None = None
    summary: str | None = None
    statements: tuple[Statement, ...] = ()
    not_understood: tuple[NotUnderstood, ...] = ()
    contradictions: tuple[Contradiction, ...] = ()
    files: tuple[tuple[str, str], ...] = field(default=())
