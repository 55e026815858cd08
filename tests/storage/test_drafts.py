from __future__ import annotations

import pytest

from core.storage.connection import database
from core.storage.migrating.drafts import drafts
from core.storage.migrations import migrate
from tests.storage.departments import Departments

ROOM = """
class Size(Enum):
    \"\"\"How many fit in.\"\"\"

    SMALL = "small"


class Room(Model):
    \"\"\"A room.\"\"\"

    id = fields.UUIDField(primary_key=True)
    size = fields.CharEnumField(Size, max_length=10, default=Size.SMALL, db_index=True)

    class Meta(Model.Meta):
        table = "rooms_room"
"""


@pytest.fixture
async def rooms(departments: Departments) -> Departments:
    departments.write("rooms", ROOM)
    await departments.make_migrations()
    return departments


async def described(departments: Departments) -> list[str]:
    return [line for draft in await drafts(departments.modules) for line in draft.describe()]


async def test_models_and_their_migrations_agree_once_it_is_written(rooms: Departments) -> None:
    assert await drafts(rooms.modules) == []


async def test_a_migration_imports_nothing_of_ours(rooms: Departments) -> None:
    source = (rooms.folder / "rooms/migrations/0001_initial.py").read_text()

    assert "rooms" not in [line.split()[1] for line in source.splitlines() if line.startswith(("from", "import"))]
    assert "A room." not in source


async def test_it_is_written_beside_a_package_of_models_too(departments: Departments) -> None:
    departments.write("rooms", ROOM)
    package = departments.folder / "rooms"
    (package / "models").mkdir()
    (package / "models.py").rename(package / "models" / "rooms.py")
    (package / "models" / "__init__.py").write_text("from rooms.models.rooms import Room\n")

    assert await departments.make_migrations() == ["rooms.0001_initial"]
    assert await drafts(departments.modules) == []


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("A room.", "A room; it may be locked."),
        ('SMALL = "small"', 'SMALL = "small"\n    LARGE = "large"'),
    ],
)
async def test_what_no_database_keeps_asks_for_no_migration(rooms: Departments, before: str, after: str) -> None:
    rooms.write("rooms", ROOM.replace(before, after))

    assert await drafts(rooms.modules) == []


@pytest.mark.parametrize(
    ("before", "after", "operation"),
    [
        ("max_length=10", "max_length=30", "Alter field size on Room"),
        (", db_index=True", "", "Alter field size on Room"),
        ("    class Meta", "    seats = fields.IntField(null=True)\n\n    class Meta", "Add field seats to Room"),
        ('"rooms_room"', '"rooms_room"\n        indexes = (("size", "id"),)', "Add index to Room"),
        ('"rooms_room"', '"rooms_room"\n        unique_together = (("size", "id"),)', "Add constraint to Room"),
    ],
)
async def test_drift_is_found_and_described(rooms: Departments, before: str, after: str, operation: str) -> None:
    rooms.write("rooms", ROOM.replace(before, after))

    assert await described(rooms) == [operation]
    assert await rooms.make_migrations("a change") == ["rooms.0002_a_change"]
    assert await drafts(rooms.modules) == []


async def test_a_department_of_its_own_distribution_migrates_beside_ours(rooms: Departments, url: str) -> None:
    rooms.write(
        "ipt_space",
        """
        class Satellite(Model):
            id = fields.BigIntField(primary_key=True)
            clean_room = fields.ForeignKeyField("rooms.Room", db_index=True, null=True)

            class Meta(Model.Meta):
                table = "space_satellite"
        """,
    )
    rooms.modules["space"] = rooms.modules.pop("ipt_space")

    (draft,) = await drafts(rooms.modules)
    assert draft.dependencies == (("rooms", "0001_initial"),)
    assert draft.write() == rooms.folder / "ipt_space/migrations/0001_initial.py"

    async with database(url, rooms.modules) as opened:
        assert [str(key) for key in await migrate(opened)] == ["rooms.0001_initial", "space.0001_initial"]
