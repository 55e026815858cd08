"""The schema that is printed, and what its words say to those who read it."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    build_schema,
    is_specified_scalar_type,
)

from core.host import Host
from core.words import fold
from tests.house.source import ROOT

PRINTED = ROOT / "schema" / "unified.graphql"
REGENERATE = "ipt schema --out schema/unified.graphql"
STOP = {
    *("a", "an", "the", "this", "that", "these", "those", "it", "its", "one", "each", "all", "any", "some", "given"),
    *("of", "in", "on", "at", "to", "for", "by", "with", "from", "and", "or", "as"),
    *("is", "are", "was", "be", "been", "has", "have"),
    *("field", "type", "object", "input"),
}
"""Words that say nothing."""

Described = Iterator[tuple[str, str, str]]


def described(schema: GraphQLSchema) -> Described:
    """Every type, field, argument and enum value: where it stands, its name, and its description."""
    for name, kind in schema.type_map.items():
        if not name.startswith("__") and not is_specified_scalar_type(kind):
            yield name, name, kind.description or ""
            yield from _members(name, kind)


def _members(name: str, kind: GraphQLNamedType) -> Described:
    if isinstance(kind, GraphQLEnumType):
        yield from ((f"{name}.{key}", key, value.description or "") for key, value in kind.values.items())
    if isinstance(kind, GraphQLInputObjectType):
        yield from ((f"{name}.{key}", key, field.description or "") for key, field in kind.fields.items())
    if isinstance(kind, GraphQLObjectType | GraphQLInterfaceType):
        for key, field in kind.fields.items():
            yield f"{name}.{key}", key, field.description or ""
            for argument, each in field.args.items():
                yield f"{name}.{key}({argument}:)", argument, each.description or ""


def words(text: str) -> set[str]:
    """The words that say something, in lower case and without their endings."""
    spaced = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", text)
    return {_stem(word) for word in fold(spaced.replace("_", " ")).split() if word not in STOP}


def _stem(word: str) -> str:
    return re.sub(r"(ies|es|s|ed|ing|y)$", "", word) if len(word) > 4 else word


def says_more(name: str, description: str) -> bool:
    """Whether a description has a word that is not in the name already."""
    return bool(words(description) - words(name))


def test_the_printed_schema_is_the_one_in_the_repository(host: Host) -> None:
    printed = PRINTED.read_text(encoding="utf-8") if PRINTED.exists() else ""
    assert printed == host.schema.as_str() + "\n", f"The schema has changed. Look at what did, then run: {REGENERATE}"


def test_everything_is_described_in_more_than_its_name(host: Host) -> None:
    schema = host.schema._schema  # noqa: SLF001  # Strawberry keeps graphql-core's schema there
    silent = [place for place, name, text in described(schema) if not says_more(name, text)]
    assert not silent, f"{len(silent)} descriptions are missing or say their name again: {', '.join(silent[:40])}"


def test_a_description_ends_as_a_sentence(host: Host) -> None:
    schema = host.schema._schema  # noqa: SLF001  # the same
    ours = [(place, text) for place, _, text in described(schema) if text and place not in ("Date", "DateTime", "UUID")]
    assert not [(place, text) for place, text in ours if text.rstrip()[-1] not in ".:!?)`"]


def test_every_list_in_pages_is_a_connection_as_relay_has_it(host: Host) -> None:
    types = host.schema._schema.type_map  # noqa: SLF001  # the same
    kinds = {name: kind for name, kind in types.items() if isinstance(kind, GraphQLObjectType)}
    lists = {name: kind.fields for name, kind in kinds.items() if name.endswith("Connection")}

    assert set(kinds["PageInfo"].fields) == {"hasNextPage", "hasPreviousPage", "startCursor", "endCursor"}
    assert "SearchConnection" in lists
    for name, fields in lists.items():
        edge = name.replace("Connection", "Edge")
        assert str(fields["pageInfo"].type) == "PageInfo!", name
        assert str(fields["edges"].type) == f"[{edge}!]!", name
        assert {"node", "cursor"} <= set(kinds[edge].fields), name


@pytest.mark.parametrize(
    ("name", "description", "is_enough"),
    [
        ("unitPrice", "The unit price.", False),
        ("SupplierStatus", "The status of suppliers.", False),
        ("categories", "", False),
        ("categories", "The category of this.", False),
        ("unitPrice", "What one piece costs, without tax.", True),
    ],
)
def test_a_description_that_repeats_the_name_is_found(name: str, description: str, is_enough: bool) -> None:
    assert says_more(name, description) is is_enough


def test_every_sort_of_thing_is_looked_at() -> None:
    schema = build_schema(
        "enum E { A } input I { a: E } interface F { f(x: I): E } type Query implements F { f(x: I): E }"
    )
    assert {place for place, _, _ in described(schema)} >= {"E", "E.A", "I.a", "F", "F.f(x:)", "Query.f", "Query.f(x:)"}
