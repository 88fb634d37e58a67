"""The bad documents are as bad as they say: each is checked by another program than the reader they are for."""

import io
import zipfile

import docx
import pypdf
import pytest
from pypdf.errors import PdfReadError
from tests.person.bad import BAD, JOB, all_bad


@pytest.fixture(scope="module")
def bad(tmp_path_factory):
    return all_bad(tmp_path_factory.mktemp("bad"))


def text_of(path):
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def test_all_are_made_each_in_a_file_of_its_own(bad):
    assert set(bad) == set(BAD)
    assert len({one.path for one in bad.values()}) == len(bad) >= 20
    assert all(one.path.is_file() for one in bad.values())
    assert {answer for one in bad.values() for answer in one.says} == {"error", "nothing", "reads"}
    assert all(one.says for one in bad.values())


def test_making_them_again_gives_the_same_bytes(tmp_path):
    first, second = tmp_path / "a", tmp_path / "b"
    for name in ("scanned_pdf", "long_pdf", "unmapped_pdf", "novel", "rubbish_pdf"):
        for folder in (first, second):
            folder.mkdir(exist_ok=True)
            BAD[name](folder)
    for path in first.iterdir():
        assert path.read_bytes() == (second / path.name).read_bytes()


def test_the_encrypted_pdf_wants_a_password(bad):
    reader = pypdf.PdfReader(bad["encrypted_pdf"].path)
    assert reader.is_encrypted
    assert not reader.decrypt("")
    assert reader.decrypt("secret")
    assert JOB[2] in reader.pages[0].extract_text()


def test_the_scanned_pdf_is_a_picture_alone(bad):
    reader = pypdf.PdfReader(bad["scanned_pdf"].path)
    assert len(reader.pages[0].images) == 1
    assert text_of(bad["scanned_pdf"].path).strip() == ""


def test_the_unmapped_pdf_gives_no_word(bad):
    said = text_of(bad["unmapped_pdf"].path)
    assert not any(word in said for line in JOB for word in line.split())


def test_the_upside_down_pdf_has_all_words_and_is_turned(bad):
    assert pypdf.PdfReader(bad["upside_down_pdf"].path).pages[0]["/Rotate"] == 180
    said = text_of(bad["upside_down_pdf"].path)
    assert all(line in said for line in JOB)


def test_the_long_pdf_has_500_pages(bad):
    assert len(pypdf.PdfReader(bad["long_pdf"].path).pages) == 500


@pytest.mark.parametrize("name", ["empty_file", "rubbish_pdf"])
def test_what_is_only_called_pdf_is_none(bad, name):
    assert not bad[name].path.read_bytes().startswith(b"%PDF-")
    with pytest.raises(PdfReadError):
        pypdf.PdfReader(bad[name].path).pages[0]


def test_the_truncated_ones_have_no_end(bad):
    assert b"%%EOF" not in bad["truncated_pdf"].path.read_bytes()
    assert not zipfile.is_zipfile(bad["truncated_docx"].path)


def test_the_bomb_is_small_outside_and_large_inside(bad):
    path = bad["bomb_docx"].path
    with zipfile.ZipFile(path) as archive:
        size = archive.getinfo("word/document.xml").file_size
    assert size > 200_000_000
    assert path.stat().st_size < 400_000


def test_the_tricky_docx_is_a_resume_with_members_that_climb(bad):
    path = bad["tricky_docx"].path
    assert [one.text for one in docx.Document(str(path)).paragraphs][-len(JOB) :] == list(JOB)
    with zipfile.ZipFile(path) as archive:
        assert sum("climbed" in name for name in archive.namelist()) == 3


@pytest.mark.parametrize("name", ["entities_docx", "laughing_europass", "peeping_europass"])
def test_entities_are_declared_and_used(bad, name):
    path = bad[name].path
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as archive:
            xml = archive.read("word/document.xml").decode()
    else:
        xml = path.read_text(encoding="utf-8")
    assert xml.count("<!ENTITY") >= 1
    assert "&j;" in xml or "&peep;" in xml


@pytest.mark.parametrize(
    ("name", "code"), [("utf16_text", "utf-16"), ("latin1_text", "latin-1"), ("marked_text", "utf-8-sig")]
)
def test_texts_are_in_the_code_they_say(bad, name, code):
    content = bad[name].path.read_bytes()
    assert "Teßmér" in io.TextIOWrapper(io.BytesIO(content), encoding=code).read()
    if code != "utf-8-sig":
        with pytest.raises(UnicodeDecodeError):
            content.decode("utf-8")
