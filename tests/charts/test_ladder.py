"""The chart of a ceiling as a ladder."""

from tests.charts import made

from outgrow.charts import figures
from outgrow.charts.ladder import ladder_description, ladder_rows, ladder_spec


def test_rungs_are_rows_from_the_highest_down_to_where_people_start():
    rows = ladder_rows(made.ceiling())
    assert [(row["rung"], row["status"], row["word"]) for row in rows] == [
        ("executive", "not ruled out", "perhaps 10%"),
        ("director", "estimated", "likely 10% or more"),
        ("manager", "established", "10% or more"),
        ("practitioner", None, "where they start, below manager"),
    ]
    assert [(row["estimate"], row["lower"], row["upper"]) for row in rows] == [
        (0.05, 0.02, 0.104),
        (0.12, 0.08, 0.18),
        (0.4, 0.33, 0.48),
        (None, None, None),
    ]
    assert [row["said"] for row in rows[:3]] == [
        "5.0% (2.0% to 10.4%)",
        "12.0% (8.0% to 18.0%)",
        "40.0% (33.0% to 48.0%)",
    ]


def test_a_number_near_the_threshold_is_told_on_its_side_of_it():
    near = made.ceiling(made.rung("manager", 0.0996, 0.05, 0.1004, "not ruled out"))
    assert ladder_rows(near)[0]["said"] == "9.96% (5.0% to 10.04%)"


def bars(spec):
    return [layer for layer in spec["layer"] if layer["mark"]["type"] == "bar"]


def test_bars_and_intervals_are_the_numbers_of_the_answer():
    spec = ladder_spec(made.ceiling())
    [bar] = bars(spec)
    drawn = {row["rung"]: (row["estimate"], row["lower"], row["upper"]) for row in bar["data"]["values"]}
    assert drawn == {
        "executive": (0.05, 0.02, 0.104),
        "director": (0.12, 0.08, 0.18),
        "manager": (0.4, 0.33, 0.48),
    }
    scale = bar["encoding"]["x"]["scale"]
    assert scale["domain"] == [0, 0.5]
    [rule] = [layer for layer in spec["layer"] if layer["encoding"]["x"].get("field") == "lower"][:1]
    assert rule["encoding"]["x2"]["field"] == "upper"


def test_the_threshold_is_drawn_where_it_is_on_the_axis_and_named():
    spec = ladder_spec(made.ceiling(share=0.2))
    left, right = bars(spec)[0]["encoding"]["x"]["scale"]["range"]
    [line] = [
        layer
        for layer in spec["layer"]
        if layer["mark"]["type"] == "rule" and layer["mark"].get("strokeDash") == [4, 3]
    ]
    assert line["encoding"]["x"]["value"] == left + (right - left) * 0.2 / 0.5
    assert "20% of those entering" in made.texts(spec)


def test_the_rail_is_solid_up_to_the_established_rung():
    """Signs on the rungs tell the status too, so that nothing rests on colour."""
    spec = ladder_spec(made.ceiling())
    names = {row["rung"]: row["name"] for row in ladder_rows(made.ceiling())}
    place = {
        layer["mark"]["text"][0]: layer["encoding"]["y"]["value"]
        for layer in spec["layer"]
        if isinstance(layer["mark"].get("text"), list)
    }
    [solid] = [layer for layer in spec["layer"] if layer["mark"].get("strokeWidth") == 4]
    assert solid["encoding"]["y"]["value"] == place[names["manager"]]
    assert solid["encoding"]["y2"]["value"] == place[names["practitioner"]]
    out = ladder_spec(made.ceiling(made.rung("manager", 0.01, 0.0, 0.02, "ruled out"), established="practitioner"))
    assert "×" in made.texts(out)
    assert not [layer for layer in out["layer"] if layer["mark"].get("strokeWidth") == 4]


def test_a_director_s_ladder_has_one_rung_above():
    answer = made.ceiling(
        made.rung("executive", 0.3, 0.2, 0.4, "established"), own="director", established="executive", above=None
    )
    assert [row["name"] for row in ladder_rows(answer)] == ["Executive", "Director"]
    assert "10% or more: even the low end of the interval is." in made.texts(ladder_spec(answer))


def test_numbers_that_are_not_shown_or_not_known_are_said_so():
    hidden = made.ceiling(
        made.rung("manager", 0.4, 0.33, 0.48, "established"),
        made.rung("director", None, None, None, "ruled out", events=None),
        min_cell=10,
    )
    assert ladder_rows(hidden)[0]["said"] == "not shown: fewer than 10 people"
    assert len(bars(ladder_spec(hidden))[0]["data"]["values"]) == 1
    assert "Director or higher: not shown: fewer than 10 people, under 10%." in ladder_description(hidden)
    unknown = made.ceiling(
        made.rung("manager", 0.4, 0.33, 0.48, "established"),
        made.rung("director", None, None, None, "unknown", events=None),
    )
    assert ladder_rows(unknown)[0]["said"] == "not known: too few followed"
    none = made.ceiling(made.rung("manager", None, None, None, "ruled out"), min_cell=10)
    assert bars(ladder_spec(none)) == []
    assert "10% of those entering" not in made.texts(ladder_spec(none))


def test_the_words_have_the_numbers_the_people_and_the_threshold():
    assert ladder_description(made.ceiling(), role="social media manager") == (
        "The ladder above “social media manager”: estimated chance of reaching each rung or higher within 15 years of "
        "entering, of 400 people. From the top: Executive: 5.0% (2.0% to 10.4%), perhaps 10%. Director or higher: 12.0% "
        "(8.0% to 18.0%), likely 10% or more. Manager or higher: 40.0% (33.0% to 48.0%), 10% or more. Practitioner is where they "
        "start. "
        "The threshold is 10%."
    )


def test_a_verdict_draws_the_ceiling_behind_it():
    assert figures(made.verdict())[0].rows == figures(made.ceiling())[0].rows
