"""What the tables are, a sentence for each fact: as migrations declare them, and as a database has them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, Final, cast

from tortoise.fields.base import Field
from tortoise.fields.relational import ForeignKeyFieldInstance, ManyToManyFieldInstance
from tortoise.indexes import Index
from tortoise.migrations.constraints import UniqueConstraint
from tortoise.migrations.schema_generator.state import State
from tortoise.models import Model

from core.storage.connection import Database

Columns = tuple[str, ...]

SQLITE_FACTS: Final = """
WITH "tables" AS (SELECT "name" FROM sqlite_master WHERE "type" = 'table' AND "name" NOT LIKE 'sqlite!_%' ESCAPE '!')
SELECT 'table ' || "name" AS "fact" FROM "tables"
UNION ALL
SELECT 'column ' || t."name" || '.' || c."name" || CASE WHEN c."pk" THEN ' key' ELSE
    ' ' || lower(c."type") || iif(c."notnull", ' not null', '') || iif(c."dflt_value" IS NULL, '', ' default') END
FROM "tables" t, pragma_table_info(t."name") c
UNION ALL
SELECT iif(i."unique", 'unique ', 'index ') || t."name" || ' (' || (
    SELECT group_concat(coalesce("name", '...'), ', ')
    FROM (SELECT "name" FROM pragma_index_info(i."name") ORDER BY "seqno")
) || ')' || iif(i."partial", ' partial', '')
FROM "tables" t, pragma_index_list(t."name") i WHERE i."origin" <> 'pk'
UNION ALL
SELECT 'reference ' || t."name" || '.' || f."from" || ' to ' || f."table" || '.' || f."to"
    || ' on delete ' || lower(f."on_delete")
FROM "tables" t, pragma_foreign_key_list(t."name") f
UNION ALL
SELECT 'trigger ' || "tbl_name" || ' ' || "name" FROM sqlite_master WHERE "type" = 'trigger'
"""
POSTGRES_FACTS: Final = """
WITH "tables" AS (
    SELECT "oid", "relname" FROM pg_class
    WHERE "relnamespace" = current_schema()::regnamespace AND "relkind" IN ('r', 'p')
)
SELECT 'table ' || t."relname" AS "fact" FROM "tables" t
UNION ALL
SELECT 'column ' || t."relname" || '.' || a."attname" || CASE WHEN k."indrelid" IS NOT NULL THEN ' key' ELSE
    ' ' || format_type(a."atttypid", a."atttypmod") || CASE WHEN a."attnotnull" THEN ' not null' ELSE '' END
    || CASE WHEN a."atthasdef" THEN ' default' ELSE '' END END
FROM "tables" t
JOIN pg_attribute a ON a."attrelid" = t."oid" AND a."attnum" > 0 AND NOT a."attisdropped"
LEFT JOIN pg_index k ON k."indrelid" = t."oid" AND k."indisprimary" AND a."attnum" = ANY(k."indkey")
UNION ALL
SELECT CASE WHEN i."indisunique" THEN 'unique ' ELSE 'index ' END || t."relname" || ' (' || (
    SELECT string_agg(coalesce(a."attname", '...'), ', ' ORDER BY part)
    FROM generate_series(1, i."indnkeyatts") part
    LEFT JOIN pg_attribute a ON a."attrelid" = t."oid" AND a."attnum" = i."indkey"[part - 1]
) || ')' || CASE WHEN i."indpred" IS NULL THEN '' ELSE ' partial' END
FROM "tables" t JOIN pg_index i ON i."indrelid" = t."oid" AND NOT i."indisprimary" AND i."indisvalid"
UNION ALL
SELECT 'reference ' || t."relname" || '.' || a."attname" || ' to ' || p."relname" || '.' || b."attname" || ' on delete '
    || CASE f."confdeltype" WHEN 'a' THEN 'no action' WHEN 'r' THEN 'restrict' WHEN 'c' THEN 'cascade'
       WHEN 'n' THEN 'set null' ELSE 'set default' END
