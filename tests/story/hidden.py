"""Rows that hardly anybody may know of: a sealed bid, an exclusion, a disclosure, a draft of a proposal."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, Final, cast

from strawberry.utils.str_converters import to_camel_case
from tortoise.models import Model

from core.access.viewer import Role
from core.registry.models import AuditEntry, Organisation, OrgUnit
from core.testing import GraphUnderTest
from core.words import fold
from plugins.eu_support import models as eu
from plugins.knowledge_transfer import models as kt
from plugins.procurement import models as pi
from schema.relay import encode_id
from tests.story.ways import Row

TENDERED, SUPPLIED, DISCLOSED, PROPOSED, AUDITED = WORDS = (
    "Hushfield",
    "Whistgate",
    "Mutewave",
    "Veilstone",
    "Dimledger",
)
"""Are in the hidden texts of the departments, and in no other."""
MINOR: Final = 98_765_432_100
AMOUNT: Final = "987654321"
"""How answers would begin to tell the amounts of hidden rows."""


@dataclass(frozen=True)
class Pointer:
    """A row that its firm sees, and one of its links: to a row that the firm does not see."""

    list: str
    """The field of Organisation that lists such rows."""
    link: str
    row: Model
    target: Model


@dataclass
class Hidden:
    """The hidden rows of one graph, in the order in which they were written."""

    graph: GraphUnderTest
    rows: list[Model] = field(default_factory=list[Model])

    def keep(self, row: Any) -> Any:
        self.rows.append(row)
        return row

    async def write(self) -> str:
        """Write them, tied to rows that everybody sees; the answer is the unit that waits for the sealed bid."""
        firm = await organisation("SAMPLE", "aurelia")
        unit, other = await OrgUnit.all().order_by("id").limit(2)
        await self._bid(firm, other)
        await self._candidacy()
        await self._tender(firm, unit)
        await self._list()
        await self._affairs(await organisation("SAMPLE", "tagus"))
        await self._suspended(await organisation("SAMPLE", "nordkap"))
        await self._disclosure(firm, unit)
        await self._proposal(firm, unit)
        await self._audit(firm)
        return other.code

    async def remove(self) -> None:
        """Take them away again, the last one first."""
        for row in reversed(self.rows):
            await row.delete()

    async def _bid(self, firm: Organisation, unit: OrgUnit) -> None:
        now = self.graph.clock()
        known: dict[str, Any] = {"source": "sample", "published_on": (now - timedelta(days=30)).date()}
        tender = await pi.Tender.create(
            reference="OPEN-1",
            title="An open call",
            status=pi.TenderStatus.OPEN,
            requesting_unit=unit,
            closes_at=now + timedelta(days=5),
            opens_at=now + timedelta(days=6),
            search_text="an open call open 1",
            **known,
        )
        lot = await pi.Lot.create(tender=tender, number="1", title="A part", source="sample")
        bid = self.keep(
            await pi.Bid.create(
                tender=tender,
                lot=lot,
                bidder=firm,
                reference=f"{TENDERED}-BID",
                amount_minor=MINOR,
                amount_currency="CHF",
                submitted_at=now - timedelta(days=1),
                source="sample",
            )
        )
        self.keep(await pi.BidOrigin.create(bid=bid, country="PL", share_ppm=1_000_000))

    async def _candidacy(self) -> None:
        """A firm of another country than the liaison officer's, in a call of another unit."""
        self.keep(
            await pi.Candidacy.create(
                tender=await pi.Tender.get(reference="SAMPLE-IT-1"),
                organisation=await organisation("SAMPLE", "nordkap"),
                status=pi.CandidacyStatus.DISQUALIFIED,
                answered_on=date(2026, 4, 1),
                verdict=f"{TENDERED} criteria are not met.",
                source="sample",
            )
        )

    async def _tender(self, firm: Organisation, unit: OrgUnit) -> None:
        tender = self.keep(
            await pi.Tender.create(
                reference=f"{TENDERED}-1",
                title=f"{TENDERED} magnets",
                status=pi.TenderStatus.PLANNED,
                requesting_unit=unit,
                buyer=firm,
                estimate_minor=MINOR,
                estimate_currency="CHF",
                search_text=fold(f"{TENDERED} magnets"),
            )
        )
        lot = self.keep(await pi.Lot.create(tender=tender, number="1", title=f"{TENDERED} coils"))
        facts: dict[str, Any] = {"amount_minor": MINOR, "amount_currency": "CHF"}
        award = self.keep(
            await pi.Award.create(reference=f"{TENDERED}-1-1", tender=tender, lot=lot, winner=firm, **facts)
        )
        contract: dict[str, Any] = {
            "tender": tender,
            "award": award,
            "contractor": firm,
            "status": pi.ContractStatus.PENDING,
        }
        text: dict[str, Any] = {"title": f"{TENDERED} work", "search_text": fold(f"{TENDERED} work")}
        self.keep(await pi.Contract.create(reference=f"{TENDERED}-C", **contract, **facts, **text))
        await self._counted(contract, facts)

    async def _counted(self, contract: dict[str, Any], facts: dict[str, Any]) -> None:
        """A contract that counts in the industrial return, though hardly anybody may know of it."""
        cern = await organisation("PIC", "999988133")
        signed: dict[str, Any] = {"status": pi.ContractStatus.ACTIVE, "signed_on": date(2024, 5, 1), "buyer": cern}
        kind = pi.PurchaseKind.SUPPLY
        row = await pi.Contract.create(reference=f"{TENDERED}-S", kind=kind, **{**contract, **signed}, **facts)
        self.keep(row)
        self.keep(await pi.ContractOrigin.create(contract=row, country="PT", share_ppm=1_000_000))

    async def _list(self) -> None:
        period: dict[str, Any] = {"valid_from": date(2026, 3, 1), "valid_to": date(2027, 2, 28)}
        draft = self.keep(await pi.BalanceList.create(kind=pi.PurchaseKind.SERVICE, source=TENDERED, **period))
        facts: dict[str, Any] = {"status": pi.BalanceStatus.POORLY_BALANCED, "since": date(2026, 3, 1)}
        self.keep(await pi.BalanceListEntry.create(list=draft, country="PT", ceiling_reached_in=2026, **facts))

    async def _affairs(self, firm: Organisation) -> None:
        """What concerns a supplier that everybody knows, and nobody beside it, its liaison officer and procurement."""
        known: dict[str, Any] = {"country": "PT", "source": "sample"}
        supplier = await pi.Supplier.create(organisation=firm, registered_on=date(2026, 1, 7), **known)
        state: dict[str, Any] = {"state": pi.AccountState.BLOCKED, "since": date(2026, 1, 8)}
        self.keep(await pi.SupplierAccount.create(supplier=supplier, kind=pi.AccountKind.GUEST, **state))
        self.keep(await pi.Exclusion.create(organisation=firm, reason=f"{SUPPLIED} fell", starts_on=date(2026, 2, 3)))
        self.keep(
            await pi.Nomination.create(
                reference=f"NOMINATION-{SUPPLIED}",
                organisation=firm,
                supplier=supplier,
                tender=await pi.Tender.get(reference="SAMPLE-IT-1"),
                country="PT",
                proposed_by=Role.ILO,
                proposed_on=date(2026, 3, 4),
                note=f"Makes {SUPPLIED} pumps",
            )
        )

    async def _suspended(self, firm: Organisation) -> None:
        status = pi.SupplierStatus.SUSPENDED
        words: dict[str, Any] = {"country": "NO", "search_text": fold(f"{SUPPLIED} north")}
        supplier = self.keep(
            await pi.Supplier.create(organisation=firm, status=status, registered_on=date(2026, 1, 9), **words)
        )
        category = await pi.PurchaseCategory.get(code="cryogenics")
        text = f"{SUPPLIED} cooling"
        able: dict[str, Any] = {"description": text, "search_text": fold(text)}
        self.keep(await pi.SupplierCategory.create(supplier=supplier, category=category))
        self.keep(await pi.Capability.create(supplier=supplier, category=category, **able))
        held: dict[str, Any] = {"standard": f"{SUPPLIED} 1", "expires_on": date(2030, 1, 1)}
        self.keep(await pi.Certificate.create(supplier=supplier, **held))
        declared: dict[str, Any] = {"code_version": "2024", "declared_on": date(2026, 1, 10)}
        self.keep(await pi.ConductDeclaration.create(supplier=supplier, **declared))

    async def _disclosure(self, firm: Organisation, unit: OrgUnit) -> None:
        institute = await organisation("SAMPLE", "donau")
        technology = self.keep(
            await kt.Technology.create(
                reference=f"KT-{DISCLOSED}",
                name=f"{DISCLOSED} sensor",
                status=kt.TechnologyStatus.DISCLOSED,
                trl=2,
                origin_unit=unit,
                owner=institute,
                disclosed_by="nobody-else",
                disclosed_on=date(2026, 5, 1),
                search_text=fold(f"{DISCLOSED} sensor"),
            )
        )
        self.keep(await kt.TechnologyArea.create(technology=technology, area=f"{DISCLOSED} physics"))
        self.keep(await kt.TechnologyCompatibility.create(technology=technology, name=f"{DISCLOSED} suite"))
        self.keep(
            await kt.Licence.create(
                reference=f"L-{DISCLOSED}",
                technology=technology,
                licensee=firm,
                kind=kt.LicenceKind.RESEARCH,
                status=kt.LicenceStatus.ACTIVE,
                signed_on=date(2026, 5, 2),
                search_text=fold(f"L {DISCLOSED}"),
            )
        )
        self.keep(
            await kt.SpinOff.create(
                organisation=institute,
                technology=technology,
                technology_note=DISCLOSED,
                founded_year=2026,
                search_text=fold(DISCLOSED),
            )
        )

    async def _proposal(self, firm: Organisation, unit: OrgUnit) -> None:
        cern = await organisation("PIC", "999988133")
        self.keep(
            await eu.Proposal.create(
                reference=f"EU-{PROPOSED}",
                acronym=PROPOSED.upper(),
                title=f"{PROPOSED} for all",
                status=eu.ProposalStatus.DRAFT,
                topic=await eu.Topic.first(),
                owner=cern,
                owner_unit=unit,
                coordinator=firm,
                drafted_by="nobody-else",
                requested_minor=MINOR,
                requested_currency="EUR",
                search_text=fold(PROPOSED),
            )
        )

    async def _audit(self, firm: Organisation) -> None:
        self.keep(
            await AuditEntry.create(
                happened_at=self.graph.clock(),
                role=Role.FIRM,
                organisation=firm,
                action="eu_support.draftProposal",
                subject_type="Proposal",
                subject_key="1",
                subject_version=1,
                summary=f"Drafted as {AUDITED}.",
            )
        )

    async def pointers(self, firm: Organisation) -> list[Pointer]:
        """What the firm won or was licensed of what is hidden; comes after `write`."""
        tender = await pi.Tender.get(reference=f"{TENDERED}-1")
        lot = await pi.Lot.get(tender=tender)
        won: dict[str, Any] = {"tender": tender, "lot": lot, "winner": firm}
        award = await pi.Award.create(reference=f"{TENDERED}-1-2", status=pi.AwardStatus.ACTIVE, **won)
        pending = await pi.Award.create(reference=f"{TENDERED}-1-3", status=pi.AwardStatus.PENDING, **won)
        facts: dict[str, Any] = {"status": pi.ContractStatus.ACTIVE, "tender": tender, "award": pending}
        contract = await pi.Contract.create(reference=f"{TENDERED}-D", title="Signed", contractor=firm, **facts)
        proposed: dict[str, Any] = {"proposed_by": Role.ILO, "proposed_on": date(2026, 3, 5)}
        nomination = await pi.Nomination.create(reference="N-1", organisation=firm, tender=tender, **proposed)
        technology = await kt.Technology.get(reference=f"KT-{DISCLOSED}")
        return [
            Pointer("nominations", "tender", nomination, tender),
            Pointer("awards", "tender", award, tender),
            Pointer("awards", "lot", award, lot),
            Pointer("contracts", "tender", contract, tender),
            Pointer("contracts", "award", contract, pending),
            Pointer("licences", "technology", await kt.Licence.get(reference=f"L-{DISCLOSED}"), technology),
        ]

    def asked(self) -> list[Row]:
        """They as a client would ask for them, if the graph has a type of them."""
        return [row for each in self.rows if (row := self._row(each))]

    def _row(self, row: Model) -> Row | None:
        node = self.graph.host.graph.node_of(type(row))
        if node is None:
            return None
        facts = {to_camel_case(each.removesuffix("_id")): self._fact(row, each) for each in node.declaration.filters}
        words = next((str(getattr(row, each)) for each in node.declaration.search), "")
        return Row(node.name, encode_id(node.name, row.pk), facts, words)

    def _fact(self, row: Model, column: str) -> Any:
        value = getattr(row, column)
        relation = row._meta.fields_map.get(column.removesuffix("_id"))
        if not column.endswith("_id") or relation is None or value is None:
            return value
        target = self.graph.host.graph.node_of(cast(Any, relation).related_model)
        assert target
        return encode_id(target.name, value)


async def organisation(scheme: str, value: str) -> Organisation:
    """The organisation with a number in a register."""
    return await Organisation.get(identifiers__scheme=scheme, identifiers__value=value)
