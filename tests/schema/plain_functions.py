"""What the functions of the world of ships answer, in plain Python over the rows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Any

from schema import Ref
from tests.schema.plain import ALL, INTERFACES, FieldError, Sight, ref_of
from tests.schema.world.models import Status
from tests.schema.world.rows import Row
from tests.schema.world.values import Event, Money, Nothing, Refusal, Report

# ---------------------------------------------------------------- batched: of a row's key


def _latest(sight: Sight, key: Any) -> Ref[Any] | None:
    voyages = sight.where("Voyage", "ship_id", key)
    last = max(voyages, key=lambda row: (row["departs_at"], row["id"]), default=None)
    return Ref("Voyage", last["id"]) if last else None


def _neighbour(sight: Sight, key: Any) -> Ref[Any]:
    ships = sorted(sight.world.rows["Ship"], key=lambda row: row["imo"])
    at = next(index for index, row in enumerate(ships) if row["id"] == key)
    return Ref("Ship", ships[(at + 1) % len(ships)]["id"])


def _sisters(sight: Sight, key: Any) -> list[Ref[Any]]:
    ships = [row for row in sight.world.rows["Ship"] if row["owner_id"] == key]
    return [Ref("Ship", row["id"]) for row in sorted(ships, key=lambda row: row["imo"])]


def _places(sight: Sight, key: Any) -> list[Ref[Any]]:
    ship = sight.world.get("Ship", key)
    home = ship["home_port_id"]
    return [Ref("Owner", ship["owner_id"]), *([Ref("Port", home)] if home else [])]


def _sighting(sight: Sight, key: int) -> Ref[Any] | None:
    voyage = sight.world.get("Voyage", key)
    if key % 7 == 0:
        return None
    return Ref("Port", voyage["from_port_id"]) if (key + key // 10) % 2 else Ref("Ship", voyage["ship_id"])


def _history(sight: Sight, key: Any) -> list[Event]:
    voyages = [row for row in sight.world.rows["Voyage"] if row["ship_id"] == key]
    return [
        Event(
            year=row["departs_at"].year,
            port=Ref("Port", row["from_port_id"]),
            voyage=Ref("Voyage", row["id"]) if row["id"] % 3 else None,
            seen_by=[Ref("Ship", row["ship_id"]), Ref("Port", row["from_port_id"])],
        )
        for row in sorted(voyages, key=lambda row: (row["departs_at"], row["id"]))
    ]


def _words(sight: Sight, key: str) -> list[str]:
    return [] if key == "Nemo" else key.split(" ")


def _rumour(sight: Sight, key: int) -> str:
    raise FieldError("INTERNAL")


BATCHED: Mapping[str, Callable[[Sight, Any], Any]] = {
    "Ship.latest": _latest,
    "Ship.neighbour": _neighbour,
    "Ship.neighbourOrNull": _neighbour,
    "Ship.sisters": _sisters,
    "Ship.sistersOrNull": _sisters,
    "Ship.places": _places,
    "Ship.words": _words,
    "Ship.history": _history,
    "Ship.agencyCode": lambda sight, key: f"AG-{key:03}",
    "Voyage.sighting": _sighting,
    "Owner.oath": lambda sight, key: f"I, owner {key}" if key % 3 else None,
    "Port.rumour": _rumour,
}

# ---------------------------------------------------------------- batched: of a row's key and of arguments

Arguments = Mapping[str, Any]


def _toll(sight: Sight, key: int, given: Arguments) -> Money:
    return Money(amount=Decimal(key) * given["perTon"], currency=given["currency"])


def _sailings(sight: Sight, key: int, given: Arguments) -> list[Ref[Any]]:
    named = given.get("ships")
    ships = [ref_of(each, ("Ship",)).key for each in named or []]
    if given["most"] < 0:
        raise FieldError("BAD_ARGUMENT")
    named_statuses = [*(given.get("options") or {}).get("statuses", []), given.get("status")]
    wanted = [status_of(each) for each in named_statuses if each]
    rows: list[tuple[bool, Row]] = []
    for row in sight.world.rows["Voyage"]:
        ship = sight.world.get("Ship", row["ship_id"])
        if row["from_port_id"] == key and (named is None or ship["id"] in ships):
            rows += [(ship["owner_id"] != sight.viewer.owner, row)] if not wanted or ship["status"] in wanted else []
    rows.sort(key=lambda each: (each[0], each[1]["departs_at"], each[1]["id"]))
    return [Ref("Voyage", row["id"]) for _, row in rows[: given["most"]]]


ASKED: Mapping[str, Callable[[Sight, Any, Arguments], Any]] = {"Ship.toll": _toll, "Port.sailings": _sailings}

# ---------------------------------------------------------------- root fields: of their arguments


def _ship_numbered(sight: Sight, imo: str, *, seen: bool) -> Row | None:
    rows = sight.rows("Ship") if seen else sight.world.rows["Ship"]
    return next((row for row in rows if row["imo"] == imo), None)


def _find_ship(sight: Sight, given: Arguments) -> Ref[Any] | None:
    row = _ship_numbered(sight, given["imo"], seen=True)
    return Ref("Ship", row["id"]) if row else None


def _ship_or_reason(sight: Sight, given: Arguments) -> Any:
    row = _ship_numbered(sight, given["imo"], seen=False)
    return Ref("Ship", row["id"]) if row else Nothing(why=f"{sight.viewer.role} asked for {given['imo']}")


def _refs(allowed: Any) -> Callable[[Sight, Arguments], list[Ref[Any]]]:
    return lambda sight, given: [ref_of(each, allowed) for each in given["ids"]]


def _price(sight: Sight, given: Arguments) -> list[Money]:
    factors = [1, *(given.get("factors") or [])]
    return [Money(amount=Decimal(given["amount"]) * each, currency=given.get("currency", "CHF")) for each in factors]


def _broken(sight: Sight, given: Arguments) -> int:
    if given["how"] in (0, 1):
        raise FieldError("INTERNAL" if given["how"] else "BAD_ARGUMENT")
    return int(100 // (given["how"] - 1))


def _spotted(sight: Sight, given: Arguments) -> Ref[Any] | None:
    return ref_of(given["thing"], INTERFACES["Spotted"]) if given.get("thing") is not None else None


def status_of(given: Any) -> Status:
    """An enum's value as coercion leaves it: the member, its value or its name."""
    return given if isinstance(given, Status) else Status[given] if given in Status.__members__ else Status(given)


