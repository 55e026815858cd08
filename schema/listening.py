"""Hears the statements that a department's function runs, so that an answer's cost counts them too."""

from __future__ import annotations

from collections.abc import Callable, Generator
from contextlib import contextmanager
from contextvars import ContextVar

Hear = Callable[[str, int, float], None]
"""Is told of a statement: its SQL, how many rows came of it, and the milliseconds that it took."""

_listener: ContextVar[Hear | None] = ContextVar("listener", default=None)


@contextmanager
def listening(hear: Hear | None) -> Generator[None]:
    """Be told of each statement that is run in this block, if the database's client tells; None: nobody is told."""
    token = _listener.set(hear)
    try:
        yield
    finally:
        _listener.reset(token)


_speaker: ContextVar[str] = ContextVar("speaker", default="")


@contextmanager
def speaking_for(owner: str) -> Generator[None]:
    """Say of each statement in this block that it is this department's, whose function another one has called."""
    token = _speaker.set(owner)
    try:
        yield
    finally:
        _speaker.reset(token)


def speaker() -> str:
    """The department whose function was called by another one's; empty if none was."""
    return _speaker.get()


def tell(sql: str, rows: int, milliseconds: float) -> None:
    """What a client says of a statement that it has run."""
    hear = _listener.get()
    if hear:
        hear(sql, rows, milliseconds)
