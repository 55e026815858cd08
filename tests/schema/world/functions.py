"""What fields of the world of ships are computed from: pure functions of columns, and batched functions of keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import strawberry

from schema import Code, Ref, fault
from tests.schema.world import models
from tests.schema.world.models import Status
from tests.schema.world.values import Event, Mark, Money, Mood, Options, Profile, Viewer

if TYPE_CHECKING:
    from tests.schema.world.nodes import Placed, Port, Ship, Voyage

# ---------------------------------------------------------------- of a row


def money(minor: int | None, currency: str | None) -> Money | None:
    return None if minor is None else Money(amount=Decimal(minor) / 100, currency=str(currency))


def age_days(launched_on: date, viewer: Viewer) -> int:
    return (viewer.today - launched_on).days


def mood(launched_on: date) -> Mood:
    return Mood.WORN if launched_on.year < 2006 else Mood.CALM


def size_class(tonnage: int | None) -> str:
    """Fails, rightly or wrongly, where nobody weighed the ship."""
    if tonnage is None:
        raise ValueError("nobody weighed it")
    return "small" if tonnage < 5000 else "large"


def grade(tonnage: int | None, insured: bool) -> str | None:
    """Fails by a fault of its own for light ships without insurance."""
    if not insured and (tonnage or 0) < 4000:
        raise fault(Code.NOT_ALLOWED, "Nobody grades such ships.")
    return "A" if insured else None


def motto(name: str) -> str:
    """Has nothing to say for ships called after saints, though it should."""
    return f"Ahoy, {name}!" if not name.startswith("San") else None  # type: ignore[return-value]


def profile(name: str, tonnage: int | None, launched_on: date) -> Profile | None:
    if tonnage is None and name.startswith("Å"):
        return None
    marks: list[Mark] = [
        Mark(name=word if word != "San" else None, score=len(word) % 10, note=None if at else name)  # type: ignore[arg-type]
        for at, word in enumerate(name.split())
    ]
    best = marks[-1] if tonnage else None
    return Profile(title=name.upper(), mood=mood(launched_on), marks=list(marks), strict=marks, best=best)


# ---------------------------------------------------------------- of all keys of a level


async def words(names: Sequence[str]) -> Mapping[str, list[str]]:
    return {name: name.split() for name in names if name != "Nemo"}


async def neighbour(ids: Sequence[UUID]) -> Mapping[UUID, Ref[Ship]]:
    """The ship with the next number, whether the viewer may see it or not."""
    imos = dict(await models.Ship.all().order_by("imo").values_list("id", "imo"))
    following = dict(zip(imos, [*list(imos)[1:], next(iter(imos))], strict=True))
    return {each: Ref("Ship", following[each]) for each in ids}


async def sisters(owners: Sequence[int]) -> Mapping[int, list[Ref[Ship]]]:
    """All ships of the same owner, also those that the viewer may not see."""
    found: dict[int, list[Ref[Ship]]] = {}
    for ship in await models.Ship.filter(owner_id__in=owners).order_by("imo"):
        found.setdefault(ship.owner_id, []).append(Ref("Ship", ship.id))
    return found


async def sisters_or_null(owners: Sequence[int]) -> Mapping[int, list[Ref[Ship] | None]]:
    return {owner: list(ships) for owner, ships in (await sisters(owners)).items()}


async def places(ids: Sequence[UUID]) -> Mapping[UUID, list[Ref[Placed]]]:
    ships = await models.Ship.filter(id__in=ids)
    return {
        ship.id: [Ref("Owner", ship.owner_id), *([Ref("Port", ship.home_port_id)] if ship.home_port_id else [])]
        for ship in ships
    }


async def sighting(ids: Sequence[int]) -> Mapping[int, Ref[Ship | Port]]:
    """The ship of some voyages, the port of others, nothing of every seventh."""
    voyages = await models.Voyage.filter(id__in=ids)
    return {
        each.id: Ref("Ship", each.ship_id) if (each.id + each.id // 10) % 2 == 0 else Ref("Port", each.from_port_id)
        for each in voyages
        if each.id % 7
    }


async def history(ids: Sequence[UUID]) -> Mapping[UUID, list[Event]]:
    found: dict[UUID, list[Event]] = {}
    for each in await models.Voyage.filter(ship_id__in=ids).order_by("departs_at", "id"):
        event = Event(
            year=each.departs_at.year,
            port=Ref("Port", each.from_port_id),
            voyage=Ref("Voyage", each.id) if each.id % 3 else None,
            seen_by=[Ref("Ship", each.ship_id), Ref("Port", each.from_port_id)],
        )
        found.setdefault(each.ship_id, []).append(event)
    return found


async def agency_code(agencies: Sequence[int]) -> Mapping[int, str]:
    return {agency: f"AG-{agency:03}" for agency in agencies}


async def oath(owners: Sequence[int]) -> Mapping[int, str]:
    """Has no entry for every third owner, though each should swear."""
    return {owner: f"I, owner {owner}" for owner in owners if owner % 3}


async def rumour(ids: Sequence[int]) -> Mapping[int, str]:
    raise RuntimeError("nobody talks")


# ---------------------------------------------------------------- of all keys of a level, and of arguments


async def toll(tonnages: Sequence[int], per_ton: int, currency: str = "CHF") -> Mapping[int, Money]:
    return {each: Money(amount=Decimal(each) * per_ton, currency=currency) for each in tonnages}


async def sailings(
    ports: Sequence[int],
    viewer: Viewer,
    ships: list[Ref[Ship]] | None = None,
    status: Status | None = None,
    options: Options | None = None,
    most: Annotated[int, strawberry.argument(description="So many of them at the most.")] = 2,
) -> Mapping[int, list[Ref[Voyage]]]:
    """The first voyages from each port, those of the viewer's own ships before others, seen or not."""
    if most < 0:
        raise fault(Code.BAD_ARGUMENT, "There are no fewer than none.")
    statuses = [*(options.statuses if options else []), *([status] if status else [])]
    found = models.Voyage.filter(from_port_id__in=ports).prefetch_related("ship").order_by("departs_at", "id")
    found = found.filter(ship_id__in=[each.key for each in ships]) if ships is not None else found
    rows = await (found.filter(ship__status__in=statuses) if statuses else found)
    rows.sort(key=lambda row: row.ship.owner_id != viewer.owner)
    found_by_port: dict[int, list[Ref[Voyage]]] = {port: [] for port in ports}
    for row in rows:
        found_by_port[row.from_port_id].append(Ref("Voyage", row.id))
    return {port: voyages[:most] for port, voyages in found_by_port.items()}
