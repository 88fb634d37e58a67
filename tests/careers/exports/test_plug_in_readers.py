"""Readers of plug-ins: asked only for what nothing else reads, or by name, and what they do wrong is said of them."""

import importlib.metadata
import re
from pathlib import Path

import pyarrow as pa
import pytest
from tests.careers.exports.reading import seen
from tests.careers.reading import write

from outgrow.careers.exports import GROUP, READERS, Draft, Export, Reader, Refused, registry
from outgrow.errors import InputError, UnknownName, UnreadableSource

CELL = "Wizardess"


def read_lines(source):
    draft = Draft(source.limits)
    for number, line in enumerate(source.whole().decode().splitlines()[1:], 1):
        start, title = line.split(" ", 1)
        draft.spell(f"line {number}", start=start, title=title)
    return draft.export()


def fails(source):
    raise ValueError(source.whole().decode())


def reader(name="lines", read=read_lines, sign=b"LINES"):
    return Reader(name, "lines", lambda source: source.head.startswith(sign), read)


@pytest.fixture
def plugged(monkeypatch):
    """Install readers as plug-ins; returns how often each was loaded."""
    loaded = []

    class Entry:
        def __init__(self, name, value):
            self.name, self.value = name, value

        def load(self):
            loaded.append(self.name)
            if isinstance(self.value, Exception):
                raise self.value
            return self.value

    class Entries(list):
        names = property(lambda self: {entry.name for entry in self})

    def install(**readers):
        entries = Entries(Entry(name, value) for name, value in readers.items())
        monkeypatch.setattr(registry, "entry_points", lambda group: entries if group == GROUP else Entries())
        registry.plugged.cache_clear()
        return loaded

    yield install
    registry.plugged.cache_clear()


def test_our_own_readers_are_in_one_place():
    tables = ["bamboohr", "workday", "workday-jobs", "dynamics", "panel"]
    assert [one.name for one in READERS] == ["linkedin", "json-resume", "europass", *tables]
    assert GROUP == "outgrow.readers"
    assert not [
        entry for entry in importlib.metadata.entry_points(group=GROUP) if entry.name in {r.name for r in READERS}
    ]


def test_a_plug_in_reads_what_nothing_else_does(tmp_path, plugged):
    loaded = plugged(lines=reader())
    write(tmp_path, "person,start,end,title\na,2019,,B\n", "a.csv")
    assert len(seen(tmp_path / "a.csv")["spells"]) == 1
    assert loaded == [], "a table needs no plug-in"
    path = write(tmp_path, f"LINES\n2019-01 {CELL}\n", "a.lines")
    assert [row["title"] for row in seen(path)["spells"]] == [CELL]
    assert loaded == ["lines"]


def test_a_plug_in_is_asked_by_name_for_anything(tmp_path, plugged):
    plugged(lines=reader())
    path = write(tmp_path, f"x\n2019-01 {CELL}\n", "a.csv")
    assert [row["title"] for row in seen(path, reader="lines")["spells"]] == [CELL]
    with pytest.raises(UnknownName, match="use one of bamboohr, dynamics, europass, json-resume, lines"):
        seen(path, reader="line5")


def test_a_folder_may_hold_files_of_plug_ins(tmp_path, plugged):
    plugged(lines=reader())
    write(tmp_path, "LINES\n2019-01 A\n", "a.lines")
    write(tmp_path, "LINES\n2018-01 B\n", "b.lines")
    assert [(row["person"], row["title"]) for row in seen(tmp_path)["spells"]] == [("1", "A"), ("2", "B")]


def test_a_plug_in_that_cannot_be_loaded_is_left_out_and_said_when_it_is_asked_for(tmp_path, plugged):
    plugged(broken=ImportError("no"), nothing=42, lines=reader())
    path = write(tmp_path, "LINES\n2019-01 A\n", "a.lines")
    assert len(seen(path)["spells"]) == 1
    for name in ("broken", "nothing"):
        with pytest.raises(InputError, match=f"the reader '{name}' of a plug-in cannot be loaded"):
            seen(path, reader=name)


TABLE = pa.table({"start": ["2019-01"], "end": pa.array([None], pa.string()), "title": [CELL]})
WRONG = {
    "fails": (fails, r"makes the reader 'lines' fail \(ValueError\)"),
    "gives nothing": (lambda source: None, "give no Export"),
    "gives no table": (lambda source: Export([CELL]), "give no Export"),
    "gives other columns": (lambda source: Export(pa.table({CELL: ["x"]})), "give tables that careers do not have"),
    "gives numbers": (lambda source: Export(pa.table({"title": [1]})), "give tables that careers do not have"),
    "gives two rows of one person": (
        lambda source: Export(TABLE, pa.table({"sex": ["f", "m"]})),
        "give tables that careers do not have",
    ),
    "numbers rows itself": (
        lambda source: Export(TABLE, pa.table({"person": ["1"], "row": ["7"]})),
        "give tables that careers do not have",
    ),
    "refuses": (lambda source: (_ for _ in ()).throw(Refused("is too old")), "is too old"),
}


@pytest.mark.parametrize(("read", "says"), WRONG.values(), ids=WRONG)
def test_what_a_plug_in_does_wrong_is_said_of_it_without_a_cell(tmp_path, plugged, read, says):
    plugged(lines=reader(read=read))
    path = write(tmp_path, f"LINES\n2019-01 {CELL}\n", "a.lines")
    with pytest.raises(UnreadableSource, match=says) as caught:
        seen(path)
    assert CELL not in str(caught.value)
    assert caught.value.__suppress_context__


def test_a_plug_in_may_give_careers_of_many(tmp_path, plugged):
    table = TABLE.append_column("person", pa.array(["x"]))
    people = pa.table({"person": ["x"], "sex": ["f"], "observed_until": ["2020-01"]})
    plugged(lines=reader(read=lambda source: Export(table, people)))
    path = write(tmp_path, "LINES\n", "a.lines")
    found = seen(path)
    assert [row["person"] for row in found["spells"]] == ["x"]
    assert found["people"] == [{"person": "x", "observed_until": "2020-01", "sex": "f"}]
    write(tmp_path, "LINES\n1", "b.lines")
    # in a folder each file is one person's
    assert [row[3] for row in seen(tmp_path)["quarantine"]] == [
        "is a table of many people, and not one person's export"
    ] * 2


def test_a_plug_in_that_fails_at_a_look_is_passed_over(tmp_path, plugged):
    broken = Reader("broken", "nothing", fails, read_lines)
    plugged(broken=broken, lines=reader())
    path = write(tmp_path, "LINES\n2019-01 A\n", "a.lines")
    assert len(seen(path)["spells"]) == 1


def test_the_reader_in_the_documentation_works(tmp_path, plugged):
    text = (Path(__file__).parents[3] / "docs" / "careers.md").read_text(encoding="utf-8")
    [code] = [part for part in re.findall(r"```python\n(.*?)```", text, re.DOTALL) if "READER = " in part]
    made = {}
    exec(code, made)
    plugged(mine=made["READER"])
    path = write(tmp_path, "#lines\n2019-01 Analyst\n", "a.lines")
    assert [row["title"] for row in seen(path)["spells"]] == ["Analyst"]
