"""Whatever a file holds, a reader gives an export or refuses it in words of its own; no cell is ever printed."""

import contextlib
import json
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.careers.exports.make_samples import CANDIDATE, HERE, LEARNER, LINKEDIN, PASSPORT, POSITIONS, RESUME
from tests.careers.exports.reading import HEADER, zipped

import outgrow
from outgrow.careers.exports import READERS, Export, Limits, Reader, Refused, Source
from outgrow.errors import InputError

BY_NAME = {reader.name: reader for reader in READERS if isinstance(reader, Reader)}
#: A value of a cell that nothing else says.
CELL = "Qx7741zz"
SAMPLES = {
    "linkedin": (HERE / "Complete_LinkedInDataExport_05-20-2024.zip.zip").read_bytes(),
    "json-resume": json.dumps(RESUME).encode(),
    "europass": CANDIDATE.encode(),
}
OF_A_TIME = settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
OF_THE_WHOLE = settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
ANYTHING = st.text(max_size=40) | st.sampled_from(
    [CELL, "2019-13", "", "\0", "\ud800", "=1+1", "9999", "0001", "Present"]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | ANYTHING,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(ANYTHING, inner, max_size=3),
    max_leaves=6,
)
KEYS = (
    "name",
    "position",
    "startDate",
    "endDate",
    "summary",
    "highlights",
    "keywords",
    "studyType",
    "area",
    "organization",
)
ENTRY = st.dictionaries(st.sampled_from(KEYS), JSON, max_size=6) | JSON
SECTION = st.lists(ENTRY, max_size=4) | JSON


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzz")


def tried(name: str, content: bytes, place: Path) -> None:
    """Read by a reader alone; it must refuse in words that hold nothing of the file."""
    path = place / "export"
    path.write_bytes(content)
    try:
        with Source(path, Limits(seconds=20)) as source:
            found = BY_NAME[name].recognises(source)
            assert isinstance(found, bool)
            export = BY_NAME[name].read(source)
    except Refused as fault:
        said = f"{fault.reason} {fault.why} {fault.do}"
    else:
        assert isinstance(export, Export)
        export.spells.validate(full=True)
        said = repr(export.notes) + repr(export.faults)
    assert CELL not in said


def tried_whole(content: bytes, place: Path, capfd, name: str = "export.bin") -> None:
    """Read as careers; the same, and nothing is printed."""
    path = place / name
    path.write_bytes(content)
    with contextlib.suppress(OSError):
        capfd.readouterr()
    try:
        careers = outgrow.read_careers(path, allow_empty=True)
        said = repr(careers.notes) + repr(careers.facts)
    except InputError as fault:
        said = str(fault)
    assert CELL not in said
    assert capfd.readouterr() == ("", "")


@st.composite
def changed(draw, content):
    """Bytes of a sample with a few pieces taken out, doubled or overwritten."""
    content = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(content) - 1)))
        end = start + draw(st.integers(0, 60))
        new = draw(
            st.binary(max_size=12) | st.sampled_from([b"", b"\0", b'"', b"<", b"&x;", b"PK\1\2", b"[" * 99, b"\xff"])
        )
        content[start:end] = draw(st.sampled_from([bytes(content[start:end]) * 2, new]))
    return bytes(content)


@pytest.mark.parametrize("name", BY_NAME)
@OF_A_TIME
@given(data=st.data())
def test_a_damaged_sample(place, name, data):
    tried(name, data.draw(changed(SAMPLES[name])), place)


@pytest.mark.parametrize("name", BY_NAME)
@OF_A_TIME
@given(content=st.binary(max_size=300))
def test_bytes_of_any_kind(place, name, content):
    start = {"linkedin": b"PK\x03\x04", "json-resume": b'{"work":[', "europass": b"<?xml version='1.0'?><Candidate>"}[
        name
    ]
    tried(name, content, place)
    tried(name, start + content, place)


@OF_A_TIME
@given(
    rows=st.lists(st.lists(ANYTHING, min_size=5, max_size=7), max_size=5),
    others=st.dictionaries(
        st.sampled_from([name for name in LINKEDIN if "/" not in name]), st.text(max_size=200) | ANYTHING, max_size=3
    ),
)
def test_linkedin_of_any_texts(place, rows, others):
    text = HEADER + "".join(",".join(f'"{cell.replace(chr(34), chr(34) * 2)}"' for cell in row) + "\n" for row in rows)
    files = {name: content.encode(errors="replace") for name, content in others.items()}
    content = files | {"Positions.csv": text.encode(errors="surrogatepass")}
    tried("linkedin", zipped(list(content.items())), place)


@OF_A_TIME
@given(text=st.text(max_size=400))
def test_linkedin_of_any_table(place, text):
    tried("linkedin", POSITIONS.encode() + text.encode(errors="replace"), place)


@OF_A_TIME
@given(
    work=SECTION, more=st.dictionaries(st.sampled_from(["skills", "education", "volunteer", "meta", "basics"]), SECTION)
)
def test_json_resume_of_any_shape(place, work, more):
    tried("json-resume", json.dumps({**more, "work": work}).encode(errors="surrogatepass"), place)


@OF_A_TIME
@given(data=st.data())
def test_europass_of_any_shape(place, data):
    text = data.draw(st.sampled_from([CANDIDATE, PASSPORT, LEARNER.replace("ISO-8859-1", "UTF-8")]))
    for _ in range(data.draw(st.integers(1, 5))):
        old = data.draw(st.sampled_from(["2019", "Label", "Period", "--07", "true", "From", "year", ">", "</", "hr:"]))
        text = text.replace(old, data.draw(ANYTHING), data.draw(st.integers(1, 3)))
    tried("europass", text.encode(errors="replace"), place)


@pytest.mark.parametrize("name", BY_NAME)
@OF_THE_WHOLE
@given(data=st.data())
def test_careers_of_a_damaged_sample(place, capfd, name, data):
    tried_whole(data.draw(changed(SAMPLES[name].replace(b"Plantagon", CELL.encode()))), place, capfd)


@OF_THE_WHOLE
@given(work=SECTION)
def test_careers_of_a_resume_of_any_shape(place, capfd, work):
    tried_whole(json.dumps({"work": work, "basics": {}}).encode(errors="surrogatepass"), place, capfd, "resume.json")
