"""Roles: every sentence of the grammar in design section 2, on a real engine."""

import ibis
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from outgrow.errors import InputError, RoleError, UnknownName
from outgrow.schema import FUNCTIONS, LEVELS, RUNG_LEVELS, RUNGS
from outgrow.titles import Role, parse_role
from outgrow.titles.roles import KEYS, Term, Value

SPELLS = [
    # row, title, occupation, function, specialty, level, marks
    (0, "Social Media Manager", "2432", "marketing", "social_media", "manager", None),
    (1, "Head of Social", "2432.1", "marketing", "social_media", "head", ""),
    (2, "  HEAD  of\tsocial ", "1222", "marketing", "social_media", "head", None),
    (3, "Marketing Director", "1222", "marketing", None, "director", "part-time; interim"),
    (4, "Founder", "1120", "marketing", "community", "chief", "side; Owner"),
    (5, "CMO", "1120", "marketing", "", "chief", None),
    (6, "Player", None, None, None, None, None),
    (7, None, None, "communications", "community", "specialist", None),
    (8, "none", "none", "other", "none", "trainee", None),
    (9, "a|b*", "A1*", "design", "brand", "lead", "homeowner"),
    (10, "Vice President\u00a0Sales", "1221", "sales", None, "vice_president", "contract"),
    (11, "", " ", "hr", "seo", "senior", "owner"),
]
NAMES = ("row", "title", "occupation", "function", "specialty", "level", "marks")
ALL = list(range(len(SPELLS)))


@pytest.fixture(scope="module")
def con():
    return ibis.duckdb.connect()


@pytest.fixture(scope="module")
def spells(con):
    columns = {name: [row[place] for row in SPELLS] for place, name in enumerate(NAMES)}
    types = {name: pa.int64() if name == "row" else pa.string() for name in NAMES}
    return con.create_table("spells", pa.table({name: pa.array(columns[name], types[name]) for name in NAMES}))


def rows(spells, text, *, owners=False):
    """Rows in the role, after a look that the condition is never null and selects what it is true for."""
    condition = parse_role(text).condition(spells, owners=owners)
    table = spells.select("row", held=condition).order_by("row").to_pyarrow().to_pylist()
    assert all(row["held"] is not None for row in table)
    selected = spells.filter(condition).order_by("row").row.to_pyarrow().to_pylist()
    assert selected == [row["row"] for row in table if row["held"]]
    return selected


@pytest.mark.parametrize("text", ["any", "ANY", " any "])
def test_any_is_every_job(spells, text):
    role = parse_role(text)
    assert role.any
    assert role.terms == ()
    assert role.needs == frozenset()
    assert role.rung is None
    assert role.describe() == "any job"
    assert rows(spells, text) == ALL


def test_any_in_quotes_is_a_title(spells):
    assert parse_role('"any"').terms == (Term("title", (Value("any"),)),)
    assert rows(spells, '"any"') == []


