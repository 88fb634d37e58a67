"""Layouts of resumes in small, one for each way of telling a job: title, employer and months come out whatever the order."""

from __future__ import annotations

import pytest

from outgrow.months import month_text
from outgrow.person.markdown import read_markdown
from outgrow.person.plain import read_plain
from outgrow.person.understand import understood

NOW = 2026 * 12 + 10

EDITOR = ("Senior Editor", "Harrow & Finch Publishing", "2018-03", None)
WRITER = ("Copywriter", "Tallow Street Agency", "2014-09", "2018-02")
JUNIOR = ("Junior Copywriter", "Tallow Street Agency", "2012-01", "2014-08")
ALL = [EDITOR, WRITER, JUNIOR]

LAYOUTS = {
    "title, employer and town, dates below each other": """
EXPERIENCE

Senior Editor
Harrow & Finch Publishing, Elmsworth
March 2018 to present
Planned the list for 2024 with the sales team.

Copywriter
Tallow Street Agency, Brackley
September 2014 to February 2018
Wrote for banks and charities.

Junior Copywriter
Tallow Street Agency, Brackley
January 2012 to August 2014
""",
    "employer with dates right, title below": """
Work experience

Harrow & Finch Publishing, Elmsworth              03/2018 - present
Senior Editor
- Planned the list.
- Cut the list by a third after a study of sales.

Tallow Street Agency, Brackley                    09/2014 - 02/2018
Copywriter
- Wrote for banks.

Tallow Street Agency, Brackley                    01/2012 - 08/2014
Junior Copywriter
""",
    "one line with pipes, employer first": """
EMPLOYMENT
Harrow & Finch Publishing | Senior Editor | Mar 2018 - now
Planned the list and chose the authors of the year.
Tallow Street Agency | Copywriter | Sep 2014 - Feb 2018
Wrote campaigns for banks and charities and rail.
Tallow Street Agency | Junior Copywriter | Jan 2012 - Aug 2014
""",
    "one line with pipes, dates first": """
EMPLOYMENT
Mar 2018 - now | Senior Editor | Harrow & Finch Publishing
Sep 2014 - Feb 2018 | Copywriter | Tallow Street Agency
Jan 2012 - Aug 2014 | Junior Copywriter | Tallow Street Agency
""",
    "dates above the title": """
Experience

03/2018 – present
Senior Editor
Harrow & Finch Publishing, Elmsworth
• Planned the list.

09/2014 – 02/2018
Copywriter
Tallow Street Agency, Brackley
• Wrote for banks.

01/2012 – 08/2014
Junior Copywriter
Tallow Street Agency, Brackley
""",
    "title at employer in brackets": """
CAREER HISTORY
Senior Editor (Harrow & Finch Publishing), 3/18 to date
Copywriter (Tallow Street Agency), 9/14 to 2/18
Junior Copywriter (Tallow Street Agency), 1/12 to 8/14
""",
    "title at employer, dates in brackets, paragraphs below": """
Professional experience

Senior Editor at Harrow & Finch Publishing (March 2018 - Present)
I plan the list with sales and chose to drop two series once readers told us they
no longer finished them. The list made a profit the next year.

Copywriter at Tallow Street Agency (September 2014 - February 2018)
Banks, charities and rail. I wrote what the strategist asked for
and tested subject lines.

Junior Copywriter at Tallow Street Agency (January 2012 - August 2014)
Newsletters.
""",
    "several titles under one employer, with time in all": """
Experience

Harrow & Finch Publishing
8 years 9 months
Senior Editor
March 2018 - Present (8 years 9 months)
Elmsworth

Tallow Street Agency
6 years 2 months
Copywriter
September 2014 - February 2018 (3 years 6 months)
Brackley
Wrote for banks.
Junior Copywriter
January 2012 - August 2014 (2 years 8 months)
""",
    "an employer with its own dates above its titles": """
WORK HISTORY

Harrow & Finch Publishing, Elmsworth, March 2018 - present
  Senior Editor, March 2018 - present
    - Planned the list.

Tallow Street Agency, Brackley, January 2012 - February 2018
  Copywriter, September 2014 - February 2018
    - Wrote for banks.
  Junior Copywriter, January 2012 - August 2014
    - Wrote newsletters.
""",
    "a table with a heading row": """
EMPLOYMENT

From          To            Employer                      Post
March 2018    present       Harrow & Finch Publishing     Senior Editor
Sept 2014     Feb 2018      Tallow Street Agency          Copywriter
Jan 2012      Aug 2014      Tallow Street Agency          Junior Copywriter
""",
    "no heading at all": """
Anna Beispiel
anna@beispiel.example

March 2018 - present: Senior Editor, Harrow & Finch Publishing
September 2014 - February 2018: Copywriter, Tallow Street Agency
January 2012 - August 2014: Junior Copywriter, Tallow Street Agency
""",
    "sub-headings within a job": """
EXPERIENCE

SENIOR EDITOR
Harrow & Finch Publishing | March 2018 - present
Responsibilities:
- Planned the list.
Key achievements:
- Cut the list by a third.

COPYWRITER
Tallow Street Agency | September 2014 - February 2018
Responsibilities:
- Wrote for banks.

JUNIOR COPYWRITER
Tallow Street Agency | January 2012 - August 2014
""",
    "jobs as items of a list": """
Employment history

* Senior Editor, Harrow & Finch Publishing, March 2018 - present
* Copywriter, Tallow Street Agency, September 2014 - February 2018
* Junior Copywriter, Tallow Street Agency, January 2012 - August 2014
""",
    "employer and dates, title in the next line with its department": """
EMPLOYMENT RECORD

Harrow & Finch Publishing (March 2018 - present)
Senior Editor, Non-fiction
Planned the list.

Tallow Street Agency (September 2014 - February 2018)
Copywriter, Finance team
Wrote for banks.

Tallow Street Agency (January 2012 - August 2014)
Junior Copywriter, Finance team
Wrote newsletters.
""",
    "dates and title, employer in the next line": """
EXPERIENCE

Mar 2018-present    Senior Editor
                    Harrow & Finch Publishing, Elmsworth
                    Planned the list and led a team of four.

Sep 2014-Feb 2018   Copywriter
                    Tallow Street Agency, Brackley

Jan 2012-Aug 2014   Junior Copywriter
                    Tallow Street Agency, Brackley
""",
    "parted by slashes": """
WORK
Senior Editor / Harrow & Finch Publishing / Mar 2018 – present
Copywriter / Tallow Street Agency / Sep 2014 – Feb 2018
Junior Copywriter / Tallow Street Agency / Jan 2012 – Aug 2014
""",
    "employer, town, title and dates parted by dashes": """
Work Experience
Harrow & Finch Publishing, Elmsworth — Senior Editor — March 2018–present
Tallow Street Agency, Brackley — Copywriter — Sept 2014–Feb 2018
Tallow Street Agency, Brackley — Junior Copywriter — Jan 2012–Aug 2014
""",
    "what the employer is, in brackets": """
EXPERIENCE

Senior Editor                                                Mar 2018 - present
Harrow & Finch Publishing (independent publisher, 40 staff)
  o Planned the list.

Copywriter                                                   Sep 2014 - Feb 2018
Tallow Street Agency (advertising, 12 staff)
  o Wrote for banks.

Junior Copywriter                                            Jan 2012 - Aug 2014
Tallow Street Agency (advertising, 12 staff)
""",
    "no space anywhere": """
EXPERIENCE
Senior Editor
Harrow & Finch Publishing, Elmsworth
March 2018 - Present
Planned the list and chose to drop two series after a study of readers.
Copywriter
Tallow Street Agency, Brackley
September 2014 - February 2018
Wrote for banks, charities and rail, and tested subject lines.
Junior Copywriter
Tallow Street Agency, Brackley
January 2012 - August 2014
EDUCATION
BA English
University of Elmsworth
2009 - 2012
""",
    "sections after the jobs that hold dates": """
EXPERIENCE
Senior Editor, Harrow & Finch Publishing
March 2018 - present

Copywriter, Tallow Street Agency
September 2014 - February 2018

Junior Copywriter, Tallow Street Agency
January 2012 - August 2014

COURSES
Management for editors, City College, 2019 - 2020

TALKS
"What readers finish", Book Days 2021

AWARDS
Editor of the Year, 2022
""",
    "told in sentences": """
EXPERIENCE

From March 2018 to present I worked as Senior Editor at Harrow & Finch Publishing in Elmsworth. Planned the list.

From September 2014 to February 2018 I worked as Copywriter at Tallow Street Agency in Brackley. Wrote for banks.

From January 2012 to August 2014 I worked as Junior Copywriter at Tallow Street Agency in Brackley. Newsletters.
""",
    "a paragraph each, times between full stops": """
EXPERIENCE

Senior Editor, Harrow & Finch Publishing, Elmsworth. March 2018 to present. Planned the list.

Copywriter, Tallow Street Agency, Brackley. September 2014 to February 2018. Wrote for banks.

Junior Copywriter, Tallow Street Agency, Brackley. January 2012 to August 2014. Newsletters.
""",
    "employer and town, then the title behind a colon": """
EXPERIENCE

Harrow & Finch Publishing, Elmsworth: Senior Editor, March 2018 to present
- Planned the list.

Tallow Street Agency, Brackley: Copywriter, September 2014 to February 2018
- Wrote for banks.

Tallow Street Agency, Brackley: Junior Copywriter, January 2012 to August 2014
""",
    "labels": """
EMPLOYMENT

Position: Senior Editor
Employer: Harrow & Finch Publishing
Dates: March 2018 - present
Duties: planned the list.

Position: Copywriter
Employer: Tallow Street Agency
Dates: September 2014 - February 2018

Position: Junior Copywriter
Employer: Tallow Street Agency
Dates: January 2012 - August 2014
""",
}

