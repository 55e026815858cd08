"""Invented rows of every department, always the same ones for a number of suppliers."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any, Final
from uuid import UUID

from tortoise.models import Model

from core.registry import models as registry
from core.registry.models import OrganisationKind, SizeClass
from core.words import Country, fold
from plugins.eu_support import models as eu
from plugins.eu_support.models import ParticipationRole, ProjectStatus, ProposalStatus
from plugins.knowledge_transfer import models as transfer
from plugins.knowledge_transfer.models import LicenceKind, LicenceStatus, TechnologyStatus
from plugins.procurement import models as procurement
from plugins.procurement.models import AwardStatus, BidStatus, Procedure, PurchaseKind, SupplierStatus, TenderStatus

Values = dict[str, Any]

# fmt: off
COUNTRIES: Final = (
    "AT", "BE", "BG", "CH", "CY", "CZ", "DE", "DK", "EE", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IL", "IN",
    "IT", "LT", "LV", "NL", "NO", "PK", "PL", "PT", "RO", "RS", "SE", "SI", "SK", "TR", "UA", "BR", "US", "JP", "CA",
)
ADJECTIVES: Final = ("Quiet", "Cold", "Bright", "Steady", "Clear", "Hollow", "Narrow", "Broad", "Early", "Late")
THINGS: Final = ("Magnet", "Cavity", "Cryostat", "Vacuum", "Detector", "Beam", "Cable", "Lens", "Crystal", "Pump")
# fmt: on
TENDERS_OF_A_SUPPLIER: Final = 4
BIDS_FOR_A_TENDER: Final = 5
PARTNERS_OF_A_PROJECT: Final = 5
BUYERS: Final = 60
CATEGORIES: Final = 40
TOPICS: Final = 200
SOURCE: Final = "bench"
START: Final = date(2020, 1, 1)
NOON: Final = datetime(2020, 1, 1, 12, tzinfo=UTC)
DAYS: Final = 1_800


@dataclass(frozen=True)
class Rows:
    """The rows for so many suppliers: each table is written from values of its own, so none is kept in memory."""

    suppliers: int

    @property
    def tenders(self) -> int:
        """How many tenders there are."""
        return self.suppliers * TENDERS_OF_A_SUPPLIER

    @property
    def technologies(self) -> int:
        """How many technologies there are."""
        return max(1, self.suppliers * 2 // 5)

    @property
    def projects(self) -> int:
        """How many projects there are."""
        return max(1, self.suppliers * 2 // 5)

    def tables(self) -> Iterator[tuple[type[Model], Iterator[Values]]]:
        """Each table's values, those that others point to first."""
        for model, make in _TABLES.items():
            yield model, make(self, Random(f"{model.__name__} {self.suppliers}"))  # noqa: S311  # no secret

    def firm(self, random: Random) -> int:
        """The key of some supplier's organisation."""
        return BUYERS + random.randint(1, self.suppliers)


def _name(random: Random, number: int) -> str:
    return f"{random.choice(ADJECTIVES)} {random.choice(THINGS)} {random.choice(THINGS)} {number}"


def _day(random: Random) -> date:
    return START + timedelta(days=random.randrange(DAYS))


def _time(random: Random) -> datetime:
    return NOON + timedelta(days=random.randrange(DAYS), minutes=random.randrange(600))


def _amount(random: Random) -> int:
    return random.randrange(1_000_00, 5_000_000_00)


def _states(_: Rows, __: Random) -> Iterator[Values]:
    for key, code in enumerate(COUNTRIES, 1):
        name = (Country.of(code) or Country(code=code, name=code)).name
        yield {"id": key, "country": code, "name": name, "source": SOURCE, "search_text": fold(name)}


def _organisations(rows: Rows, random: Random) -> Iterator[Values]:
    for key in range(1, BUYERS + rows.suppliers + 1):
        name = _name(random, key)
        yield {
            "id": key,
            "name": name,
            "country": random.choice(COUNTRIES),
            "city": random.choice(THINGS),
            "kind": OrganisationKind.PUBLIC_BODY if key <= BUYERS else OrganisationKind.COMPANY,
            "size_class": None if key <= BUYERS else random.choice([*SizeClass]),
            "is_sme": key % 2 == 0,
            "source": SOURCE,
            "folded_name": fold(name),
            "search_text": fold(name),
        }


def _categories(_: Rows, random: Random) -> Iterator[Values]:
    for key in range(1, CATEGORIES + 1):
        name = _name(random, key)
        yield {"id": key, "code": f"field-{key}", "name": name, "source": SOURCE, "search_text": fold(name)}


def _suppliers(rows: Rows, random: Random) -> Iterator[Values]:
    for key in range(1, rows.suppliers + 1):
        status = random.choices([SupplierStatus.REGISTERED, SupplierStatus.SUSPENDED], [9, 1])[0]
        yield {
            "id": key,
            "organisation_id": BUYERS + key,
            "status": status,
            "registered_on": _day(random),
            "source": SOURCE,
        }


def _status(tender: int) -> TenderStatus:
    """Seven of ten tenders are awarded."""
    others = (TenderStatus.OPEN, TenderStatus.CLOSED, TenderStatus.CANCELLED)
    return TenderStatus.AWARDED if tender % 10 < 7 else others[tender % 10 - 7]  # noqa: PLR2004