FROM "tables" t
JOIN pg_constraint f ON f."conrelid" = t."oid" AND f."contype" = 'f'
JOIN pg_class p ON p."oid" = f."confrelid"
JOIN pg_attribute a ON a."attrelid" = f."conrelid" AND a."attnum" = f."conkey"[1]
JOIN pg_attribute b ON b."attrelid" = f."confrelid" AND b."attnum" = f."confkey"[1]
UNION ALL
SELECT 'trigger ' || t."relname" || ' ' || g."tgname" FROM "tables" t
JOIN pg_trigger g ON g."tgrelid" = t."oid" AND NOT g."tgisinternal"
"""
SHORT: Final = {
    "character varying": "varchar",
    "timestamp with time zone": "timestamptz",
    "time with time zone": "timetz",
    "numeric": "decimal",
    "boolean": "bool",
    "integer": "int",
}
"""What PostgreSQL calls types, and what they are called in a statement."""


async def found(database: Database) -> set[str]:
    """The facts of the tables that the database has, those of departments that are not loaded included."""
    query = SQLITE_FACTS if database.is_sqlite else POSTGRES_FACTS
    facts = {str(row["fact"]) for row in await database.connection.execute_query_dict(query)}
    return facts if database.is_sqlite else {_shortened(fact) for fact in facts}


def declared(state: State, *, is_sqlite: bool) -> set[str]:
    """The facts of the tables that the migrations of a state declare."""
    models = [model for models in state.apps.apps.values() for model in models.values()]
    return {fact for model in models for fact in _facts(model, "sqlite" if is_sqlite else "postgres")}


async def rows(database: Database, facts: Iterable[str]) -> dict[str, int]:
    """How many rows each table of these facts has."""
    tables = sorted(fact.removeprefix("table ") for fact in facts if fact.startswith("table "))
    counts: dict[str, int] = {}
    for table in tables:
        counted = await database.connection.execute_query_dict(f'SELECT count(*) AS "rows" FROM "{table}"')
        counts[table] = int(counted[0]["rows"])
    return counts


def columns_of(model: type[Model], names: Iterable[str]) -> Columns:
    """The columns of fields, for names that may be columns already."""
    return tuple(_column(model, name) for name in names)


def _column(model: type[Model], name: str) -> str:
    field = model._meta.fields_map.get(name)
    # A foreign key names the field that holds the key, which names the column.
    holder = str(field.source_field) if isinstance(field, ForeignKeyFieldInstance) and field.source_field else name
    return model._meta.fields_db_projection.get(holder, holder)


def index_of_columns(model: type[Model], declared: Index | Iterable[str]) -> Index:
    """An index of `Meta.indexes` by its columns.

    A migration of Tortoise's takes the names as they stand; SQLite takes a name that is no column, such as that of a
    foreign key, for a text, and indexes that.
    """
    if not isinstance(declared, Index):
        return Index(fields=columns_of(model, declared))
    by_columns = Index.__new__(type(declared))
    by_columns.__dict__.update(declared.__dict__, fields=list(columns_of(model, declared.fields)))
    return by_columns


def plain_columns(model: type[Model]) -> list[tuple[str, Field[Any]]]:
    """Every column with its field; the column of a foreign key with the field that holds the key."""
    fields = model._meta.fields_map
    return [(column, fields[name]) for name, column in model._meta.fields_db_projection.items()]


def uniques(model: type[Model]) -> list[UniqueConstraint]:
    """Every combination of columns that no two rows share, however it is declared."""
    alone = [UniqueConstraint((column,)) for column, field in plain_columns(model) if field.unique and not field.pk]
    together = [UniqueConstraint(columns_of(model, names)) for names in model._meta.unique_together]
    named = [
        UniqueConstraint(columns_of(model, each.fields), each.name, each.condition)
        for each in model._meta.constraints
        if isinstance(each, UniqueConstraint)
    ]
    return alone + together + named


def indexes(model: type[Model]) -> list[Index]:
    """Every index, however it is declared, by its columns."""
    alone = [Index(fields=(column,)) for column, field in plain_columns(model) if field.index and not field.pk]
    return alone + [index_of_columns(model, index) for index in model._meta.indexes]


def _facts(model: type[Model], dialect: str) -> Iterator[str]:
    table = model._meta.db_table
    yield f"table {table}"
    for column, field in plain_columns(model):
        yield f"column {table}.{column}{_traits(field, dialect)}"
        if isinstance(reference := field.reference, ForeignKeyFieldInstance):
            yield _reference(table, column, reference)
    for unique in uniques(model):
        yield _listed("unique", table, unique.fields, is_partial=unique.condition is not None)
    for index in indexes(model):
        yield _listed("index", table, index.fields or ["..."] * len(index.expressions), is_partial=bool(index.extra))
    for name in model._meta.m2m_fields:
        yield from _between(model, cast("ManyToManyFieldInstance[Any]", model._meta.fields_map[name]), dialect)


def _between(model: type[Model], field: ManyToManyFieldInstance[Any], dialect: str) -> Iterator[str]:
    """The table that relates two others; declared once, by the model that has the field."""
    if field._generated:  # noqa: SLF001  # the other end's view of it
        return
    yield f"table {field.through}"
    for column, end in ((field.backward_key, model), (field.forward_key, field.related_model)):
        key = end._meta.pk
        yield f"column {field.through}.{column} {str(key.get_for_dialect(dialect, 'SQL_TYPE')).lower()} not null"
        yield f"reference {field.through}.{column} to {end._meta.db_table}.{end._meta.db_pk_column} on delete cascade"
    if field.unique:
        yield _listed("unique", field.through, (field.backward_key, field.forward_key), is_partial=False)


def _traits(field: Field[Any], dialect: str) -> str:
    if field.pk:
        return " key"
    needed = "" if field.null else " not null"
    default = " default" if field.has_db_default() else ""
    return f" {str(field.get_for_dialect(dialect, 'SQL_TYPE')).lower()}{needed}{default}"


def _reference(table: str, column: str, reference: ForeignKeyFieldInstance[Any]) -> str:
    end = reference.to_field_instance
    target = f"{reference.related_model._meta.db_table}.{end.source_field or end.model_field_name}"
    return f"reference {table}.{column} to {target} on delete {reference.on_delete.lower()}"


def _listed(kind: str, table: str, columns: Iterable[str], *, is_partial: bool) -> str:
    return f"{kind} {table} ({', '.join(columns)}){' partial' if is_partial else ''}"


def _shortened(fact: str) -> str:
    if not fact.startswith("column "):
        return fact
    kind, name, traits = fact.split(" ", 2)
    for long, short in SHORT.items():
        traits = traits.replace(long, short)
    return f"{kind} {name} {traits}"