MARKDOWN = {
    "employer as a heading, titles below it": """
## Experience

### Harrow & Finch Publishing

**Senior Editor** · Mar 2018 – present

- Planned the list.

### Tallow Street Agency

**Copywriter** · Sep 2014 – Feb 2018

- Wrote for banks.

**Junior Copywriter** · Jan 2012 – Aug 2014
""",
    "title as a heading, employer and dates in italics": """
## Employment

### Senior Editor
*Harrow & Finch Publishing, Elmsworth | 2018-03 to now*

Planned the list.

### Copywriter
*Tallow Street Agency, Brackley | 2014-09 to 2018-02*

### Junior Copywriter
*Tallow Street Agency, Brackley | 2012-01 to 2014-08*
""",
    "a table": """
## Work

| When | What | Where |
|---|---|---|
| 03/2018 - now | Senior Editor | Harrow & Finch Publishing |
| 09/2014 - 02/2018 | Copywriter | Tallow Street Agency |
| 01/2012 - 08/2014 | Junior Copywriter | Tallow Street Agency |
""",
    "headings with everything": """
# Experience

## Senior Editor @ Harrow & Finch Publishing (Mar 2018 - Present)
Planned the list.

## Copywriter @ Tallow Street Agency (Sep 2014 - Feb 2018)
Wrote for banks.

## Junior Copywriter @ Tallow Street Agency (Jan 2012 - Aug 2014)
Newsletters.

# Education

## BA English, University of Elmsworth (2009 - 2012)
""",
}


