"""What the host asks this department, and where each answer stands."""

from collections.abc import Sequence
from types import ModuleType

from core.hookspecs import Department, hookimpl
from plugins.eu_support import links, models, mutations, nodes, queries
from schema.declare import Declaration, declared_in


@hookimpl
def department() -> Department:
    return Department(name="eu_support", version="1.0", host_api=">=1,<2", needs={"registry": ">=1,<2"})


@hookimpl
def declarations() -> Sequence[Declaration]:
    return declared_in(nodes, links, queries, mutations)


@hookimpl
def tables() -> ModuleType:
    return models
