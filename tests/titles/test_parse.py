"""What a title says: the rules, by examples."""

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from outgrow.schema import FUNCTIONS, LEVELS, MARKS
from outgrow.titles import TitleLabels, bulk, parse_title
from outgrow.titles.bulk import parse_titles
from outgrow.titles.parse import Title, lexicon_version

NOTHING = TitleLabels(None, None, None, ())


@pytest.mark.parametrize(
    ("title", "level"),
    [
        # 1: the highest rank noun; senior before a rank adds nothing
        ("Senior Manager", "manager"),
        ("Senior Director", "director"),
        ("SVP, Marketing", "vice_president"),
        ("EVP", "vice_president"),
        ("Executive Vice President of Sales", "vice_president"),
        ("Vice-President", "vice_president"),
        ("V.P. Sales", "vice_president"),
        # 2: one rung lower
        ("Assistant Manager", "lead"),
        ("Associate Director, Communications", "head"),
        ("Deputy Director of Marketing", "head"),
        ("Assistant Marketing Director", "head"),
        ("Assistant / Associate Director", "head"),
        ("Deputy Head of Communications", "manager"),
        ("Assistant Vice President", "director"),
        ("AVP Marketing", "director"),
        ("Deputy Editor-in-Chief", "vice_president"),
        # 3: to someone
        ("Assistant to the Director", "assistant"),
        ("Executive Assistant to the CEO", "assistant"),
        ("Personal Assistant", "assistant"),
        ("Marketing Assistant", "assistant"),
        ("Junior Copywriter", "assistant"),
        ("Jr. Account Manager", "assistant"),
        # 4: plain practitioners
        ("Copywriter", "specialist"),
        ("Nurse", "specialist"),
        ("Social Media Coord.", "specialist"),
        ("Marketing Associate", "specialist"),
        ("Press Officer", "specialist"),
        ("Content Strategist", "specialist"),
        ("Social Media Ninja", "specialist"),
        ("Account Executive", "specialist"),
        ("Marketing Exec", "specialist"),
        ("Advisor to the CEO", "specialist"),
        # 5
        ("Marketing Intern", "trainee"),
        ("Apprentice", "trainee"),
        ("Manager in Training", "trainee"),
        ("Graduate", "trainee"),
        ("Internship Coordinator", "specialist"),
        ("Graduate Recruitment Manager", "manager"),
        ("Sr. Copywriter", "senior"),
        ("Senior Account Executive", "senior"),
        ("Senior Associate", "senior"),
        # 6
        ("Team Lead, Customer Support", "lead"),
        ("Supervisor", "lead"),
        ("Principal Engineer", "lead"),
        ("Staff Software Engineer", "lead"),
        ("Lead Generation Specialist", "specialist"),
        ("Social Media Mgr", "manager"),
        ("Community Managers", "manager"),
        # 7
        ("Head of Social", "head"),
        ("Leiter Marketing (m/w/d)", "head"),
        ("Art Director", "specialist"),
        ("Film Director", "specialist"),
        ("Director of Photography", "specialist"),
        ("Creative Director", "director"),
        ("Dir. of Communications", "director"),
        ("Executive Director", "director"),
        # 8
        ("CEO", "chief"),
        ("CMO", "chief"),
        ("Chief Marketing Officer", "chief"),
        ("General Counsel", "chief"),
        ("Editor in Chief", "chief"),
        ("HR Business Partner", "specialist"),
        ("Partner Marketing Manager", "manager"),
        ("Owner's Representative", "specialist"),
        ("Product Owner", "specialist"),
        ("Chief Accountant", "head"),
        # 9
        ("Marketing Manager / Editor", "manager"),
        ("Editor / Marketing Director", "specialist"),
        ("Sales & Marketing Manager", "manager"),
        ("Social Media Manager at Director Inc", "manager"),
        ("Manager @ Owner Group", "manager"),
        ("Coordinator of Partner Relations", "specialist"),
        # a grade by itself behind the job
        ("Manager, Assistant", "lead"),
        ("Marketing Manager (Deputy)", "lead"),
        ("Solutions Architect - Lead", "lead"),
        ("Engineer, Principal, Software", "lead"),
        ("Director, Associate", "head"),
        ("Sales Specialist, Lead Generation", "specialist"),
        ("Sister i/c, Surgical Ward", "lead"),
        ("Brand Ambassador", "specialist"),
        ("Ambassador to Norway", "chief"),
        # what names only a craft is no place on a ladder
        ("social media", None),
        ("Marketing", None),
        ("Student", None),
        ("n/a", None),
    ],
)
def test_level_by_the_rank_words(title, level):
    assert parse_title(title).level == level


