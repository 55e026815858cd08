"""Random rows of the world of ships: nulls, ties, hidden rows and text in several alphabets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from tortoise.models import Model

from tests.schema.world.models import Agency, Certificate, Owner, Parcel, Port, Ship, Status, Voyage

Row = dict[str, Any]
Rows = dict[str, list[Row]]
"""The rows of each table, by the name of its node."""

MODELS: Mapping[str, type[Model]] = {
    "Port": Port,
    "Owner": Owner,
    "Agency": Agency,
    "Ship": Ship,
    "Certificate": Certificate,
    "Voyage": Voyage,
    "Parcel": Parcel,
}
"""In the order in which rows can be written."""

PORTS = [
    "Świnoujście",
    "Žilina",
    "Genève",
    "Ålesund",
    "Αθήνα",
    "İzmir",
    "São Tomé",
    "Zürich",
    "Šibenik",
    "Łeba",
    "Łeba",
]
SHIPS = [
    "Åse",
    "San Juan",
    "Nemo",
    "Ñandú",
    "Ωρίων",
    "鸿运",
    "Zeta of the Seas",
    "San Remo",
    "zeta",
    "Łódka",
    "Äiti 🚢",
    "a b",
]
COUNTRIES = ["CH", "PL", "NO", "XX", None]


def random_rows(seed: int) -> Rows:
    """About a thousand rows, the same for the same seed."""
    random = Random(seed)
    ports = [_port(random, key) for key in range(1, 25)]
    owners = [_owner(random, key) for key in range(1, 31)]
    agencies = [{"id": key, "name": random.choice(PORTS), "port_id": random.randint(1, 24)} for key in range(1, 11)]
    ships = [_ship(random, key) for key in range(1, 141)]
    voyages = [_voyage(random, key, ships) for key in range(1, 381)]
    return {
        "Port": ports,
        "Owner": owners,
        "Agency": agencies,
        "Ship": ships,
        "Certificate": [_certificate(random, at, ship) for at, ship in enumerate(ships) if at % 4],
        "Voyage": voyages,
        "Parcel": [_parcel(random, key) for key in range(1, 461)],
    }


def _port(random: Random, key: int) -> Row:
    return {
        "id": key,
        "code": f"P{(key * 7) % 25:02}",
        "name": random.choice(PORTS),
        "country": random.choice(COUNTRIES),
        "opened_on": _day(random) if random.random() < 0.7 else None,
        "tier": random.randint(1, 4),
        "guarded": random.random() < 0.5,
    }


def _owner(random: Random, key: int) -> Row:
    return {
        "id": key,
        "name": f"{random.choice(SHIPS)} {random.choice(['AG', 'Sp. z o.o.', 'AS'])}",
        "country": random.choice(COUNTRIES),
        "rating": random.choice([None, 1, 2, 3]),
        "parent_id": random.randint(1, key - 1) if key > 3 and random.random() < 0.6 else None,
    }


def _ship(random: Random, key: int) -> Row:
    minor = random.choice([None, 0, 1999, 250_000, random.randint(1, 5_000_000)])
    return {
        "id": UUID(int=random.getrandbits(128)),
        "imo": f"IMO{(key * 37) % 997:04}",
        "name": random.choice(SHIPS),
        "status": random.choice([*Status, Status.ACTIVE]),
        "launched_on": _day(random, 1990, 300),
        "seen_at": _instant(random),
        "tonnage": random.choice([None, 3000, 4999, 5000, random.randint(1, 90_000)]),
        "value_minor": minor,
        "value_currency": None if minor is None else random.choice(["CHF", "EUR", "PLN"]),
        "insured": random.random() < 0.6,
        "published": random.random() < 0.75,
        "owner_id": random.choice([random.randint(1, 30), random.randint(1, 6)]),
        "home_port_id": random.randint(1, 24) if random.random() < 0.85 else None,
        "agency_id": random.randint(1, 10) if random.random() < 0.6 else None,
    }


def _certificate(random: Random, at: int, ship: Row) -> Row:
    return {
        "id": at + 1,
        "number": f"C-{random.randint(1, 60):03}",
        "valid_until": random.choice([None, _day(random)]),
        "ship_id": ship["id"],
    }


def _voyage(random: Random, key: int, ships: list[Row]) -> Row:
    return {
        "id": key,
        "departs_at": _instant(random),
        "arrived_on": _day(random) if random.random() < 0.6 else None,
        "miles": random.choice([0, 300, 500, random.randint(1, 2000)]),
        "sealed": random.random() < 0.3,
        "log_key": UUID(int=random.getrandbits(128)) if random.random() < 0.7 else None,
        "ship_id": random.choice(ships)["id"],
        "from_port_id": random.randint(1, 24),
        "to_port_id": random.randint(1, 24) if random.random() < 0.8 else None,
    }


def _parcel(random: Random, key: int) -> Row:
    minor = random.choice([None, random.randint(0, 9999)])
    return {
        "id": key,
        "label": random.choice(["tea", "té", "thé", "чай", "茶", "Tea"]),
        "weight": random.choice([None, 0, random.randint(1, 900)]),
        "price_minor": minor,
        "price_currency": None if minor is None else random.choice(["CHF", "EUR"]),
        "packed_on": random.choice([None, _day(random)]),
        "voyage_id": random.randint(1, 380),
        "owner_id": random.choice([None, random.randint(1, 30)]),
    }


def _day(random: Random, year: int = 2020, months: int = 60) -> date:
    return date(year, 1, 1) + timedelta(days=30 * random.randint(0, months))


def _instant(random: Random) -> datetime:
    """Few different ones, so that there are ties; some with fractions of a second."""
    parts = timedelta(hours=random.choice([0, 7, 23]), microseconds=random.choice([0, 0, 500_000]))
    return datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=random.randint(0, 40)) + parts


async def write(rows: Rows) -> None:
    """Put the rows into the tables."""
    for name, model in MODELS.items():
        await model.bulk_create([model(**row) for row in rows[name]])
