"""What one kind of database alone has, and why a test of it runs there alone: the whole list."""

from __future__ import annotations

import pytest

sqlite_file = pytest.mark.alone("sqlite", "it is about the file: its name, its lock, its pragmas, who else reads it")
sqlite_editor = pytest.mark.alone("sqlite", "it is about tables that are remade, where PostgreSQL alters columns")
postgresql_server = pytest.mark.alone("postgresql", "it is about a server: its address, its connections, its text")
