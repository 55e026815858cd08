"""How functions of departments are called: with columns or keys, and with the viewer where they ask for one."""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any


def viewer_parameter(function: Callable[..., Any], viewer: type) -> str | None:
    """The name of the parameter that takes the viewer, if the function has one."""
    for parameter in _parameters(function):
        if parameter.annotation is viewer or parameter.annotation == viewer.__name__:
            return parameter.name
    return None


def takes(function: Callable[..., Any], values: int, viewer: type) -> bool:
    """Whether a function can be called with so many values, and the viewer where it asks for one."""
    try:
        signature = inspect.signature(function)
    except ValueError:  # some built-ins, such as str, have none to tell of
        return True
    name = viewer_parameter(function, viewer)
    try:
        signature.bind(*range(values), **({name: viewer} if name else {}))
    except TypeError:
        return False
    return True


def unasked(function: Callable[..., Any], values: int, viewer: type) -> list[str]:
    """The parameters that nothing is given for, when it is called so."""
    name = viewer_parameter(function, viewer)
    open_ones = [each for each in _parameters(function) if each.name != name]
    return [each.name for each in open_ones[values:] if each.default is each.empty]


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    try:
        return list(inspect.signature(function).parameters.values())
    except ValueError:
        return []
