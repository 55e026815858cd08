"""Every hook that a department can implement: what the host asks, and the plain declarations that it is answered with.

A department's `plugin.py` implements the hooks that it has something to say to, as functions marked with `hookimpl`:

    @hookimpl
    def declarations() -> Sequence[Declaration]:
        return declared_in(nodes, links, queries, mutations)
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from types import ModuleType
from typing import Any, Final, Protocol, TypeAlias

from pluggy import HookimplMarker, HookspecMarker
from starlette.routing import BaseRoute
from tortoise.backends.base.client import BaseDBAsyncClient
from typer import Typer

from core.questions import Answers
from core.storage.imports import Importer
from schema.declare import Declaration

PROJECT: Final = "ipt"
HOST_API: Final = "1.1"
"""The version of this page: a new hook raises the second number, a changed one the first."""

hookspec = HookspecMarker(PROJECT)
hookimpl = HookimplMarker(PROJECT)

Clock: TypeAlias = Callable[[], datetime]
"""Tells the time, in UTC."""
Samples: TypeAlias = Callable[[BaseDBAsyncClient, Clock], Awaitable[None]]
"""Writes a small story into an empty database, on this connection, as if it were told at this time."""
Command: TypeAlias = Typer | Callable[..., Any]
"""A function, which becomes `ipt its-name`, or a named Typer with commands of its own: `ipt name command`."""


@dataclass(frozen=True, kw_only=True)
class Department:
    """Who a department is, and what it needs."""

    name: str
    """Its folder's or entry point's name, as in `knowledge_transfer`; its tables are called `<name>_<thing>`."""
    version: str
    """Its own version: raise the second number when the graph gains something, the first when it loses something."""
    host_api: str
    """The range of HOST_API that it was written for, as in `>=1,<2`."""
    title: str = ""
    """What people call it; by default the first line of its package's docstring."""
    needs: Mapping[str, str] = field(default_factory=dict[str, str])
    """Departments it cannot do without and the range of their versions: `{"registry": ">=1"}`; they load first."""
    optional: Mapping[str, str] = field(default_factory=dict[str, str])
    """Departments that it can do without; one that is loaded must be in the range."""


class Hooks(Protocol):
    """The hooks. Only `department` must be implemented. None is given anything; all are asked once, at start."""

    @hookspec
    def department(self) -> Department:
        """Say who you are: `return Department(name="space", version="1.0", host_api=">=1,<2")`."""
        ...

    @hookspec
    def declarations(self) -> Sequence[Declaration]:
        """Give what you put into the graph: `return declared_in(nodes, links, queries, mutations)`."""
        ...

    @hookspec
    def tables(self) -> ModuleType:
        """Give the module or package of your models: `return models`. Your migrations are in `migrations` beside it."""
        ...

    @hookspec
    def policies(self) -> Sequence[Path]:
        """Give your dated policies, as files: `return policies_in(__file__)`. Rules are given what they say."""
        ...

    @hookspec
    def answers(self) -> Answers:
        """Give what you answer when others ask: `return [Answer(question=WaysToCooperate, function=ways)]`."""
        ...

    @hookspec
    def importers(self) -> Sequence[Importer]:
        """Give the readers of outside formats, each run by `ipt import <kind> <path>`: `return [CORDIS]`."""
        ...

    @hookspec
    def commands(self) -> Sequence[Command]:
        """Give commands for `ipt`, functions or named Typers: `return [report]` is `ipt report`."""
        ...

    @hookspec
    def routes(self) -> Sequence[BaseRoute]:
        """Give pages beside the graph: `return [Route("/tenders.ics", calendar)]`."""
        ...

    @hookspec
    def samples(self) -> Samples:
        """Give the function that fills an empty database with a small true-to-life story: `return fill`."""
        ...

    @hookspec
    def examples(self) -> Sequence[Path]:
        """Give operations that show what can be asked, as files: `return examples_in(__file__)`."""
        ...


def policies_in(plugin: str) -> list[Path]:
    """The files `policies/*.toml` beside a `plugin.py`, in name order."""
    return sorted(Path(plugin).parent.glob("policies/*.toml"))


def examples_in(plugin: str) -> list[Path]:
    """The files `examples/*.graphql` beside a `plugin.py`, in name order."""
    return sorted(Path(plugin).parent.glob("examples/*.graphql"))
