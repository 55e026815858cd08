"""Follows what changes for all subscriptions of this process, while there are any: one reader, however many listen."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncGenerator, Callable
from contextvars import Context
from typing import Final, TypeVar

from core.storage.changes import KEPT, READ_AT_ONCE, Subject, changes_after, last_change
from core.storage.connection import Database
from schema.errors import Code, fault
from schema.relay import Ref

T = TypeVar("T")

log = logging.getLogger("ipt.changes")

PAUSE: Final = 0.25
"""Seconds between two looks at the table: other processes write there too."""
MOST_WAITING: Final = 10_000
"""So many rows may have changed that a subscription has not come to yet."""
LOST: Final = "More has changed than can be told one by one. Read anew what you follow, and subscribe again."


class Changes:
    """What a subscription is told of; a parameter of this class is given it."""

    def __init__(self, database: Callable[[], Database]) -> None:
        self.following = asyncio.Event()
        """Set while every change from now on is heard."""
        self._database = database
        self._listeners: set[_Listener] = set()
        self._reading: asyncio.Task[None] | None = None

    async def of(self, node: type[T], only: Ref[T] | None = None) -> AsyncGenerator[Ref[T]]:
        """The rows of a node that change from now on, or one of them alone, each as often as it does.

        Changes that come faster than they are taken are told once. A fault CHANGES_LOST says that some are not told.
        """
        whole = Ref(node, "")
        listener = _Listener(whole.type_name, str(only.key) if only else None)
        self._join(listener)
        try:
            async for key in listener.keys():
                yield Ref(node, key)
        finally:
            self._leave(listener)

    def _join(self, listener: _Listener) -> None:
        self._listeners.add(listener)
        if self._reading is None:
            # In a context of its own: the reader outlives whoever happened to listen first.
            self._reading = asyncio.create_task(self._follow(), context=Context())

    def _leave(self, listener: _Listener) -> None:
        self._listeners.discard(listener)
        if not self._listeners and self._reading is not None:
            self._reading.cancel()
            self._stop()

    def _stop(self) -> None:
        self._reading = None
        self.following.clear()

    async def _follow(self) -> None:
        try:
            with self._database().current():
                await self._tell_on(await last_change())
        except Exception as error:  # whatever it is, those who listen must hear that no more comes
            log.error("Changes can no longer be followed", exc_info=error)
            self._stop()
            for each in self._listeners:
                each.lose()

    async def _tell_on(self, last: int) -> None:
        self.following.set()
        clock, found = asyncio.get_running_loop().time, 0
        while True:
            looked = clock()
            await asyncio.sleep(0 if found == READ_AT_ONCE else PAUSE)
            changes = await changes_after(last)
            if clock() - looked > KEPT.total_seconds() / 2:
                raise TimeoutError("this process slept while changes were written and let go of")
            for number, subject in changes:
                last = number
                self._tell(subject)
            found = len(changes)

    def _tell(self, subject: Subject) -> None:
        for each in self._listeners:
            each.hear(subject)


class _Listener:
    """What one subscription waits for, and what it has not come to yet."""

    def __init__(self, type_name: str, key: str | None) -> None:
        self.type_name = type_name
        self.key = key
        self.waiting: dict[str, None] = {}
        self.arrived = asyncio.Event()
        self.is_lost = False

    def hear(self, subject: Subject) -> None:
        if subject.type_name == self.type_name and self.key in (None, subject.key):
            self.waiting[subject.key] = None
            self.arrived.set()
            if len(self.waiting) > MOST_WAITING:
                self.lose()

    def lose(self) -> None:
        self.is_lost = True
        self.arrived.set()

    async def keys(self) -> AsyncGenerator[str]:
        while True:
            await self.arrived.wait()
            if self.is_lost:
                raise fault(Code.CHANGES_LOST, LOST)
            key = next(iter(self.waiting))
            del self.waiting[key]
            if not self.waiting:
                self.arrived.clear()
            yield key
