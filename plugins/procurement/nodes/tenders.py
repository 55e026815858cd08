"""What is asked for: tenders and their lots."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING

from core.access.viewer import Viewer
from core.policies.policies import Policies
from core.registry.nodes import Organisation, OrgUnit, Searchable, text_or_none
from core.words import Country, Decision, Money, money, word
from plugins.procurement import models
from plugins.procurement.models import Procedure, PurchaseKind, TenderStatus
from plugins.procurement.nodes.buyer import BOUGHT_BY_CERN
from plugins.procurement.nodes.categories import PurchaseCategory
from plugins.procurement.nodes.geneva import ZURICH
from plugins.procurement.nodes.pinning import TenderPinning, applied, dates_of, told
from plugins.procurement.nodes.procedures import chosen
from plugins.procurement.nodes.scopes import open_lots, open_tenders
from plugins.procurement.rules.pinning import of_another_buyer
from plugins.procurement.rules.procedure import Purchase
from plugins.procurement.rules.wording import CURRENCY
from schema.declare import batched, computed, many, node, one, scoped
from schema.relay import Connection

if TYPE_CHECKING:
    from plugins.procurement.nodes.awards import Award
    from plugins.procurement.nodes.bids import Bid
    from plugins.procurement.nodes.candidacies import Candidacy
    from plugins.procurement.nodes.contracts import Contract
    from plugins.procurement.nodes.nominations import Nomination


@word
class Deadline:
    """A time limit, in UTC and as CERN writes it."""

    utc: datetime
    """The instant, for programs."""
    zurich: str
    """The same on the clock in Geneva, with the zone's name: 2015-11-12 16:00 CET."""
    passed: bool
    """Whether it is over."""


def deadline(closes_at: datetime | None, viewer: Viewer) -> Deadline | None:
    """The end of the time for bids, seen from now."""
    if closes_at is None:
        return None
    local = closes_at.astimezone(ZURICH)
    return Deadline(utc=closes_at, zurich=f"{local:%Y-%m-%d %H:%M %Z}", passed=closes_at < viewer.now)


def opened(opens_at: datetime | None, viewer: Viewer) -> bool | None:
    """Whether the time of opening has come."""
    return None if opens_at is None else opens_at <= viewer.now


def countries_in(admits: str) -> list[Country]:
    """The countries whose codes stand in a text, as in `JP US`."""
    return [country for code in admits.split() if (country := Country.of(code))]


def title_or_reference(title: str, reference: str) -> str:
    """The title; some sources give none."""
    return title or reference


async def pinnings_of(tenders: Sequence[int], viewer: Viewer, policies: Policies) -> dict[int, TenderPinning]:
    """The day that fixes the policies of each tender; none for the tenders of other buyers."""
    dates = await dates_of(scoped(Tender, viewer, models.Tender).filter(**BOUGHT_BY_CERN, id__in=tenders))
    fixed = {key: told(each.pinning(policies, viewer)) for key, each in dates.items()}
    return {key: fixed.get(key) or told(of_another_buyer()) for key in tenders}


async def policies_of(tenders: Sequence[int], viewer: Viewer, policies: Policies) -> dict[int, list[str]]:
    """The policies that each tender of CERN goes by, as decisions quote them."""
    dates = await dates_of(scoped(Tender, viewer, models.Tender).filter(**BOUGHT_BY_CERN, id__in=tenders))
    return {key: applied(each.day(policies, viewer), policies) for key, each in dates.items()}


async def procedures_of(tenders: Sequence[int], viewer: Viewer, policies: Policies) -> dict[int, Decision]:
    """The procedure that the estimate of each tender of CERN asks for, by the policies that it goes by."""
    rows = scoped(Tender, viewer, models.Tender).filter(
        **BOUGHT_BY_CERN, id__in=tenders, estimate_currency=CURRENCY, kind__isnull=False
    )
    days = {key: each.day(policies, viewer) for key, each in (await dates_of(rows)).items()}
    estimates = await rows.values_list("id", "kind", "estimate_minor")
    purchases = {key: Purchase(kind=kind.value, value=Decimal(minor) / 100) for key, kind, minor in estimates}
    return {key: chosen(each, days[key], policies) for key, each in purchases.items()}