@pytest.mark.parametrize(
    ("text", "held"),
    [
        # terms are and-ed
        ("function:marketing level:manager", [0]),
        ("function:marketing   specialty:social_media\tlevel:head", [1, 2]),
        ("level:director level:head", []),
        # | is or between the values of one term
        ("specialty:social_media|community", [0, 1, 2, 4, 7]),
        ("level:manager|head function:marketing", [0, 1, 2]),
        ("title:player|founder", [4, 6]),
        # + is "or higher", without owners
        ("level:director+", [3, 5, 10]),
        ("function:marketing level:director+", [3, 5]),
        ("rung:manager+", [0, 1, 2, 3, 5, 10]),
        ("rung:executive+", [5, 10]),
        ("level:trainee+", [0, 1, 2, 3, 5, 7, 8, 9, 10]),
        ("level:lead|director+", [3, 5, 9, 10]),
        # exact values hold for owners
        ("level:chief", [4, 5]),
        ("rung:executive", [4, 5, 10]),
        ("level:chief|director+", [3, 4, 5, 10]),
        ("rung:practitioner", [7, 8, 9, 11]),
        # * matches the rest
        ("title:head*", [1, 2]),
        ('title:"head of"*', [1, 2]),
        ('title:"head of*"', []),
        ('title:"hea "*', []),
        ("occupation:243*", [0, 1]),
        ("occupation:2432", [0]),
        ("occupation:a1*", [9]),
        ("specialty:social*", [0, 1, 2]),
        ("function:mark*", [0, 1, 2, 3, 4, 5]),
        ("occupation:*", [0, 1, 2, 3, 4, 5, 8, 9, 10]),
        # none matches a missing value, unless quoted
        ("function:none", [6]),
        ("level:none", [6]),
        ("rung:NONE", [6]),
        ("specialty:none function:marketing", [3, 5]),
        ("title:none", [7, 11]),
        ('title:"none"', [8]),
        ("title:none|player", [6, 7, 11]),
        ("occupation:none", [6, 7, 11]),
        ('occupation:"none"', [8]),
        ('specialty:"none"', [8]),
        # quotes hold words together, and take | and * as they are
        ('title:"head of social"', [1, 2]),
        ("title:“head of social”", [1, 2]),
        ("title:„head of social“", [1, 2]),
        ("title:«head of social»", [1, 2]),
        ('title:"a|b*"', [9]),
        ('title:"a|b"*', [9]),
        ("title:a|b", []),
        ('title:"head of social"|player', [1, 2, 6]),
        ('"title:player"', []),
        # titles are compared whole, without case, with blanks folded
        ("title:PLAYER", [6]),
        ("title:play", []),
        ('title:"HEAD   of  Social"', [1, 2]),
        ('title:"vice president sales"', [10]),
        # keys and values without case; blanks and hyphens folded
        ("Function:MARKETING Level:Director", [3]),
        ('level:"Vice President"', [10]),
        ("level:vice-president", [10]),
        ('specialty:"Social Media"', [0, 1, 2]),
        # a job title
        ("Social Media Manager", [0]),
        ("social media manager", [0]),
        ("Head of Social Media", [1, 2]),
        ("social media", [0, 1, 2]),
        ("CMO", [4, 5]),
        ("Marketing Director", [3]),
        ("player", [6]),
        ("PLAYER ", [6]),
        ('"player"', [6]),
    ],
)
def test_the_condition_selects(spells, text, held):
    assert rows(spells, text) == held


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("level:director+", [3, 4, 5, 10]),
        ("rung:executive+", [4, 5, 10]),
        ("level:senior+", [0, 1, 2, 3, 4, 5, 9, 10, 11]),
        ("level:chief", [4, 5]),
    ],
)
def test_owners_satisfy_or_higher_when_asked(spells, text, held):
    assert rows(spells, text, owners=True) == held


def test_a_table_without_marks_has_no_owners(spells):
    assert rows(spells.drop("marks"), "level:director+") == [3, 4, 5, 10]


def test_a_column_of_nulls_is_missing_everywhere(con):
    rows_only = con.create_table("nulls", pa.table({"row": [1, 2]}))
    table = rows_only.mutate(level=ibis.null(), marks=ibis.null())
    assert rows(table, "level:director+") == []
    assert rows(table, "level:none") == [1, 2]


def test_a_column_that_is_not_there_is_named(spells):
    with pytest.raises(UnknownName, match="reads the column 'occupation', and these careers have none") as caught:
        parse_role("occupation:2432*").condition(spells.drop("occupation"))
    assert "leave out occupation:" in str(caught.value)


@pytest.mark.parametrize("dialect", ["duckdb", "postgres", "pyspark"])
def test_every_kind_of_term_compiles_for_the_engines(dialect):
    table = ibis.table(dict.fromkeys(NAMES[1:], "string"), name="t")
    text = 'title:"Head of"*|player|none occupation:24*|9 function:marketing|hr* specialty:seo|none '
    text += "level:lead|head+ rung:manager+"
    assert "SELECT" in ibis.to_sql(table.filter(parse_role(text).condition(table)), dialect=dialect)


@pytest.mark.parametrize(
    ("text", "needs"),
    [
        ("rung:manager+", {"level"}),
        ("level:chief rung:executive", {"level"}),
        ("title:player occupation:1*", {"title", "occupation"}),
        ("function:hr specialty:none", {"function", "specialty"}),
        ("Social Media Manager", {"specialty", "level", "title"}),
        ("Marketing Manager", {"function", "level", "title"}),
        ("Player", {"title"}),
    ],
)
def test_needs_names_the_columns_read(text, needs):
    assert parse_role(text).needs == needs


