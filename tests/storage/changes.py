"""What a department may ask of its tables: what it writes for what it had, and the facts that go and come by that."""

from __future__ import annotations

from typing import Final, NamedTuple

import pytest

from tests.storage.halls import HALL, MAGNET

TURNS: Final = "turns = fields.IntField()"
HALL_KEY: Final = 'hall = fields.ForeignKeyField("halls.Hall", db_index=True)'
KIND: Final = "kind = fields.CharField(max_length=20, db_index=True)"
SPARE: Final = 'fields.ForeignKeyField("halls.Hall", related_name="spares", null=True, db_index=True)'
TOGETHER: Final = 'unique_together = (("hall", "kind"),)'


class Change(NamedTuple):
    """What a department writes instead of what it had, and the facts that go and come by that, a line each."""

    before: str
    after: str
    gone: str = ""
    new: str = ""


ON_HALLS: Final = {
    "its column is longer": Change(
        "max_length=20",
        "max_length=60",
        "column halls_hall.name varchar(20) not null",
        "column halls_hall.name varchar(60) not null",
    ),
    "its column is no longer unique": Change(", unique=True", "", "unique halls_hall (name)"),
    "it gets an indexed column": Change(
        "unique=True)",
        "unique=True)\n    crane = fields.IntField(null=True, db_index=True)",
        new="column halls_hall.crane int\nindex halls_hall (crane)",
    ),
    "it gets a unique column": Change(
        "unique=True)",
        "unique=True)\n    door = fields.CharField(max_length=9, null=True, unique=True)",
        new="column halls_hall.door varchar(9)\nunique halls_hall (door)",
    ),
}
ON_MAGNETS: Final = {
    "a column may be empty": Change(
        TURNS,
        "turns = fields.IntField(null=True)",
        "column magnets_magnet.turns int not null",
        "column magnets_magnet.turns int",
    ),
    "a number may be larger": Change(
        TURNS,
        "turns = fields.BigIntField()",
        "column magnets_magnet.turns int not null",
        "column magnets_magnet.turns bigint not null",
    ),
    "a column is indexed": Change(TURNS, "turns = fields.IntField(db_index=True)", new="index magnets_magnet (turns)"),
    "a column is no longer indexed": Change(KIND, KIND.replace(", db_index=True", ""), "index magnets_magnet (kind)"),
    "a column is renamed": Change(
        "kind",
        "sort",
        "column magnets_magnet.kind varchar(20) not null\nindex magnets_magnet (kind)\n"
        "index magnets_magnet (kind, turns)\nunique magnets_magnet (hall_id, kind)",
        "column magnets_magnet.sort varchar(20) not null\nindex magnets_magnet (sort)\n"
        "index magnets_magnet (sort, turns)\nunique magnets_magnet (hall_id, sort)",
    ),
    "a column and its table are renamed": Change(
        "turns",
        "windings",
        "column magnets_magnet.turns int not null\nindex magnets_magnet (kind, turns)\n"
        "index magnets_magnet (hall_id, turns)",
        "column magnets_magnet.windings int not null\nindex magnets_magnet (kind, windings)\n"
        "index magnets_magnet (hall_id, windings)",
    ),
    "a foreign key may be empty": Change(
        '"halls.Hall", db_index',
        '"halls.Hall", null=True, db_index',
        "column magnets_magnet.hall_id bigint not null",
        "column magnets_magnet.hall_id bigint",
    ),
    "a foreign key forbids a delete": Change(
        '"halls.Hall", db_index',
        '"halls.Hall", on_delete=fields.RESTRICT, db_index',
        "reference magnets_magnet.hall_id to halls_hall.id on delete cascade",
        "reference magnets_magnet.hall_id to halls_hall.id on delete restrict",
    ),
    "a reference to itself is renamed": Change(
        "twin =",
        "double =",
        "column magnets_magnet.twin_id bigint\nindex magnets_magnet (twin_id)\n"
        "reference magnets_magnet.twin_id to magnets_magnet.id on delete cascade",
        "column magnets_magnet.double_id bigint\nindex magnets_magnet (double_id)\n"
        "reference magnets_magnet.double_id to magnets_magnet.id on delete cascade",
    ),
    "another foreign key comes": Change(
        HALL_KEY,
        f"{HALL_KEY}\n    spare = {SPARE}",
        new="column magnets_magnet.spare_id bigint\nindex magnets_magnet (spare_id)\n"
        "reference magnets_magnet.spare_id to halls_hall.id on delete cascade",
    ),
    "no two rows may agree any more": Change(
        TOGETHER,
        'unique_together = (("hall", "kind"), ("kind", "turns"))',
        new="unique magnets_magnet (kind, turns)",
    ),
    "two rows may agree now": Change(TOGETHER, "pass", "unique magnets_magnet (hall_id, kind)"),
    "a unique constraint has a name": Change(
        TOGETHER,
        f'{TOGETHER}\n        constraints = (UniqueConstraint(fields=("twin", "turns"), name="one_twin"),)',
        new="unique magnets_magnet (twin_id, turns)",
    ),
    "a unique constraint has a condition": Change(
        TOGETHER,
        f'{TOGETHER}\n        constraints = (UniqueConstraint(("hall", "turns"), "few", "turns > 80"),)',
        new="unique magnets_magnet (hall_id, turns) partial",
    ),
    "an index has a condition": Change(
        'indexes = (("kind", "turns")',
        'indexes = (PartialIndex(fields=("turns",), name="of_dipoles", condition={"turns": 80}), ("kind", "turns")',
        new="index magnets_magnet (turns) partial",
    ),
    "an index goes": Change(', ("hall", "turns"))', ",)", "index magnets_magnet (hall_id, turns)"),
    "rows are filled with a text": Change(
        TURNS,
        f'{TURNS}\n    maker = fields.CharField(max_length=20, db_default="it\'s; not known")',
        new="column magnets_magnet.maker varchar(20) not null default",
    ),
    "rows are filled with a number that is computed": Change(
        TURNS,
        f'{TURNS}\n    weight = fields.IntField(db_default=SqlDefault("(3 + 4)"), db_index=True)',
        new="column magnets_magnet.weight int not null default\nindex magnets_magnet (weight)",
    ),
    "another table stands between": Change(
        TURNS,
        f'{TURNS}\n    near = fields.ManyToManyField("magnets.Magnet", related_name="nearby", through="magnets_near")',
        new="table magnets_near\ncolumn magnets_near.magnet_id bigint not null\n"
        "column magnets_near.magnets_magnet_id bigint not null\n"
        "reference magnets_near.magnet_id to magnets_magnet.id on delete cascade\n"
        "reference magnets_near.magnets_magnet_id to magnets_magnet.id on delete cascade\n"
        "unique magnets_near (magnets_magnet_id, magnet_id)",
    ),
    "a model is renamed": Change("Magnet", "Coil"),
}
ALL: Final = [
    *(pytest.param("halls", HALL, change, id=f"a parent: {told}") for told, change in ON_HALLS.items()),
    *(pytest.param("magnets", MAGNET, change, id=told) for told, change in ON_MAGNETS.items()),
]
