"""Exports that are broken, hostile or something else: each has one answer, which shows nothing of anybody."""

import json
import stat
import zipfile

import pytest
from tests.careers.exports.make_samples import CANDIDATE, HERE, LINKEDIN, PASSPORT
from tests.careers.exports.reading import HEADER, linkedin, seen, zipped
from tests.careers.reading import read, write

import outgrow
from outgrow.careers.exports import Limits
from outgrow.errors import InputError, OutgrowError, SourceNotFound, UnreadableSource

#: What bad files say of a person; none of it may be in a message.
TITLE, EMPLOYER = "Wizardess", "Plantagon"
PLANTED = ("wizard", "plantagon", "2011-07", "nobody")
ROW = f"{EMPLOYER},{TITLE},,,2011-07,\n"
POSITIONS = HEADER + ROW
WORK = {"name": EMPLOYER, "position": TITLE, "startDate": "2011-07"}
RESUME = json.dumps({"basics": {}, "work": [WORK]})
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10))
JOB = (
    "<EmployerHistory><PositionHistory><PositionTitle>{}</PositionTitle><EmploymentPeriod><StartDate>2011-07</StartDate>"
    "</EmploymentPeriod></PositionHistory></EmployerHistory>"
)


def europass(jobs=None, before=""):
    jobs = JOB.format(TITLE) if jobs is None else jobs
    return f"<?xml version='1.0'?>{before}<Candidate><CandidateProfile>{jobs}</CandidateProfile></Candidate>"


def file(content, name="export.zip"):
    return lambda folder: write(folder, content, name)


def link(name, target):
    info = zipfile.ZipInfo(name)
    info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    return zipped([("Positions.csv", POSITIONS), (info, target)])


def locked():
    content = bytearray(linkedin(POSITIONS))
    content[6] |= 1
    content[content.index(b"PK\1\2") + 8] |= 1
    return bytes(content)


def lying(files):
    """A zip whose list says that a bomb is small."""
    content = bytearray(zipped(files))
    place = content.index(b"PK\1\2")
    content[place + 24 : place + 28] = (100).to_bytes(4, "little")
    return bytes(content)


def many_listed():
    """A zip that says in its last lines that it lists four thousand million files."""
    content = bytearray(linkedin(POSITIONS))
    end = content.rindex(b"PK\5\6")
    content[end + 8 : end + 12] = b"\xff\xff\xff\xff"
    return bytes(content)


def folder_of_links(folder):
    (folder / "export").mkdir()
    write(folder, POSITIONS, "secret.csv")
    (folder / "export" / "Positions.csv").symlink_to(folder / "secret.csv")
    (folder / "export" / "Profile.csv").write_text("First Name\nNobody\n")
    (folder / "export" / "Skills.csv").write_text("Name\nx\n")
    return folder / "export"


def deep_folders(folder):
    path = folder / "a"
    for _ in range(70):
        path = path / "a"
    path.mkdir(parents=True)
    write(path, RESUME, "resume.json")
    return folder / "a"


ZEROS = b"\0" * (40 << 20)
LINES = HEADER + ROW * 400_000

