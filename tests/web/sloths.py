"""A department whose table takes for ever to read: it is a view, put there while the server runs."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

from core.storage.connection import SQLITE
from tests.databases import ask
from tests.serving import PATIENCE, ROOT, Served, serving

LISTED = "{ sloths { nodes { name } } }"
"""Read by the engine."""
COUNTED = "{ countOfSloths }"
"""Read by a function of the department."""

FILES = {
    "__init__": '"""Sloths"""',
    "plugin": """
        from core.hookspecs import Department, hookimpl
        from ipt_sloths import links, models, nodes, queries
        from schema.declare import declared_in

        @hookimpl
        def department():
            return Department(name="sloths", version="1.0", host_api=">=1,<2")

        @hookimpl
        def declarations():
            return declared_in(links, nodes, queries)

        @hookimpl
        def tables():
            return models
        """,
    "models": """
        from tortoise import fields
        from tortoise.models import Model

        class Sloth(Model):
            id = fields.BigIntField(primary_key=True)
            name = fields.CharField(max_length=20)

            class Meta(Model.Meta):
                table = "sloths_sloth"
        """,
    "nodes": """
        from ipt_sloths import models
        from schema.declare import everyone, node

        @node(models.Sloth, scope=everyone)
        class Sloth:
            name: str
        """,
    "links": """
        from ipt_sloths.nodes import Sloth
        from schema.declare import extend, many
        from schema.relay import Connection

        @extend("Query")
        class Queries:
            sloths: Connection[Sloth] = many()
        """,
    "queries": """
        from core.access.viewer import Viewer
        from ipt_sloths import models
        from ipt_sloths.nodes import Sloth
        from schema.declare import query, scoped

        @query
        async def count_of_sloths(viewer: Viewer) -> int:
            return await scoped(Sloth, viewer, models.Sloth).count()
        """,
    "migrations/__init__": "",
    "migrations/0001_initial": """
        from tortoise import fields, migrations
        from tortoise.migrations import operations as ops

        class Migration(migrations.Migration):
            initial = True
            operations = [
                ops.CreateModel(
                    name="Sloth",
                    fields=[
                        ("id", fields.BigIntField(generated=True, primary_key=True, unique=True, db_index=True)),
                        ("name", fields.CharField(max_length=20)),
                    ],
                    options={"table": "sloths_sloth", "app": "sloths", "pk_attr": "id"},
                    bases=["Model"],
                )
            ]
        """,
}
ON_SQLITE = """CREATE VIEW sloths_sloth AS
    WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000000000)
    SELECT max(i) AS id, 'Sid' AS name FROM n"""
ON_POSTGRES = "CREATE VIEW sloths_sloth AS SELECT 1::bigint AS id, 'Sid'::text AS name FROM pg_sleep(1000000)"
ACTIVE = """SELECT count(*) FROM pg_stat_activity
    WHERE datname = current_database() AND state = 'active' AND query LIKE '%sloths_sloth%'
    AND pid <> pg_backend_pid()"""


@contextmanager
def sloths_served(folder: Path, *options: str, **settings: str) -> Generator[Served]:
    """A server with sloths among its departments."""
    _write(folder)
    path = os.pathsep.join((str(ROOT), str(folder)))
    with serving(folder, *options, PYTHONPATH=path, IPT_DEPARTMENTS="procurement,sloths", **settings) as served:
        ask(served.url, "DROP TABLE sloths_sloth")
        ask(served.url, ON_SQLITE if served.url.startswith(SQLITE) else ON_POSTGRES)
        yield served


def _write(folder: Path) -> None:
    for name, text in FILES.items():
        file = folder / "ipt_sloths" / f"{name}.py"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(dedent(text))
    about = folder / "ipt_sloths-1.0.dist-info"
    about.mkdir()
    (about / "METADATA").write_text("Metadata-Version: 2.1\nName: ipt-sloths\nVersion: 1.0\n")
    (about / "entry_points.txt").write_text("[ipt.departments]\nsloths = ipt_sloths.plugin\n")


def is_read(served: Served) -> bool:
    """Whether sloths are being read at this moment: by the server's own view, or by threads of the process."""
    if not served.url.startswith(SQLITE):
        return bool(ask(served.url, ACTIVE)[0][0])
    processes = {str(served.process.pid), *served.workers()}
    threads = [each for one in processes for each in Path(f"/proc/{one}/task").iterdir() if each.name != one]
    return any((each / "stat").read_text().rpartition(")")[2].split()[0] == "R" for each in threads)


def wait_until(condition: Callable[[], bool]) -> None:
    until = time.monotonic() + PATIENCE
    while not condition():
        assert time.monotonic() < until, "it never came to that"
        time.sleep(0.05)
