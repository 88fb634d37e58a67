"""What rows of HR records say has happened, in the words of seven languages: hire, promotion, leave, exit, ...

In: distinct texts of one column. Out: the kind of each, and the mark it puts on a job.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Final

__all__ = ["KINDS", "event_kind", "event_mark", "is_no"]

#: What can have happened. A promotion is a change of which it is known that the job is another one.
KINDS: Final = ("hire", "rehire", "promotion", "change", "leave", "return", "exit")

#: First that fits: a return from leave holds the word leave, a rehire the word hire.
_SIGNS: Final = tuple(
    (kind, re.compile(signs))
    for kind, signs in (
        ("return", r"return(ed|s|ing)? (from|to work)|back from|back to work|end of leave|ruckkehr|retour (de|d)"),
        ("return", r"reincorporac|rientro|alta medica"),
        ("rehire", r"re-?hir|rejoin|reinstat|wiedereinst|wiedereintr|reembauche|recontrat|readmis|riassun"),
        ("leave", r"baja (medica|por (maternidad|paternidad|enfermedad|accidente))"),
        ("exit", r"terminat|resign|dismiss|laid[- ]off|lay-?off|redundan|separat|\bleft\b|\bleav(er|ers|ing|es)\b"),
        (
            "exit",
            r"\bretire(d|ment)?\b(?! (saving|plan|benefit|election|contribution|account))|\bfired\b|departure|departed",
        ),
        ("exit", r"end (of )?(contingent|contract|employment|assignment|worker|service)|contract end|deceas|\bdeath\b"),
        ("exit", r"\bexit(ed)?\b|\binactive\b|\bquit\b|austritt|kundigung|gekundigt|ausgeschieden|entlass|\bdemission"),
        ("exit", r"licenciement|fin de contrat|\bdepart\b|\bbaja\b|despido|renuncia|dimission|licenziament|cessazione"),
        ("exit", r"demiss|rescis|desligament|ontslag|uit dienst"),
        (
            "leave",
            r"\bleave\b|sabbatical|parental|maternity|paternity|furlough|elternzeit|mutterschutz|\bconge\b|excedencia",
        ),
        ("leave", r"permiso|congedo|aspettativa|verlof|licenca|suspen"),
        ("promotion", r"promot|beforder|promoc|promoz|bevorder"),
        (
            "hire",
            r"\bhir(e|ed|ing)\b|new starter|\bjoin(ed|er)?\b|onboard|einstellung|\beintritt|embauch|contratac|\balta\b",
        ),
        ("hire", r"assunzion|admiss|indiensttred|new (employee|worker)"),
    )
)
_MARKS: Final = (
    (
        "part-time",
        re.compile(r"part[ -]?time|teilzeit|temps partiel|tiempo parcial|tempo parziale|deeltijd|tempo parcial"),
    ),
    (
        "contract",
        re.compile(r"\bcontractor|contingent|freelanc|\btemporary\b|agency|\bbefristet|leiharbeit|fixed[- ]term"),
    ),
)
#: A change from one kind of employment to another says nothing of which it now is.
_BETWEEN: Final = re.compile(r"\bto\b|change|conversion|wechsel|->")
_NO: Final = frozenset({"no", "n", "false", "0", "0.0", "nein", "non", "nee", "nao", "secondary", "additional", "f"})


def event_kind(text: str) -> str:
    """Return what has happened, one of `KINDS`; ``"change"`` where nothing is known.

    Parameters
    ----------
    text : str
        As written: ``"Terminate Employee > Voluntary"``.
    """
    plain = _folded(text)
    if plain in KINDS:
        return plain
    return next((kind for kind, sign in _SIGNS if sign.search(plain)), "change")


def event_mark(text: str) -> str | None:
    """Return the mark that a kind of employment puts on a job, if it is one: ``"Part-Time"``, ``"Contractor"``."""
    plain = _folded(text)
    if _BETWEEN.search(plain) or any(sign.search(plain) for kind, sign in _SIGNS if kind == "exit"):
        return None
    return next((mark for mark, sign in _MARKS if sign.search(plain)), None)


def is_no(text: str) -> bool:
    """Tell whether a text denies: ``"No"``, ``"0"``, ``"nein"``."""
    return _folded(text) in _NO


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text.casefold())
    return " ".join("".join(sign for sign in plain if not unicodedata.combining(sign)).replace("_", " ").split())
