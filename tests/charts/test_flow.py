"""The chart of who was counted."""

from tests.charts import made

from outgrow.charts import flow_figure
from outgrow.charts.flow import flow_rows
from outgrow.results import Flow


def test_each_step_takes_from_the_one_before_down_to_those_counted():
    rows = flow_rows(made.FLOW)
    assert [(row["step"], row["people"], row["start"], row["end"]) for row in rows] == [
        ("read", 1000, 0, 1000),
        ("quarantined", 10, 990, 1000),
        ("not_in_role", 800, 190, 990),
        ("already_there", 60, 130, 190),
        ("no_follow_up", 30, 100, 130),
        ("counted", 100, 0, 100),
    ]
    assert rows[-2]["start"] == rows[-1]["end"]


def test_steps_that_took_nobody_are_left_out():
    assert [row["step"] for row in flow_rows(Flow(10, 0, 4, 0, 0, 6))] == ["read", "not_in_role", "counted"]


def test_the_words_are_those_of_the_account():
    rows = {row["step"]: row["text"] for row in flow_rows(made.FLOW, targets=3, entered=True)}
    assert rows["already_there"] == "had held one of the targets before, or took it in the same month"
    assert rows["not_in_role"] == "never entered the role, or not in the months asked"
    assert flow_rows(Flow(2, 0, 0, 0, 1, 1))[1]["text"] == "was not seen after the month of entry"
    assert flow_figure(made.FLOW, made.OWN).description == (
        "Who was counted: 1,000 people in the data; 10 people had no row that could be used; 800 people never entered the "
        "role; 60 people had held the target before, or took it in the same month; 30 people were not seen after the month of "
        "entry; 100 people counted: followed after entering the role."
    )


def test_rounded_counts_are_about_and_need_not_add_up():
    figure = flow_figure(Flow(1000, 0, 910, 0, 100, 0), made.OWN, limit=10)
    assert figure.rows[-1]["end"] == 0
    assert all(row["start"] >= 0 for row in figure.rows)
    spec = figure.spec()
    labels = [row["label"] for row in spec["layer"][0]["data"]["values"]]
    assert labels == ["about 1,000", "− about 910", "− about 100", "fewer than 10"]
    assert "Counts are rounded to multiples of 10, so they need not add up." in made.texts(spec)
    assert spec["layer"][0]["encoding"]["x"]["scale"]["domain"] == [0, 1000]


def test_nobody_at_all_is_drawn_without_a_fault():
    assert flow_figure(Flow(0, 0, 0, 0, 0, 0), made.OWN).spec()["layer"]