@node(
    models.Tender,
    scope=open_tenders,
    filters=[
        "reference",
        "title",
        "kind",
        "procedure",
        "status",
        "category_id",
        "buyer_id",
        "requesting_unit_id",
        "published_on",
        "dispatch_on",
        "splitting_group",
        "circulated_to_ilos_on",
        "opens_at",
        "closes_at",
    ],
    orders=["reference", "title"],
    sums=["estimate"],
    groups=["status", "kind", "procedure"],
    search=["search_text"],
)
class Tender(Searchable):
    """A call for offers, from the first plan to the award."""

    label: str = computed(title_or_reference)
    reference: str
    """The number by which all its papers quote it: IT-4134/EN/LHC at CERN, elsewhere the Open Contracting id."""
    title: str | None = computed(text_or_none, "title")
    """What is wanted, in a line; null if the source gives no title."""
    description: str | None = computed(text_or_none, "description")
    """What is wanted and how the call went, as far as the source tells; may be long."""
    kind: PurchaseKind | None
    """Whether goods or work are bought, which decides the rules that apply; null if the source does not say."""
    procedure: Procedure
    """The way in which offers are sought; OTHER if the source does not say."""
    status: TenderStatus
    """How far it has come."""
    category: PurchaseCategory | None = one("category_id")
    """The field in which is bought; null if nobody has said."""
    buyer: Organisation | None = one("buyer_id")
    """Who buys: CERN, or another public buyer in imported data."""
    requesting_unit: OrgUnit | None = one("requesting_unit_id")
    """The unit of CERN that needs it; null for other buyers, or if unknown."""
    estimate: Money | None = computed(money, "estimate_minor", "estimate_currency")
    """The value that the buyer expects before any bid is known; null if not told."""
    published_on: date | None
    """The day from which everyone may know of it; for old tenders of CERN the day it was sent to the firms."""
    dispatch_on: date | None
    """The day on which the invitation is to be sent to the firms, or was; null if nobody has told it."""
    admits: list[Country] = computed(countries_in)
    """Countries from which its entry takes firms and goods, beside the states of CERN; mostly none."""
    splitting_group: str | None
    """What calls have in common of which nobody may win more than a few; null for most."""
    circulated_to_ilos_on: date | None
    """The day on which liaison officers get to know of it and can recommend firms; null if it is not sent to them."""
    closes_at: datetime | None
    """When the time for bids ends, in UTC."""
    deadline: Deadline | None = computed(deadline)
    """The same time limit on the clock in Geneva, where it counts, and whether it has passed."""
    opens_at: datetime | None
    """When the bids are opened, in UTC; null if not set or not known."""
    opened: bool | None = computed(opened)
    """Whether the bids have been opened; null if no time of opening is known. Until then they are sealed."""
    pinning: TenderPinning = batched(pinnings_of)
    """The day that fixes the policies it goes by, whatever changes later."""
    policies: list[str] = batched(policies_of, max=50)
    """The policies it goes by, as decisions quote them; `policies(on:)` of that day, or of today, has what they say.

    None for the tender of another buyer, which CERN's policies do not rule."""
    required_procedure: Decision | None = batched(procedures_of)
    """The procedure that its estimate asks for; null if CERN does not buy, or tells no estimate in CHF."""
    lots: Connection[Lot] = many("tender_id", order="number")
    """The parts that are awarded by themselves; none if it is awarded as a whole."""
    candidacies: Connection[Candidacy] = many("tender_id")
    """The firms that could take part, have answered or are invited, as far as you may know of them."""
    nominations: Connection[Nomination] = many("tender_id", order="-proposed_on")
    """The firms that are proposed for it, if you may know of that, the latest first."""
    bids: Connection[Bid] = many("tender_id", order="submitted_at")
    """The bids that you may read, and no hint of others; see Bid for who may."""
    awards: Connection[Award] = many("tender_id", order="reference")
    """The decisions taken, one for each winner."""
    contracts: Connection[Contract] = many("tender_id", order="reference")
    """The contracts signed in consequence."""
    source: str
    """The publication it is taken from: empty if run here, `sample` if invented."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""


@node(models.Lot, scope=open_lots, filters=["title", "tender_id"], sums=["estimate"])
class Lot:
    """A part of a tender for which bids are made and awarded by themselves."""

    tender: Tender | None = one("tender_id")
    """The tender that it is a part of."""
    number: str
    """Its number or letter within the tender."""
    title: str | None = computed(text_or_none, "title")
    """What this part delivers; null if the source gives no title."""
    estimate: Money | None = computed(money, "estimate_minor", "estimate_currency")
    """The value that the buyer expects for this part alone; null if not told."""
    bids: Connection[Bid] = many("lot_id", order="submitted_at")
    """The bids for this part that you may read, and no hint of others."""
    awards: Connection[Award] = many("lot_id", order="reference")
    """The decisions taken on this part."""
    source: str
    """The publication it is taken from: empty if run here, `sample` if invented."""