def _tenders(rows: Rows, random: Random) -> Iterator[Values]:
    for key in range(1, rows.tenders + 1):
        title, published = _name(random, key), _day(random)
        yield {
            "id": key,
            "reference": f"IT-{key:08d}",
            "title": title,
            "kind": random.choice([*PurchaseKind]),
            "procedure": random.choice([*Procedure]),
            "status": _status(key),
            "category_id": random.randint(1, CATEGORIES),
            "buyer_id": random.randint(1, BUYERS),
            "estimate_minor": _amount(random),
            "estimate_currency": "CHF",
            "published_on": published,
            "closes_at": _time(random),
            "opens_at": _time(random),
            "source": SOURCE,
            "search_text": fold(title),
        }


def _bids(rows: Rows, random: Random) -> Iterator[Values]:
    for tender in range(1, rows.tenders + 1):
        winner = _winner(rows, tender)
        for place in range(BIDS_FOR_A_TENDER):
            yield {
                "id": str(UUID(int=random.getrandbits(128), version=4)),
                "tender_id": tender,
                "bidder_id": rows.firm(random) if place else winner,
                "reference": f"BID-{tender}-{place}",
                "amount_minor": _amount(random),
                "amount_currency": "CHF",
                "submitted_at": _time(random),
                "status": BidStatus.UNSUCCESSFUL if place else BidStatus.AWARDED,
                "source": SOURCE,
            }


def _winner(rows: Rows, tender: int) -> int:
    return rows.firm(Random(tender))  # noqa: S311  # no secret


def _awards(rows: Rows, random: Random) -> Iterator[Values]:
    for tender in range(1, rows.tenders + 1):
        if _status(tender) is TenderStatus.AWARDED:
            yield {
                "id": tender,
                "reference": f"IT-{tender:08d}-1",
                "tender_id": tender,
                "winner_id": _winner(rows, tender),
                "amount_minor": _amount(random),
                "amount_currency": "CHF",
                "status": AwardStatus.ACTIVE,
                "awarded_on": _day(random),
                "source": SOURCE,
            }


def _technologies(rows: Rows, random: Random) -> Iterator[Values]:
    for key in range(1, rows.technologies + 1):
        name = _name(random, key)
        yield {
            "id": key,
            "reference": f"TECH-{key:06d}",
            "name": name,
            "status": TechnologyStatus.PUBLISHED,
            "trl": random.randint(1, 9),
            "published_on": _day(random),
            "source": SOURCE,
            "search_text": fold(name),
        }


def _licences(rows: Rows, random: Random) -> Iterator[Values]:
    for key in range(1, rows.suppliers + 1):
        yield {
            "id": key,
            "reference": f"LIC-{key:07d}",
            "technology_id": random.randint(1, rows.technologies),
            "licensee_id": rows.firm(random),
            "kind": random.choice([*LicenceKind]),
            "status": LicenceStatus.ACTIVE,
            "signed_on": _day(random),
            "source": SOURCE,
        }


def _topics(_: Rows, random: Random) -> Iterator[Values]:
    for key in range(1, TOPICS + 1):
        title = _name(random, key)
        yield {"id": key, "identifier": f"BENCH-{key}", "title": title, "source": SOURCE, "search_text": fold(title)}


def _projects(rows: Rows, random: Random) -> Iterator[Values]:
    for key in range(1, rows.projects + 1):
        title = _name(random, key)
        yield {
            "id": key,
            "framework": "HORIZON",
            "grant_number": f"{100_000_000 + key}",
            "acronym": f"P{key}",
            "title": title,
            "status": random.choice([*ProjectStatus]),
            "topic_id": random.randint(1, TOPICS),
            "source": SOURCE,
            "search_text": fold(title),
        }


def _participations(rows: Rows, random: Random) -> Iterator[Values]:
    for project in range(1, rows.projects + 1):
        for place in range(PARTNERS_OF_A_PROJECT):
            yield {
                "id": (project - 1) * PARTNERS_OF_A_PROJECT + place + 1,
                "project_id": project,
                "organisation_id": rows.firm(random),
                "role": ParticipationRole.PARTICIPANT if place else ParticipationRole.COORDINATOR,
                "order": place + 1,
                "ec_contribution_minor": _amount(random),
                "ec_contribution_currency": "EUR",
                "source": SOURCE,
            }


def _proposals(rows: Rows, random: Random) -> Iterator[Values]:
    for key in range(1, rows.suppliers + 1):
        yield {
            "id": key,
            "reference": f"EU-{key:07d}",
            "acronym": f"A{key}",
            "title": _name(random, key),
            "status": ProposalStatus.DRAFT,
            "topic_id": random.randint(1, TOPICS),
            "owner_id": rows.firm(random),
            "source": SOURCE,
        }


_TABLES: Final[dict[type[Model], Callable[[Rows, Random], Iterator[Values]]]] = {
    registry.MemberState: _states,
    registry.Organisation: _organisations,
    procurement.PurchaseCategory: _categories,
    procurement.Supplier: _suppliers,
    procurement.Tender: _tenders,
    procurement.Bid: _bids,
    procurement.Award: _awards,
    transfer.Technology: _technologies,
    transfer.Licence: _licences,
    eu.Topic: _topics,
    eu.Project: _projects,
    eu.Participation: _participations,
    eu.Proposal: _proposals,
}
