"""What the host asks this department, and where each answer stands."""

from types import ModuleType

from core.hookspecs import Department, hookimpl
from plugins.procurement import models


@hookimpl
def department() -> Department:
    return Department(name="procurement", version="1.0", host_api=">=1,<2", needs={"registry": ">=1,<2"})


@hookimpl
def tables() -> ModuleType:
    return models
