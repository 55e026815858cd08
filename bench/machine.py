"""What the figures were taken on."""

from __future__ import annotations

import os
import platform
import sqlite3
import subprocess
from collections.abc import Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import orjson

from bench.contenders import NODE, NODE_22

PYTHON: Final = (
    "strawberry-graphql",
    "graphql-core",
    "tortoise-orm",
    "aiosqlite",
    "asyncpg",
    "starlette",
    "uvicorn",
    "uvloop",
    "httptools",
    "orjson",
)
LOCK: Final = NODE / "package-lock.json"


def machine() -> Iterator[tuple[str, str]]:
    """Its parts and versions."""
    yield "processor", f"{_processor()}, {_cores()} cores"
    yield "system", f"{platform.system()} {platform.release()}"
    yield "Python", f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}"
    yield "Python packages", ", ".join(_packages())
    if NODE_22.exists():
        yield "Node", _node()
        yield "Node packages", ", ".join(_node_packages())


def _cores() -> int:
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 0


def _processor() -> str:
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor() or platform.machine()


def _packages() -> Iterator[str]:
    for name in PYTHON:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            yield f"no {name}"


def _node() -> str:
    asked = [str(NODE_22), "--version"]
    return subprocess.run(asked, capture_output=True, text=True, check=True).stdout.strip()  # noqa: S603


def _node_packages() -> Iterator[str]:
    locked = orjson.loads(LOCK.read_bytes())["packages"]
    for name in locked[""]["dependencies"]:
        yield f"{name} {locked[f'node_modules/{name}']['version']}"