@pytest.mark.parametrize(
    ("text", "rung"),
    [
        ("rung:manager", "manager"),
        ("level:manager", "manager"),
        ("level:manager|head", "manager"),
        ("level:vice_president|chief", "executive"),
        ("function:hr level:director", "director"),
        ("Social Media Manager", "manager"),
        ("Copywriter", "practitioner"),
        ("rung:manager level:head", "manager"),
        ("rung:manager|director level:head", "manager"),
        ("level:manager|director", None),
        ("rung:manager|director", None),
        ("rung:executive+", None),
        ("level:chief+", None),
        ("level:none", None),
        ("level:manager|none", None),
        ("level:head level:chief", None),
        ("function:hr", None),
        ("any", None),
    ],
)
def test_the_rung_a_role_is_on(text, rung):
    assert parse_role(text).rung == rung


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("function:marketing level:director+", "director or higher in marketing"),
        ("level:director+ function:marketing", "director or higher in marketing"),
        ("level:vice_president+", "vice president or higher"),
        ("rung:manager+", "manager or higher"),
        ("rung:executive+", "vice president or higher"),
        ("rung:manager", "manager or head"),
        ("rung:executive", "executive"),
        ("specialty:social_media|community", "social media or community"),
        ("specialty:seo function:hr|it|customer_service", "SEO and HR, IT or customer service"),
        ("level:lead|director+", "lead, or director or higher"),
        ("level:none function:design", "unknown level in design"),
        ("title:player", "title 'player'"),
        ('title:"head of"*|none', "title starting with 'head of' or no title"),
        ("occupation:2432* level:chief", "chief, occupation starting with '2432'"),
        ("occupation:*", "any occupation"),
        ("specialty:soc*", "specialty starting with 'soc'"),
        ("specialty:*", "any known specialty"),
        ("Social Media Manager", "Social Media Manager"),
        ('"Player"', "Player"),
    ],
)
def test_a_role_in_plain_words(text, words):
    assert parse_role(text).describe() == words


def test_a_job_title_is_read_by_its_words_and_says_so():
    role = parse_role("  Senior Social Media Mgr ")
    assert role.source == "title"
    assert role.text == "Senior Social Media Mgr" == str(role)
    assert role == parse_role("level:manager specialty:social_media")
    assert parse_role("level:manager").source == "terms"
    assert parse_role("HR Manager") == parse_role("function:hr level:manager")
    assert parse_role("social media") == parse_role("specialty:social_media")


@pytest.mark.parametrize("text", ["Player", "Director", "12345", "🎉", "Former Marketing Director", "AT&T guy | x*"])
def test_a_title_that_says_no_craft_that_is_held_is_compared_whole(text):
    assert parse_role(text).terms == (Term("title", (Value(text),)),)


def test_roles_are_equal_by_their_terms():
    same = [
        "function:marketing level:chief|head+",
        "level:head+|CHIEF  function:Marketing",
        "LEVEL:head+|chief|chief function:marketing function:marketing",
    ]
    assert len({parse_role(text) for text in same}) == 1
    assert parse_role("title:Player") == parse_role("player")
    different = [
        "any",
        "level:head",
        "level:head+",
        "rung:manager",
        "title:head",
        "title:head*",
        "title:none",
        'title:"none"',
    ]
    assert len({parse_role(text) for text in different}) == len(different)
    assert parse_role("any") != "any"


def test_a_role_is_returned_as_it_is():
    role = parse_role("level:head")
    assert parse_role(role) is role


def test_a_role_cannot_be_changed():
    with pytest.raises(AttributeError):
        parse_role("any").text = "all"


def fault(text):
    with pytest.raises(RoleError) as caught:
        parse_role(text)
    assert isinstance(caught.value, InputError)
    assert isinstance(caught.value, ValueError)
    return str(caught.value)


