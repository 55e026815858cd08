"""The types: plain fields are copied from the row, relations are resolved by dataloaders."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from enum import Enum
from typing import Annotated, Any, Generic, TypeVar

import strawberry
from strawberry import Info

from bench.usual.loaders import Loaders
from core.registry import models as registry
from plugins.eu_support import models as eu
from plugins.knowledge_transfer import models as transfer
from plugins.procurement import models as procurement
from schema.relay import encode_id

T = TypeVar("T")
First = Annotated[int, strawberry.argument(description="At most so many.")]
Context = Info[Loaders, None]

for _enum in (
    procurement.SupplierStatus,
    procurement.TenderStatus,
    procurement.PurchaseKind,
    procurement.Procedure,
    procurement.BidStatus,
    transfer.LicenceKind,
    eu.ParticipationRole,
    eu.ProjectStatus,
):
    strawberry.enum(_enum)


@strawberry.enum
class Direction(Enum):
    """Which end comes first."""

    ASC = "asc"
    DESC = "desc"


@strawberry.interface
class Node:
    """Anything with an id."""

    id: strawberry.ID


@strawberry.type
class PageInfo:
    """Where a page stands."""

    has_next_page: bool


@strawberry.type
class Connection(Generic[T]):
    """A page of a list."""

    nodes: list[T]
    page_info: PageInfo


def page(rows: list[Any], first: int, of: Any) -> Connection[Any]:
    """The first of these rows, as nodes."""
    return Connection(nodes=listed(rows[:first], of), page_info=PageInfo(has_next_page=len(rows) > first))


def listed(rows: Iterable[Any], of: Any) -> list[Any]:
    """Each row as a node."""
    return [of.of(row) for row in rows]


@strawberry.type
class Country:
    """A country by its code."""

    code: str


@strawberry.type
class MemberState:
    """A state."""

    name: str


@strawberry.type
class Technology:
    """A technology."""

    name: str


@strawberry.type
class Licence:
    """A licence."""

    row: strawberry.Private[transfer.Licence]
    reference: str
    kind: transfer.LicenceKind

    @classmethod
    def of(cls, row: transfer.Licence) -> Licence:
        """From its row."""
        return cls(row=row, reference=row.reference, kind=row.kind)

    @strawberry.field
    async def technology(self, info: Context) -> Technology | None:
        """What may be used."""
        found = await info.context.technology.load(_key(self.row, "technology_id"))
        return Technology(name=found.name) if found else None


@strawberry.type
class Project:
    """A project."""

    acronym: str | None
    status: eu.ProjectStatus


@strawberry.type
class Participation:
    """A part in a project."""

    row: strawberry.Private[eu.Participation]
    role: eu.ParticipationRole

    @classmethod
    def of(cls, row: eu.Participation) -> Participation:
        """From its row."""
        return cls(row=row, role=row.role)

    @strawberry.field
    async def project(self, info: Context) -> Project:
        """In which project."""
        found = await info.context.project.load(_key(self.row, "project_id"))
        return Project(acronym=found.acronym or None, status=found.status)


@strawberry.type
class Organisation:
    """A firm or public body."""

    row: strawberry.Private[registry.Organisation]
    name: str
    city: str | None
    country: Country | None

    @classmethod
    def of(cls, row: registry.Organisation) -> Organisation:
        """From its row."""
        country = Country(code=row.country) if row.country else None
        return cls(row=row, name=row.name, city=row.city or None, country=country)

    @strawberry.field
    async def member_state(self, info: Context) -> MemberState | None:
        """Its country as a state."""
        found = await info.context.member_state.load(self.row.country)
        return MemberState(name=found.name) if found else None

    @strawberry.field
    async def awards(self, info: Context, first: int) -> Connection[Award]:
        """What it won."""
        return page(await info.context.awards.load(self.row.id), first, Award)

    @strawberry.field
    async def licences(self, info: Context, first: int) -> Connection[Licence]:
        """What it may use."""
        return page(await info.context.licences.load(self.row.id), first, Licence)

    @strawberry.field
    async def participations(self, info: Context, first: int) -> Connection[Participation]:
        """Where it takes part."""
        return page(await info.context.participations.load(self.row.id), first, Participation)


@strawberry.type
class Bid:
    """An offer."""

    row: strawberry.Private[procurement.Bid]
    status: procurement.BidStatus

    @classmethod
    def of(cls, row: procurement.Bid) -> Bid:
        """From its row."""
        return cls(row=row, status=row.status)

    @strawberry.field
    async def bidder(self, info: Context) -> Organisation:
        """Who offers."""
        return Organisation.of(await info.context.organisation.load(_key(self.row, "bidder_id")))


@strawberry.type
class Award:
    """A decision."""

    row: strawberry.Private[procurement.Award]
    reference: str

    @classmethod
    def of(cls, row: procurement.Award) -> Award:
        """From its row."""
        return cls(row=row, reference=row.reference)

    @strawberry.field
    async def tender(self, info: Context) -> Tender | None:
        """What is decided."""
        return Tender.of(await info.context.tender.load(_key(self.row, "tender_id")))


@strawberry.type
class Tender(Node):
    """A call for offers."""

    row: strawberry.Private[procurement.Tender]
    reference: str
    title: str | None
    kind: procurement.PurchaseKind | None
    procedure: procurement.Procedure
    status: procurement.TenderStatus
    published_on: date | None
    closes_at: datetime | None
    opens_at: datetime | None
    source: str
    version: int

    @classmethod
    def of(cls, row: procurement.Tender) -> Tender:
        """From its row."""
        return cls(
            row=row,
            id=strawberry.ID(encode_id("Tender", row.id)),
            reference=row.reference,
            title=row.title or None,
            kind=row.kind,
            procedure=row.procedure,
            status=row.status,
            published_on=row.published_on,
            closes_at=row.closes_at,
            opens_at=row.opens_at,
            source=row.source,
            version=row.version,
        )

    @strawberry.field
    async def buyer(self, info: Context) -> Organisation | None:
        """Who buys."""
        key = _key(self.row, "buyer_id")
        return Organisation.of(await info.context.organisation.load(key)) if key else None

    @strawberry.field
    async def bids(self, info: Context, first: int) -> Connection[Bid]:
        """The offers."""
        return page(await info.context.bids.load(self.row.id), first, Bid)


@strawberry.type
class Supplier:
    """A registered supplier."""

    row: strawberry.Private[procurement.Supplier]
    status: procurement.SupplierStatus
    registered_on: date

    @classmethod
    def of(cls, row: procurement.Supplier) -> Supplier:
        """From its row."""
        return cls(row=row, status=row.status, registered_on=row.registered_on)

    @strawberry.field
    async def organisation(self, info: Context) -> Organisation:
        """The firm itself."""
        return Organisation.of(await info.context.organisation.load(_key(self.row, "organisation_id")))


def _key(row: Any, column: str) -> Any:
    """A foreign key, which tortoise's stubs do not know of."""
    return getattr(row, column)
