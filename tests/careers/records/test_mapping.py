"""Mappings of columns and values: from names, from TOML, and back; a wrong one is answered in words."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.careers.reading import HEADER, read, write
from tests.careers.records.seeing import jobs

from outgrow.careers.exports.registry import table_readers
from outgrow.careers.records import TableMapping, read_mapping
from outgrow.cli.options import spread_map
from outgrow.errors import InputError, SourceNotFound, UnknownName

NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=20)


@given(
    columns=st.dictionaries(st.sampled_from(["person", "title", "start", "left", "wave"]), NAMES, max_size=4),
    states=st.dictionaries(NAMES, NAMES, max_size=3),
    levels=st.dictionaries(NAMES, NAMES, max_size=3),
    attributes=st.lists(NAMES, max_size=3).map(tuple),
    constants=st.dictionaries(st.sampled_from(["organisation", "currency"]), NAMES, max_size=2),
    rows=st.sampled_from([None, "jobs", "changes", "waves"]),
    months=st.none() | st.integers(1, 120),
)
def test_a_mapping_written_as_toml_is_read_as_it_was(
    columns, states, levels, attributes, constants, rows, months, tmp_path_factory
):
    if len(set(columns.values())) < len(columns):
        return
    mapping = TableMapping(
        columns=columns,
        states=states,
        values={"level": levels} if levels else {},
        attributes=attributes,
        constants=constants,
        rows=rows,
        wave_months=months,
    )
    path = tmp_path_factory.mktemp("toml") / "m.toml"
    path.write_text(mapping.as_toml(dict.fromkeys([*columns, "rows"], "why")), encoding="utf-8")
    assert read_mapping(path) == mapping


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("columns = 3", "columns of the mapping 'm.toml' is no table"),
        ("[columns]\ntitel = 'a'", "'titel' is no column of careers. Did you mean 'title'?"),
        ("[columns]\ntitle = 3", "columns of a mapping is no mapping of names to texts"),
        ("[columns]\ntitle = 'a'\nstart = 'a'", "the column 'a' is named for title and start"),
        ("rows = 'row'", "rows of a mapping is 'row'"),
        ("row = 'jobs'", "has the key 'row'. Did you mean 'rows'?"),
        ("wave_months = 0", "wave_months of a mapping is 0"),
        ("attributes = 'sex'", "attributes of a mapping is no list"),
        ("[values]\nlevel = 'x'", "values of a mapping is no mapping of columns to values"),
        ("[values.level]\nM1 = 3", "values of a mapping is no mapping of names to texts"),
        ("[states]\nocc1 = 3", "states of a mapping is no mapping of columns to titles"),
        ("title = Job Title", "is no TOML, at line 1, column 9"),
        ("\0", "is no TOML"),
        ("a = " + "[" * 5000, "is no TOML"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(tmp_path, text, words):
    path = write(tmp_path, text, "m.toml")
    with pytest.raises(InputError, match=r".") as caught:
        read_mapping(path)
    assert words in str(caught.value)


def test_a_mapping_that_is_not_there_or_names_what_is_not_there(tmp_path):
    with pytest.raises(SourceNotFound, match=r"no mapping .none\.toml."):
        read_mapping(tmp_path / "none.toml")
    with pytest.raises(InputError, match="cannot be read"):
        read_mapping(tmp_path)
    with pytest.raises(InputError, match="given as list"):
        read_mapping([])
    path = write(tmp_path, HEADER + "p,2019-01,,Analyst\n")
    with pytest.raises(UnknownName, match=r"no column 'sex', which attributes of the mapping name"):
        read(path, mapping=TableMapping(attributes=("sex",)))
    with pytest.raises(UnknownName, match=r"no column 'Level'"):
        read(path, mapping={"level": "Level"})


def test_values_constants_and_attributes_of_a_table_of_jobs(tmp_path):
    path = write(tmp_path, "person,start,end,title,grade,sex\np,2019-01,2019-12,Analyst,M2,f\np,2020-01,,Analyst,X,\n")
    mapping = TableMapping(
        columns={"level": "grade"},
        values={"level": {"m2": "manager"}},
        constants={"organisation": "Example"},
        attributes=("sex",),
        end="exclusive",
    )
    careers = read(path, mapping=mapping)
    assert jobs(careers, "level", "organisation") == [
        ("p", "2019-01", "2019-11", "Analyst", "manager", "Example"),
        ("p", "2020-01", None, "Analyst", None, "Example"),
    ]
    assert careers.after_last == "censor"
    assert careers.people.to_pyarrow().to_pylist()[0]["sex"] == "f"
    assert [row["value"] for row in careers.quarantined().to_pylist()] == ["X"]


def test_names_given_one_by_one_count_over_those_of_a_file(tmp_path):
    path = write(tmp_path, "rows = 'changes'\n[columns]\ntitle = 'a'\nperson = 'p'\n", "m.toml")
    mapping = read_mapping({"title": "b", "start": "a"}).over(read_mapping(path))
    assert mapping.columns == {"person": "p", "title": "b", "start": "a"}
    assert mapping.rows == "changes"


@pytest.mark.parametrize(
    ("arguments", "spread"),
    [
        (["--map", "a=b", "c=d", "x"], ["--map", "a=b", "--map", "c=d", "x"]),
        (["--map", "a=b", "--json", "c=d"], ["--map", "a=b", "--json", "c=d"]),
        (["--map", "m.toml", "title=Job Title"], ["--map", "m.toml", "--map", "title=Job Title"]),
        (["c=d", "--map", "a=b", "title:x"], ["c=d", "--map", "a=b", "title:x"]),
        (["--map"], ["--map"]),
        (["--map=a=b", "c=d"], ["--map=a=b", "--map", "c=d"]),
    ],
)
def test_one_option_takes_all_the_names_behind_it(arguments, spread):
    assert spread_map(arguments) == spread


def test_the_file_and_the_readers_of_the_docs_are_those_that_there_are(tmp_path):
    text = (Path(__file__).parents[3] / "docs" / "careers.md").read_text(encoding="utf-8")
    [block] = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    mapping = read_mapping(write(tmp_path, block, "m.toml"))
    assert mapping.values == {"level": {"M2": "manager"}}
    assert mapping.attributes == ("Sex",)
    table = text.partition("| table | reader |")[2].partition("\n\n")[0]
    named = re.findall(r"\| `([a-z-]+)` \|", table)
    assert named == [reader.name for reader in table_readers(plug_ins=False)]
