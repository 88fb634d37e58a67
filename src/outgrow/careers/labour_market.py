"""The rules of the simulated labour market: crafts, monthly hazards, effects, skills and pay.

In: nothing. Out: one dictionary ready for JSON, from which any hazard can be recomputed. Nothing here draws a number:
the process does, and takes every chance from outgrow.careers.true_hazard. Titles: outgrow.careers.simulated_titles.

A hazard here is the chance of an event in one month, given what is known at the end of the month before. The events
of a person in a month exclude each other, so a crude rate (events by person-months at risk) recovers a hazard as it is.
"""

from __future__ import annotations

from typing import Any, Final, NamedTuple

__all__ = ["CRAFTS", "FIRST_YEAR", "LAST_YEAR", "OWNER", "Craft", "move_weights", "rules"]

FIRST_YEAR: Final = 2004
LAST_YEAR: Final = 2025


class Craft(NamedTuple):
    """A function and a specialty inside it, as the simulated labour market knows them.

    Parameters
    ----------
    function, specialty : str, str or None
        The true labels.
    weight : float
        How often people start in it or move to it, relative to the others.
    occupation : str
        2018 SOC code of its practitioners.
    occupation_above : str
        2018 SOC code from the level `above` on.
    above : str
        First level that counts as a management occupation.
    """

    function: str
    specialty: str | None
    weight: float
    occupation: str
    occupation_above: str
    above: str = "manager"

    @property
    def category(self) -> str:
        """What breadth counts: the specialty, or the function where there is none."""
        return self.specialty or self.function


#: Official statistics count who manages an account, a channel or a product among the practitioners; `above` says from
#: which level on a job is a management occupation.
CRAFTS: Final = (
    Craft("communications", None, 6.0, "27-3031", "11-2032"),
    Craft("communications", "public_relations", 5.0, "27-3031", "11-2032", "head"),
    Craft("communications", "media_relations", 2.0, "27-3031", "11-2032", "head"),
    Craft("communications", "internal_communications", 2.5, "27-3031", "11-2032", "head"),
    Craft("communications", "public_affairs", 2.0, "27-3031", "11-2032", "head"),
    Craft("communications", "fundraising", 3.0, "13-1131", "11-2033"),
    Craft("communications", "strategy", 2.0, "27-3031", "11-2032", "head"),
    Craft("marketing", None, 11.0, "13-1161", "11-2021"),
    Craft("marketing", "social_media", 21.0, "13-1161", "11-2021", "head"),
    Craft("marketing", "community", 2.5, "13-1161", "11-2021", "head"),
    Craft("marketing", "content", 5.0, "13-1161", "11-2021", "head"),
    Craft("marketing", "brand", 4.0, "13-1161", "11-2021"),
    Craft("marketing", "email", 2.5, "13-1161", "11-2021", "head"),
    Craft("marketing", "seo", 2.0, "13-1161", "11-2021", "head"),
    Craft("marketing", "paid_media", 3.0, "13-1161", "11-2011"),
    Craft("marketing", "events", 3.0, "13-1121", "11-2021"),
    Craft("marketing", "product_marketing", 2.5, "13-1161", "11-2021"),
    Craft("marketing", "strategy", 3.0, "13-1161", "11-2021"),
    Craft("sales", None, 7.0, "41-3091", "11-2022"),
    Craft("sales", "account_management", 3.5, "41-3091", "11-2022", "head"),
    Craft("sales", "business_development", 2.5, "41-4012", "11-2022", "head"),
    Craft("customer_service", None, 7.0, "43-4051", "43-1011", "lead"),
    Craft("customer_service", "customer_success", 2.0, "43-4051", "43-1011", "lead"),
    Craft("editorial", None, 4.0, "27-3041", "27-3041"),
    Craft("editorial", "journalism", 4.0, "27-3023", "27-3023"),
    Craft("editorial", "video", 2.0, "27-4032", "27-2012"),
    Craft("design", "graphic_design", 4.0, "27-1024", "27-1011"),
    Craft("design", "ux", 2.0, "15-1255", "27-1011"),
    Craft("data", None, 3.0, "15-2051", "11-3021"),
    Craft("data", "web_analytics", 1.5, "15-2051", "11-3021"),
    Craft("product", None, 2.0, "13-1082", "11-9199", "head"),
    Craft("research", "market_research", 2.0, "13-1161", "11-2021"),
    Craft("operations", None, 3.0, "13-1082", "11-1021"),
    Craft("general_management", None, 1.0, "11-1021", "11-1011", "vice_president"),
    Craft("general_management", None, 0.0, "11-1021", "11-1011", "chief"),
)
#: Place of the craft of people who found a firm of their own.
OWNER: Final = len(CRAFTS) - 1

