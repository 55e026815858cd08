"""What is real in the story: the fields in which CERN buys, and calls that public papers tell of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from plugins.procurement.models import PurchaseKind, TenderStatus

WHAT_CERN_BUYS: Final = "https://slideplayer.com/amp/11566784"
CATEGORIES: Final = {
    ("recurrent", "Recurrent purchases"): (
        ("civil-engineering", "Civil engineering, buildings, roadworks, utilities"),
        ("cooling-ventilation", "Cooling and ventilation"),
        ("power-distribution", "Power distribution, cables, overhead cranes"),
        ("infrastructure", "Infrastructure and services"),
        ("metal-structures", "Metal structures"),
        ("mechanical-engineering", "Mechanical engineering"),
        ("radiation-shielding", "Radiation shielding"),
        ("transport-handling", "Transport and handling"),
        ("safety-access", "Safety and access control"),
        ("operation-maintenance", "Installation, operation and maintenance"),
        ("computing", "Data acquisition, computing and networking"),
        ("furniture-stores", "Furniture, tooling, gases, stationery"),
    ),
    ("accelerator-technology", "Accelerator technology"): (
        ("industrial-controls", "Industrial controls and field buses"),
        ("timing-controls", "Timing and fast real-time controls"),
        ("collimation", "Collimation"),
        ("injection-dump", "Injection, ejection and dump"),
        ("radio-frequency", "Radio-frequency"),
        ("power-converters", "Power converters"),
        ("beam-instrumentation", "Beam instrumentation"),
        ("magnets", "Permanent and electromagnets"),
        ("cryogenics", "Cryogenics"),
        ("vacuum", "Vacuum"),
    ),
}


@dataclass(frozen=True, kw_only=True)
class Case:
    """A real call of CERN, as a public paper tells it."""

    reference: str
    title: str
    source: str
    category: str
    kind: PurchaseKind = PurchaseKind.SUPPLY
    status: TenderStatus = TenderStatus.CLOSED
    description: str = ""
    sent: date | None = None
    closes: date | None = None
    """At 16:00 in Geneva."""
    winners: tuple[tuple[str, str], ...] = ()
    """Name and country of each firm in the group that won."""
    francs: int | None = None


CASES: Final = (
    Case(
        reference="IT-2539/LHC/LHC",
        title="3,890 beam screen tubes for the LHC",
        source="https://ask.orkg.org/en/item/25120125",
        category="vacuum",
        status=TenderStatus.AWARDED,
        description="The market survey went to 69 firms in 12 Member States and to 5 in Japan; one bid came in. "
        "The price is a ceiling: 14,537,221 EUR, then 22,454,774 CHF.",
        sent=date(2000, 4, 20),
        winners=(("ICARUS", "BE"), ("BUTTING", "DE")),
        francs=22_454_774,
    ),
    Case(
        reference="IT-2871/IT",
        title="Computer centre operations",
        source="https://ebusca.uv.mx/Record/cern-35638",
        category="computing",
        kind=PurchaseKind.SERVICE,
        status=TenderStatus.AWARDED,
        description="The market survey went to 40 firms in 11 Member States, the invitation to nine firms and a "
        "group; three bids came in, and the lowest won. Three years and two options of one year. "
        "Origin: CH 55, GR 45 percent.",
        sent=date(2001, 3, 9),
        winners=(("DCS", "CH"), ("INTRASOFT", "GR")),
        francs=2_196_588,
    ),
    Case(
        reference="IT-3255/TS/CMS",
        title="Underground cooling plant for the CMS detector",
        source="https://ebusca.uv.mx/Record/cern-737107",
        category="cooling-ventilation",
        status=TenderStatus.AWARDED,
        description="The market survey went to 111 firms in 15 Member States, the invitation to six firms and four "
        "groups; five bids came in, and the lowest won. Origin: PL 80, DE 5, ES 5, FR 5, IT 5 percent.",
        sent=date(2004, 3, 4),
        winners=(("ZEC", "PL"),),
        francs=3_825_632,
    ),
    Case(
        reference="IT-3927/EN",
        title="Revamping of overhead travelling cranes, and new ones",
        source="https://fr.slideserve.com/tcozart/tendering-procedure-it-3927-en-powerpoint-ppt-presentation",
        category="power-distribution",
        closes=date(2013, 5, 8),
    ),
    Case(
        reference="IT-4134/EN/LHC",
        title="Heating, ventilation and air conditioning of five LHC surface buildings",
        source="https://slideplayer.com/amp/9699420",
        category="cooling-ventilation",
        closes=date(2015, 11, 12),
    ),
    Case(
        reference="IT-4144/SMB/HL-LHC",
        title="Consultant for the civil engineering of HL-LHC at Point 1",
        source="https://slideplayer.com/slide/10006928",
        category="civil-engineering",
        kind=PurchaseKind.SERVICE,
        description="Bids were due on 26 February 2016. No bidder could win both this call and IT-4155.",
        sent=date(2015, 12, 17),
    ),
    Case(
        reference="IT-4155/SMB/HL-LHC",
        title="Consultant for the civil engineering of HL-LHC at Point 5",
        source="https://slideplayer.com/slide/10006928",
        category="civil-engineering",
        kind=PurchaseKind.SERVICE,
        description="Bids were due on 26 February 2016. No bidder could win both this call and IT-4144.",
        sent=date(2015, 12, 18),
    ),
    Case(
        reference="IT-4344/EP",
        title="Cleanroom extension in SR1 for the ATLAS Inner Tracker",
        source="https://slideplayer.com/slide/13118888",
        category="civil-engineering",
        sent=date(2017, 9, 22),
        closes=date(2017, 10, 20),
    ),
)
