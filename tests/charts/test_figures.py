"""What every figure keeps: its rows and words, the mark on simulated careers, room for its text, one drawing in two themes."""

import itertools
import json
import re
import subprocess
import sys
from dataclasses import replace
from xml.etree import ElementTree

import pytest
from tests.charts import made
from tests.report import reaches

from outgrow.charts import Figure, chart, css_variables, figures, flow_figure, page_svg, to_png, to_svg, write_chart
from outgrow.charts.layout import LAYOUTS
from outgrow.charts.palette import palette
from outgrow.disclosure import release
from outgrow.errors import InputError
from outgrow.results import CareersFacts, Ranked, Sequence

NAMES = {
    "reach": ["reach", "steps"],
    "occupancy": ["occupancy"],
    "tenure": ["next"],
    "ceiling": ["ladder"],
    "verdict": ["ladder"],
    "drift": ["drift", "share"],
    "skills": ["skills"],
    "who": ["outcomes", "sequences"],
}
SIZES = ("wide", "narrow")
HOSTILE = '<script>alert("x")</script> \u202eevil\u200f & "quoted" ' + "W" * 10_000


def every_figure(**changes):
    found = [figure for make in made.EVERY.values() for figure in figures(make(**changes))]
    facts = changes.get("careers", made.OWN)
    return [*found, flow_figure(made.FLOW, facts)]


@pytest.mark.parametrize("name", made.EVERY)
def test_each_answer_has_its_figures(name):
    found = figures(made.EVERY[name]())
    assert [figure.name for figure in found] == NAMES[name]
    for figure in found:
        assert isinstance(figure, Figure)
        assert figure.rows
        assert figure.title
        assert figure.spec()["description"] == figure.description
        json.dumps(figure.rows, allow_nan=False)


def test_a_figure_is_for_others_so_an_exact_answer_has_none():
    with pytest.raises(InputError, match=r"release\(answer\)"):
        figures(made.reach(min_cell=None))


@pytest.mark.parametrize("name", made.EVERY)
def test_simulated_careers_are_named_inside_every_figure(name):
    answer = made.EVERY[name]()
    simulated = replace(answer, careers=made.DEMO)
    if name == "verdict":
        simulated = replace(simulated, ceiling=replace(answer.ceiling, careers=made.DEMO))
    for size in SIZES:
        for figure in figures(simulated):
            assert "SIMULATED CAREERS" in made.texts(figure.spec(size=size))
            assert figure.description.startswith("Simulated careers. ")
        for figure in figures(answer):
            assert "SIMULATED CAREERS" not in made.texts(figure.spec(size=size))
            assert "imulated" not in figure.description
    for facts, marked in ((made.DEMO, True), (made.OWN, False)):
        assert ("SIMULATED CAREERS" in made.texts(flow_figure(made.FLOW, facts).spec())) is marked


def test_answers_of_which_nothing_can_be_told_have_no_figures_and_no_error():
    few = made.states(made.RUNG_STATES, made.RUNG_SHARES, at_risk=1)
    nothing = made.states(("practitioner",), [[1.0]], months=(12,), starts_at=None)
    unknown = made.ceiling(made.rung("manager", None, None, None, "unknown"), horizon_months=None)
    for answer in (
        reaches.empty(),
        made.occupancy(few),
        made.occupancy(nothing),
        made.tenure(nothing),
        made.ceiling(reach=()),
        made.verdict(ceiling=None),
        made.skills(made.skill(retention=None)),
        made.who(curves=None, sequences=Ranked(0, 0, ())),
        unknown,
    ):
        assert figures(answer) == ()
        with pytest.raises(InputError, match="nothing of this answer can be drawn"):
            chart(answer)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("careers", [made.OWN, made.DEMO], ids=["real", "simulated"])
