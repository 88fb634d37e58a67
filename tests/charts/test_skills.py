"""The chart of skills that last."""

from tests.charts import made

from outgrow.charts.skills import skills_description, skills_rows, skills_spec, skills_title


def test_skills_come_before_tools_and_what_is_known_of_them_beside():
    rows = skills_rows(made.skills())
    assert [(row["name"], row["kind"]) for row in rows] == [
        ("plan", "skill"),
        ("write", "skill"),
        ("Figma", "tool"),
        ("Excel", "tool"),
        ("juggling", None),
    ]
    assert [row["discovered"] for row in rows] == [True, True, True, False, True]
    assert (rows[0]["trend"], rows[1]["trend"]) == (0.012, None)


def test_of_many_those_that_most_people_list_are_drawn_in_the_order_of_how_long_they_last():
    many = [made.skill(f"s{n}", retention=0.9 - n / 50, people=10 + (n * 7) % 20) for n in range(20)]
    answer = made.skills(*many)
    rows = skills_rows(answer)
    assert len(rows) == 16
    assert [row["retention"] for row in rows] == sorted((row["retention"] for row in rows), reverse=True)
    least = min(row["people"] for row in rows)
    assert all(skill.people <= least for skill in many if skill.name not in {row["name"] for row in rows})
    assert any("16 of 20" in text for text in made.texts(skills_spec(answer)))


def test_dots_are_the_rows_hollow_where_chance_may_have_made_them():
    spec = skills_spec(made.skills())
    lines, dots = (layer for layer in spec["layer"] if "values" in layer["data"] and len(layer["data"]["values"]) == 5)
    assert [(row["lower"], row["retention"], row["upper"]) for row in lines["data"]["values"]][1:2] == [
        (0.55 - 0.1, 0.55, 0.65)
    ]
    hollow = [row["fill"] == "#ffffff" for row in dots["data"]["values"]]
    assert hollow == [False, False, False, True, False]
    assert [row["y"] for row in dots["data"]["values"]] == sorted(row["y"] for row in dots["data"]["values"])
    scale = dots["encoding"]["x"]["scale"]["domain"]
    assert scale[0] <= min(row["lower"] for row in lines["data"]["values"])
    assert scale[1] == 1
    said = made.texts(spec)
    assert "▲ +1.2" in said
    assert "▼ -2.0" in said
    assert "mean 60" in said
    assert "mean 20" in said


def test_the_words_have_the_numbers():
    assert skills_description(made.skills(), role="seo") == (
        "Which skills last after “seo”: points by which whoever lists a skill lists it again more often. Skills: plan 70 (60 to "
        "80), +1.2 points a year; write 55 (45 to 65). Tools: Figma 30 (20 to 40), -2.0 points a year; Excel 5 (-5 to 15), not "
        "told from chance. Of unknown kind: juggling 20 (10 to 30)."
    )
    assert skills_title(made.skills(role="any")) == "Which skills last from job to job"
