"""The types of procurement, each with the scope that says who may read its rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any, Final
from uuid import UUID
from zoneinfo import ZoneInfo

from tortoise.expressions import Q

from core.access.viewer import Role, Viewer
from core.registry import models as registry
from core.registry.nodes import Organisation, OrgUnit, Searchable, text_or_none
from core.words import Country, Money, Share, country_spellings, money, word
from plugins.procurement import models
from plugins.procurement.models import (
    AwardStatus,
    BidStatus,
    ContractStatus,
    Procedure,
    PurchaseKind,
    SupplierStatus,
    TenderStatus,
)
from schema.declare import NOBODY, batched, column, computed, everyone, many, node, one, scoped
from schema.relay import Connection, Ref

ZURICH: Final = ZoneInfo("Europe/Zurich")
"""The time zone in which CERN sets the deadlines of its tenders."""

OURS: Final = ("", "sample")
"""The sources of rows that nobody has published: written here, or invented. Every other source is a publication."""


# ---------------------------------------------------------------- who may read what


def open_suppliers(viewer: Viewer, path: str = "") -> Q:
    """Registered suppliers are public.

    That one is suspended or has withdrawn concerns itself, the liaison officer of its country and the department.
    `path` leads to the supplier from rows that are as visible as it is, as in `supplier__`.
    """
    if viewer.is_one_of(Role.PROCUREMENT_OFFICER, Role.ADMIN):
        return Q()
    registered = _at(path, status=SupplierStatus.REGISTERED)
    if viewer.role is Role.ILO:
        return registered | _at(path, organisation__country__in=country_spellings(viewer.country or ""))
    return registered | _own(viewer, f"{path}organisation_id")


def open_offers(viewer: Viewer) -> Q:
    """What a supplier offers is as public as the supplier is."""
    return open_suppliers(viewer, "supplier__")


def open_tenders(viewer: Viewer, path: str = "") -> Q:
    """A tender is public from the day it is published, or if its source is itself a publication.

    Before that it concerns the department and the technical officers of the unit that asks for it. `path` leads to the
    tender from rows that are as visible as it is, as in `tender__`.
    """
    if viewer.is_one_of(Role.PROCUREMENT_OFFICER, Role.ADMIN):
        return Q()
    today = viewer.now.astimezone(ZURICH).date()
    published = _at(path, published_on__lte=today) | ~_at(path, source__in=OURS)
    return published | _asked_for(viewer, path)


def open_lots(viewer: Viewer) -> Q:
    """A lot is as public as its tender."""
    return open_tenders(viewer, "tender__")


def readable_bids(viewer: Viewer) -> Q:
    """A bid is read by its bidder and by procurement officers, at any time; by hardly anybody else.

    From the opening on the requesting unit's technical officers read it too: a representative of the unit takes part in
    the opening, and evaluates. Nobody else ever does: not the public, since an award tells what was decided; not other
    bidders, since prices are never shown to competitors; not liaison officers, since the mere existence of a bid is the
    bidder's secret; not whoever administers the installation, who runs no tenders. While no time of opening is set, a
    bid is sealed.
    """
    if viewer.role is Role.PROCUREMENT_OFFICER:
        return Q()
    if viewer.role is Role.FIRM:
        return Q(bidder_id=viewer.organisation)
    if viewer.role is Role.TECHNICAL_OFFICER:
        return Q(tender__opens_at__lte=viewer.now) & _asked_for(viewer, "tender__")
    return NOBODY


def known_awards(viewer: Viewer) -> Q:
    """An award is as public as its tender, and known to its winner, once it is decided.

    While it is pending, for instance on the Finance Committee, it concerns the department and the requesting unit:
    bidders are asked not to enquire before.
    """
    if viewer.is_one_of(Role.PROCUREMENT_OFFICER, Role.ADMIN):
        return Q()
    decided = ~Q(status=AwardStatus.PENDING) & (open_lots(viewer) | _own(viewer, "winner_id"))
    return decided | _asked_for(viewer, "tender__")


def known_contracts(viewer: Viewer) -> Q:
    """A contract is as public as its tender, and known to its contractor, once it is signed.

    One that stands without a tender is known to its contractor and the department alone.
    """
    if viewer.is_one_of(Role.PROCUREMENT_OFFICER, Role.ADMIN):
        return Q()
    of_open_tender = Q(tender_id__isnull=False) & open_lots(viewer)
    signed = ~Q(status=ContractStatus.PENDING) & (of_open_tender | _own(viewer, "contractor_id"))
    return signed | _asked_for(viewer, "tender__")


def _own(viewer: Viewer, column: str) -> Q:
    return _at("", **{column: viewer.organisation}) if viewer.role is Role.FIRM else NOBODY


def _asked_for(viewer: Viewer, path: str) -> Q:
    """What the unit of a technical officer asks for."""
    if viewer.role is not Role.TECHNICAL_OFFICER or viewer.unit is None:
        return NOBODY
    return _at(path, requesting_unit__code=viewer.unit)


def _at(path: str, **conditions: Any) -> Q:
    """Conditions on the row that a path leads to; an empty path is the row itself."""
    return Q(**{f"{path}{column}": value for column, value in conditions.items()})


# ---------------------------------------------------------------- who supplies, and what


async def names_of(organisations: Sequence[int], viewer: Viewer) -> dict[int, str]:
    """The names of organisations, by their keys."""
    rows = scoped(Organisation, viewer, registry.Organisation).filter(id__in=organisations)
    return dict(await rows.values_list("id", "name"))


async def categories_of(suppliers: Sequence[int], viewer: Viewer) -> dict[int, list[Ref[PurchaseCategory]]]:
    """The fields of each supplier, by name."""
    rows = scoped(SupplierCategory, viewer, models.SupplierCategory).filter(supplier_id__in=suppliers)
    found: defaultdict[int, list[Ref[PurchaseCategory]]] = defaultdict(list)
    for supplier, category in await rows.order_by("category__name").values_list("supplier_id", "category_id"):
        found[supplier].append(Ref(PurchaseCategory, category))
    return found


@node(
    models.PurchaseCategory,
    scope=everyone,
    filters=["code", "name", "parent_id"],
    orders=["code", "name"],
    search=["search_text"],
)
class PurchaseCategory(Searchable):
    """A field in which CERN buys, such as cryogenics."""

    label: str = column("name")
    code: str
    """Our own short name for the field; the numeric purchase codes of CERN are not public."""
    name: str
    """The field in CERN's words."""
    parent: PurchaseCategory | None = one("parent_id")
    """The wider field that it is part of; null at the top."""
    children: Connection[PurchaseCategory] = many("parent_id", order="name")
    """The fields that it falls into."""
    suppliers: Connection[SupplierCategory] = many("category_id")
    """The suppliers that offer to deliver in this field itself, not in a narrower one."""
    tenders: Connection[Tender] = many("category_id", order="reference")
    """The calls for offers in this field itself."""
    source: str
    """The list that names the field as one in which CERN buys."""