@pytest.mark.parametrize("text", ["", "   ", "\n\t", '""', "“ ”"])
def test_an_empty_role(text):
    assert fault(text) == (
        "the role is empty.\n  Do: a role is 'any', a job title, or terms such as function:marketing level:director+"
    )


def test_an_unknown_key_is_answered_with_the_nearest_and_the_list():
    message = fault("functon:marketing")
    assert "'functon' in 'functon:marketing' is nothing a role is about. Did you mean 'function'?" in message
    assert f"Do: use one of {', '.join(KEYS)}" in message


def test_a_title_with_a_colon_is_shown_in_quotes():
    message = fault("Boss: Marketing")
    assert "'Boss' in 'Boss: Marketing' is nothing a role is about." in message
    assert 'a title with a colon goes in quotes: title:"Boss: Marketing"' in message
    assert parse_role('title:"Boss: Marketing"').terms == (Term("title", (Value("Boss: Marketing"),)),)


@pytest.mark.parametrize(
    ("text", "said", "allowed"),
    [
        ("level:directr", "'directr' in 'level:directr' is no level. Did you mean 'director'?", LEVELS),
        ("level:directr+", "'directr' in 'level:directr+' is no level. Did you mean 'director'?", LEVELS),
        ("rung:managers", "is no rung. Did you mean 'manager'?", RUNGS),
        ("function:marketting|hr", "is no function. Did you mean 'marketing'?", FUNCTIONS),
        ("function:xyz*", "'xyz' in 'function:xyz*' is no function.", FUNCTIONS),
        ("rung:head", "'head' in 'rung:head' is no rung. It is a level: level:head.", RUNGS),
        ("level:executive+", "is no level. It is a rung: rung:executive.", LEVELS),
        ('level:"director+"', "'director+' in 'level:director+' is no level.", LEVELS),
    ],
)
def test_an_unknown_value_is_answered_with_the_nearest_and_the_list(text, said, allowed):
    message = fault(text)
    assert said in message
    assert f"Do: use one of {', '.join(allowed)}" in message


def test_specialties_are_open():
    assert parse_role("specialty:podcasts").terms == (Term("specialty", (Value("podcasts"),)),)


@pytest.mark.parametrize("key", ["title", "occupation", "function", "specialty"])
def test_or_higher_belongs_to_level_and_rung(key):
    message = fault(f"{key}:marketing+")
    assert f"'+' in '{key}:marketing+' does not belong to {key}." in message
    assert "Why: only level and rung have an order" in message
    assert "Do: use level:director+ or rung:director+" in message


def test_a_plus_in_a_title_goes_in_quotes():
    assert 'for the sign itself, title:"C++"' in fault("title:C++")
    assert parse_role('title:"C++"').terms == (Term("title", (Value("C++"),)),)


@pytest.mark.parametrize("text", ["level:none+", 'level:"none"', "function:none*"])
def test_none_has_nothing_above_it_and_is_no_name(text):
    message = fault(text)
    assert "is no " in message
    assert "none for a missing one" in message


@pytest.mark.parametrize(
    ("key", "instead"), [("level", "level:vice_president|chief"), ("rung", "rung:director|executive")]
)
def test_the_rest_does_not_belong_to_level_and_rung(key, instead):
    message = fault(f"{key}:director*")
    assert f"'*' in '{key}:director*' does not belong to {key}." in message
    assert instead in message


@pytest.mark.parametrize("text", ["title:he*ad", "title:*head", "occupation:2*4*", "specialty:a**"])
def test_a_star_comes_last(text):
    message = fault(text)
    assert f"'*' is inside a value in '{text}'." in message
    assert "Why: it matches the rest, so it comes last" in message
    assert "a real star goes in quotes" in message


@pytest.mark.parametrize(
    "text",
    ["level:", "title:", 'title:""', "level:|head", "level:head|", "title:a||b", "level:+", "level: director", ":"],
)
def test_an_empty_value(text):
    message = fault(text)
    if text == ":":
        assert "is nothing a role is about" in message
    else:
        assert "has an empty value." in message
        assert "blanks part terms, so there is none around ':' and '|'" in message
        assert ":none for a missing one" in message