_AGE_BANDS: Final = ("under 30", "30 to 39", "40 to 54", "55 and over")
_AGE_FROM: Final = (0, 30, 40, 55)

# Crafts that feed each other beyond the bounds of a function, each pair once; the number multiplies the weight.
_NEIGHBOURS: Final = (
    (("marketing", "social_media"), ("marketing", "content"), 3.0),
    (("marketing", "social_media"), ("marketing", "community"), 3.0),
    (("marketing", "social_media"), ("communications", None), 2.5),
    (("marketing", "social_media"), ("communications", "public_relations"), 2.0),
    (("marketing", "social_media"), ("customer_service", None), 1.5),
    (("marketing", "social_media"), ("editorial", None), 2.0),
    (("marketing", "social_media"), ("editorial", "journalism"), 1.5),
    (("marketing", "social_media"), ("editorial", "video"), 1.5),
    (("marketing", "content"), ("editorial", None), 3.0),
    (("marketing", "content"), ("editorial", "journalism"), 2.0),
    (("communications", "media_relations"), ("editorial", "journalism"), 3.0),
    (("marketing", "strategy"), ("communications", "strategy"), 3.0),
    (("marketing", "strategy"), ("research", "market_research"), 2.0),
    (("marketing", "brand"), ("design", "graphic_design"), 1.5),
    (("marketing", "product_marketing"), ("product", None), 3.0),
    (("marketing", "paid_media"), ("data", "web_analytics"), 2.0),
    (("research", "market_research"), ("data", None), 2.0),
    (("sales", None), ("customer_service", None), 1.5),
    (("sales", "account_management"), ("customer_service", "customer_success"), 2.0),
)
_SAME_FUNCTION, _COMMS_AND_MARKETING, _ELSEWHERE = 1.6, 0.8, 0.15

# Size of a craft against its size at the end, by year from 2004; crafts not named here do not change.
_GROWTH: Final[dict[str, tuple[float, ...]]] = {
    "social_media": (0.002, 0.005, 0.015, 0.05, 0.25, 0.55, 0.8, 0.93) + (1.0,) * 14,
    "community": (0.05, 0.06, 0.08, 0.12, 0.2, 0.35, 0.5, 0.65, 0.78, 0.88, 0.95) + (1.0,) * 11,
    "content": (0.3, 0.32, 0.35, 0.4, 0.48, 0.56, 0.65, 0.74, 0.82, 0.9, 0.95) + (1.0,) * 11,
    "seo": (0.4, 0.5, 0.6, 0.7, 0.8, 0.9) + (1.0,) * 16,
    "journalism": (1.0, 1.0, 0.98, 0.95, 0.9, 0.84, 0.8, 0.77, 0.74, 0.71, 0.68, 0.65) + (0.6,) * 5 + (0.55,) * 5,
}

# Name, first year it can be listed, chance of first listing where it belongs, functions where it belongs (none: all).
_TOOLS: Final = (
    ("Microsoft Excel", 2004, 0.2, ()),
    ("Microsoft PowerPoint", 2004, 0.16, ()),
    ("Adobe Photoshop", 2004, 0.22, ("design", "marketing", "editorial")),
    ("Adobe InDesign", 2004, 0.18, ("design", "communications", "editorial")),
    ("Salesforce software", 2004, 0.26, ("sales", "customer_service")),
    ("WordPress", 2005, 0.2, ("marketing", "communications", "editorial")),
    ("Google Analytics", 2006, 0.24, ("marketing", "data", "product")),
    ("MailChimp", 2006, 0.16, ("marketing", "communications")),
    ("Facebook", 2007, 0.18, ("marketing", "communications")),
    ("Twitter", 2008, 0.18, ("marketing", "communications", "editorial")),
    ("Hootsuite", 2009, 0.2, ("marketing", "communications", "customer_service")),
    ("Tableau", 2009, 0.22, ("data", "research")),
    ("HubSpot software", 2010, 0.16, ("marketing", "sales")),
    ("Instagram", 2012, 0.18, ("marketing", "communications")),
    ("Canva", 2014, 0.22, ("marketing", "communications", "design")),
    ("Semrush", 2012, 0.12, ("marketing",)),
    ("Figma", 2017, 0.26, ("design", "product")),
    ("TikTok", 2019, 0.18, ("marketing", "communications", "editorial")),
)
_SKILLS: Final = (
    ("manage budgets", 2004, 0.12, ("marketing", "communications", "sales", "operations", "general_management")),
    ("perform market research", 2004, 0.14, ("marketing", "research", "product")),
    ("develop communications strategies", 2004, 0.14, ("communications", "marketing")),
    ("perform data analysis", 2004, 0.14, ("data", "research", "product", "marketing")),
    ("lead a team", 2004, 0.1, ()),
    ("perform project management", 2004, 0.1, ()),
    ("conduct public presentations", 2004, 0.1, ()),
    ("communicate with stakeholders", 2004, 0.1, ()),
    ("draft press releases", 2004, 0.18, ("communications",)),
    ("write headlines", 2004, 0.16, ("editorial", "communications")),
    ("proofread text", 2004, 0.16, ("editorial", "communications", "marketing")),
    ("interview people", 2004, 0.16, ("editorial", "research")),
    ("plan social media marketing campaigns", 2007, 0.16, ("marketing", "communications")),
    ("define brand identity", 2004, 0.12, ("marketing", "design")),
    ("set brand positioning", 2004, 0.1, ("marketing",)),
    ("develop media strategy", 2004, 0.12, ("marketing", "communications")),
    ("coordinate events", 2004, 0.12, ("marketing", "communications", "operations")),
    ("coach employees", 2004, 0.06, ()),
    ("negotiate price", 2004, 0.18, ("sales",)),
    ("manage the customer experience", 2004, 0.16, ("customer_service", "sales", "product")),
    ("develop creative ideas", 2004, 0.12, ("design", "marketing", "editorial")),
    ("track key performance indicators", 2006, 0.12, ("marketing", "data", "sales", "product")),
)