def test_no_text_lies_on_another_or_leaves_the_figure(size, careers):
    for figure in every_figure(careers=careers):
        spec = figure.spec(size=size)
        found = made.boxes(spec)
        assert found
        for one, other in itertools.combinations(found, 2):
            apart = one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]
            assert apart, f"{figure.name}: {one[4]} lies on {other[4]}"
        widest = LAYOUTS[size].whole if spec["width"] == LAYOUTS[size].whole else LAYOUTS[size].width + 190
        assert max(box[2] for box in found) <= widest, figure.name
        assert min(box[0] for box in found) >= -14


@pytest.mark.parametrize(("size", "most"), [("wide", 740), ("narrow", 360)])
def test_figures_fit_their_page(size, most):
    for figure in every_figure(careers=made.DEMO):
        drawn = ElementTree.fromstring(to_svg(figure.spec(size=size)))
        assert float(drawn.get("viewBox").split()[2]) <= most, figure.name


def relative_luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    light, dark = sorted((relative_luminance(one), relative_luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_out_from_the_page_and_rungs_from_one_another(theme):
    colours = palette(theme)
    for text in (colours.ink, colours.quiet, colours.warning):
        assert contrast(text, colours.page) >= 4.5
    lights = [relative_luminance(colour) for colour in colours.steps]
    assert lights == sorted(lights, reverse=theme == "light")
    rungs = [colours.steps[place] for place in (1, 4, 7, 9)]
    assert all(contrast(low, high) > 1.4 for low, high in itertools.pairwise(rungs))
    assert all(
        mark in {colours.ink, colours.quiet, colours.warning}
        for figure in every_figure(careers=made.DEMO)
        for mark in (layer["mark"]["color"] for layer in figure.spec(theme)["layer"] if layer["mark"]["type"] == "text")
    )


def test_each_colour_stands_for_one_thing_in_every_theme():
    light, dark = css_variables("light"), css_variables("dark")
    assert list(light) == list(dark)
    assert len({colour.lower() for colour in light.values()}) == len(light)
    assert light["--chart-page"] == "#ffffff"
    assert light["--chart-series-1"] == "#0072B2"


@pytest.mark.parametrize("size", SIZES)
def test_one_drawing_serves_both_themes(size):
    """With the dark theme's variables it is the drawing of the dark theme, to the letter."""
    dark = css_variables("dark")
    for figure in every_figure(careers=made.DEMO):
        svg = page_svg(figure, size, css_class="chart")
        assert "var(--chart-page, #ffffff)" in svg
        filled = re.sub(r"var\((--[\w-]+), #\w+\)", lambda found: dark[found[1]], svg)
        assert filled == to_svg(figure.spec("dark", size), css_class="chart")


def test_a_colour_in_a_name_stays_text():
    group = made.curve(group={"team": "#0072B2"})
    answer = made.reach(group, settings=replace(made.HEAD["settings"], by="team"))
    [figure] = figures(answer)
    svg = page_svg(figure)
    assert ">#0072B2<" in svg


def test_hostile_names_stay_text_of_a_sane_length():
    curves = made.states((HOSTILE, f"left: {HOSTILE}", "<b>", "]]>"), [[0.4, 0.2, 0.3, 0.1]] * 4)
    group = made.curve(HOSTILE, group={HOSTILE[:30]: HOSTILE})
    facts = CareersFacts(HOSTILE, "real", 10, 10, 0, None)
    hostile = [
        *figures(made.occupancy(curves, states=HOSTILE), role=HOSTILE),
        *figures(made.tenure(curves, role=HOSTILE)),
        *figures(made.ceiling(role=HOSTILE)),
        *figures(made.skills(made.skill(HOSTILE), made.skill(HOSTILE, "tool", 0.02), role=HOSTILE)),
        *figures(made.reach(group, role=HOSTILE)),
        *figures(made.reach(made.curve(HOSTILE), made.curve("title:x"), role=HOSTILE)),
        *figures(made.who(Sequence((HOSTILE, "b", HOSTILE), True, 3), toward=HOSTILE, role=HOSTILE, careers=facts)),
        flow_figure(made.FLOW, facts),
    ]
    assert {figure.name for figure in hostile} == {
        *("occupancy", "next", "ladder", "reach", "steps", "flow", "skills", "outcomes", "sequences")
    }
    for figure, size in itertools.product(hostile, SIZES):
        assert len(figure.description) < 4_000
        svg = page_svg(figure, size)
        assert "<script" not in svg
        assert "\u202e" not in svg
        drawn = ElementTree.fromstring(svg)
        assert float(drawn.get("viewBox").split()[2]) <= (740 if size == "wide" else 360), figure.name
        for one, other in itertools.combinations(made.boxes(figure.spec(size=size)), 2):
            assert one[2] <= other[0] or other[2] <= one[0] or one[3] <= other[1] or other[3] <= one[1]


def test_groups_whose_names_are_cut_alike_keep_apart():
    curves = [made.curve(group={"team": "x" * 200 + end}) for end in "abc"]
    rows = figures(made.reach(*curves))[0].rows
    assert len({row["series"] for row in rows}) == 3


def test_altair_draws_what_an_answer_has():
    one = chart(made.ceiling()).to_dict()
    assert one["description"].startswith("The ladder above")
    both = chart(made.reach(), theme="dark").to_dict()
    assert len(both["vconcat"]) == 2
    assert both["background"] == palette("dark").page
    assert "How long each rung takes" in both["description"]
    assert to_png(both)[:4] == b"\x89PNG"


@pytest.mark.parametrize("min_cell", [1, 10])
@pytest.mark.parametrize("name", made.EVERY)
def test_altair_finds_every_spec_valid(name, min_cell):
    answer = replace(made.EVERY[name](), min_cell=min_cell)
    assert chart(answer, size="narrow").to_dict(validate=True)["$schema"].endswith("v6.json")


def test_an_exact_answer_is_released_before_it_is_drawn():
    answer = reaches.three_rungs(careers=reaches.OWN, min_cell=None)
    drawn = chart(answer).to_dict()
    assert "were merged" in drawn["description"]
    assert drawn["description"] == chart(release(answer, 10)).to_dict()["description"]
    assert "were merged" not in chart(answer, min_cell=1).to_dict()["description"]
    with pytest.raises(InputError, match="was released with cells of 10"):
        chart(release(answer, 10), min_cell=1)


@pytest.mark.parametrize("ending", [".svg", ".PNG"])
def test_several_figures_are_written_to_numbered_files(tmp_path, ending):
    found = figures(made.reach())
    paths = write_chart(found, tmp_path / "new" / f"chart{ending}")
    assert [path.name for path in paths] == [f"chart{ending}", f"chart-2{ending}"]
    for path, figure in zip(paths, found, strict=True):
        if ending == ".PNG":
            assert path.read_bytes()[:4] == b"\x89PNG"
        else:
            root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
            assert root.get("aria-label") == figure.description
            assert float(root.get("height")) > 100  # it stands alone, and so has a size


def test_a_chart_that_cannot_be_written_says_what_to_do(tmp_path):
    found = figures(made.ceiling())
    with pytest.raises(InputError, match=r"end it in \.svg or \.png"):
        write_chart(found, tmp_path / "chart.gif")
    (tmp_path / "file").write_text("")
    with pytest.raises(InputError, match="cannot be written"):
        write_chart(found, tmp_path / "file" / "chart.svg")
    with pytest.raises(InputError, match="nothing of this answer"):
        write_chart((), tmp_path / "chart.svg")


def test_figures_and_their_specs_load_neither_altair_nor_the_renderer():
    code = (
        "import sys; from tests.charts import made; from outgrow.charts import figures; "
        "[figure.spec() for make in made.EVERY.values() for figure in figures(make())]; "
        "print([name for name in ('altair', 'vl_convert', 'duckdb', 'ibis') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
