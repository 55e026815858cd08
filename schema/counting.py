"""Figures that count rows which their viewer may not see: whose function says so, of which node, and why."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any, Final

COUNTED: Final = "__graph_counted__"
_open: ContextVar[frozenset[type]] = ContextVar("counted", default=frozenset())


@dataclass(frozen=True)
class Counted:
    """A node whose rows a function counts in full, and the reason."""

    node: type
    because: str


def add_counted(function: Callable[..., Any], counted: Counted) -> None:
    """Write down what a function counts in full; it may count several nodes."""
    setattr(function, COUNTED, (counted, *counted_by(function)))


def counted_by(function: Callable[..., Any]) -> tuple[Counted, ...]:
    """What a function says that it counts in full."""
    found: tuple[Counted, ...] = getattr(function, COUNTED, ())
    return found


@contextmanager
def counting_for(function: Callable[..., Any]) -> Generator[None]:
    """While this function is called, it may have in full what it says it counts, and nothing else."""
    token = _open.set(frozenset(each.node for each in counted_by(function)))
    try:
        yield
    finally:
        _open.reset(token)


def may_count(node: type) -> bool:
    """Whether the function that is being called says that it counts this node."""
    return node in _open.get()
