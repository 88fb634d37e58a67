"""Layouts of resumes as pages that Chromium prints: the jobs come out whatever the design."""

from __future__ import annotations

import pytest
from tests.person.test_layouts import ALL, told

from outgrow.person.pdf import read_pdf

JOBS = [
    (
        "Senior Editor",
        "Harrow &amp; Finch Publishing",
        "Elmsworth",
        "March 2018 – present",
        [
            "Planned the list for 2024 with the sales team",
            "Chose to drop two series after a study of readers; the list made a profit",
        ],
    ),
    (
        "Copywriter",
        "Tallow Street Agency",
        "Brackley",
        "September 2014 – February 2018",
        ["Wrote for banks, charities and rail", "Tested subject lines every week and kept what worked"],
    ),
    (
        "Junior Copywriter",
        "Tallow Street Agency",
        "Brackley",
        "January 2012 – August 2014",
        ["Wrote newsletters"],
    ),
]
SIDE = """<h2>Contact</h2><p>12 Mill Lane, Elmsworth<br>anna@example.org<br>01632 960 000</p>
<h2>Skills</h2><p>Editing<br>Layout<br>Budgets<br>Excel</p><h2>Languages</h2><p>German (native)<br>French (fluent)</p>"""
STUDY = "<h2>Education</h2><p><b>BA English</b><br>University of Elmsworth<br>2009 – 2012</p>"


def each(template, *, items="<li>{}</li>"):
    """Write each job by a template."""
    return "".join(
        template.format(
            title=title,
            org=org,
            town=town,
            time=time,
            items="".join(items.format(one) for one in said),
            text=". ".join(said) + ".",
        )
        for title, org, town, time, said in JOBS
    )


def sided(inner, *, left=True):
    aside = f"<aside style='width:30%;background:#eee;padding:12px'>{SIDE}</aside>"
    main = f"<main style='flex:1;padding:12px'>{inner}</main>"
    return f"<h1>Anna Beispiel</h1><div style='display:flex'>{aside + main if left else main + aside}</div>"


STACKED = "<h3>{title}</h3><p>{org}, {town}<br>{time}</p><ul>{items}</ul>"
NAME = "<h1>Anna Beispiel</h1>"
EXPERIENCE = f"{NAME}<h2>Experience</h2>"
BOTH_EDGES = "<div style='display:flex;justify-content:space-between'>{}</div>"
LAYOUTS = {
    "stacked in one column": EXPERIENCE + each(STACKED) + STUDY,
    "sidebar left": sided(f"<h2>Experience</h2>{each(STACKED)}{STUDY}"),
    "sidebar right, employer first": sided(
        "<h2>Work experience</h2>"
        + each("<p><b>{org}</b>, {town}<br><i>{title}</i><br>{time}</p><ul>{items}</ul>")
        + STUDY,
        left=False,
    ),
    "dates at the right edge": EXPERIENCE
    + each(BOTH_EDGES.format("<b>{title}</b><span>{time}</span>") + "<div>{org}, {town}</div><ul>{items}</ul>")
    + STUDY,
    "dates and town at the right edge, employer first": EXPERIENCE
    + each(
        BOTH_EDGES.format("<b>{org}</b><span>{town}</span>")
        + BOTH_EDGES.format("<i>{title}</i><span>{time}</span>")
        + "<ul>{items}</ul>"
    )
    + STUDY,
    "dates in a column to the left": EXPERIENCE
    + each(
        "<div style='display:flex;margin-bottom:12px'><div style='width:150px;font-size:11px'>{time}</div>"
        "<div style='flex:1'><b>{title}</b><br>{org}, {town}<ul>{items}</ul></div></div>"
    )
    + STUDY,
    "cards beside each other": EXPERIENCE
    + "<div style='display:grid;grid-template-columns:1fr 1fr;gap:24px'>"
    + each(
        "<div style='border:1px solid #999;padding:10px'><b>{title}</b><br>{org}<br><small>{time}</small>"
        "<p>{text}</p></div>"
    )
    + "</div>"
    + STUDY,
    "a timeline with a line and dots": f"{NAME}<h2>Career</h2>"
    + each(
        "<div style='border-left:2px solid;padding-left:16px'><div style='color:#777'>{time}</div>"
        "<div style='font-weight:700'>{title}</div><div>{org} · {town}</div><p>{text}</p></div>"
    )
    + STUDY,
    "headings in the margin": f"{NAME}<table><tr><td valign=top width=140><b>EXPERIENCE</b></td><td>"
    + each("<p><b>{title}</b>, {org}<br>{time}</p><ul>{items}</ul>")
    + "</td></tr><tr><td valign=top><b>EDUCATION</b></td>"
    "<td>BA English, University of Elmsworth, 2009 – 2012</td></tr></table>",
    "a table with lines": f"{NAME}<h2>Employment</h2><table border=1 cellpadding=12>"
    "<tr><th>Dates</th><th>Post</th><th>Employer</th></tr>"
    + each("<tr><td>{time}</td><td>{title}</td><td>{org}</td></tr>")
    + "</table>"
    + STUDY,
    "all on one line, with signs": EXPERIENCE
    + each("<p><b>{title}</b> | {org} | {town} | <i>{time}</i></p><p>{text}</p>")
    + STUDY,
    "no bold and small space": "<h1 style='font-size:16px'>Anna Beispiel</h1><p>EXPERIENCE</p>"
    + each("<div>{title}</div><div>{org}, {town}</div><div>{time}</div><div>{text}</div>")
    + "<p>EDUCATION</p><div>BA English</div><div>University of Elmsworth</div><div>2009 – 2012</div>",
    "two columns of one text": f"{NAME}<div style='columns:2;column-gap:36px'><h2>Experience</h2>"
    + each("<h3>{title}</h3><p>{org}<br>{time}</p><p>{text} {text} {text}</p>")
    + STUDY
    + "</div>",
}


@pytest.mark.browser
@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_that_is_printed(layout, page):
    page.set_content(f"<!doctype html><body style='font:13px Arial'>{LAYOUTS[layout]}</body>")
    assert (
        told(read_pdf(page.pdf(format="A4", margin=dict.fromkeys(("top", "bottom", "left", "right"), "15mm")))) == ALL
    )
