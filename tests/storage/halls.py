"""Two departments with rows that hang on one another: magnets stand in halls, have twins, and were tested in halls."""

from __future__ import annotations

from typing import Final

from core.storage.connection import database
from core.storage.migrating.goals import EVERYTHING, Goal
from core.storage.migrating.structure import found
from core.storage.migrations import migrate
from tests.databases import ask
from tests.storage.departments import Departments

HALL: Final = """
class Hall(Model):
    id = fields.BigIntField(primary_key=True)
    name = fields.CharField(max_length=20, unique=True)

    class Meta(Model.Meta):
        table = "halls_hall"
"""
MAGNET: Final = """
class Magnet(Model):
    id = fields.BigIntField(primary_key=True)
    hall = fields.ForeignKeyField("halls.Hall", db_index=True)
    twin = fields.ForeignKeyField("magnets.Magnet", related_name="twins", null=True, db_index=True)
    tested = fields.ManyToManyField(
        "halls.Hall", related_name="tested", through="magnets_tested", backward_key="magnet_id"
    )
    kind = fields.CharField(max_length=20, db_index=True)
    turns = fields.IntField()

    class Meta(Model.Meta):
        table = "magnets_magnet"
        indexes = (("kind", "turns"), ("hall", "turns"))
        unique_together = (("hall", "kind"),)
"""
ROWS: Final = (
    "INSERT INTO halls_hall (name) VALUES ('SM18'), ('ISR')",
    "INSERT INTO magnets_magnet (id, hall_id, twin_id, kind, turns) VALUES (7, 1, NULL, 'dipole', 80)",
    "INSERT INTO magnets_magnet (id, hall_id, twin_id, kind, turns) VALUES (8, 2, 7, 'dipole', 90)",
    "INSERT INTO magnets_tested (magnet_id, hall_id) VALUES (7, 1), (7, 2)",
)


async def filled(departments: Departments, url: str) -> None:
    """The tables of both departments, with rows in each; magnets are written first, though halls have to come first."""
    departments.write("magnets", MAGNET)
    departments.write("halls", HALL)
    departments.modules = dict(reversed(departments.modules.items()))
    await departments.make_migrations()
    await migrated(departments, url)
    for statement in ROWS:
        ask(url, statement)


async def migrated(departments: Departments, url: str, goal: Goal = EVERYTHING) -> list[str]:
    """Migrate, and tell what ran."""
    async with database(url, departments.modules) as opened:
        return [str(key) for key in await migrate(opened, goal=goal)]


async def facts(departments: Departments, url: str) -> set[str]:
    """A sentence for each table, column, index, unique constraint, reference and trigger."""
    async with database(url, departments.modules) as opened:
        return await found(opened)
