"""Job titles for simulated careers: several for each craft and level, written as people write them, and how they morph.

In: nothing. Out: a `TitleBook`, all texts in one list with the places of each label, and the yearly rates at which
titles give way to successors. Draws nothing. Next: outgrow.careers.simulate. Ranks follow the rules by which titles are
labelled, so that the true level of a job is the one its title says.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from outgrow.careers.labour_market import CRAFTS, FIRST_YEAR, LAST_YEAR, OWNER
from outgrow.schema import LEVELS

__all__ = ["CONTRACT", "INTERIM", "ORDINARY_STYLES", "STYLES", "TitleBook", "morphs", "title_book"]

Label = tuple[str, str | None]

# The first words are the usual ones; {} is the craft.
_PATTERNS: Final = {
    "trainee": ("{} Intern", "{} Trainee", "Intern, {}"),
    "assistant": ("{} Assistant", "Junior {} Specialist", "Junior {} Coordinator"),
    "specialist": ("{} Specialist", "{} Coordinator", "{} Associate", "{} Officer", "{} Executive", "{} Consultant"),
    "senior": ("Senior {} Specialist", "Senior {} Associate", "Senior {} Officer", "Senior {} Coordinator"),
    "lead": ("{} Lead", "{} Team Lead", "{} Supervisor", "Assistant Manager, {}"),
    "manager": ("{} Manager", "Manager, {}", "Senior {} Manager", "Manager of {}"),
    "head": ("Head of {}", "Associate Director, {}", "Associate Director of {}", "Deputy Director, {}"),
    "director": ("Director of {}", "{} Director", "Director, {}", "Senior Director, {}"),
    "vice_president": ("Vice President, {}", "VP {}", "VP of {}", "Senior Vice President, {}"),
    "chief": ("Chief {} Officer",),
}

_NOUNS: Final[dict[Label, tuple[str, ...]]] = {
    ("communications", None): ("Communications", "Corporate Communications"),
    ("communications", "public_relations"): ("Public Relations", "PR"),
    ("communications", "media_relations"): ("Media Relations", "Press Office"),
    ("communications", "internal_communications"): ("Internal Communications",),
    ("communications", "public_affairs"): ("Public Affairs",),
    ("communications", "fundraising"): ("Fundraising",),
    ("communications", "strategy"): ("Communications Strategy", "Strategic Communications"),
    ("marketing", None): ("Marketing", "Marketing Communications"),
    ("marketing", "social_media"): ("Social Media", "Social"),
    ("marketing", "community"): ("Community", "Online Community"),
    ("marketing", "content"): ("Content", "Content Marketing"),
    ("marketing", "brand"): ("Brand", "Brand Marketing"),
    ("marketing", "email"): ("Email Marketing",),
    ("marketing", "seo"): ("SEO",),
    ("marketing", "paid_media"): ("Paid Media", "PPC", "Paid Search"),
    ("marketing", "events"): ("Events", "Event Marketing"),
    ("marketing", "product_marketing"): ("Product Marketing",),
    ("marketing", "strategy"): ("Marketing Strategy", "Marketing Strategy and Planning"),
    ("sales", None): ("Sales",),
    ("sales", "account_management"): ("Account", "Key Account"),
    ("sales", "business_development"): ("Business Development",),
    ("customer_service", None): ("Customer Service", "Customer Support", "Customer Care"),
    ("customer_service", "customer_success"): ("Customer Success",),
    ("editorial", None): ("Editorial",),
    ("editorial", "journalism"): ("News",),
    ("editorial", "video"): ("Video Production", "Video"),
    ("design", "graphic_design"): ("Graphic Design", "Design"),
    ("design", "ux"): ("UX", "User Experience"),
    ("data", None): ("Data", "Analytics"),
    ("data", "web_analytics"): ("Web Analytics", "Digital Analytics"),
    ("product", None): ("Product",),
    ("research", "market_research"): ("Market Research",),
    ("operations", None): ("Operations",),
    ("general_management", None): ("Business",),
}

# Where a craft has its own words for a level, these stand in for the patterns.
_OWN_WORDS: Final[dict[Label, dict[str, tuple[str, ...]]]] = {
    ("communications", None): {"chief": ("Chief Communications Officer",)},
    ("communications", "public_relations"): {
        "specialist": ("Public Relations Specialist", "PR Officer", "PR Executive", "PR Coordinator", "Publicist"),
    },
    ("communications", "media_relations"): {"specialist": ("Press Officer", "Media Relations Specialist")},
    ("communications", "fundraising"): {"specialist": ("Fundraiser", "Fundraising Officer", "Fundraising Coordinator")},
    ("communications", "strategy"): {"specialist": ("Communications Strategist", "Strategic Communications Officer")},
    ("marketing", None): {"chief": ("Chief Marketing Officer", "CMO")},
    ("marketing", "social_media"): {
        "manager": (
            "Social Media Manager",
            "Manager, Social Media",
            "Senior Social Media Manager",
            "Social Media Marketing Manager",
        ),
        "head": ("Head of Social Media", "Head of Social", "Associate Director, Social Media"),
        "chief": ("Chief Social Media Officer",),
    },
    ("marketing", "community"): {
        "specialist": ("Community Coordinator", "Community Specialist", "Community Moderator")
    },
    ("marketing", "content"): {
        "specialist": ("Copywriter", "Content Specialist", "Content Writer", "Content Producer")
    },
    ("marketing", "brand"): {"chief": ("Chief Brand Officer",)},
    ("marketing", "paid_media"): {
        "specialist": ("Media Planner", "Media Buyer", "PPC Specialist", "Paid Media Specialist")
    },
    ("marketing", "strategy"): {
        "specialist": ("Marketing Strategist", "Marketing Strategy Consultant"),
        "senior": ("Senior Marketing Strategist",),
        "chief": ("Chief Strategy Officer",),
    },
    ("sales", None): {
        "specialist": ("Sales Representative", "Sales Associate", "Sales Executive"),
        "senior": ("Senior Sales Representative", "Senior Sales Executive"),
        "manager": ("Sales Manager", "Regional Sales Manager", "Manager, Sales"),
        "chief": ("Chief Revenue Officer",),
    },
    ("sales", "account_management"): {
        "specialist": ("Account Executive", "Account Coordinator", "Account Management Associate"),
        "senior": ("Senior Account Executive",),
        "lead": ("Account Supervisor", "Assistant Account Manager"),
        "manager": ("Account Manager", "Senior Account Manager", "Key Account Manager"),
        "head": ("Associate Account Director", "Head of Account Management"),
        "director": ("Account Director", "Director of Account Management"),
        "vice_president": ("Vice President, Account Management", "VP Account Management"),
        "chief": ("Chief Client Officer",),
    },
    ("customer_service", None): {
        "specialist": ("Customer Service Representative", "Customer Support Agent", "Customer Care Associate"),
        "senior": ("Senior Customer Service Representative",),
    },
    ("editorial", None): {
        "specialist": ("Editor", "Copy Editor", "Editorial Associate"),
        "senior": ("Senior Editor",),
        "chief": ("Editor in Chief", "Editor-in-Chief"),
    },
    ("editorial", "journalism"): {
        "specialist": ("Reporter", "Journalist", "News Editor"),
        "senior": ("Senior Reporter", "Senior Journalist"),
        "lead": ("Lead Reporter",),
        "chief": ("Editor in Chief",),
    },
    ("editorial", "video"): {
        "specialist": ("Videographer", "Video Producer", "Video Editor"),
        "senior": ("Senior Video Producer",),
    },
    ("design", "graphic_design"): {
        "specialist": ("Graphic Designer", "Designer", "Art Director"),
        "senior": ("Senior Graphic Designer", "Senior Designer"),
        "lead": ("Lead Designer", "Lead Graphic Designer"),
        "manager": ("Design Manager", "Creative Manager"),
        "head": ("Head of Design", "Associate Creative Director"),
        "director": ("Creative Director", "Design Director"),
        "chief": ("Chief Creative Officer",),
    },
    ("design", "ux"): {
        "specialist": ("UX Designer", "User Experience Designer", "Web Designer"),
        "senior": ("Senior UX Designer",),
        "lead": ("Lead UX Designer", "Principal UX Designer"),
        "chief": ("Chief Design Officer",),
    },
    ("data", None): {
        "specialist": ("Data Analyst", "Data Scientist", "Business Intelligence Analyst"),
        "senior": ("Senior Data Analyst", "Senior Data Scientist"),
        "lead": ("Lead Data Analyst",),
        "chief": ("Chief Data Officer",),
    },
    ("data", "web_analytics"): {"specialist": ("Web Analytics Analyst", "Digital Analytics Specialist")},
    ("product", None): {
        "specialist": ("Product Analyst", "Product Specialist"),
        "lead": ("Associate Product Manager", "Product Lead"),
        "manager": ("Product Manager", "Senior Product Manager"),
        "chief": ("Chief Product Officer",),
    },
    ("research", "market_research"): {
        "specialist": ("Market Research Analyst", "Market Researcher"),
        "senior": ("Senior Market Research Analyst",),
        "chief": ("Chief Research Officer",),
    },
    ("operations", None): {
        "assistant": ("Administrative Assistant", "Executive Assistant", "Assistant to the Director"),
        "manager": ("Operations Manager", "Project Manager", "Program Manager"),
        "chief": ("Chief Operating Officer", "COO"),
    },
    ("general_management", None): {
        "manager": ("General Manager",),
        "head": ("Assistant Director",),
        "director": ("Director", "Executive Director"),
        "vice_president": ("Vice President", "Senior Vice President", "Executive Vice President"),
        "chief": ("Chief Executive Officer", "CEO", "President"),
    },
}
_FOUNDERS: Final = ("Founder", "Co-Founder", "Founder & CEO", "Owner", "Founder and Managing Director")

# Successor titles: the craft as it is called once the old title has gone.
_SUCCESSOR_NOUNS: Final[dict[Label, tuple[str, ...]]] = {
    ("marketing", "social_media"): ("Social Media Strategy", "Social Content", "Social and Influencer"),
    ("marketing", "content"): ("Content and Community", "Digital Content"),
    ("marketing", "community"): ("Community Engagement", "Community and Advocacy"),
    ("marketing", "email"): ("CRM Marketing", "Email and Lifecycle Marketing"),
    ("marketing", "seo"): ("Organic Search",),
    ("communications", "public_relations"): ("Public Relations and Content", "PR and Influencer"),
    ("communications", "internal_communications"): ("Employee Communications",),
    ("communications", None): ("Communications and Media", "Communications and Engagement"),
}
_SUCCESSOR_WORDS: Final[dict[Label, dict[str, tuple[str, ...]]]] = {
    ("marketing", "social_media"): {
        "specialist": ("Social Media Strategist", "Social Content Producer", "Social Media Creator"),
        "senior": ("Senior Social Media Strategist", "Senior Social Content Producer"),
        "manager": ("Social Media Strategy Manager", "Social Content Manager", "Social and Influencer Manager"),
    },
    ("marketing", "content"): {
        "manager": ("Content and Community Manager", "Digital Content Manager", "Senior Manager, Digital Content"),
    },
}

# Which craft a renamed job is in, with its share; the first is the craft itself.
_BECOMES: Final[dict[Label, tuple[tuple[Label, float], ...]]] = {
    ("marketing", "social_media"): ((("marketing", "social_media"), 0.75), (("marketing", "content"), 0.25)),
    ("marketing", "community"): ((("marketing", "community"), 1.0),),
    ("marketing", "email"): ((("marketing", "email"), 1.0),),
    ("marketing", "seo"): ((("marketing", "seo"), 1.0),),
    ("communications", "public_relations"): (
        (("communications", "public_relations"), 0.4),
        (("communications", None), 0.6),
    ),
    ("communications", "internal_communications"): ((("communications", "internal_communications"), 1.0),),
}
_YEARS: Final = LAST_YEAR - FIRST_YEAR + 1

#: Ways of writing one title, with their shares.
STYLES: Final = (
    ("as it is", 0.56),
    ("ABBREVIATED", 0.11),
    ("UPPER CASE", 0.05),
    ("lower case", 0.04),
    ("blank at the end", 0.04),
    ("two blanks", 0.02),
    ("(EMEA)", 0.04),
    ("(North America)", 0.03),
    (", UK", 0.03),
    (" - Digital", 0.03),
    (" II", 0.02),
    (" (maternity cover)", 0.03),
    (" (contract)", 0.0),
    ("Interim", 0.0),
)
CONTRACT: Final = len(STYLES) - 2
INTERIM: Final = len(STYLES) - 1
ORDINARY_STYLES: Final = len(STYLES) - 2

_SHORT: Final = (
    ("Senior", "Sr."),
    ("Junior", "Jr."),
    ("Manager", "Mgr"),
    ("Director", "Dir."),
    ("Vice President", "VP"),
    ("Assistant", "Asst."),
    ("Associate", "Assoc."),
    ("Coordinator", "Coord."),
    ("Communications", "Comms"),
    ("Marketing", "Mktg"),
    (" and ", " & "),
)


@dataclass(frozen=True, slots=True)
class TitleBook:
    """Every title of the simulated labour market.

    Parameters
    ----------
    text : list of str
        All titles in all styles: the styles of one title stand together.
    first, count : ndarray of int, shape (crafts, levels, 2)
        Where the titles of a craft and level start, in titles, and how many there are (a usual one counts several
        times); the last place is 0 for classic and 1 for successor titles.
    """

    text: list[str]
    first: NDArray[np.int64]
    count: NDArray[np.int64]


def title_book() -> TitleBook:
    """Return every title, by craft, level and whether it is a successor."""
    text: list[str] = []
    shape = (len(CRAFTS), len(LEVELS), 2)
    first, count = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
    titles = 0
    for craft, row in enumerate(CRAFTS):
        label = (row.function, row.specialty)
        for level, name in enumerate(LEVELS):
            for successor in (0, 1):
                words = _FOUNDERS if craft == OWNER else _words(label, name, bool(successor))
                first[craft, level, successor], count[craft, level, successor] = titles, len(words)
                titles += len(words)
                text.extend(_styled(title, style) for title in words for style in range(len(STYLES)))
    return TitleBook(text, first, count)


def morphs() -> list[dict[str, Any]]:
    """Return how titles give way to successors, by craft and calendar year, ready for JSON.

    Returns
    -------
    list of dict
        For each craft with successors: ``function``, ``specialty``, ``becomes``, ``renamed_a_year`` (chance, by year
        from 2004, that an organisation renames the jobs of the craft that still have classic titles, all in one month),
        ``hired_as_successor`` (share of new jobs that start with a successor title, by year) and ``titles``.
    """
    rows = []
    for label in _SUCCESSOR_NOUNS:
        social = label in (("marketing", "social_media"), ("marketing", "community"))
        becomes = _BECOMES.get(label, ())
        top = (0.08 if social else 0.03) if becomes else 0.0
        since = 2011 if social else 2008
        rows.append(
            {
                "function": label[0],
                "specialty": label[1],
                "becomes": [{"function": to[0], "specialty": to[1], "share": share} for to, share in becomes],
                "renamed_a_year": [_ramp(year, since, 8, top) for year in range(FIRST_YEAR, LAST_YEAR + 1)],
                "hired_as_successor": [_ramp(year, since, 12, 0.35) for year in range(FIRST_YEAR, LAST_YEAR + 1)],
                "titles": {
                    level: {
                        "classic": sorted(set(_words(label, level, False))),
                        "successor": sorted(set(_words(label, level, True))),
                    }
                    for level in ("specialist", "manager")
                },
            }
        )
    return rows


def _ramp(year: int, since: int, years: int, top: float) -> float:
    return round(top * min(max(year - since, 0), years) / years, 6)


def _words(label: Label, level: str, successor: bool) -> tuple[str, ...]:
    """Titles of a label, the usual one three times, so that a plain draw finds it more often."""
    if successor and label in _SUCCESSOR_NOUNS and level != "chief":
        own, nouns = _SUCCESSOR_WORDS.get(label, {}).get(level), _SUCCESSOR_NOUNS[label]
    else:
        own, nouns = _OWN_WORDS.get(label, {}).get(level), _NOUNS[label]
    if own is None:
        own = tuple(pattern.format(noun) for noun in nouns for pattern in _PATTERNS[level])
    return (own[0],) * 2 + own


def _styled(title: str, style: int) -> str:
    name = STYLES[style][0]
    if name == "as it is":
        return title
    if name == "ABBREVIATED":
        for long, short in _SHORT:
            title = title.replace(long, short)
        return title
    if name == "UPPER CASE":
        return title.upper()
    if name == "lower case":
        return title.lower()
    if name == "blank at the end":
        return title + " "
    if name == "two blanks":
        return title.replace(" ", "  ", 1)
    if name == "Interim":
        return f"Interim {title}"
    return title + name if name[0] in " ," else f"{title} {name}"
