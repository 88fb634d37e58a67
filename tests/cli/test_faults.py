"""Bad input and refused questions: exit code 2, the reason and what to do on standard error, nothing about a person."""

from __future__ import annotations

import pytest

NLSY = ("--careers", "nlsy")
FAULTS = {
    "no target": (("reach", "title:sales", *NLSY), "add --toward"),
    "misspelt level": (("reach", "level:directr", "--toward", "any", *NLSY), "did you mean 'director'"),
    "misspelt target": (("reach", "any", "--toward", "rung:executiv", *NLSY), "did you mean 'executive'"),
    "no such careers": (("report", "any", "--careers", "nlsyy"), "built-in careers 'nlsyy'"),
    "unknown group": (("reach", "any", "--toward", "title:x", "--by", "educaton", *NLSY), "Did you mean 'education'?"),
    "group of later": (("reach", "any", "--toward", "title:x", "--by", "exited", *NLSY), "immortal time"),
    "too many groups": (
        ("reach", "any", "--toward", "title:x", "--by", "person", *NLSY),
        "'person' is a column",
    ),
    "after_last": (("reach", "any", "--toward", "title:x", "--after-last", "exits", *NLSY), "Did you mean 'exit'?"),
    "coverage": (("reach", "any", "--toward", "title:x", "--coverage", "95", *NLSY), "not a percentage"),
    "years": (("reach", "any", "--toward", "title:x", "--years", "-1", *NLSY), "give a horizon"),
    "entered": (("reach", "any", "--toward", "title:x", "--entered", "2015..2010", *NLSY), "ends before it starts"),
    "month": (("reach", "any", "--toward", "title:x", "--observed-from", "soon", *NLSY), "which is no month"),
    "min cell": (("reach", "any", "--toward", "title:x", "--min-cell", "0", *NLSY), "give 1 or more"),
    "ending": (("reach", "any", "--toward", "title:x", "--out", "x.pdf", *NLSY), "which this command does not write"),
    "folder of file": (
        ("reach", "any", "--toward", "title:x", "--out", "/dev/null/x.json", *NLSY),
        "cannot be written",
    ),
    "map": (("careers", "check", "nlsy", "--map", "title="), "NAME=THEIRS"),
    "people of a built-in": (("careers", "check", "nlsy", "--people", "x.csv"), "leave --people out"),
    "top rung": (("report", "rung:executive"), "on the top rung already"),
    "convert over something": (("careers", "convert", "nlsy", "--out", "."), "holds something else"),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_is_said_in_plain_words(run, name):
    words, expected = FAULTS[name]
    fault = run(*words, code=2)
    assert expected.lower() in " ".join(fault.stderr.split()).lower()
    assert "Do:" in fault.stderr
    assert fault.stdout == ""


def test_an_unknown_option_exits_with_2(run):
    assert "No such option" in run("reach", "any", "--tword", "x", code=2).stderr


def test_a_fault_of_ours_exits_with_1_and_shows_no_text_of_it(run, tmp_path):
    """A module in the way stands for any bug: the message may hold data, so only its kind is shown."""
    (tmp_path / "sitecustomize.py").write_text(
        "import outgrow.ask\n"
        "def broken(*given, **settings): raise RuntimeError('person 4711, Ms Secret, was fired')\n"
        "outgrow.ask.reach = broken\n",
        encoding="utf-8",
    )
    fault = run("reach", "any", "--toward", "title:x", *NLSY, code=1, env={"PYTHONPATH": str(tmp_path)})
    assert "a fault of ours (RuntimeError" in fault.stderr
    assert "Secret" not in fault.stderr
    assert "OUTGROW_DEBUG=1" in fault.stderr
