"""Random arguments for fields of the world of ships, most of them right."""

from __future__ import annotations

import base64
import json
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta, timezone
from enum import Enum
from random import Random
from typing import Any
from uuid import UUID

from graphql import GraphQLField, get_named_type

from tests.schema.plain import ALL, INTERFACES, World, encoded_id
from tests.schema.plain_lists import KEYS, snake
from tests.schema.world.models import Status

CAP = 12
SMALL = (0, 1, 2, 2, 3, 3, 5)


@dataclass(frozen=True)
class Literal:
    """An enum's value."""

    name: str


@dataclass
class Pool:
    """What earlier answers gave: cursors by the node and the order of their list."""

    world: World
    cursors: dict[tuple[str, str], list[str]] = field(default_factory=dict[tuple[str, str], list[str]])

    def tell(self, node: str, cursor: str) -> None:
        """Remember a cursor."""
        order = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))[0]
        kept = self.cursors.setdefault((node, order), [])
        kept.append(cursor)
        del kept[:-200]


@dataclass
class ArgumentMaker:
    """Makes the arguments of one operation."""

    random: Random
    pool: Pool
    features: set[str]

    def arguments(self, type_name: str, name: str, definition: GraphQLField, depth: int) -> dict[str, Any]:
        """The arguments of a field: values as JSON, with Literals for enums."""
        named = get_named_type(definition.type).name
        if named.endswith("Connection"):
            return self._list(named.removesuffix("Connection"), definition, depth)
        if name == "groups":
            return {"by": Literal(self.random.choice(list(_enum(definition, "by"))))}
        maker = getattr(self, f"_{snake(name)}", None)
        return maker() if maker and definition.args else {}

    def _chance(self, share: float) -> bool:
        return self.random.random() < share

    # ------------------------------------------------------------ lists

    def _list(self, node: str, definition: GraphQLField, depth: int) -> dict[str, Any]:
        given: dict[str, Any] = {}
        order = None
        if "orderBy" in definition.args and self._chance(0.35):
            self.features.add("orderBy")
            order = self._order(definition)
            given["orderBy"] = order
        if "where" in definition.args and self._chance(0.55):
            self.features.add("where")
            given["where"] = self._where(node, definition, 0)
        given.update(self._page(node, order, depth))
        return given

    def _order(self, definition: GraphQLField) -> dict[str, Any]:
        made: Any = get_named_type(definition.args["orderBy"].type)
        order: dict[str, Any] = {"field": Literal(self.random.choice(list(made.fields["field"].type.of_type.values)))}
        if self._chance(0.6):
            order["direction"] = Literal(self.random.choice(["ASC", "DESC"]))
        return order

    def _page(self, node: str, order: dict[str, Any] | None, depth: int) -> dict[str, Any]:
        if self._chance(0.04):
            self.features.add("bad page")
            return self.random.choice([{"first": -1}, {"first": CAP + 1}, {"last": 99}, {"first": 1, "last": 1}])
        size = self.random.choice(SMALL if depth > 1 or self._chance(0.6) else (CAP, 7, 10))
        given: dict[str, Any] = {}
        if self._chance(0.3):
            given["last"] = size
            self.features.add("last")
        elif self._chance(0.85) or depth > 1:
            given["first"] = size
            self.features.add("first")
        if self._chance(0.05):
            self.features.add("bad cursor")
            given[self.random.choice(["after", "before"])] = self._bad_cursor(node, order)
        elif self._chance(0.55):
            self._add_cursors(node, order, given)
        return given

    def _add_cursors(self, node: str, order: dict[str, Any] | None, given: dict[str, Any]) -> None:
        """Cursors that earlier answers gave for this order; for a declared order, any of the node's."""
        known = self._known(node, order)
        if not known:
            return
        self.features.add("cursor")
        words = self.random.choice([["after"], ["before"], ["after"], ["before", "after"]])
        given.update({word: self.random.choice(known) for word in words})

    def _known(self, node: str, order: dict[str, Any] | None) -> list[str]:
        if order is None:
            usual = {"Ship": "-launched_on", "Port": "code", "Voyage": "departs_at", "Parcel": "label", "Owner": "name"}
            return self.pool.cursors.get((node, usual.get(node, "id")), [])
        own = order["field"].name.lower()
        descending = order.get("direction") == Literal("DESC")
        return self.pool.cursors.get((node, f"-{own}" if descending else own), [])

    def _bad_cursor(self, node: str, order: dict[str, Any] | None) -> str:
        own = (order or {}).get("field", Literal("NAME")).name.lower()
        made = [[own, "x", "x"], [own, None, 1], [own, 1.5, 1], ["other", "x", 1], [own, "x", -1], {}, [own, [], 1], 7]
        packed = base64.urlsafe_b64encode(json.dumps(self.random.choice(made)).encode()).decode().rstrip("=")
        return self.random.choice([packed, packed, "", "zażółć", "AAAA", packed[:-1]])

    # ------------------------------------------------------------ where

    def _where(self, node: str, definition: GraphQLField, depth: int) -> dict[str, Any]:
        made: Any = get_named_type(definition.args["where"].type)
        columns = [name for name in made.fields if name not in ("and", "or", "not")]
        if depth < 2 and self._chance(0.4):
            word = self.random.choice(["and", "or", "not"])
            self.features.add(f"where: {word}")
            inner = [self._where(node, definition, depth + 1) for _ in range(self.random.choice([0, 1, 2, 2, 2]))]
            value: Any = inner if word != "not" else (inner or [{}])[0]
            rest = {} if self._chance(0.5) else self._tests(node, made, columns)
            return {**rest, word: value}
        return self._tests(node, made, columns)

    def _tests(self, node: str, made: Any, columns: list[str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in self.random.sample(columns, self.random.choice([1, 1, min(2, len(columns))])):
            operators = list(made.fields[name].type.fields)
            chosen = self.random.sample(operators, self.random.choice([1, 1, 1, 2]))
            if "startsWith" in operators and self._chance(0.2):
                chosen = ["startsWith"]
            found[name] = {each: self._operand(node, name, each) for each in chosen}
        if self._chance(0.025):
            self.features.add("where: null")
            found[next(iter(found))] = None
        return found

    def _operand(self, node: str, name: str, operator: str) -> Any:
        self.features.add(f"where: {operator}")
        if self._chance(0.015):
            self.features.add("where: null")
            return None
        if operator == "isNull":
            return self._chance(0.5)
        if operator == "in":
            return [self._value(node, name) for _ in range(self.random.choice([0, 1, 2, 5]))]
        value = self._value(node, name)
        if operator == "startsWith" and isinstance(value, str):
            return value[: self.random.randint(0, 3)]
        return value

    def _value(self, node: str, name: str) -> Any:
        """A value of the column, as a row has it or near it."""
        rows = self.pool.world.rows[node]
        column = snake(name) if snake(name) in rows[0] else f"{snake(name)}_id"
        values = [row[column] for row in rows[:60] if row[column] is not None]
        value = self.random.choice(values)
        if column == "id" or column in KEYS:
            return self._id(node if column == "id" else KEYS[column], value)
        if isinstance(value, Status):
            return Literal(value.name)
        return self._spoken(value)

    def _spoken(self, value: Any) -> Any:
        if isinstance(value, datetime):
            shift = timedelta(hours=self.random.choice([0, 0, 1]))
            zone = timezone(timedelta(hours=self.random.choice([0, 0, 1, -5])))
            naive = self._chance(0.03)
            return (value + shift).astimezone(zone).replace(tzinfo=None if naive else zone).isoformat()
        if isinstance(value, date):
            return (value + timedelta(days=self.random.choice([0, 0, 1]))).isoformat()
        if isinstance(value, UUID):
            return str(value).upper() if self._chance(0.3) else str(value)
        return value.value if isinstance(value, Enum) else value

    # ------------------------------------------------------------ ids and functions' arguments

    def _id(self, node: str, key: Any) -> str:
        if self._chance(0.05):
            self.features.add("bad id")
            other = self.random.choice(ALL)
            texts = [
                "",
                "???",
                encoded_id(other, key),
                encoded_id(node, "x"),
                encoded_id(node, -1),
                encoded_id("No", 1),
            ]
            return self.random.choice(texts)
        return encoded_id(node, key)

    def _some_id(self, *nodes: str) -> str:
        node = self.random.choice(nodes)
        key = self.random.choice(self.pool.world.rows[node])["id"]
        return self._id(node, 99_999 if isinstance(key, int) and self._chance(0.05) else key)

    def _ids(self, *nodes: str) -> dict[str, Any]:
        if self._chance(0.04):
            return {"ids": [encoded_id(nodes[0], self.pool.world.rows[nodes[0]][0]["id"])] * (CAP + 1)}
        ids = [self._some_id(*nodes) for _ in range(self.random.randint(0, 5))]
        return {"ids": [*ids, *ids[:1]]}

    def _imo(self) -> str:
        rows = self.pool.world.rows["Ship"]
        return "IMO-no" if self._chance(0.1) else str(self.random.choice(rows)["imo"])

    def _node(self) -> dict[str, Any]:
        return {"id": self._some_id(*ALL)}

    def _nodes(self) -> dict[str, Any]:
        return self._ids(*ALL)

    def _named(self) -> dict[str, Any]:
        return self._ids(*INTERFACES["Named"])

    def _fleet(self) -> dict[str, Any]:
        return self._ids("Ship")

    def _fleet_or_null(self) -> dict[str, Any]:
        return self._ids("Ship")

    def _this_ship(self) -> dict[str, Any]:
        return {"ship": self._some_id("Ship")}

    def _find_ship(self) -> dict[str, Any]:
        return {"imo": self._imo()}

    def _ship_or_reason(self) -> dict[str, Any]:
        return {"imo": self._imo()}

    def _sink_ship(self) -> dict[str, Any]:
        return {"imo": self._imo()}

    def _spotted(self) -> dict[str, Any]:
        return self.random.choice([{}, {"thing": None}, {"thing": self._some_id("Ship", "Port")}])

    def _rename_ship(self) -> dict[str, Any]:
        names = sorted({row["name"] for row in self.pool.world.rows["Ship"]})
        return {"ship": self._some_id("Ship"), "name": self.random.choice([*names, "Ütopia"])}

    def _price(self) -> dict[str, Any]:
        given: dict[str, Any] = {"amount": self.random.randint(-5, 500)}
        if self._chance(0.5):
            given["currency"] = "€"
        if self._chance(0.5):
            given["factors"] = [self.random.randint(0, 3) for _ in range(self.random.randint(0, 3))]
        return given

    def _toll(self) -> dict[str, Any]:
        self.features.add("batched with arguments")
        return {"perTon": self.random.randint(0, 5), **({"currency": "EUR"} if self._chance(0.5) else {})}

    def _sailings(self) -> dict[str, Any]:
        self.features.add("batched with arguments")
        given: dict[str, Any] = {"most": self.random.choice([-1, 0, 1, 2, 3, 4, 4, 5])} if self._chance(0.7) else {}
        if self._chance(0.3):
            given["ships"] = self.random.choice([None, self._ids("Ship")["ids"]])
        if self._chance(0.3):
            given["options"] = {"statuses": [Literal(self.random.choice(list(Status)).name)]}
        if self._chance(0.3):
            given["status"] = self.random.choice([None, Literal(self.random.choice(list(Status)).name)])
        return given

    def _broken(self) -> dict[str, Any]:
        return {"how": self.random.randint(0, 3)}

    def _report(self) -> dict[str, Any]:
        given: dict[str, Any] = {"port": self._some_id("Port")}
        statuses = [Literal(each.name) for each in self.random.sample(list(Status), self.random.randint(0, 2))]
        if self._chance(0.6):
            given["options"] = {"limit": self.random.randint(0, 4), "statuses": statuses}
        if self._chance(0.3):
            given["status"] = Literal(self.random.choice(list(Status)).name)
        return given


def _enum(definition: GraphQLField, argument: str) -> Any:
    made: Any = get_named_type(definition.args[argument].type)
    return made.values
