"""The states of CERN: only what a source states, with at least a year."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final, NamedTuple

from core.registry.models import MembershipStatus

STATES_PAGE: Final = "https://home.cern/about/who-we-are/our-governance/member-states"
TIMELINE: Final = "https://timeline.web.cern.ch/timelines/Member-states"
IRELAND: Final = "https://www.abc.com.py/ciencia/2025/10/22/irlanda-se-convierte-en-nuevo-miembro-asociado-del-cern"
LIST_OF_2021: Final = "https://slidetodoc.com/procurement-training-module-price-enquiries-50-k-chf"
LIST_OF_2024: Final = "https://procurement.web.cern.ch/fr/node/7693"
REPORT_OF_2024: Final = "https://environmentreports.web.cern.ch/environment-report-2023-2024/about-cern"
FIGURES_OF_2009: Final = "http://press.cern/facts-and-figures/facts-and-figures-2009"


class Stretch(NamedTuple):
    """A status of a state; where the source gives a year, its first or last day."""

    country: str
    status: MembershipStatus
    first: date
    last: date | None = None
    source: str = TIMELINE
    began: bool = True
    """Whether it began on the first day; else it is the earliest day for which the source tells of it."""


FOUNDERS: Final = ("BE", "CH", "DE", "DK", "FR", "GB", "GR", "IT", "NL", "NO", "SE")
SINCE: Final[Mapping[str, date]] = {
    **dict.fromkeys(FOUNDERS, date(1954, 9, 29)),
    "AT": date(1959, 6, 1),
    "ES": date(1983, 1, 1),
    "PT": date(1985, 1, 1),
    **dict.fromkeys(("FI", "PL"), date(1991, 1, 1)),
    "HU": date(1992, 1, 1),
    **dict.fromkeys(("CZ", "SK"), date(1993, 1, 1)),
    "BG": date(1999, 1, 1),
    "IL": date(2014, 1, 1),
    "RO": date(2016, 1, 1),
    "RS": date(2019, 1, 1),
}
SLOVENIA: Final = date(2025, 6, 21)
IN_2021: Final = date(2021, 3, 1)
"""The first day of a list of balanced states that stars those which are no full members."""
STATES_PAGE_TELLS_OF: Final = date(2022, 3, 31)
"""The page of the states is undated; the latest that it tells of happened in March 2022."""
PARTS_OF_2021: Final[Mapping[str, MembershipStatus]] = {
    **dict.fromkeys(("HR", "LT", "PK", "TR", "UA"), MembershipStatus.ASSOCIATE),
    "CY": MembershipStatus.PRE_STAGE,
}
"""The list stars all alike: which of them is in the pre-stage stands on the page of the states."""
ESTONIA: Final = date(2024, 12, 31)
"""The last day of the years in which it became a member."""
STRETCHES: Final = (
    *(Stretch(country, MembershipStatus.MEMBER, first) for country, first in SINCE.items()),
    Stretch("ES", MembershipStatus.MEMBER, date(1961, 1, 1), date(1969, 12, 31)),
    Stretch("SI", MembershipStatus.PRE_STAGE, date(2017, 7, 4), date(2025, 6, 20), "https://www.nuklearforum.ch"),
    Stretch("SI", MembershipStatus.MEMBER, SLOVENIA, None, "https://iccwbo.einnews.com/pr_news/824768000"),
    Stretch("IN", MembershipStatus.ASSOCIATE, date(2017, 1, 1), None, "https://slideplayer.com/amp/13043005"),
    Stretch(
        "IE",
        MembershipStatus.ASSOCIATE,
        date(2025, 10, 22),
        None,
        IRELAND,
    ),
    *(Stretch(country, status, IN_2021, None, LIST_OF_2021, began=False) for country, status in PARTS_OF_2021.items()),
    Stretch("EE", MembershipStatus.PRE_STAGE, IN_2021, date(2024, 12, 30), LIST_OF_2021, began=False),
    Stretch("EE", MembershipStatus.MEMBER, ESTONIA, None, REPORT_OF_2024, began=False),
    Stretch("LV", MembershipStatus.ASSOCIATE, STATES_PAGE_TELLS_OF, None, STATES_PAGE, began=False),
    Stretch("BR", MembershipStatus.ASSOCIATE, date(2024, 3, 13), None, LIST_OF_2024),
)
COMING: Final[Mapping[str, str]] = {"CL": IRELAND}
"""States with an agreement that was not yet in force in the last source that tells of them."""

PERCENT_IN_2009: Final = (
    "DE 19.88 FR 15.34 GB 14.70 IT 11.51 ES 8.52 NL 4.79 CH 3.01 PL 2.85 BE 2.77 SE 2.76 "
    "NO 2.53 AT 2.24 GR 1.96 DK 1.76 FI 1.55 CZ 1.15 PT 1.14 HU 0.78 SK 0.54 BG 0.22"
)


class Office(NamedTuple):
    """A liaison office as its source names it."""

    country: str
    institution: str
    website: str | None
    source: str


OFFICES: Final = (
    Office("PL", "Wrocław Technology Park", None, "https://big-science.pl/en/how-can-industry-cooperate-with-cern"),
    Office(
        "GB",
        "STFC (UKRI), business opportunities team",
        None,
        "https://beta.ukri.org/about-us/stfc/stfc-business-opportunities/tendering-to-cern",
    ),
    Office(
        "DK",
        "BigScience.dk, run by DTU",
        "https://bigscience.dk",
        "https://bigscience.dk/big-science-organisationer/cern",
    ),
    Office(
        "SE", "Big Science Sweden", "https://www.bigsciencesweden.se", "https://www.bigsciencesweden.se/sveriges-ilo"
    ),
    Office("CH", "Swiss ILO office", "https://www.swissilo.ch", "https://www.swissilo.ch/research-organisations/cern"),
    Office("NL", "ILO-net, with Nikhef", None, "https://onlinetouch.nl/mikrocentrum/20-jaar-precisiebeurs/29"),
)
