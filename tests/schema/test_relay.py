"""Ids and cursors come back as they were given, and anything else is refused by its code."""

from __future__ import annotations

import base64
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

import orjson
import pytest
from graphql import GraphQLError
from hypothesis import given
from hypothesis import strategies as st

from core.storage.connection import Database
from schema.dialect import Sqlite
from schema.page import cursor_maker, order_of, read_arguments
from schema.relay import Cursor, Ref, decode_cursor, decode_id, encode_cursor, encode_id
from schema.where import parse_key
from tests.schema.world.models import Status
from tests.schema.world.opened import world_schema

NAMES = st.from_regex(r"[A-Z][A-Za-z]{0,20}", fullmatch=True)
TEXTS = st.text(min_size=1).filter(lambda text: "\x00" not in text)
WHOLE = st.integers(-(2**63) + 1, 2**63 - 1)


def code_of(error: pytest.ExceptionInfo[GraphQLError]) -> str:
    return str((error.value.extensions or {})["code"])


def packed(value: Any) -> str:
    return base64.urlsafe_b64encode(orjson.dumps(value)).decode().rstrip("=")


# ---------------------------------------------------------------- ids


@given(name=NAMES, key=st.integers(0, 2**63 - 1) | st.uuids() | TEXTS)
def test_an_id_comes_back_as_it_was_given(name: str, key: int | UUID | str) -> None:
    assert decode_id(encode_id(name, key)) == (name, str(key))
    assert parse_key(type(key), str(key)) == key


@given(text=st.text())
def test_any_other_text_is_no_id_or_one_that_names_a_type_and_a_key(text: str) -> None:
    refused: list[str] = []
    try:
        refused += [each for each in decode_id(text) if not each]
    except GraphQLError as error:
        refused.append(str((error.extensions or {})["code"]))
    assert refused in ([], ["BAD_ID"])


@pytest.mark.parametrize(
    "text", ["", "a", "====", "U2hpcA", "OjE", "U2hpcDo", "zażółć", "\ud800", "U2hpcDox\n", "_w", "gA"]
)
def test_a_tampered_id_is_refused(text: str) -> None:
    with pytest.raises(GraphQLError) as caught:
        decode_id(text)
    assert code_of(caught) == "BAD_ID"


@pytest.mark.parametrize(
    ("kind", "key"),
    [(int, "x"), (int, "-1"), (int, "1.5"), (int, str(2**63)), (int, "٣"), (int, " 1"), (UUID, "7"), (UUID, "")],
)
def test_a_key_that_no_row_can_have_is_no_id(kind: type, key: str) -> None:
    with pytest.raises(GraphQLError) as caught:
        parse_key(kind, key)
    assert code_of(caught) == "BAD_ID"


def test_refs_are_equal_when_type_and_key_are() -> None:
    assert Ref("Ship", 1) == Ref("Ship", 1)
    assert len({Ref("Ship", 1), Ref("Ship", 1), Ref("Port", 1)}) == 2
    assert Ref("Ship", 1) != ("Ship", 1)
    assert repr(Ref("Ship", 1)) == "Ref(Ship, 1)"


# ---------------------------------------------------------------- cursors


@given(order=TEXTS, value=TEXTS | WHOLE | st.booleans(), key=WHOLE | TEXTS)
def test_a_cursor_comes_back_as_it_was_given(order: str, value: str | int, key: int | str) -> None:
    cursor = Cursor(order, value, key)
    assert decode_cursor(encode_cursor(cursor), order) == cursor


@given(text=st.text())
def test_any_other_text_is_no_cursor(text: str) -> None:
    with pytest.raises(GraphQLError) as caught:
        decode_cursor(text, "name")
    assert code_of(caught) == "BAD_CURSOR"


BAD: list[Any] = [
    *(None, 7, "name", {}, [], ["name"], ["name", "x"], ["name", "x", 1, 1]),
    *([7, "x", 1], ["name", None, 1], ["name", "x", None], ["name", 1.5, 1], ["name", [], 1], ["name", "x", {}]),
    *(["other", "x", 1], ["-name", "x", 1], ["name", 2**63, 1]),
]


@pytest.mark.parametrize("value", BAD, ids=str)
def test_a_tampered_cursor_is_refused(value: Any) -> None:
    with pytest.raises(GraphQLError) as caught:
        decode_cursor(packed(value), "name")
    assert code_of(caught) == "BAD_CURSOR"


def test_a_cursor_of_another_order_says_what_to_do() -> None:
    with pytest.raises(GraphQLError) as caught:
        decode_cursor(packed(["-name", "x", 1]), "name")
    assert "belongs to the order '-name', the list is in the order 'name'. Start again" in caught.value.message


ROWS: dict[str, tuple[Any, Any, Any]] = {
    "name": ("Åse 🚢", "Åse 🚢", "text"),
    "status": ("active", Status.ACTIVE.value, "an enum"),
    "launched_on": ("2001-02-03", "2001-02-03", "a date as text"),
    "-launched_on": (date(2001, 2, 3), "2001-02-03", "a date"),
    "seen_at": ("2026-01-01 07:00:00.500000+00:00", "2026-01-01 07:00:00.500000+00:00", "an instant as text"),
    "-seen_at": (datetime(2026, 1, 1, 7, tzinfo=UTC), "2026-01-01 07:00:00+00:00", "an instant"),
    "insured": (1, 1, "a truth as number"),
    "-insured": (False, 0, "a truth"),
}


@pytest.mark.parametrize("name", ROWS)
async def test_a_list_takes_the_cursors_that_it_gave(world: Database, name: str) -> None:
    ship = world_schema().graph.nodes["Ship"]
    key = "00000000-0000-0000-0000-00000000002a"
    raw, bound, _ = ROWS[name]
    cursor = cursor_maker(order_of(ship, name), 0, 1)([raw, key])
    asked = read_arguments(ship, name, {"after": cursor}, 100, Sqlite())
    assert asked.window.after == (bound, key)


@pytest.mark.parametrize(
    ("order", "value", "key"),
    [
        ("name", 7, "00000000-0000-0000-0000-00000000002a"),
        ("name", "x", 42),
        ("name", "x", "42"),
        ("launched_on", "x", "00000000-0000-0000-0000-00000000002a"),
        ("launched_on", 7, "00000000-0000-0000-0000-00000000002a"),
        ("seen_at", "2026-01-01 07:00:00", "00000000-0000-0000-0000-00000000002a"),
        ("insured", 2, "00000000-0000-0000-0000-00000000002a"),
        ("insured", "true", "00000000-0000-0000-0000-00000000002a"),
    ],
)
async def test_a_cursor_with_a_value_that_its_column_cannot_hold_is_refused(
    world: Database, order: str, value: Any, key: Any
) -> None:
    ship = world_schema().graph.nodes["Ship"]
    with pytest.raises(GraphQLError) as caught:
        read_arguments(ship, order, {"after": packed([order, value, key])}, 100, Sqlite())
    assert code_of(caught) == "BAD_CURSOR"
