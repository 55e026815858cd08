"""Root fields of the world of ships that functions answer."""

from __future__ import annotations

from decimal import Decimal

from schema import Code, Ref, fault, mutation, query, scoped
from tests.schema.world import models, nodes
from tests.schema.world.models import Status
from tests.schema.world.nodes import Named, Placed, Port, Ship, Spotted, Voyage
from tests.schema.world.values import Money, Nothing, Options, Refusal, Report, Viewer


@query
async def find_ship(viewer: Viewer, imo: str) -> Ref[Ship] | None:
    """The ship with this number."""
    found = await scoped(Ship, viewer, models.Ship).get_or_none(imo=imo)
    return Ref(Ship, found.id) if found else None


@query
async def this_ship(ship: Ref[Ship]) -> Ref[Ship]:
    """The same ship; an error where there is none to be seen."""
    return ship


@query
async def fleet(ids: list[Ref[Ship]]) -> list[Ref[Ship]]:
    """These ships, without those that may not be seen."""
    return ids


@query
async def fleet_or_null(ids: list[Ref[Ship]]) -> list[Ref[Ship] | None]:
    """These ships, null for those that may not be seen."""
    return list(ids)


@query
async def named(ids: list[Ref[Named]]) -> list[Ref[Named]]:
    """These things."""
    return ids


@query
async def spotted(thing: Ref[Spotted] | None = None) -> Ref[Spotted] | None:
    """This ship or port."""
    return thing


@query
async def ship_or_reason(viewer: Viewer, imo: str) -> Ref[Ship] | Nothing:
    """The ship with this number, or why there is none."""
    found = await models.Ship.get_or_none(imo=imo)
    return Ref(Ship, found.id) if found else Nothing(why=f"{viewer.role} asked for {imo}")


@query
async def price(amount: int, currency: str = "CHF", factors: list[int] | None = None) -> list[Money]:
    """An amount, and its multiples."""
    return [Money(amount=Decimal(amount) * each, currency=currency) for each in [1, *(factors or [])]]


@query
async def broken(how: int) -> int | None:
    """Fails in several ways."""
    if how == 0:
        raise fault(Code.BAD_ARGUMENT, "It cannot be 0.")
    return 100 // (how - 1)


@query
async def all_voyages() -> list[Ref[Voyage]]:
    """All voyages: more than one list may hold."""
    return [Ref(Voyage, row.id) for row in await models.Voyage.all().order_by("id")]


@query
async def report(
    viewer: Viewer, port: Ref[Port], options: Options | None = None, status: Status | None = None
) -> Report | None:
    """What is known about a port."""
    options = options or Options()
    found = await models.Port.get_or_none(id=port.key)
    if found is None:
        return None
    ships = scoped(Ship, viewer, models.Ship).filter(home_port_id=port.key).order_by("imo")
    wanted = [*options.statuses, *([status] if status else [])]
    if wanted:
        ships = ships.filter(status__in=wanted)
    rows = await ships
    lead: Ref[Placed] | None = Ref(nodes.Owner, rows[0].owner_id) if rows else None
    return Report(
        title=f"{options.title}: {found.name}, {len(rows)}",
        port=port if len(rows) % 2 else None,
        ships=[Ref(Ship, row.id) for row in rows[: options.limit]],
        lead=lead,
        options=[each.name for each in wanted],
    )


@mutation
async def rename_ship(viewer: Viewer, ship: Ref[Ship], name: str) -> Ref[Ship] | Refusal | None:
    """Call a ship otherwise; owners rename theirs, inspectors any."""
    found = await models.Ship.get_or_none(id=ship.key)
    if found is None or not (viewer.inspects or found.owner_id == viewer.owner):
        return Refusal(code="NOT_YOURS")
    found.name = name
    await found.save()
    return ship


@mutation
async def sink_ship(viewer: Viewer, imo: str) -> Ref[Ship] | None:
    """Lay a ship up and hide it; only inspectors see it afterwards."""
    found = await scoped(Ship, viewer, models.Ship).get_or_none(imo=imo)
    if found is None:
        raise fault(Code.NOT_ALLOWED, "There is no such ship to be seen.")
    found.status, found.published = Status.LAID_UP, False
    await found.save()
    return Ref(Ship, found.id)