#: Refused as a whole: what it is, the error, and a part of what is said.
REFUSED = {
    # archives
    "bomb by deflate": (file(linkedin(ZEROS)), "unpacks to more than 200 times its size"),
    "bomb of many equal lines": (file(linkedin(LINES)), "unpacks to more than 200 times its size"),
    "bomb by bzip2": (
        file(zipped([("Positions.csv", ZEROS)], zipfile.ZIP_BZIP2)),
        "packed in a way that exports are not",
    ),
    "bomb by lzma": (
        file(zipped([("Positions.csv", ZEROS)], zipfile.ZIP_LZMA)),
        "packed in a way that exports are not",
    ),
    "large without packing": (
        file(zipped([("Positions.csv", b"a" * (17 << 20))], zipfile.ZIP_STORED)),
        "unpacks a file to more than 16 MiB",
    ),
    "bomb that lies of its size": (file(lying([("Positions.csv", ZEROS)])), "cut short or damaged"),
    "zip in a zip": (
        file(zipped([("Positions.csv", POSITIONS), ("more.zip", linkedin(POSITIONS))])),
        "another archive",
    ),
    "only a zip in a zip": (file(zipped([("export.ZIP", linkedin(POSITIONS))])), "holds another archive"),
    "name that climbs out": (file(zipped([("../../Positions.csv", POSITIONS)])), "leads out of the archive"),
    "name from the root": (file(zipped([("/etc/Positions.csv", POSITIONS)])), "leads out of the archive"),
    "name that climbs out of Windows": (file(zipped([("a\\..\\..\\Positions.csv", POSITIONS)])), "leads out"),
    "name with a drive": (file(zipped([("C:\\Positions.csv", POSITIONS)])), "leads out of the archive"),
    "link in an archive": (file(link("Skills.csv", "/etc/passwd")), "holds a link"),
    "cut zip": (file(linkedin(POSITIONS)[:-30]), "cut short or damaged"),
    "first half of a zip": (file(linkedin(POSITIONS)[:60]), "cut short or damaged"),
    "damaged zip": (file(linkedin(POSITIONS).replace(b"PK\1\2", b"PK\1\3")), "cut short or damaged"),
    "damaged file in a zip": (
        lambda folder: write(
            folder, linkedin(POSITIONS).replace(linkedin(POSITIONS)[45:60], b"\xff" * 15), "export.zip"
        ),
        "cut short or damaged",
    ),
    "locked zip": (file(locked()), "locked with a password"),
    "zip that lists too many": (file(many_listed()), "holds more than 10,000 files"),
    "zip of too many": (file(zipped([(f"{n}.txt", "") for n in range(10_001)])), "holds more than 10,000 files"),
    "two of one name": (
        file(zipped([("a/Positions.csv", POSITIONS), ("b/Positions.csv", POSITIONS)])),
        "holds 2 files called",
    ),
    # LinkedIn
    "positions of a stockbroker": (file(linkedin("Symbol,Quantity\nACME,3\n")), "no row in Positions.csv that names"),
    "positions empty": (file(linkedin("")), "no row in Positions.csv that names"),
    "header never comes": (file(linkedin("a,b\n" * 50 + POSITIONS)), "no row in Positions.csv that names"),
    "header twice in one row": (file(linkedin("Title," + HEADER + ROW)), "two columns of one name"),
    "zero bytes": (file(linkedin(POSITIONS + f"A\0,{TITLE},,,2011-07,\n")), "holds zero bytes in Positions.csv"),
    "mixed encodings": (
        file(linkedin(POSITIONS.encode() + "Zoë,Ä,,,2011,\n".encode() + "Zoë,Ä,,,2011,\n".encode("latin-1"))),
        "not text in UTF-8",
    ),
    "quote never closed": (file(linkedin(HEADER + f'"{EMPLOYER},{TITLE},,,2011-07,\n')), "does not close properly"),
    # JSON Resume
    "JSON 10,000 deep": (file('{"work": [' + "[" * 10_000, "export.json"), "nested more than 64 levels"),
    "JSON 10,000 deep that closes": (
        file('{"work": ' + "[" * 10_000 + "]" * 10_000 + "}", "export.json"),
        "nested more than 64 levels",
    ),
    "JSON cut short": (file(RESUME[:-9], "export.json"), "is not valid JSON"),
    "JSON with a text that never ends": (file(RESUME[:-20] + '\\"' * 200_000, "export.json"), "is not valid JSON"),
    "JSON in mixed encodings": (
        file(RESUME[:-2].encode() + b', "\xff"]}', "export.json"),
        "is not text in UTF-8",
    ),
    "JSON too large": (file('{"basics": {}, "x": "' + "a" * (17 << 20) + '"}', "export.json"), "more than 16 MiB"),
    "JSON with a number of ten thousand digits": (
        file('{"work": [{"startDate": ' + "9" * 10_000 + "}]}", "export.json"),
        "is not valid JSON",
    ),
    # Europass
    "billion laughs": (
        file(europass("&l9;", f'<!DOCTYPE x [<!ENTITY l0 "{TITLE}">{LAUGHS}]>'), "export.xml"),
        "declares a document type or entities",
    ),
    "entity that reads a file": (
        file(europass("&x;", '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/passwd">]>'), "export.xml"),
        "declares a document type or entities",
    ),
    "document type elsewhere": (
        file(europass(before='<!DOCTYPE x SYSTEM "http://127.0.0.1:9/x.dtd">'), "export.xml"),
        "declares a document type or entities",
    ),
    "XML 10,000 deep": (file(europass("<a>" * 10_000), "export.xml"), "nested more than 64 levels"),
    "XML cut short": (file(CANDIDATE[:-40], "export.xml"), "is not valid XML"),
    "XML with a zero byte": (file(europass().replace("2011", "20\0"), "export.xml"), "is not valid XML"),
    "XML in no known encoding": (
        file(europass().replace("'1.0'", "'1.0' encoding='x-none'"), "export.xml"),
        "not valid XML",
    ),
    "XML in mixed encodings": (file(europass("Ä").encode() + b"\xff", "export.xml"), "is not valid XML"),
    "XML too large": (file(europass(" " * (17 << 20)), "export.xml"), "more than 16 MiB"),
}

