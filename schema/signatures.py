"""How functions of departments are called: with columns or keys, with arguments, and with what is supplied to them."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Collection, Mapping
from typing import Any

import strawberry

from schema.graph import Parameter, Signature
from schema.place import Place
from schema.shape import shape_of


def signature_of(
    function: Callable[..., Any],
    hints: Mapping[str, Any],
    supplied: Collection[type],
    *,
    keys: int,
    place: Place | None,
    use: str,
) -> Signature:
    """What a function is called with by name, after so many parameters that take keys.

    A parameter of a class in `supplied` is given by the engine, any other is an argument of the field `use`. Raises
    DeclarationError for one whose type the graph does not have.
    """
    given = {name: hint for name, hint in hints.items() if name != "return" and hint in supplied}
    asked = [each for each in _parameters(function) if each.name not in given]
    arguments = [_argument(each, hints.get(each.name, Any), place, use) for each in asked[keys:]]
    return Signature(tuple(arguments), given)


def _argument(parameter: inspect.Parameter, hint: Any, place: Place | None, use: str) -> Parameter:
    shape = shape_of(hint, place=place, use=f"{use}({parameter.name}:)")
    is_left_out = parameter.default in (inspect.Parameter.empty, None)
    return Parameter(parameter.name, hint, shape, strawberry.UNSET if is_left_out else parameter.default)


def viewer_parameter(function: Callable[..., Any], viewer: type) -> str | None:
    """The name of the parameter that takes the viewer, if the function has one."""
    for parameter in _parameters(function):
        if parameter.annotation is viewer or parameter.annotation == viewer.__name__:
            return parameter.name
    return None


def takes(function: Callable[..., Any], values: int, names: Collection[str]) -> bool:
    """Whether a function can be called with so many values, and with these parameters by name."""
    try:
        signature = inspect.signature(function)
    except ValueError:  # some built-ins, such as str, have none to tell of
        return True
    try:
        signature.bind(*range(values), **dict.fromkeys(names))
    except TypeError:
        return False
    return True


def _parameters(function: Callable[..., Any]) -> list[inspect.Parameter]:
    try:
        return list(inspect.signature(function).parameters.values())
    except ValueError:
        return []