@pytest.mark.parametrize(
    ("title", "function", "specialty"),
    [
        ("Social Media Manager", "marketing", "social_media"),
        ("social-media manager", "marketing", "social_media"),
        ("Head of Social", "marketing", "social_media"),
        ("Community Manager", "marketing", "community"),
        ("E-mail Marketing Specialist", "marketing", "email"),
        ("SEO Executive", "marketing", "seo"),
        ("PPC Executive", "marketing", "paid_media"),
        ("Paid Media Director", "marketing", "paid_media"),
        ("Content Strategist", "marketing", "content"),
        ("Brand Manager", "marketing", "brand"),
        ("Events Coordinator", "marketing", "events"),
        ("Digital Marketing Manager", "marketing", "digital_marketing"),
        ("Product Marketing Manager", "marketing", "product_marketing"),
        ("Marketing Mgr", "marketing", None),
        ("Media Relations Manager", "communications", "media_relations"),
        ("Press Officer", "communications", "media_relations"),
        ("Internal Comms Manager", "communications", "internal_communications"),
        ("PR Manager", "communications", "public_relations"),
        ("Public Relations Director", "communications", "public_relations"),
        ("Communications Director", "communications", None),
        ("Account Executive", "sales", None),
        ("Sales Manager", "sales", None),
        ("Customer Service Representative", "customer_service", None),
        ("Product Manager", "product", None),
        ("Designer", "design", None),
        ("Brand Designer", "design", "graphic_design"),
        ("Editor", "editorial", None),
        ("Data Analyst", "data", None),
        ("Head of Analytics", "data", None),
        ("Software Engineer", "engineering", "software"),
        ("HR Manager", "hr", None),
        ("Marketing Recruiter", "hr", "recruiting"),
        ("Accountant", "finance", "accounting"),
        ("Finance Director", "finance", None),
        # a later word of the same craft adds the specialty, one of another does not
        ("Marketing Manager, Social Media", "marketing", "social_media"),
        ("Communications and Social Media Manager", "marketing", "social_media"),
        ("Sales & Email Manager", "sales", None),
        # words that hold a craft word and are another thing
        ("Community Nurse", "health", "nursing"),
        ("Social Worker", "health", "social_work"),
        ("Press Operator", "trades", "production"),
        ("Manager", "general_management", None),
        ("Jardinier", "trades", "agriculture"),
        # a phrase that an "and" stands in is one craft
        ("Learning & Development Lead", "hr", "training"),
        ("Learning and Development Lead", "hr", "training"),
        ("Rights & Clearances Manager", "legal", "contracts"),
        ("Meetings and Events Planner", "hospitality", "events"),
        ("Advisory Board Member", "general_management", None),
    ],
)
def test_function_and_specialty_by_plain_craft_words(title, function, specialty):
    labels = parse_title(title)
    assert (labels.function, labels.specialty) == (function, specialty)


@pytest.mark.parametrize(
    ("title", "level", "marks"),
    [
        ("Founder", "chief", ("owner",)),
        ("Co-Founder & CEO", "chief", ("owner",)),
        ("Owner", "chief", ("owner",)),
        ("Managing Partner", "chief", ("owner",)),
        ("Partner", "chief", ("owner",)),
        ("CEO", "chief", ()),
        ("Former Marketing Director", "director", ("former",)),
        ("ex-Director of Marketing", "director", ("former",)),
        ("Marketing Manager (former)", "manager", ("former",)),
        ("Marketing Manager (ex-Google)", "manager", ()),
        ("Marketing Manager, formerly Editor", "manager", ()),
        ("Aspiring Director", "director", ("former",)),
        ("Part-time Community Manager", "manager", ("part-time",)),
        ("Board Member", "director", ("board",)),
        ("Non-Executive Director", "director", ("board",)),
        ("Board Advisor", None, ("advisory",)),
        ("Advisory Board Member", None, ("advisory",)),
        ("Financial Advisor", "specialist", ()),
        ("Volunteer", None, ("volunteer",)),
        ("Volunteer Social Media Coordinator", "specialist", ("volunteer",)),
        ("Volunteer Coordinator", "specialist", ()),
        ("Interim Head of Marketing (part time)", "head", ("part-time", "interim")),
        ("Acting Director", "director", ("interim",)),
        ("Marketing Manager (Contract)", "manager", ("contract",)),
        ("Contract Manager", "manager", ()),
        ("Marketing Director and Interim CEO", "director", ("two-jobs",)),
    ],
)
def test_marks_where_their_words_are_there(title, level, marks):
    labels = parse_title(title)
    assert (labels.level, labels.marks) == (level, marks)


@pytest.mark.parametrize("title", ["", "   ", "12345", "🎉", "—", "\x00\x01", "+++", "_", "٣"])
def test_a_title_without_letters_says_nothing(title):
    assert parse_titles([title]) == [NOTHING]
    assert parse_title(title).reason
    assert parse_title(title).confidence == 0


