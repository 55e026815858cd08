"""A small story for an empty database: what CERN buys, real calls from public papers, and invented ones with bids."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import uuid4

from tortoise.backends.base.client import BaseDBAsyncClient

from core.errors import UserError
from core.hookspecs import Clock
from core.registry.models import OrganisationIdentifier, OrgUnit
from core.storage.batches import Batch
from core.storage.tables import Key, Row, Table
from core.words import fold
from plugins.procurement.models import BidStatus, PurchaseKind, TenderStatus
from plugins.procurement.nodes.buyer import CERN
from plugins.procurement.samples import candidacies
from plugins.procurement.samples.balance import write_lists
from plugins.procurement.samples.calls import write_calls
from plugins.procurement.samples.fields import CATEGORIES, WHAT_CERN_BUYS
from plugins.procurement.samples.rows import (
    AWARDS,
    BIDS,
    CATEGORY_ROWS,
    CONTRACTS,
    LOTS,
    ORIGINS,
    SUPPLIER_CATEGORIES,
    SUPPLIERS,
    in_geneva,
    money,
    table,
    write_origins,
    write_tenders,
)
from plugins.procurement.samples.suppliers import NORDKAP, TAGUS, SupplierSide

SAMPLE: Final = "sample"
AURELIA, MONTBRILLANT = ((SAMPLE.upper(), name) for name in ("aurelia", "montbrillant"))
CLIENT: Final = "IPT-KT"
"""The unit that asks for what the invented tenders buy."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """An invented bid; shares are in percent."""

    bidder: tuple[str, str]
    francs: int
    origins: Mapping[str, int]
    lot: str = ""
    status: BidStatus = BidStatus.SUBMITTED


async def fill(connection: BaseDBAsyncClient, clock: Clock) -> None:
    """Write the story; what is there already stays as it is."""
    batch = Batch(connection)
    story = _Story(batch, clock(), await _organisations(batch), await _categories(batch))
    await story.registration()
    await write_calls(batch, story.organisations[CERN], story.categories)
    await story.decided_call()
    await story.open_call()
    await story.plan()
    await story.survey()
    await write_lists(batch)
    await candidacies.fill(batch, story.organisations, story.now)


async def _organisations(batch: Batch) -> dict[Key, int]:
    wanted = {CERN, AURELIA, MONTBRILLANT, TAGUS, NORDKAP}
    identifiers = Table(OrganisationIdentifier, key=("scheme", "value"))
    found = {row[:2]: row[2] for row in await batch.find(identifiers, wanted, "scheme", "value", "organisation_id")}
    if missing := wanted - found.keys():
        raise UserError(
            f"The story of procurement is about organisations that are not there: {sorted(missing)}.",
            remedy="Fill in the samples of the registry first: `ipt samples` does so.",
        )
    return found


async def _categories(batch: Batch) -> dict[str, int]:
    await batch.upsert(CATEGORY_ROWS, (_category(code, name) for code, name in CATEGORIES))
    parents = await batch.ids(CATEGORY_ROWS, [(code,) for code, _ in CATEGORIES])
    narrow = [(parents[top[0],], *each) for top, inner in CATEGORIES.items() for each in inner]
    await batch.upsert(CATEGORY_ROWS, (_category(code, name, parent) for parent, code, name in narrow))
    return {code: key for (code,), key in (await batch.ids(CATEGORY_ROWS, [(each[1],) for each in narrow])).items()}


def _category(code: str, name: str, parent: int | None = None) -> Row:
    return CATEGORY_ROWS.row(code=code, name=name, parent_id=parent, source=WHAT_CERN_BUYS, search_text=fold(name))


@dataclass(frozen=True)
class _Story:
    batch: Batch
    now: datetime
    organisations: Mapping[Key, int]
    categories: Mapping[str, int]

    def day(self, days: int) -> date:
        return (self.now + timedelta(days=days)).date()

    async def registration(self) -> None:
        """Aurelia is a supplier; the other two firms have bid, and are not registered yet."""
        owner = self.organisations[AURELIA]
        name = fold("Aurelia Cryogenics (sample)")
        facts = {"country": "PL", "source": SAMPLE, "search_text": name}
        row = SUPPLIERS.row(organisation_id=owner, registered_on=self.day(-900), **facts)
        await self.batch.upsert(SUPPLIERS, [row])
        supplier = (await self.batch.ids(SUPPLIERS, [(owner,)]))[owner,]
        offered = [self.categories[code] for code in ("cryogenics", "vacuum")]
        rows = [SUPPLIER_CATEGORIES.row(supplier_id=supplier, category_id=category) for category in offered]
        await self.batch.upsert(SUPPLIER_CATEGORIES, rows)
        await SupplierSide(self.batch, self.now, self.organisations, self.categories).tell(supplier)

    async def _invented_call(self, reference: str, title: str, francs: int, **more: Any) -> int:
        units = await self.batch.ids(table(OrgUnit, "code"), [(CLIENT,)])
        row = {
            "reference": reference,
            "title": f"{title} (sample)",
            "kind": PurchaseKind.SUPPLY,
            "category_id": self.categories["cryogenics"],
            "requesting_unit_id": units.get((CLIENT,)),
            "source": SAMPLE,
            **money("estimate", francs),
            **more,
        }
        return (await write_tenders(self.batch, self.organisations[CERN], row))[reference]

    def _dates(self, published: int, closes: int) -> dict[str, Any]:
        """Bids are due at 16:00, and opened four days later."""
        return {
            "published_on": self.day(published),
            "closes_at": in_geneva(self.day(closes), 16),
            "opens_at": in_geneva(self.day(closes + 4), 10),
        }

    async def decided_call(self) -> None:
        """Three firms bid for helium lines; Aurelia was the lowest, and delivers."""
        title = "Helium transfer lines for a demonstrator"
        tender = await self._invented_call(
            "SAMPLE-IT-1", title, 450_000, status=TenderStatus.AWARDED, **self._dates(-300, -240)
        )
        lost = BidStatus.UNSUCCESSFUL
        await self.bids(
            "SAMPLE-IT-1",
            tender,
            -241,
            Offer(bidder=AURELIA, francs=412_000, origins={"PL": 85, "DE": 15}, status=BidStatus.AWARDED),
            Offer(bidder=MONTBRILLANT, francs=437_500, origins={"CH": 70, "FR": 30}, status=lost),
            Offer(bidder=TAGUS, francs=455_000, origins={"PT": 60, "ES": 40}, status=lost),
        )
        await self._contract(tender, "SAMPLE-IT-1", title, 412_000, {"PL": 85, "DE": 15})

    async def _contract(self, tender: int, reference: str, title: str, francs: int, origins: Mapping[str, int]) -> None:
        firm = self.organisations[AURELIA]
        said: dict[str, Any] = {"tender_id": tender, "source": SAMPLE, **money("amount", francs)}
        award = f"{reference}/award/1"
        row = AWARDS.row(reference=award, winner_id=firm, awarded_on=self.day(-200), **said)
        await self.batch.upsert(AWARDS, [row])
        contract = CONTRACTS.row(
            reference=f"{reference}/contract/1",
            award_id=(await self.batch.ids(AWARDS, [(award,)]))[award,],
            contractor_id=firm,
            buyer_id=self.organisations[CERN],
            title=f"{title} (sample)",
            kind=PurchaseKind.SUPPLY,
            signed_on=self.day(-180),
            starts_on=self.day(-170),
            ends_on=self.day(195),
            search_text=fold(f"{title} sample {reference}"),
            **said,
        )
        await self.batch.upsert(CONTRACTS, [contract])
        key = (await self.batch.ids(CONTRACTS, [(f"{reference}/contract/1",)]))[f"{reference}/contract/1",]
        await write_origins(self.batch, key, origins)

    async def open_call(self) -> None:
        """Bids for cryostats and pumps have come in, and stay sealed until the opening."""
        dates = self._dates(-20, 21)
        tender = await self._invented_call(
            "SAMPLE-IT-2", "Cryostats and pumps for a beam test", 430_000, status=TenderStatus.OPEN, **dates
        )
        parts = {"1": ("Cryostats", 310_000), "2": ("Turbomolecular pumps", 120_000)}
        rows = [
            LOTS.row(tender_id=tender, number=number, title=title, source=SAMPLE, **money("estimate", francs))
            for number, (title, francs) in parts.items()
        ]
        await self.batch.upsert(LOTS, rows)
        await self.bids(
            "SAMPLE-IT-2",
            tender,
            -2,
            Offer(bidder=AURELIA, francs=298_000, origins={"PL": 100}, lot="1"),
            Offer(bidder=MONTBRILLANT, francs=305_500, origins={"CH": 80, "DE": 20}, lot="1"),
            Offer(bidder=TAGUS, francs=118_200, origins={"PT": 90, "FR": 10}, lot="2"),
        )

    async def bids(self, reference: str, tender: int, arrived: int, *offers: Offer) -> None:
        """Bids for one call, the first of which came in on a given day, the others an hour later each."""
        lots = await self.batch.ids(LOTS, [(tender, offer.lot) for offer in offers])
        first = in_geneva(self.day(arrived), 9)
        # Not numbered: the third bidder would know of two others.
        named = {f"{reference}/bid/{offer.bidder[1]}": offer for offer in offers}
        rows = [
            BIDS.row(
                id=str(uuid4()),
                reference=name,
                tender_id=tender,
                lot_id=lots.get((tender, offer.lot)),
                bidder_id=self.organisations[offer.bidder],
                submitted_at=first + timedelta(hours=place),
                status=offer.status,
                source=SAMPLE,
                **money("amount", offer.francs),
            )
            for place, (name, offer) in enumerate(named.items())
        ]
        await self.batch.upsert(BIDS, rows)
        await self._origins(named)

    async def _origins(self, offers: Mapping[str, Offer]) -> None:
        keys = await self.batch.ids(BIDS, [(name,) for name in offers])
        rows = [
            ORIGINS.row(bid_id=keys[name,], country=country, share_ppm=percent * 10_000)
            for name, offer in offers.items()
            for country, percent in offer.origins.items()
        ]
        await self.batch.upsert(ORIGINS, rows)

    async def plan(self) -> None:
        """A call that nobody outside knows of yet."""
        await self._invented_call("SAMPLE-IT-3", "Cold boxes for a demonstrator", 900_000, status=TenderStatus.PLANNED)

    async def survey(self) -> None:
        """A call that is prepared: firms can still answer its market survey."""
        await self._invented_call(
            "SAMPLE-IT-4",
            "Vacuum valves for a test line",
            320_000,
            status=TenderStatus.SURVEY,
            category_id=self.categories["vacuum"],
            published_on=self.day(-10),
            dispatch_on=self.day(40),
        )