def _report(sight: Sight, given: Arguments) -> Report | None:
    port = sight.world.by_key["Port"].get(ref_of(given["port"], ("Port",)).key)
    if port is None:
        return None
    options = given.get("options") or {}
    wanted = [status_of(each) for each in options.get("statuses", [])]
    wanted += [status_of(given["status"])] if given.get("status") is not None else []
    ships = [row for row in sight.rows("Ship") if row["home_port_id"] == port["id"]]
    ships = sorted((row for row in ships if not wanted or row["status"] in wanted), key=lambda row: row["imo"])
    return Report(
        title=f"{options.get('title', 'report')}: {port['name']}, {len(ships)}",
        port=Ref("Port", port["id"]) if len(ships) % 2 else None,
        ships=[Ref("Ship", row["id"]) for row in ships[: options.get("limit")]],
        lead=Ref("Owner", ships[0]["owner_id"]) if ships else None,
        options=[each.name for each in wanted],
    )


def _rename_ship(sight: Sight, given: Arguments) -> Any:
    ref = ref_of(given["ship"], ("Ship",))
    row = sight.world.get("Ship", ref.key)
    if not row or not (sight.viewer.inspects or row["owner_id"] == sight.viewer.owner):
        return Refusal(code="NOT_YOURS")
    row["name"] = given["name"]
    sight.world.changed()
    return ref


def _sink_ship(sight: Sight, given: Arguments) -> Ref[Any]:
    row = _ship_numbered(sight, given["imo"], seen=True)
    if row is None:
        raise FieldError("NOT_ALLOWED")
    row["status"], row["published"] = Status.LAID_UP, False
    sight.world.changed()
    return Ref("Ship", row["id"])


FUNCTIONS: Mapping[str, Callable[[Sight, Arguments], Any]] = {
    "Query.node": lambda sight, given: ref_of(given["id"], ALL),
    "Query.nodes": _refs(ALL),
    "Query.findShip": _find_ship,
    "Query.thisShip": lambda sight, given: ref_of(given["ship"], ("Ship",)),
    "Query.fleet": _refs(("Ship",)),
    "Query.fleetOrNull": _refs(("Ship",)),
    "Query.named": _refs(INTERFACES["Named"]),
    "Query.spotted": _spotted,
    "Query.shipOrReason": _ship_or_reason,
    "Query.price": _price,
    "Query.broken": _broken,
    "Query.allVoyages": lambda sight, given: [Ref("Voyage", row["id"]) for row in sight.world.rows["Voyage"]],
    "Query.report": _report,
    "Mutation.renameShip": _rename_ship,
    "Mutation.sinkShip": _sink_ship,
}