#: Not recognised as exports: answered as any path that is no table.
NOT_EXPORTS = {
    "empty zip": (file(zipped([])), UnreadableSource, "ends in '.zip'"),
    "empty file": (file(b""), UnreadableSource, "is empty"),
    "spreadsheet": (file(zipped([("xl/workbook.xml", "<x/>")]), "a.xlsx"), UnreadableSource, "ends in '.xlsx'"),
    "photograph": (file(b"\xff\xd8\xff\xe0JFIF" * 99, "a.jpg"), UnreadableSource, "ends in '.jpg'"),
    "web page": (
        file("<!DOCTYPE html><html><body>Candidate</body></html>", "a.xml"),
        UnreadableSource,
        "ends in '.xml'",
    ),
    "JSON of something else": (file('{"name": "x", "version": 1}', "a.json"), UnreadableSource, "no column"),
    "folder of something else": (
        lambda folder: write(folder, "x", "a.txt").parent,
        UnreadableSource,
        "nor is any file in it an export",
    ),
    "folders too deep": (deep_folders, UnreadableSource, "holds no Parquet file"),
    "link to nothing": (
        lambda folder: ((folder / "a.zip").symlink_to(folder / "none"), folder / "a.zip")[1],
        SourceNotFound,
        "'a.zip'",
    ),
}


def said(kind, path, **options):
    with pytest.raises(OutgrowError) as caught:
        outgrow.read_careers(path, **options)
    message = str(caught.value)
    assert isinstance(caught.value, kind)
    assert "\n  Do: " in message
    assert [value for value in PLANTED if value in message.lower()] == []
    assert caught.value.__suppress_context__ or caught.value.__context__ is None
    return message


@pytest.mark.parametrize(("make", "says"), REFUSED.values(), ids=REFUSED)
def test_a_bad_export_is_refused(tmp_path, make, says):
    path = make(tmp_path)
    message = said(UnreadableSource, path)
    assert says in message
    assert f"'{path.name}'" in message


@pytest.mark.parametrize(("make", "says"), REFUSED.values(), ids=REFUSED)
def test_in_a_folder_it_is_in_quarantine_without_its_name_and_the_others_are_read(tmp_path, make, says):
    folder = tmp_path / "all"
    folder.mkdir()
    make(folder)
    write(folder, (HERE / "resume_stale.json").read_bytes(), "z.json")
    found = seen(folder)
    assert [row["title"] for row in found["spells"]] == ["Analyst"]
    [(row, column, value, reason)] = found["quarantine"]
    assert (row, column, value) == (1, "file", "file 1 by name")
    assert says.removeprefix("holds ") in reason
    assert "export." not in repr(found)
    counts = read(folder).counts
    assert (counts.people, counts.people_quarantined) == (2, 1), "who is lost is counted"


