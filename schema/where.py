"""From a `where` argument to a condition: two-valued, so that `not` means what it says, and blind behind guards."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from enum import Enum
from typing import Any, cast
from uuid import UUID

from schema.conditions import FALSE, TRUE, Sql, all_of, join
from schema.errors import Code, fault
from schema.lists import Operand
from schema.relay import decode_id
from schema.statement import Statement
from schema.texts import refuse_unstorable

LAST = "\U0010ffff"
"""The last code point: no text that begins with a prefix sorts after prefix + LAST."""

_COMPARE = {"eq": "=", "lt": "<", "lte": "<=", "gt": ">", "gte": ">="}
_HOLDS_WITHOUT_VALUE = {"ne"}


MOST_TESTS = 200
DEEPEST = 20


def where_sql(statement: Statement, operands: Mapping[str, Operand], where: Mapping[str, Any]) -> Sql:
    """The condition of a `where` argument; a fault BAD_ARGUMENT or BAD_ID for a value that no row can have."""
    _refuse_large(where)
    try:
        return _all(statement, operands, where)
    except OverflowError:
        raise fault(
            Code.BAD_ARGUMENT, "where: a time is too far away to be told in UTC. Write one of our era."
        ) from None


def _refuse_large(where: Mapping[str, Any]) -> None:
    waiting, tests = [(where, 1)], 0
    while waiting:
        each, depth = waiting.pop()
        tests += len(each)
        if tests > MOST_TESTS or depth > DEEPEST:
            message = (
                f"where has more than {MOST_TESTS} tests or is nested deeper than {DEEPEST}. Use `in`, or ask twice."
            )
            raise fault(Code.BAD_ARGUMENT, message)
        for name in ("and", "or", "not"):
            inner = each.get(name) or []
            waiting += [(one, depth + 1) for one in (inner if isinstance(inner, list) else [inner])]


def _all(statement: Statement, operands: Mapping[str, Operand], where: Mapping[str, Any]) -> Sql:
    parts: list[Sql] = []
    for name, test in where.items():
        if test is None:
            raise fault(Code.BAD_ARGUMENT, f"where.{name} is null. Leave it out, or test `isNull: true`.")
        parts.append(_part(statement, operands, name, test))
    return all_of(parts)


def _part(statement: Statement, operands: Mapping[str, Operand], name: str, test: Any) -> Sql:
    if name == "not":
        inner = _all(statement, operands, test)
        return Sql(f"NOT ({inner.text})", inner.values)
    if name in ("and", "or"):
        parts = [_all(statement, operands, each) for each in cast(list[Mapping[str, Any]], test)]
        if name == "and":
            return all_of(parts)
        return join(parts, "OR") if parts else FALSE
    tests = [_test(statement, operands[name], operator, value) for operator, value in test.items()]
    return all_of(tests)


def _test(statement: Statement, operand: Operand, operator: str, value: Any) -> Sql:
    if value is None:
        raise fault(
            Code.BAD_ARGUMENT,
            f"where.{operand.graphql_name}.{operator} is null. Leave it out, or test `isNull: true`.",
        )
    text, guard = statement.row.sql(operand.column), _guard(statement, operand)
    if operator == "isNull":
        return _is_null(text, guard, wanted=bool(value))
    plain = _plain(statement, operand, operator, value, text)
    if operator in _HOLDS_WITHOUT_VALUE:
        return join([plain, Sql(f"{text} IS NULL"), *_unseen(guard)], "OR")
    return all_of([Sql(f"{text} IS NOT NULL") if operand.column.nullable else TRUE, plain, *_seen(guard)])


def _guard(statement: Statement, operand: Operand) -> Sql | None:
    """When the column shows its value, and a foreign key its target."""
    own = statement.guard(operand.column.name)
    seen = statement.shows(operand.column, operand.target) if operand.target else None
    found = [each for each in (own, seen) if each]
    return all_of(found) if found else None


def _is_null(text: str, guard: Sql | None, *, wanted: bool) -> Sql:
    if wanted:
        return join([Sql(f"{text} IS NULL"), *_unseen(guard)], "OR")
    return all_of([Sql(f"{text} IS NOT NULL"), *_seen(guard)])


def _seen(guard: Sql | None) -> list[Sql]:
    return [Sql(f"({guard.text}) IS TRUE", guard.values)] if guard else []


def _unseen(guard: Sql | None) -> list[Sql]:
    return [Sql(f"({guard.text}) IS NOT TRUE", guard.values)] if guard else []


def _plain(statement: Statement, operand: Operand, operator: str, value: Any, text: str) -> Sql:
    dialect = statement.dialect
    if operator == "in":
        values = [dialect.bind(_stored(_python(operand, each))) for each in value]
        if not values:
            return FALSE
        condition, bound = dialect.among(text, values)
        return Sql(condition, (bound,))
    python = _python(operand, value)
    if operator == "startsWith":
        return Sql(f"({text} >= ? AND {text} < ?)", (python, python + LAST))
    bound = dialect.bind(_stored(python))
    return Sql(f"{text} {'<>' if operator == 'ne' else _COMPARE[operator]} ?", (bound,))


def _stored(value: Any) -> Any:
    """The value as its column keeps it. Tortoise's field would refuse one that does not fit; it matches nothing."""
    return value.value if isinstance(value, Enum) else value


def _python(operand: Operand, value: Any) -> Any:
    """A client's value as the column's own type."""
    if operand.node:
        return _key(operand, str(value))
    kind = operand.column.type
    if kind is datetime and isinstance(value, datetime) and value.tzinfo is None:
        raise fault(
            Code.BAD_ARGUMENT,
            f"where.{operand.graphql_name}: {value.isoformat()} has no time zone. Write it with one: "
            f"{value.isoformat()}Z, or +01:00 for Geneva in winter.",
        )
    if kind is UUID:
        return parse_key(UUID, str(value))
    if isinstance(value, Enum | date):
        return value
    refuse_unstorable(value, f"where.{operand.graphql_name}")
    return value


def _key(operand: Operand, text: str) -> int | UUID | str:
    type_name, key = decode_id(text)
    if type_name != operand.node:
        raise fault(
            Code.BAD_ID,
            f"where.{operand.graphql_name} takes ids of {operand.node}; {text!r} is one of {type_name}.",
        )
    return parse_key(operand.column.type, key)


def parse_key(kind: type, key: str) -> int | UUID | str:
    """The key in an id as its column holds it; a fault BAD_ID when it cannot be one."""
    try:
        if kind is int:
            return _small(int(key)) if key.isascii() and key.isdecimal() else _small(-1)
        return UUID(key) if kind is UUID else key
    except ValueError:
        raise fault(Code.BAD_ID, "This is not an id of this graph. Use an `id` that an earlier answer gave.") from None


def _small(number: int) -> int:
    if not 0 <= number < 2**63:
        raise ValueError(number)
    return number
