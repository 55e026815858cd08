"""What the host asks this department, and where each answer stands."""

from collections.abc import Sequence
from types import ModuleType

from core.hookspecs import Department, hookimpl
from core.registry import models, nodes, queries
from schema.declare import Declaration, declared_in


@hookimpl
def department() -> Department:
    return Department(name="registry", version="1.0", host_api=">=1,<2")


@hookimpl
def declarations() -> Sequence[Declaration]:
    return declared_in(nodes, queries)


@hookimpl
def tables() -> ModuleType:
    return models