@pytest.mark.parametrize(("make", "kind", "says"), NOT_EXPORTS.values(), ids=NOT_EXPORTS)
def test_what_is_no_export_is_answered_as_what_it_is(tmp_path, make, kind, says):
    assert says in said(kind, make(tmp_path))


def linkedin_rows(*rows):
    return file(linkedin(HEADER + "".join(f"{row}\n" for row in rows)))


def resume(**values):
    return file(json.dumps({"work": [{**WORK, **values}]}), "export.json")


#: Read, with rows in quarantine: row, column, value, reason.
QUARANTINED = {
    "header only": (linkedin_rows(), []),
    "month 13": (linkedin_rows("A,B,,,2011-13,"), [[1, "start", "2011-13", "not a date outgrow can read"]]),
    "year 1": (linkedin_rows("A,B,,,Jan 0001,"), [[1, "start", "Jan 0001", "not a date outgrow can read"]]),
    "year 9999 as a start": (linkedin_rows("A,B,,,Jan 9999,"), [[1, "start", "Jan 9999", "no start"]]),
    "ends before it starts": (linkedin_rows("A,B,,,2012,2011"), [[1, "end", "2011", "ends before it starts"]]),
    "starts in the future": (linkedin_rows("A,B,,,Jan 2050,"), [[1, "start", "Jan 2050", "starts in the future"]]),
    "no start": (linkedin_rows("A,B,,,,2012"), [[1, "start", None, "no start"]]),
    "row too short": (linkedin_rows("A,B"), [[1, "entry", "Positions.csv, entry 1", "has 2 of 6 columns"]]),
    "row too long": (linkedin_rows("A,B,,,2012,,,,"), [[1, "entry", "Positions.csv, entry 1", "has 9 of 6 columns"]]),
    "enormous cell": (
        file(zipped([("Positions.csv", f"{HEADER}A,{'x' * 2_000_000},,,2012,")], zipfile.ZIP_STORED)),
        [[1, "entry", "Positions.csv, entry 1", "title holds more than 100,000 characters"]],
    ),
    "zero byte in JSON": (resume(position="a\0b"), [[1, "entry", "work, entry 1", "title holds zero bytes"]]),
    "half a character": (
        file('{"work": [{"position": "\\ud800"}]}', "export.json"),
        [[1, "entry", "work, entry 1", "title holds half a character, which is no text"]],
    ),
    "dates that are lists": (resume(startDate=[2011]), [[1, "entry", "work, entry 1", "start is no text"]]),
    "dates that are true": (resume(endDate=True), [[1, "entry", "work, entry 1", "end is no text"]]),
    "year as a fraction": (resume(startDate=2011.5), [[1, "entry", "work, entry 1", "start is no text"]]),
    "work is an object": (
        file('{"work": {"a": [1]}, "basics": {}}', "export.json"),
        [[1, "entry", "work", "is no list"]],
    ),
    "title in words of a date": (resume(startDate="soon"), [[1, "start", "soon", "not a date outgrow can read"]]),
    "Europass without a title": (
        file(europass(JOB.format("")), "export.xml"),
        [[1, "title", None, "no title"]],
    ),
    "SkillsPassport with month 13": (
        file(
            PASSPORT[: PASSPORT.index("<WorkExperience>")].replace("2015", "2014")
            + '<WorkExperience><Period><From year="2011" month="--13"/></Period><Position><Label>B</Label></Position>'
            "</WorkExperience></WorkExperienceList></LearnerInfo></SkillsPassport>",
            "export.xml",
        ),
        [[1, "start", "2011-13", "not a date outgrow can read"]],
    ),
}


