"""Calls of CERN that public papers tell of, each with the address of its paper; what is not told is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from plugins.procurement.models import Procedure, PurchaseKind, TenderStatus

DECK_OF_2017: Final = "https://slideplayer.com/amp/13118888"


@dataclass(frozen=True, kw_only=True)
class Case:
    """A real call of CERN, as a public paper tells it."""

    reference: str
    title: str
    source: str
    category: str | None
    kind: PurchaseKind | None = None
    """None where the paper does not say it, as of an installation that is partly goods and partly work."""
    procedure: Procedure = Procedure.INVITATION_TO_TENDER
    status: TenderStatus = TenderStatus.UNKNOWN
    """Closed where the paper tells when bids were due, and nothing of an award."""
    description: str = ""
    admits: str = ""
    """Codes of the countries beside the states of CERN whose firms were asked too."""
    splitting_group: str | None = None
    """What it has in common with a call of which nobody could win both."""
    sent: date | None = None
    closes: date | None = None
    """At 16:00 in Geneva."""
    winners: tuple[tuple[str, str], ...] = ()
    """Name and country of each firm in the group that won."""
    francs: int | None = None
    origins: Mapping[str, int] = field(default_factory=dict[str, int])
    """How many percent of the contract come from each country."""
    term: tuple[date, date] | None = None
    """The first and the last day of the contract, without options."""


HL_LHC_CONSULTANTS: Final = "Consultants for the civil engineering of HL-LHC"
CASES: Final = (
    Case(
        reference="IT-2539/LHC/LHC",
        title="3,890 beam screen tubes for the LHC",
        source="https://ask.orkg.org/en/item/25120125",
        category="vacuum",
        kind=PurchaseKind.SUPPLY,
        status=TenderStatus.AWARDED,
        description="The market survey went to 69 firms in 12 Member States and to 5 in Japan; one bid came in. "
        "The price is a ceiling: 14,537,221 EUR, then 22,454,774 CHF. Before the Finance Committee at its 283rd "
        "meeting, in 2000.",
        admits="JP",
        sent=date(2000, 4, 20),
        winners=(("ICARUS", "BE"), ("BUTTING", "DE")),
        francs=22_454_774,
    ),
    Case(
        reference="IT-2540/LHC/LHC",
        title="1,232 sextupole spool corrector magnets for the LHC superconducting dipoles",
        source="https://ask.orkg.org/en/item/25119336",
        category="magnets",
        kind=PurchaseKind.SUPPLY,
        status=TenderStatus.AWARDED,
        description="The market survey went to 39 firms in 13 Member States and to 2 in Japan, the invitation to nine "
        "firms and one in Japan; six bids came in. The price may be revised for deliveries after 2001. Before the "
        "Finance Committee at its 275th meeting, in 1999.",
        admits="JP",
        sent=date(1999, 2, 22),
        winners=(("ANTEC", "ES"),),
        francs=4_072_134,
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
        origins={"CH": 55, "GR": 45},
        term=(date(2001, 10, 1), date(2004, 9, 30)),
    ),
    Case(
        reference="IT-3255/TS/CMS",
        title="Underground cooling plant for the CMS detector",
        source="https://ebusca.uv.mx/Record/cern-737107",
        category="cooling-ventilation",
        kind=PurchaseKind.SUPPLY,
        status=TenderStatus.AWARDED,
        description="The market survey went to 111 firms in 15 Member States, the invitation to six firms and four "
        "groups; five bids came in, and the lowest won. Origin: PL 80, DE 5, ES 5, FR 5, IT 5 percent.",
        sent=date(2004, 3, 4),
        winners=(("ZEC", "PL"),),
        francs=3_825_632,
        origins={"PL": 80, "DE": 5, "ES": 5, "FR": 5, "IT": 5},
    ),
    Case(
        reference="CERN/FC/4693",
        title="Supply of electrical energy",
        source="https://ebusca.uv.mx/Record/cern-643013",
        category=None,
        procedure=Procedure.OTHER,
        status=TenderStatus.AWARDED,
        description="Known by its paper: the Finance Committee approved it at its 296th meeting, on 18 June 2003, and "
        "was invited to count the full cost of the energy, without its transport, in the return of services.",
    ),
    Case(
        reference="MS-6677/LHC/LHC",
        title="Control system for the cryogenics of the LHC",
        source="https://lhc-proj-qawg.web.cern.ch/lhc-proj-qawg/LHCQAP/Instructions/MS-TD-guide.html",
        category="cryogenics",
        procedure=Procedure.MARKET_SURVEY,
        description="From the guide to market surveys; the number may have been chosen to illustrate it.",
    ),
    Case(
        reference="IT-3927/EN",
        title="Revamping of overhead travelling cranes, and new ones",
        source="https://fr.slideserve.com/tcozart/tendering-procedure-it-3927-en-powerpoint-ppt-presentation",
        category="power-distribution",
        status=TenderStatus.CLOSED,
        closes=date(2013, 5, 8),
    ),
    Case(
        reference="IT-4134/EN/LHC",
        title="Heating, ventilation and air conditioning of five LHC surface buildings",
        source="https://slideplayer.com/amp/9699420",
        category="cooling-ventilation",
        status=TenderStatus.CLOSED,
        description="Questions were answered until 2 November 2015; the award was foreseen for March 2016.",
        closes=date(2015, 11, 12),
    ),
    Case(
        reference="IT-4144/SMB/HL-LHC",
        title="Consultant for the civil engineering of HL-LHC at Point 1",
        source="https://slideplayer.com/slide/10006928",
        category="civil-engineering",
        kind=PurchaseKind.SERVICE,
        status=TenderStatus.CLOSED,
        description="Bids were due on 26 February 2016, questions before the 12th; the Finance Committee met on "
        "15 June 2016. No bidder could win both this call and IT-4155.",
        splitting_group=HL_LHC_CONSULTANTS,
        sent=date(2015, 12, 17),
    ),
    Case(
        reference="IT-4155/SMB/HL-LHC",
        title="Consultant for the civil engineering of HL-LHC at Point 5",
        source="https://slideplayer.com/slide/10006928",
        category="civil-engineering",
        kind=PurchaseKind.SERVICE,
        status=TenderStatus.CLOSED,
        description="Bids were due on 26 February 2016, questions before the 12th; the Finance Committee met on "
        "15 June 2016. No bidder could win both this call and IT-4144.",
        splitting_group=HL_LHC_CONSULTANTS,
        sent=date(2015, 12, 18),
    ),
    Case(
        reference="IT-4344/EP",
        title="Cleanroom extension in SR1 for the ATLAS Inner Tracker",
        source="https://slideplayer.com/slide/13118888",
        category="civil-engineering",
        status=TenderStatus.CLOSED,
        description="Questions were answered until 6 October 2017. The lowest compliant bid was to win.",
        sent=date(2017, 9, 22),
        closes=date(2017, 10, 20),
    ),
    Case(
        reference="IT-4360/SMB",
        title="Civil engineering works for the MEQ59 platform, French part of the Meyrin site",
        source="https://slideplayer.com/amp/13295924",
        category="civil-engineering",
        kind=PurchaseKind.SERVICE,
        status=TenderStatus.CLOSED,
        description="The bidders' conference was on 21 September 2017; bids were due on 16 October; the Finance "
        "Committee was to meet on 12 December. The lowest compliant bid was to win.",
        sent=date(2017, 9, 18),
    ),
    Case(
        reference="IT-4056/EN",
        title="Replacement and maintenance of lifts giving access to LHC underground areas",
        source=DECK_OF_2017,
        category="transport-handling",
        description="Sent to the firms in December 2014.",
    ),
    Case(
        reference="IT-3972/EN",
        title="Maintenance services on industrial trucks on the CERN site",
        source=DECK_OF_2017,
        category="operation-maintenance",
        kind=PurchaseKind.SERVICE,
    ),
    Case(
        reference="IT-4005/EN",
        title="Engineering studies and drawings, supply and installation of piping and accessories",
        source=DECK_OF_2017,
        category="mechanical-engineering",
    ),
    Case(
        reference="IT-4123/EN",
        title="Supply, replacement and repair of crane rails",
        source=DECK_OF_2017,
        category="power-distribution",
    ),
    Case(
        reference="IT-4103/EN/LHCb",
        title="Ventilation, air conditioning and smoke extraction for LHCb",
        source=DECK_OF_2017,
        category="cooling-ventilation",
    ),
)