@node(
    models.Supplier,
    scope=open_suppliers,
    filters=["status", "registered_on", "organisation_id"],
    orders=["registered_on"],
    groups=["status"],
    search=["search_text"],
)
class Supplier(Searchable):
    """An organisation in its role as a registered supplier of CERN. Having bid or won does not make it one."""

    label: str = batched(names_of, key="organisation_id")
    organisation: Organisation = one("organisation_id")
    """The firm or institute itself: its name, country and identifiers."""
    status: SupplierStatus
    """Whether CERN does business with it."""
    registered_on: date
    """The day of its registration."""
    categories: list[Ref[PurchaseCategory]] = batched(categories_of, max=100)
    """The fields in which it offers to deliver, by name."""
    source: str
    """Where the registration is known from: empty for one made here, `sample` for an invented one."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""


@node(models.SupplierCategory, scope=open_offers, filters=["category_id"])
class SupplierCategory:
    """A field in which a supplier offers to deliver."""

    supplier: Supplier | None = one("supplier_id")
    """Who offers."""
    category: PurchaseCategory = one("category_id")
    """What is offered."""


# ---------------------------------------------------------------- what is asked for


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


def title_or_reference(title: str, reference: str) -> str:
    """The title; some sources give none."""
    return title or reference


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
    closes_at: datetime | None
    """When the time for bids ends, in UTC."""
    deadline: Deadline | None = computed(deadline)
    """The same time limit on the clock in Geneva, where it counts, and whether it has passed."""
    opens_at: datetime | None
    """When the bids are opened, in UTC; null if not set or not known."""
    opened: bool | None = computed(opened)
    """Whether the bids have been opened; null if no time of opening is known. Until then they are sealed."""
    lots: Connection[Lot] = many("tender_id", order="number")
    """The parts that are awarded by themselves; none if it is awarded as a whole."""
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


# ---------------------------------------------------------------- what is offered, awarded and signed


@word
class OriginShare:
    """The part of a bid that is made in one country."""

    country: Country | None
    """Where supplies are made or last changed in substance; for services, where the bidder is established."""
    share: Share
    """How much of the price is made there."""


async def origins_of(bids: Sequence[UUID], viewer: Viewer) -> dict[UUID, list[OriginShare]]:
    """The shares of each bid, the largest first. They are no nodes: their running numbers would count sealed bids."""
    rows = scoped(Bid, viewer, models.Bid).filter(id__in=bids, origins__share_ppm__gte=0)
    ordered = rows.order_by("-origins__share_ppm", "origins__country")
    found: defaultdict[UUID, list[OriginShare]] = defaultdict(list)
    for bid, country, ppm in await ordered.values_list("id", "origins__country", "origins__share_ppm"):
        found[bid].append(OriginShare(country=Country.of(country), share=Share.from_ppm(ppm)))
    return found


@node(
    models.Bid,
    scope=readable_bids,
    filters=["status", "submitted_at", "tender_id", "lot_id", "bidder_id"],
    orders=["submitted_at"],
    sums=["amount"],
    groups=["status"],
)
class Bid:
    """An offer for a tender or one of its lots.

    It is readable to its bidder and to procurement officers, from the opening on also to the technical officers of the
    requesting unit, and to nobody else: to others it does not exist, in no list, count, sum or order.
    """

    tender: Tender | None = one("tender_id")
    """The call that it answers."""
    lot: Lot | None = one("lot_id")
    """The part that it is for; null if it is for the whole."""
    bidder: Organisation = one("bidder_id")
    """Who offers; of a consortium, its leader."""
    reference: str | None
    """The bidder's or the source's name for it; never a running number, which would count other bids."""
    amount: Money | None = computed(money, "amount_minor", "amount_currency")
    """The price offered, without options; null if the bid is not priced."""
    origins: list[OriginShare] = batched(origins_of, max=50)
    """Where the goods come from, the largest share first; the shares add up to 100 percent."""
    submitted_at: datetime
    """When it arrived, in UTC."""
    status: BidStatus
    """What became of it."""
    source: str
    """The publication it is taken from: empty if made here, `sample` if invented."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""


