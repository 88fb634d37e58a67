"""The set of resumes holds to its promises: what it counts, and that truth and documents say the same."""

import collections
import html
import json
import re
import unicodedata
import xml.etree.ElementTree as ET
import zipfile
from pathlib import Path

import docx
import pypdf
import pytest
from tests.person.score import plain

FOLDER = Path(__file__).parent / "documents"
TRUTHS = json.loads((FOLDER / "truth.json").read_text(encoding="utf-8"))
BY_FILE = {truth["file"]: truth for truth in TRUTHS}
# at least so many of each format, half of them in each half
COUNTS = {"pdf": 28, "docx": 14, "europass": 2, "json-resume": 4, "linkedin": 2, "markdown": 8, "text": 8}
MONTH = re.compile(r"(19|20)\d\d-(0[1-9]|1[0-2])")
EXACT = {"month", "season", "year"}


def text_of(path):
    """All that a document says, by the package that is the field's for its format."""
    if path.suffix == ".pdf":
        return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)
    if path.suffix == ".docx":
        # python-docx's own paragraphs leave text boxes and content controls out
        body = docx.Document(str(path)).element.body
        return "".join("".join(part.itertext()) for part in body.iter() if part.tag.endswith(("}t", "}instrText")))
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            return "\n".join(archive.read(name).decode() for name in archive.namelist()).replace('""', '"')
    if path.suffix == ".xml":
        root = ET.parse(path).getroot()
        dates = [value for element in root.iter() for value in element.attrib.values()]
        return html.unescape("\n".join([*root.itertext(), *dates]))
    if path.suffix == ".json":
        return "\n".join(_strings(json.loads(path.read_text(encoding="utf-8"))))
    return path.read_text(encoding="utf-8")


def _strings(node):
    if isinstance(node, dict):
        node = list(node.values())
    if isinstance(node, list):
        return [text for part in node for text in _strings(part)]
    return [str(node)]


def bare(text):
    """Without blanks, forms of letters and soft hyphens; a PDF breaks words where a line ends."""
    return re.sub(r"[\s\u00ad]+", "", unicodedata.normalize("NFKC", text)).casefold()


@pytest.mark.parametrize("form", sorted(COUNTS))
def test_there_are_as_many_as_promised_half_of_them_for_testing(form):
    halves = collections.Counter(truth["half"] for truth in TRUTHS if truth["format"] == form)
    assert halves["working"] >= COUNTS[form] / 2
    assert halves["test"] >= COUNTS[form] / 2


def test_every_document_has_truth_and_every_truth_a_document():
    files = {f"{path.parent.name}/{path.name}" for half in ("working", "test") for path in (FOLDER / half).iterdir()}
    assert files == set(BY_FILE)
    assert len(TRUTHS) == len(BY_FILE)
    assert all(truth["half"] == truth["file"].split("/")[0] for truth in TRUTHS)


def test_the_set_is_small():
    sizes = {path: path.stat().st_size for path in FOLDER.rglob("*.*")}
    assert sum(sizes.values()) < 4_000_000
    assert max(size for path, size in sizes.items() if path.suffix == ".pdf") < 120_000


@pytest.mark.parametrize("file", sorted(BY_FILE))
def test_truth_is_well_formed(file):
    truth = BY_FILE[file]
    assert set(truth) - {"statements"} == {
        "file",
        "format",
        "layout",
        "half",
        "spells",
        "headline",
        "skills",
        "education",
    }
    assert truth["spells"]
    for spell in truth["spells"]:
        assert set(spell) - {"marks"} == {"title", "organisation", "start", "end", "start_to", "end_to"}
        assert spell["title"] == spell["title"].strip() != ""
        assert spell["start"] is None or MONTH.fullmatch(spell["start"])
        assert spell["end"] is None or MONTH.fullmatch(spell["end"])
        assert spell["end"] is None or spell["start"] <= spell["end"]
        for end in ("start", "end"):
            assert (spell[end] is None) == (spell[f"{end}_to"] is None)
            assert spell[f"{end}_to"] in EXACT | {None}
        assert set(spell.get("marks", [])) <= {"volunteer", "part-time"}
    starts = [spell["start"] or "" for spell in truth["spells"]]
    assert starts == sorted(starts, reverse=True)
    for school in truth["education"]:
        assert set(school) == {"degree", "institution", "start", "end"}
        assert not school["end"] or not school["start"] or school["start"] <= school["end"]
    for statement in truth.get("statements", []):
        assert 0 <= statement["spell"] < len(truth["spells"])
        assert statement["text"].strip()


