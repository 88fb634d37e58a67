"""Voices: one finding in the words of the person in the role, of a coach beside them, or of an analyst.

In: Finding. Out: text. Start at `worded` and `question`. Each voice is a module with one function a kind of finding:
`voices_person`, `voices_coach`, `voices_analyst`. None adds a number that the finding does not have.
"""

from __future__ import annotations

from typing import Final, Literal

from outgrow.errors import InputError, did_you_mean
from outgrow.report.finding import Finding
from outgrow.report.voices_analyst import for_analyst
from outgrow.report.voices_coach import ask, for_coach
from outgrow.report.voices_person import for_person

__all__ = ["VOICES", "Voice", "check_voice", "question", "worded"]

#: Whom a finding is worded for: a person wondering about their own next years, a coach or manager beside someone, an analyst.
Voice = Literal["person", "coach", "analyst"]
VOICES: Final[tuple[Voice, ...]] = ("person", "coach", "analyst")


def worded(finding: Finding, voice: Voice) -> str:
    """Say a finding to a reader.

    Parameters
    ----------
    finding : Finding
        What is said.
    voice : {"person", "coach", "analyst"}
        Whom it is said to. The person reads natural frequencies in plain words; the coach the claim, and what to check
        with the person; the analyst the estimate with its error and method, in months.

    Returns
    -------
    str
        One sentence or a few. "Cannot tell" stays so, and simulated careers are named, in every voice.
    """
    return {"person": for_person, "coach": for_coach, "analyst": for_analyst}[voice](finding)


def question(finding: Finding) -> str | None:
    """Return a question that a coach can ask beside a finding; None where it calls for none."""
    return ask(finding)


def check_voice(name: str) -> Voice:
    """Return a voice by its name, as a person typed it.

    Raises
    ------
    InputError
        There is no such voice.
    """
    for voice in VOICES:
        if name == voice:
            return voice
    raise InputError(f"there is no voice '{name}'.{did_you_mean(name, VOICES)}", do=f"use one of {', '.join(VOICES)}")