@pytest.mark.parametrize("text", ['title:"head of social', "title:“head", 'level:head"', '"player', 'title:“head"'])
def test_a_quote_that_is_not_closed(text):
    message = fault(text)
    assert f"in '{text}' is not closed." in message
    assert 'Do: close it, as in title:"head of social"' in message


@pytest.mark.parametrize(
    ("text", "bare", "meant"),
    [
        ("social media manager level:director", "social media manager", 'title:"social media manager" level:director'),
        ("level:director social media", "social media", 'title:"social media" level:director'),
        ("title:head of social", "of social", 'title:"head of social"'),
        ("title:head of social level:head", "of social", 'title:"head of social" level:head'),
        ("specialty:social media level:head", "media", 'specialty:"social media" level:head'),
        ("any level:director", "any", 'title:"any" level:director'),
    ],
)
def test_words_among_terms_are_answered_with_how_to_quote(text, bare, meant):
    message = fault(text)
    assert f"'{text}' mixes terms with words that belong to none: '{bare}'." in message
    assert f"Do: quote words that belong together: {meant}" in message
    assert parse_role(meant).terms


def test_blanks_around_a_bar():
    assert "'level:manager | head' has blanks around '|'." in fault("level:manager | head")


def test_a_role_too_long_is_refused():
    assert "the role has 2,001 characters.\n  Why: 2,000 are read" in fault("x" * 2001)
    assert parse_role("x" * 2000).text == "x" * 2000


def test_what_is_no_text_is_refused():
    assert "a role is text; found int." in fault(5)
    assert "the role holds half a character." in fault("title:\ud800")


def test_a_long_pattern_is_not_thrown_back_whole():
    assert len(fault("level:" + "x" * 1900)) < 500


PIECES = st.sampled_from(
    [*KEYS, *LEVELS, ":", ":", "|", "+", "*", '"', "“", "”", " ", "none", "any", "x", "ß", "'", "\\", "%", "_"]
)


@given(st.one_of(st.text(max_size=40), st.lists(PIECES, max_size=10).map("".join)))
def test_any_text_is_a_role_or_a_role_error(text):
    try:
        role = parse_role(text)
    except RoleError:
        return
    assert isinstance(role, Role)
    assert role.describe()
    assert role == parse_role(role.text)
    assert hash(role) == hash(parse_role(role.text))
    assert role.needs <= {"title", "occupation", "function", "specialty", "level"}


WRITTEN = st.text(
    st.characters(exclude_categories=["Cs", "Cc"], exclude_characters='"'), min_size=1, max_size=15
).filter(lambda text: bool(text.strip()))


@settings(deadline=None, max_examples=60)
@given(title=WRITTEN)
def test_a_quoted_title_finds_itself_and_its_own_beginning(con, title):
    table = con.create_table("one", pa.table({"row": [1], "title": [title]}), overwrite=True)
    assert rows(table, f'title:"{title}"') == [1]
    assert rows(table, f'title:"{title}"*') == [1] or title[-1:].isspace()


@settings(deadline=None, max_examples=60)
@given(
    terms=st.lists(
        st.tuples(st.sampled_from(("level", "rung")), st.lists(st.integers(0, 3), min_size=1, max_size=3)), max_size=3
    ),
    higher=st.booleans(),
    owners=st.booleans(),
)
def test_conditions_agree_with_a_reading_in_plain_python(spells, terms, higher, owners):
    """and of terms, or of values, owners apart: by hand for every row."""
    plus = "+" if higher else ""
    names = {"level": LEVELS[4:8], "rung": RUNGS}
    text = " ".join(f"{key}:{'|'.join(names[key][place] + plus for place in places)}" for key, places in terms) or "any"

    def holds(row):
        level, marks = row[5], [mark.strip().lower() for mark in (row[6] or "").split(";")]
        for key, places in terms:
            chosen = [RUNG_LEVELS[RUNGS[place]] if key == "rung" else (LEVELS[4 + place],) for place in places]
            if higher:
                reached = level in LEVELS and any(LEVELS.index(level) >= LEVELS.index(one[0]) for one in chosen)
                if not reached or ("owner" in marks and not owners):
                    return False
            elif not any(level in one for one in chosen):
                return False
        return True

    assert rows(spells, text, owners=owners) == [row[0] for row in SPELLS if holds(row)]