@pytest.mark.parametrize("file", sorted(BY_FILE))
def test_what_is_true_is_in_the_document(file):
    truth = BY_FILE[file]
    said = bare(text_of(FOLDER / file))
    words = [spell[part] for spell in truth["spells"] for part in ("title", "organisation") if spell[part]]
    words += [school[part] for school in truth["education"] for part in ("degree", "institution") if school[part]]
    words += [statement["text"] for statement in truth.get("statements", [])]
    words += [*truth["skills"], truth["headline"] or ""]
    missing = [word for word in words if bare(word) not in said]
    assert not missing


@pytest.mark.parametrize("file", sorted(BY_FILE))
def test_every_year_of_the_truth_is_in_the_document(file):
    """A year stands whole or by its last two digits; the February after a winter is of no year that is written."""
    truth = BY_FILE[file]
    said = text_of(FOLDER / file)
    written = re.sub(r"\s+", "", said)
    for spell in truth["spells"]:
        for end in ("start", "end"):
            month, exact = spell[end], spell[f"{end}_to"]
            if month and not (exact == "season" and month.endswith("-02")):
                assert month[:4] in written or re.search(rf"\D{month[2:4]}\b", said), (spell["title"], month)


def test_halves_share_no_person_and_no_employer():
    """A reader tuned on one half is tested on the other."""
    employers = {half: set() for half in ("working", "test")}
    for truth in TRUTHS:
        employers[truth["half"]] |= {plain(spell["organisation"]) for spell in truth["spells"] if spell["organisation"]}
    assert not employers["working"] & employers["test"]


def test_a_layout_is_described_once():
    layouts = [truth["layout"] for truth in TRUTHS]
    assert len(set(layouts)) == len(layouts)


def test_at_least_sixteen_have_statements():
    assert sum("statements" in truth for truth in TRUTHS) >= 16


PAGES = {"two pages": 2, "three pages": 3, "four pages": 4}


@pytest.mark.parametrize("file", sorted(truth["file"] for truth in TRUTHS if truth["format"] == "pdf"))
def test_a_pdf_has_as_many_pages_as_its_layout_says(file):
    pages = len(pypdf.PdfReader(FOLDER / file).pages)
    said = [number for words, number in PAGES.items() if words in BY_FILE[file]["layout"]]
    assert said in ([], [pages])
    assert pages == 1 or said or "later pages" in BY_FILE[file]["layout"]


def test_pdfs_are_of_one_to_four_pages_and_of_two_producers_in_each_half():
    lengths, producers = set(), set()
    for truth in TRUTHS:
        if truth["format"] == "pdf":
            reader = pypdf.PdfReader(FOLDER / truth["file"])
            lengths.add(len(reader.pages))
            # Skia is Chromium's; the PDFs of Europass are packed again by pypdf
            producers.add((truth["half"], str(reader.metadata.producer).split("/")[0].split(" ")[0]))
    assert lengths == {1, 2, 3, 4}
    assert {(half, name) for half in ("working", "test") for name in ("Skia", "ReportLab")} <= producers


@pytest.mark.parametrize("file", ["working/petrakis_europass.pdf", "test/sobieraj_europass.pdf"])
def test_the_pdfs_of_europass_carry_their_xml(file):
    ((_, attached),) = pypdf.PdfReader(FOLDER / file).attachments.items()
    words = "\n".join(ET.fromstring(attached[0]).itertext())
    for spell in BY_FILE[file]["spells"]:
        assert spell["title"] in words
        assert spell["organisation"] in words


@pytest.mark.parametrize("file", sorted(BY_FILE))
def test_no_document_says_what_only_a_program_would(file):
    said = text_of(FOLDER / file)
    assert not re.search(r"\bNone\b|\{\{|\}\}|\bnan\b", said)


def test_at_least_twenty_have_a_layout_of_their_own():
    """Those written by hand share no template; nor do any two documents of Word."""
    sources = FOLDER.parents[2] / "scripts" / "resumes" / "careers"
    lines = [path.read_text(encoding="utf-8").splitlines() for path in sources.glob("*.txt")]
    assert sum("by: hand" in one for one in lines) >= 20
    templates = collections.Counter(line for one in lines for line in one if line.startswith("template: "))
    assert max(count for name, count in templates.items() if name.startswith("template: docx")) == 1
    # LinkedIn's manner is one, and two people of each half have it; JSON Resume's form is one too
    assert max(templates.values()) == 4
