"""What the house asks of tables: whose they are, what they point to, and what they never hold."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from tortoise.fields import DecimalField, JSONField
from tortoise.fields.relational import BackwardFKRelation, ForeignKeyFieldInstance, ManyToManyFieldInstance
from tortoise.models import Model

from core.departments import LoadedDepartment
from core.discovery import REGISTRY
from core.host import Host
from core.names import models_of
from tests.house.reading import models_in

DEPARTMENTS = (REGISTRY, "procurement", "knowledge_transfer", "eu_support")


def tables(host: Host, name: str) -> tuple[LoadedDepartment, list[type[Model]]]:
    (department,) = (each for each in host.departments if each.name == name)
    return department, models_of(department)


def own_fields(model: type[Model]) -> Iterator[tuple[str, Any]]:
    fields = model._meta.fields_map.items()
    yield from ((name, field) for name, field in fields if not isinstance(field, BackwardFKRelation))


def test_these_are_all_departments_of_the_product(host: Host) -> None:
    assert {each.name for each in host.departments} == {*DEPARTMENTS}


@pytest.mark.parametrize("name", DEPARTMENTS)
def test_every_table_that_is_written_down_is_known(host: Host, name: str) -> None:
    department, models = tables(host, name)
    assert department.models
    assert {each.__name__ for each in models} == models_in(department.models.__name__)


@pytest.mark.parametrize("name", DEPARTMENTS)
def test_a_table_begins_with_its_departments_name(host: Host, name: str) -> None:
    _, models = tables(host, name)
    assert models
    assert not [each for each in models if not str(each._meta.db_table).startswith(f"{name}_")]


@pytest.mark.parametrize("name", DEPARTMENTS)
def test_a_foreign_key_points_to_the_registry_or_stays_at_home_and_has_an_index(host: Host, name: str) -> None:
    _, models = tables(host, name)
    for model in models:
        for field_name, field in own_fields(model):
            if isinstance(field, ForeignKeyFieldInstance):
                where = f"{model.__name__}.{field_name}"
                assert str(field.model_name).partition(".")[0] in (REGISTRY, name), (
                    f"{where} points to {field.model_name}"
                )
                assert field.index or field.unique, f"{where} has no index: write db_index=True"


@pytest.mark.parametrize("name", DEPARTMENTS)
def test_no_column_is_a_decimal_or_a_document_and_links_are_tables(host: Host, name: str) -> None:
    _, models = tables(host, name)
    for model in models:
        kinds = [type(field) for _, field in own_fields(model)]
        assert not {DecimalField, JSONField, ManyToManyFieldInstance} & {*kinds}, model.__name__


@pytest.mark.parametrize("name", DEPARTMENTS)
def test_money_has_a_currency_beside_it(host: Host, name: str) -> None:
    _, models = tables(host, name)
    for model in models:
        columns = {column for column, _ in own_fields(model)}
        amounts = {column.removesuffix("_minor") for column in columns if column.endswith("_minor")}
        assert {f"{amount}_currency" for amount in amounts} <= columns, model.__name__


@pytest.mark.parametrize("name", DEPARTMENTS)
def test_a_table_says_what_a_row_is(host: Host, name: str) -> None:
    _, models = tables(host, name)
    assert not [each.__name__ for each in models if len((each.__doc__ or "").split()) < 4]
