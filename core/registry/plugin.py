"""What the host asks this department, and where each answer stands."""

from types import ModuleType

from core.hookspecs import Department, hookimpl
from core.registry import models


@hookimpl
def department() -> Department:
    return Department(name="registry", version="1.0", host_api=">=1,<2")


@hookimpl
def tables() -> ModuleType:
    return models