def move_weights() -> list[list[float]]:
    """Return how readily people of each craft (row) move to each other one (column), before growth by year."""
    near = {}
    for one, other, factor in _NEIGHBOURS:
        near[one, other] = near[other, one] = factor
    rows = []
    for place, here in enumerate(CRAFTS):
        row = []
        for there_place, there in enumerate(CRAFTS):
            pair = ((here.function, here.specialty), (there.function, there.specialty))
            if place == there_place:
                readiness = 0.0
            elif pair in near:
                readiness = near[pair]
            elif here.function == there.function:
                readiness = _SAME_FUNCTION
            elif {here.function, there.function} == {"communications", "marketing"}:
                readiness = _COMMS_AND_MARKETING
            else:
                readiness = _ELSEWHERE
            row.append(round(there.weight * readiness, 6))
        rows.append(row)
    return rows


def rules() -> dict[str, Any]:
    """Return every number of the simulated labour market, ready for JSON.

    Returns
    -------
    dict
        ``crafts``, ``growth``, ``moves`` (what a move may lead to), ``hazards``, ``effects``, ``between`` (who is
        between jobs), ``skills`` and ``pay``. Hazards are chances per month; factors multiply them.
    """
    everything = [
        {"name": name, "kind": kind, "from_year": year, "first_listed": rate, "functions": list(functions)}
        for kind, items in (("tool", _TOOLS), ("skill", _SKILLS))
        for name, year, rate, functions in items
    ]
    return {
        "unit": "chance per month, given what is known at the end of the month before",
        "crafts": [
            {
                "function": craft.function,
                "specialty": craft.specialty,
                "category": craft.category,
                "weight": craft.weight,
                "occupation": craft.occupation,
                "occupation_above": craft.occupation_above,
                "above": craft.above,
                "owner": place == OWNER,
            }
            for place, craft in enumerate(CRAFTS)
        ],
        "cohort": {
            "entry_years": [FIRST_YEAR, 2022],
            "late_starters": 0.1,
            "sex": {"woman": 0.6, "man": 0.39, "other": 0.01},
            "education": {"secondary": 0.15, "bachelor": 0.6, "master": 0.22, "doctorate": 0.03},
            "entrant_levels": {
                "trainee": 0.12,
                "assistant": 0.15,
                "specialist": 0.64,
                "senior": 0.05,
                "manager": 0.03,
                "director": 0.01,
            },
            # At work before January 2004; followed from then on.
            "veterans": 0.36,
            "veteran_months": 280,
            "start_unknown": 0.15,
            "veteran_levels": {
                "specialist": 0.4,
                "senior": 0.2,
                "lead": 0.08,
                "manager": 0.19,
                "head": 0.06,
                "director": 0.05,
                "vice_president": 0.015,
                "chief": 0.005,
            },
        },
        "growth": {
            "first_year": FIRST_YEAR,
            "by_specialty": {name: list(sizes) for name, sizes in _GROWTH.items()},
        },
        "moves": {
            "weights": move_weights(),
            "changes_craft": {"employer": 0.14, "promotion": 0.08, "return": 0.16, "inside": 1.0},
            # Above the specialist's rungs, jobs are more often for the whole function than for a channel.
            "promotion_to_whole_function": {"head": 0.1, "director": 0.4, "vice_president": 0.6, "chief": 0.7},
            "promotion_to_general_management": {"chief": 0.3},
            "promotion_at_another_employer": 0.25,
        },
        "hazards": {
            "promotion": {
                "trainee": {"specialist": 0.06},
                "assistant": {"specialist": 0.03},
                "specialist": {"senior": 0.0095, "manager": 0.0024},
                "senior": {"lead": 0.004, "manager": 0.0065},
                "lead": {"manager": 0.0085},
                "manager": {"head": 0.0036, "director": 0.0022},
                "head": {"director": 0.009},
                "director": {"vice_president": 0.0035, "chief": 0.0006},
                "vice_president": {"chief": 0.0035},
            },
            "promotion_function": {
                "communications": 0.52,
                "marketing": 1.0,
                "sales": 0.46,
                "customer_service": 0.6,
                "editorial": 0.7,
                "design": 0.7,
                "data": 1.0,
                "product": 1.1,
                "research": 0.9,
                "operations": 0.8,
                "general_management": 1.0,
            },
            "promotion_first_year_in_level": 0.4,
            "employer": {
                "trainee": 0.022,
                "assistant": 0.011,
                "specialist": 0.0072,
                "senior": 0.0065,
                "lead": 0.006,
                "manager": 0.0048,
                "head": 0.0044,
                "director": 0.0046,
                "vice_president": 0.006,
                "chief": 0.012,
            },
            "inside": 0.0013,
            "demotion": 0.0005,
            "break": 0.0018,
            "founder": {"practitioner": 0.00025, "manager": 0.0006, "director": 0.0008, "executive": 0.0008},
            "by_age": {
                "bands": list(_AGE_BANDS),
                "from": list(_AGE_FROM),
                "employer": [1.38, 1.0, 0.85, 0.65],
                "parental leave": [0.0011, 0.002, 0.0003, 0.0],
                "exit": {
                    "left the labour force": [0.0006, 0.0006, 0.0005, 0.0012],
                    "moved abroad": [0.0005, 0.0003, 0.0001, 0.00005],
                    "retired": [0.0, 0.0, 0.0001, 0.006],
                    "died": [0.00005, 0.00008, 0.0002, 0.0006],
                },
            },
            "owner": {"employer": 0.014},
        },
        "effects": {
            "broadened": {
                "factor": 1.8,
                "unit": "times the monthly hazard",
                "on": "moves from the manager rung to director",
                "when": "12 or more months in main jobs so far, under 80% of them in one specialty "
                "(no specialty: the function)",
                "share": 0.8,
                "known_from_months": 12,
            },
            "strategy": {
                "factor": 1.25,
                "unit": "times the monthly hazard, for each full 12 months so far in main jobs of specialty strategy",
                "on": "moves from the manager rung to director",
                "specialty": "strategy",
                "most": 4,
            },
            "specialty": {
                "factor": {"social_media": 0.25, "community": 0.6},
                "unit": "times the monthly hazard, while in the specialty",
                "on": "moves from the manager rung to head and to director",
            },
            "sex": {"factor": 1.0, "unit": "times any hazard", "on": "everything: sex changes nothing"},
            "education": {"factor": 1.0, "unit": "times any hazard", "on": "everything: education changes nothing"},
        },
        "between": {
            "return": {"break": 0.16, "parental leave": 0.09},
            "exit_factor": 2.0,
            "one_level_lower": 0.1,
            "same_organisation_after_parental_leave": 0.5,
        },
        "record": {
            "collected_early": 0.25,
            "same_month_handover": 0.15,
            "longer_handover": 0.04,
            "side_job": 0.06,
            "contract": 0.05,
            "interim": 0.015,
        },
        "skills": {
            "kept": {"tool": 0.45, "skill": 0.85},
            "unit": "chance that what one main job lists is listed by the next, renames in place included",
            "first_listed_unit": "chance that a main job lists what the one before did not",
            "elsewhere": 0.25,
            "first_job": 2.0,
            "nobody_lists": 0.3,
            "items": everything,
        },
        "pay": {
            "source": "oews_may2025_national",
            "unit": "US dollars a year when the job starts; z, standard normal, is read off the occupation's percentiles",
            "growth_a_year": 1.03,
            "at_prices_of": 2025,
            "person_share": 0.8,
            "job_share": 0.6,
            "level_z": {
                "trainee": -1.4,
                "assistant": -1.1,
                "specialist": -0.3,
                "senior": 0.25,
                "lead": 0.5,
                "manager": -0.4,
                "head": -0.1,
                "director": 0.25,
                "vice_president": 0.9,
                "chief": 1.3,
            },
            "practitioner_manager_z": 0.9,
            "missing": 0.35,
            "least": 15_000.0,
            "listed_skill_log_pay": {"manage budgets": 0.05},
        },
    }
