"""The world of ships in plain Python: who sees what, and what each function answers, written without the engine."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping, Sequence
from copy import deepcopy
from functools import cached_property
from typing import Any
from uuid import UUID

from schema import Ref
from tests.schema.world.models import Status
from tests.schema.world.rows import Row, Rows
from tests.schema.world.values import Viewer


class FieldError(Exception):
    """A field that ends with an error of this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class World:
    """The rows, by the names of their nodes; mutations change them."""

    def __init__(self, rows: Rows) -> None:
        self.rows = deepcopy(rows)
        self.version = 0

    @cached_property
    def by_key(self) -> dict[str, dict[Any, Row]]:
        return {name: {row["id"]: row for row in rows} for name, rows in self.rows.items()}

    def get(self, name: str, key: Any) -> Row:
        """The row that a foreign key points to; where it is null, a row without values."""
        return self.by_key[name].get(key, {}) if key is not None else {}

    def changed(self) -> None:
        self.version += 1


class Sight:
    """What one viewer sees of the world."""

    def __init__(self, world: World, viewer: Viewer) -> None:
        self.world = world
        self.viewer = viewer
        self.version = world.version
        self._visible: dict[str, list[Row]] = {}
        self._indexes: dict[tuple[str, str], dict[Any, list[Row]]] = {}

    def rows(self, name: str) -> list[Row]:
        """The rows of a node that the viewer sees."""
        if self.version != self.world.version:
            self.__init__(self.world, self.viewer)  # type: ignore[misc]
        if name not in self._visible:
            self._visible[name] = [row for row in self.world.rows[name] if SCOPES[name](self, row)]
        return self._visible[name]

    def value(self, name: str, row: Row, column: str) -> Any:
        """What a column shows."""
        guard = GUARDS.get((name, column))
        return row[column] if guard is None or guard(self, row) else None

    def where(self, name: str, column: str, key: Any) -> list[Row]:
        """The rows whose column shows this key."""
        if key is None:
            return []
        rows = self.rows(name)
        if (name, column) not in self._indexes:
            index: dict[Any, list[Row]] = {}
            for row in rows:
                index.setdefault(self.value(name, row, column), []).append(row)
            self._indexes[name, column] = index
        return self._indexes[name, column].get(key, [])

    def find(self, ref: Ref[Any]) -> Row | None:
        """The row of a Ref, if it is there and seen."""
        return next(iter(self.where(ref.type_name, "id", ref.key)), None)


# ---------------------------------------------------------------- scopes and guards, as predicates

Predicate = Callable[[Sight, Row], bool]


def _agency(sight: Sight, row: Row) -> bool:
    ships = sight.world.rows["Ship"]
    at_sea = (each["status"] is Status.ACTIVE and each["published"] for each in ships if each["agency_id"] == row["id"])
    return sight.viewer.inspects or any(at_sea)


def _ship(sight: Sight, row: Row) -> bool:
    viewer = sight.viewer
    if viewer.inspects:
        return True
    if viewer.owner:
        return bool(row["published"]) or row["owner_id"] == viewer.owner
    country = sight.world.get("Port", row["home_port_id"]).get("country")
    return row["published"] and country is not None and country != "XX"


def _certificate(sight: Sight, row: Row) -> bool:
    ship = sight.world.get("Ship", row["ship_id"])
    return sight.viewer.inspects or ship["published"] or ship["owner_id"] == sight.viewer.owner


def _voyage(sight: Sight, row: Row) -> bool:
    viewer, ship = sight.viewer, sight.world.get("Ship", row["ship_id"])
    if viewer.inspects or (ship["published"] and not row["sealed"]):
        return True
    return bool(viewer.country) and sight.world.get("Owner", ship["owner_id"])["country"] == viewer.country


def _parcel(sight: Sight, row: Row) -> bool:
    if sight.viewer.inspects:
        return True
    voyage = sight.world.get("Voyage", row["voyage_id"])
    ship = sight.world.get("Ship", voyage["ship_id"])
    if not voyage["sealed"] and ship["published"] and ship["status"] is not Status.DRAFT:
        return True
    return row["owner_id"] == sight.viewer.owner and row["weight"] is not None


def _everyone(sight: Sight, row: Row) -> bool:
    return True


def _value_known(sight: Sight, row: Row) -> bool:
    at_home_in = sight.world.get("Port", row["home_port_id"]).get("country")
    return sight.viewer.inspects or row["owner_id"] == sight.viewer.owner or at_home_in == "CH"


SCOPES: dict[str, Predicate] = {
    "Port": _everyone,
    "Owner": _everyone,
    "Agency": _agency,
    "Ship": _ship,
    "Certificate": _certificate,
    "Voyage": _voyage,
    "Parcel": _parcel,
}
GUARDS: dict[tuple[str, str], Predicate] = {
    ("Owner", "rating"): lambda sight, row: sight.viewer.inspects or row["id"] == sight.viewer.owner,
    ("Ship", "value_minor"): _value_known,
    ("Ship", "agency_id"): lambda sight, row: sight.viewer.inspects or bool(row["insured"]),
}
NARROWED: dict[str, Callable[[Row], bool]] = {
    "Port.longDepartures": lambda row: row["miles"] >= 500,
    "Port.farArrivals": lambda row: row["miles"] > 300,
    "Port.shipValue": lambda row: row["status"] is Status.ACTIVE,
    "Query.activeShips": lambda row: row["status"] is Status.ACTIVE,
}
"""What the `where` of a declaration leaves."""


# ---------------------------------------------------------------- ids


def encoded_id(name: str, key: object) -> str:
    return base64.urlsafe_b64encode(f"{name}:{key}".encode()).rstrip(b"=").decode()


def ref_of(text: str, allowed: Sequence[str]) -> Ref[Any]:
    """The Ref behind an id of one of these types."""
    try:
        padded = text + "=" * (-len(text) % 4)
        name, _, key = base64.b64decode(padded.encode("ascii"), b"-_", validate=True).decode().partition(":")
        if name not in allowed:
            raise FieldError("BAD_ID")
        return Ref(name, UUID(key) if name == "Ship" else _whole(key))
    except ValueError:
        raise FieldError("BAD_ID") from None


def _whole(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and int(text) < 2**63):
        raise ValueError(text)
    return int(text)


ALL = ("Port", "Owner", "Agency", "Ship", "Certificate", "Voyage", "Parcel")
INTERFACES: Mapping[str, Sequence[str]] = {
    "Node": ALL,
    "Named": ("Port", "Owner", "Agency", "Ship"),
    "Placed": ("Port", "Owner"),
    "Spotted": ("Ship", "Port"),
}