@pytest.mark.parametrize(
    "title",
    ["manager " * 1250, "x" * 10_000, "&" * 5_000 + "director" * 600, "\ud800 Manager", "Manager\x00\n\tof\u200bX"],
)
def test_long_and_broken_titles_are_taken(title):
    assert isinstance(parse_title(title), Title)


def test_a_craft_between_blanks_of_any_kind_is_found():
    assert parse_title("Social\u00a0Media\u200b \t Manager").specialty == "social_media"


@given(st.text(max_size=200))
def test_any_text_gives_labels_of_the_schema(title):
    labels = parse_title(title)
    assert labels.function is None or labels.function in FUNCTIONS
    assert labels.level is None or labels.level in LEVELS
    assert set(labels.marks) <= set(MARKS)
    assert labels.specialty is None or labels.function is not None


TITLE_WORDS = (
    "senior junior assistant associate deputy vice to of the director manager head president chief officer partner "
    "owner founder board member volunteer interim former ex social media marketing press / & , ( ) - at | +"
)
WORDS = st.sampled_from(TITLE_WORDS.split())


@given(st.lists(WORDS, max_size=12).map(" ".join))
def test_any_order_of_title_words_gives_labels_without_regard_to_case(title):
    assert parse_titles([title]) == parse_titles([title.upper()])


@given(st.lists(WORDS, max_size=5).map(" ".join))
def test_the_words_of_an_employer_change_nothing(title):
    assert (
        parse_title(f"Editor at {title.replace('at', '').translate(dict.fromkeys(map(ord, ',/|()&+')))}").level
        == "specialist"
    )


def test_many_titles_give_what_one_gives():
    titles = ["CEO", "Editor", "CEO", "", "Social Media Manager"]
    read = [parse_title(title) for title in titles]
    assert parse_titles(titles) == [(one.function, one.specialty, one.level, one.marks) for one in read]
    assert parse_titles([]) == []


def test_the_version_is_short_and_stable():
    assert lexicon_version() == lexicon_version()
    assert len(lexicon_version()) == 12
    int(lexicon_version(), 16)


def test_importing_titles_reads_no_lexicon_and_loads_no_engine():
    code = (
        "import sys, outgrow.titles, outgrow.titles.parse as parse\n"
        "assert parse.lexicon.cache_info().currsize == 0\n"
        "assert not {'ibis', 'duckdb', 'numpy', 'pyarrow'} & set(sys.modules), sorted(sys.modules)\n"
        "outgrow.titles.parse_role('Social Media Manager').describe()\n"
        "assert 'ibis' not in sys.modules\n"
    )
    done = subprocess.run([sys.executable, "-W", "error", "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize(
    "instead",
    [None, ["/nowhere/python"], [sys.executable, "-c", "raise SystemExit(1)"], [sys.executable, "-c", "print('[[')"]],
    ids=["reads", "cannot start", "fails", "answers half"],
)
def test_many_titles_are_read_in_several_processes_as_in_one(monkeypatch, instead):
    titles = [
        f"{rank} of {craft} {place}" for place in range(7) for rank in ("Head", "VP") for craft in ("Sales", "HR")
    ]
    titles += ["", "\ud800", "🎉", 'a "quoted" title', "Directeur commercial\nadjoint", titles[3]]
    alone = parse_titles(titles)
    monkeypatch.setattr(bulk, "_SHARE", 10)
    monkeypatch.setattr(bulk.os, "cpu_count", lambda: 3)
    started = []
    start = bulk.subprocess.Popen

    def counted(words, **how):
        started.append(start(instead or words, **how))
        return started[-1]

    def refused(words, **how):
        started.append(None)
        return start(instead, **how)

    monkeypatch.setattr(bulk.subprocess, "Popen", refused if instead == ["/nowhere/python"] else counted)
    assert parse_titles(titles) == alone
    assert len(started) == 2
    assert alone[0][2] == "head"


def test_titles_that_differ_in_one_word_are_read_apart_in_any_order():
    titles = ["Limited Partner", "Zorp Partner", "Prinicpal Teacher", "Principal Teacher", "Prinicpal", "Principal"]
    alone = [parse_titles([title])[0] for title in titles]
    assert parse_titles(titles) == alone
    assert parse_titles(titles[::-1]) == alone[::-1]
    assert alone[2] == alone[3]


SAYING = "Senior Manager of sales & and - R D owner's chief partner Limited volunteer coordinator services class at assistant ex"


@given(st.lists(st.sampled_from([*SAYING.split(), "Zorp", "Blix"]), max_size=7))
def test_words_that_say_nothing_are_alike(words):
    titles = [" ".join(words), " ".join(words).replace("Zorp", "Quux"), " ".join(words).replace("Blix", "Zorp")]
    assert parse_titles(titles) == [parse_titles([title])[0] for title in titles]
    read = [parse_title(title) for title in titles]
    assert parse_titles(titles) == [(one.function, one.specialty, one.level, one.marks) for one in read]