OTHERS = {
    "German": (
        """
Beruflicher Werdegang

03/2018 – heute     Leitende Redakteurin
                    Buchenhain Verlag GmbH, Elmsdorf
                    - Planung des Programms

09/2014 – 02/2018   Texterin bei Tannert Werbeagentur, Brackfeld

seit 2010           Freie Lektorin
""",
        [
            ("Leitende Redakteurin", "Buchenhain Verlag GmbH", "2018-03", None),
            ("Texterin", "Tannert Werbeagentur", "2014-09", "2018-02"),
            ("Freie Lektorin", None, "2010-01", None),
        ],
    ),
    "French": (
        """
EXPÉRIENCE PROFESSIONNELLE

Mars 2018 – aujourd'hui : Rédactrice en chef, Éditions du Hêtre (Valcombe)
Programme de la maison ; deux séries arrêtées après une étude.

Septembre 2014 – février 2018 : Conceptrice-rédactrice, agence Tallier (Brassac)
""",
        [
            ("Rédactrice en chef", "Éditions du Hêtre", "2018-03", None),
            ("Conceptrice-rédactrice", "agence Tallier", "2014-09", "2018-02"),
        ],
    ),
    "Spanish": (
        """
Experiencia laboral

Jefa de prensa
Ayuntamiento de Valdehoya
marzo de 2018 - actualidad
Planificación de la comunicación municipal.

Redactora
Diario El Hayedo
septiembre de 2014 - febrero de 2018
""",
        [
            ("Jefa de prensa", "Ayuntamiento de Valdehoya", "2018-03", None),
            ("Redactora", "Diario El Hayedo", "2014-09", "2018-02"),
        ],
    ),
    "Dutch": (
        """
Werkervaring

mrt. 2018 - heden | Hoofdredacteur | Uitgeverij De Beuk
sept. 2014 - feb. 2018 | Tekstschrijver | Bureau Tallink
""",
        [
            ("Hoofdredacteur", "Uitgeverij De Beuk", "2018-03", None),
            ("Tekstschrijver", "Bureau Tallink", "2014-09", "2018-02"),
        ],
    ),
    "nursing": (
        """
Employment

Ward Manager, Elmsworth General Hospital, April 2019 to present
Lead a ward of 24 beds.
Senior Staff Nurse, Elmsworth General Hospital, May 2014 to March 2019
Staff Nurse (Band 5), St Brannoc's Hospice, October 2010 to April 2014
Healthcare Assistant, Willow Lodge, 2007 to 2010
""",
        [
            ("Ward Manager", "Elmsworth General Hospital", "2019-04", None),
            ("Senior Staff Nurse", "Elmsworth General Hospital", "2014-05", "2019-03"),
            ("Staff Nurse (Band 5)", "St Brannoc's Hospice", "2010-10", "2014-04"),
            ("Healthcare Assistant", "Willow Lodge", "2007-01", "2010-12"),
        ],
    ),
    "trades and public service": (
        """
WORK HISTORY

Site Foreman
Garrick & Lowe Builders
2016 - present
Run sites of up to 30 people.

Bricklayer
Garrick & Lowe Builders
2009 - 2016

Lance Corporal
Royal Engineers
2003 - 2009
""",
        [
            ("Site Foreman", "Garrick & Lowe Builders", "2016-01", None),
            ("Bricklayer", "Garrick & Lowe Builders", "2009-01", "2016-12"),
            ("Lance Corporal", "Royal Engineers", "2003-01", "2009-12"),
        ],
    ),
}


def told(document):
    profile = understood(document, "resume", this_month=NOW)
    months = lambda number: None if number is None else month_text(number)  # noqa: E731
    return [(spell.title, spell.organisation, months(spell.start), months(spell.end)) for spell in profile.spells]


def alike(spells):
    """Titles in capitals are written so, and a department after a comma may stay with its title."""
    return [(title.casefold().partition(",")[0], *rest) for title, *rest in spells]


@pytest.mark.parametrize("layout", LAYOUTS)
def test_a_layout_of_plain_text(layout):
    assert alike(told(read_plain(LAYOUTS[layout]))) == alike(ALL)


@pytest.mark.parametrize("layout", MARKDOWN)
def test_a_layout_of_markdown(layout):
    assert told(read_markdown(MARKDOWN[layout])) == ALL


@pytest.mark.parametrize("which", OTHERS)
def test_other_languages_and_crafts(which):
    text, expected = OTHERS[which]
    assert told(read_plain(text)) == expected