@node(
    models.Award,
    scope=known_awards,
    filters=["reference", "status", "awarded_on", "tender_id", "lot_id", "winner_id"],
    orders=["reference"],
    sums=["amount"],
    groups=["status"],
)
class Award:
    """The decision to take an offer. Each of several winners has an award of its own, and the first one the amount."""

    reference: str
    """The tender's reference with the number of the decision."""
    tender: Tender | None = one("tender_id")
    """The call that is decided."""
    lot: Lot | None = one("lot_id")
    """The part that is decided; null if it is the whole."""
    winner: Organisation = one("winner_id")
    """Whose offer is taken."""
    amount: Money | None = computed(money, "amount_minor", "amount_currency")
    """The price decided on, of all winners together; null if not told, or told with another winner."""
    status: AwardStatus
    """Whether the decision holds."""
    awarded_on: date | None
    """The day of the decision; null if unknown."""
    contracts: Connection[Contract] = many("award_id", order="reference")
    """What was signed in consequence."""
    source: str
    """The publication it is taken from: empty if decided here, `sample` if invented."""


@node(
    models.Contract,
    scope=known_contracts,
    filters=[
        "reference",
        "title",
        "kind",
        "status",
        "signed_on",
        "starts_on",
        "ends_on",
        "tender_id",
        "award_id",
        "contractor_id",
    ],
    orders=["reference", "title"],
    sums=["amount"],
    groups=["status", "kind"],
    search=["search_text"],
)
class Contract(Searchable):
    """What CERN, or another buyer, and a contractor have signed."""

    label: str = computed(title_or_reference)
    reference: str
    """The number of the contract, unique among all buyers."""
    title: str | None = computed(text_or_none, "title")
    """What is to be delivered, in a line; null if the source gives no title."""
    kind: PurchaseKind | None
    """Whether goods or work are bought; null if the source does not say."""
    tender: Tender | None = one("tender_id")
    """The call that it follows from; null for a contract without one."""
    award: Award | None = one("award_id")
    """The decision that it carries out."""
    contractor: Organisation = one("contractor_id")
    """Who delivers."""
    amount: Money | None = computed(money, "amount_minor", "amount_currency")
    """The price agreed when it was signed; null if not told."""
    status: ContractStatus
    """Whether it is in force."""
    signed_on: date | None
    """The day of the last signature; null if unknown."""
    starts_on: date | None
    """The first day of its term; null if unknown."""
    ends_on: date | None
    """The last day of its term, without options to extend; null if open or unknown."""
    source: str
    """The publication it is taken from: empty if signed here, `sample` if invented."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""
