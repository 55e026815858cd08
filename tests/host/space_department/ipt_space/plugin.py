"""What the host asks this department, and where each answer stands."""

from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from core.hookspecs import Department, examples_in, hookimpl
from ipt_space import links, models, nodes, queries
from schema.declare import Declaration, declared_in


@hookimpl
def department() -> Department:
    return Department(name="space", version="2.1", host_api=">=1,<2", needs={"registry": ">=1,<2"})


@hookimpl
def declarations() -> Sequence[Declaration]:
    return declared_in(nodes, links, queries)


@hookimpl
def tables() -> ModuleType:
    return models


@hookimpl
def examples() -> Sequence[Path]:
    return examples_in(__file__)
