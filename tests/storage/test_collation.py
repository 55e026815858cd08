"""Text on a server that sorts as English does is in the order of its code points all the same."""

from __future__ import annotations

import pytest

from core.errors import StorageError
from core.storage.connection import database
from core.storage.migrating.goals import EVERYTHING
from core.storage.migrating.rehearsal import rehearse
from core.storage.migrations import migrate
from tests.alone import postgresql_server
from tests.databases import ask
from tests.storage.departments import Departments

pytestmark = postgresql_server

CITY = """
class City(Model):
    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=20, db_index=True)
    note = fields.TextField(null=True)

    class Meta(Model.Meta):
        table = "cities_city"
"""
NAMES = ("Zug", "aarau", "Łódź", "Lodz", "WR Switch", "White Rabbit")
COLLATIONS = """
SELECT attname::text, collname::text FROM pg_attribute JOIN pg_collation ON pg_collation.oid = attcollation
WHERE attrelid = 'cities_city'::regclass AND attnum > 0 ORDER BY attnum
"""
ORDERED = "SELECT name FROM cities_city ORDER BY name"


@pytest.fixture
async def cities(departments: Departments, url: str) -> Departments:
    if ask(url, "SELECT 'a' < 'B'") != [(True,)]:
        pytest.skip("this server sorts by code points anyway: install locales")
    departments.write("cities", CITY)
    await departments.make_migrations()
    await migrated(departments, url)
    values = ", ".join(f"({number}, '{name}')" for number, name in enumerate(NAMES))
    ask(url, f"INSERT INTO cities_city (id, name) VALUES {values}")
    return departments


async def migrated(departments: Departments, url: str) -> None:
    async with database(url, departments.modules) as opened:
        await migrate(opened)


def names(url: str) -> list[str]:
    return [name for (name,) in ask(url, ORDERED)]


async def test_columns_of_text_are_in_the_order_that_python_and_sqlite_know(cities: Departments, url: str) -> None:
    assert names(url) == sorted(NAMES)
    assert ask(url, COLLATIONS) == [("name", "C"), ("note", "C")]


async def test_a_database_of_an_older_version_is_put_in_order(cities: Departments, url: str) -> None:
    ask(url, 'ALTER TABLE cities_city ALTER COLUMN name TYPE varchar(20) COLLATE "default"')
    assert names(url) != sorted(NAMES)

    await migrated(cities, url)

    assert names(url) == sorted(NAMES)


async def test_a_column_that_is_changed_stays_in_order(cities: Departments, url: str) -> None:
    cities.write("cities", CITY.replace("max_length=20", "max_length=60"))
    await cities.make_migrations("longer_names")

    await migrated(cities, url)

    assert names(url) == sorted(NAMES)


async def test_its_index_answers_a_range(cities: Departments, url: str) -> None:
    ((name,),) = ask(url, "SELECT current_database()::text")
    ask(url, f"ALTER DATABASE {name} SET enable_seqscan = off")  # six rows are read sooner without an index

    told = ask(url, "EXPLAIN SELECT 1 FROM cities_city WHERE name >= 'W' AND name < 'X'")

    assert "Index Cond" in str(told)


async def test_a_rehearsal_puts_text_in_order_too_and_takes_that_back(cities: Departments, url: str) -> None:
    ask(url, 'ALTER TABLE cities_city ALTER COLUMN name TYPE varchar(20) COLLATE "default"')

    async with database(url, cities.modules) as opened:
        await rehearse(opened, EVERYTHING)
        assert ask(url, COLLATIONS) == [("name", "default"), ("note", "C")]
        ask(url, "CREATE VIEW capitals AS SELECT name FROM cities_city")
        with pytest.raises(StorageError, match=r"cities_city .*view"):
            await rehearse(opened, EVERYTHING)


async def test_what_stands_in_the_way_is_named_and_nothing_is_changed(cities: Departments, url: str) -> None:
    ask(url, 'ALTER TABLE cities_city ALTER COLUMN name TYPE varchar(20) COLLATE "default"')
    ask(url, "CREATE VIEW capitals AS SELECT name FROM cities_city")

    with pytest.raises(StorageError, match=r"cities_city .*view") as caught:
        await migrated(cities, url)

    assert "view" in caught.value.remedy
    assert ask(url, COLLATIONS) == [("name", "default"), ("note", "C")]