@pytest.mark.parametrize(("make", "rows"), QUARANTINED.values(), ids=QUARANTINED)
def test_what_cannot_be_used_is_in_quarantine(tmp_path, make, rows):
    found = seen(make(tmp_path))
    assert found["spells"] == []
    assert found["quarantine"] == rows


#: Read, for they are only texts: what a title says is never run, and never looked up.
KEPT = [
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "'; DROP TABLE jobs; --",
    "{{7*7}}",
    "${x}",
    "‮evil",
    "%s%n",
    "../../x",
]


@pytest.mark.parametrize("title", KEPT)
def test_a_title_is_a_text_whatever_it_says(tmp_path, title):
    assert seen(linkedin_rows(f"A,{title},,,2012,")(tmp_path))["spells"][0]["title"] == title
    assert seen(resume(position=title)(tmp_path))["spells"][0]["title"] == title
    escaped = title.replace("&", "&amp;").replace("<", "&lt;")
    assert seen(file(europass(JOB.format(escaped)), "x.xml")(tmp_path))["spells"][0]["title"] == title


def test_a_link_in_a_folder_is_not_followed(tmp_path):
    found = seen(folder_of_links(tmp_path))
    assert found["spells"] == []
    (tmp_path / "many").mkdir()
    (tmp_path / "many" / "a.csv").symlink_to(tmp_path / "secret.csv")
    (tmp_path / "many" / "b").symlink_to(HERE / "linkedin_folder")
    write(tmp_path / "many", RESUME, "c.json")
    found = seen(tmp_path / "many")
    assert [row["person"] for row in found["spells"]] == ["3"]
    assert [row[3] for row in found["quarantine"]] == ["is a link, and no file"] * 2


def test_a_folder_that_comes_back_to_itself_is_read_once(tmp_path):
    write(tmp_path, RESUME, "a.json")
    (tmp_path / "loop").symlink_to(tmp_path)
    assert len(seen(tmp_path)["spells"]) == 1


def test_a_part_that_cannot_be_read_is_left_out_and_said(tmp_path):
    path = write(tmp_path, linkedin(POSITIONS, Skills=b"Name\n\xff\n", Education="Other\n1\n"), "x.zip")
    found = seen(path)
    assert len(found["spells"]) == 1
    assert found["people"] == []
    assert [
        note for note in found["notes"] if note.startswith("Skills.csv of an export holds a Skills.csv that is not")
    ]
    assert [note for note in found["notes"] if note.startswith("Education.csv of an export has no row")]


@pytest.mark.parametrize(
    "name", ["file_bytes", "unpacked_bytes", "members", "depth", "cell_characters", "seconds", "ratio"]
)
def test_each_limit_is_counted_and_named(tmp_path, name):
    tiny = Limits(**{name: 1e-9 if name == "seconds" else 1})
    if name == "depth":
        assert "Limits(depth=...)" in said(UnreadableSource, write(tmp_path, RESUME, "a.json"), limits=tiny)
    elif name == "cell_characters":
        found = seen(write(tmp_path, linkedin(POSITIONS)), limits=tiny)
        assert [row[3] for row in found["quarantine"]] == ["start holds more than 1 characters"]
    else:
        text = HEADER + ROW * 60_000
        path = write(tmp_path, linkedin(text, **{f"x{n}": "" for n in range(300)}), "x.zip")
        assert f"Limits({name}=...)" in said(UnreadableSource, path, limits=tiny)


@pytest.mark.parametrize("value", [0, -1, None, "9", True, float("nan")])
def test_a_limit_is_a_number_above_0(value):
    with pytest.raises(InputError, match="the limit depth is"):
        Limits(depth=value)


def test_there_are_enough_bad_files():
    assert len(REFUSED) + len(NOT_EXPORTS) + len(QUARANTINED) >= 40
    assert LINKEDIN
