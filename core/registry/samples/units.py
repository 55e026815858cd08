"""Units of CERN as it describes them, and the posts in them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from core.registry.models import UnitLevel

IPT_PAGE: Final = "https://ipt-dep.web.cern.ch/"
STRUCTURE: Final = "http://newcomersguide.web.cern.ch/cern-structure"
MANAGEMENT: Final = "https://www.home.cern/fr/news/opinion/cern/cern-management-structure-2026-2030-part-3"


class Unit(NamedTuple):
    """A unit of CERN; its parent stands before it."""

    code: str
    name: str
    level: UnitLevel
    parent: str | None
    activities: str = ""
    source: str = IPT_PAGE


UNITS: Final = (
    Unit("CERN", "European Organization for Nuclear Research", UnitLevel.ORGANISATION, None, source=STRUCTURE),
    *(
        Unit(code, name, UnitLevel.DEPARTMENT, "CERN", source=MANAGEMENT)
        for code, name in {"BE": "Beams", "EN": "Engineering", "SY": "Accelerator Systems", "TE": "Technology"}.items()
    ),
    Unit(
        "IPT",
        "Industry, Procurement and Knowledge Transfer",
        UnitLevel.DEPARTMENT,
        "CERN",
        "Essential support and advice on procurement, knowledge transfer and EU projects.",
    ),
    Unit("IPT-DI", "Office of the Department Head", UnitLevel.GROUP, "IPT", "Direction of the department."),
    Unit(
        "IPT-PI",
        "Procurement and Industrial Services",
        UnitLevel.GROUP,
        "IPT",
        "Buys all supplies and services for departments and experiments; contracts and sourcing strategies.",
    ),
    Unit(
        "IPT-KT",
        "Knowledge Transfer",
        UnitLevel.GROUP,
        "IPT",
        "Brings knowledge from CERN to society: technologies, intellectual property, seed funding, promotion.",
    ),
    Unit(
        "IPT-KT-MA",
        "Medical Applications",
        UnitLevel.SECTION,
        "IPT-KT",
        "Runs the budget for medical applications and the forum at which projects are presented.",
        "https://kt.cern/medical-applications-knowledge-transfer-fund/cern-medical-applications-budget-overview",
    ),
    Unit(
        "IPT-EU",
        "European Union Support",
        UnitLevel.GROUP,
        "IPT",
        "Manages CERN's part in EU programmes: advice on funding, review of proposals, relations with the Commission.",
    ),
)

POSTS: Final[Mapping[str, tuple[str, str]]] = {
    "IPT": ("department_head", "Head of Industry, Procurement and Knowledge Transfer"),
    "IPT-PI": ("group_leader", "Leader of Procurement and Industrial Services"),
    "IPT-KT": ("group_leader", "Leader of Knowledge Transfer"),
    "IPT-KT-MA": ("section_leader", "Leader of Medical Applications"),
    "IPT-EU": ("group_leader", "Leader of European Union Support"),
}
