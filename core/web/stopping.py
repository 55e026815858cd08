"""Ends what runs before its time: because its client has gone, or because the process is about to stop."""

from __future__ import annotations

import asyncio
import signal
import threading
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from functools import partial
from types import FrameType, TracebackType
from typing import Final, Self, cast

from starlette.types import Receive

PATIENCE: Final = 0.05
"""Seconds before anybody looks whether the client is still there: most operations are over by then."""

ENDINGS: Final = (signal.SIGINT, signal.SIGTERM)
LOOK_EVERY: Final = 0.05
"""Seconds between two looks at whether something still runs."""


class Stop:
    """A block that can be stopped from outside, and then ends in peace, as that of `asyncio.timeout` does by time."""

    def __init__(self) -> None:
        self.is_stopped = False
        self._task: asyncio.Task[object] | None = None
        self._before = 0

    def __enter__(self) -> Self:
        self._task = asyncio.current_task()
        assert self._task is not None
        self._before = self._task.cancelling()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, _error: BaseException | None, _traceback: TracebackType | None
    ) -> bool:
        task, self._task = self._task, None
        if not self.is_stopped or task is None:
            return False
        return task.uncancel() <= self._before and kind is asyncio.CancelledError

    def now(self) -> None:
        """Stop the block, if it still runs and was not stopped before."""
        if self._task is not None and not self.is_stopped:
            self.is_stopped = True
            self._task.cancel()


@contextmanager
def while_connected(receive: Receive, *, patience: float = PATIENCE) -> Generator[Stop]:
    """Run the block for as long as its client waits for it; the request's body must have been read."""
    stop, watching = Stop(), set[asyncio.Task[None]]()
    timer = asyncio.get_running_loop().call_later(
        patience, lambda: watching.add(asyncio.create_task(_stop_when_gone(receive, stop)))
    )
    try:
        with stop:
            yield stop
    finally:
        timer.cancel()
        for each in watching:
            each.cancel()


async def _stop_when_gone(receive: Receive, stop: Stop) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
    stop.now()


class Drain:
    """Whether the process is about to stop, and what would go on for ever if it were not told."""

    def __init__(self) -> None:
        self.has_begun = False
        self.running = 0
        """How many requests are being answered, sockets and streams among them."""
        self._lasting: set[Stop] = set()

    @contextmanager
    def lasting(self) -> Generator[Stop]:
        """Run a block that ends when the process is about to stop."""
        stop = Stop()
        with stop:
            self._lasting.add(stop)
            try:
                if self.has_begun:
                    stop.now()
                yield stop
            finally:
                self._lasting.discard(stop)

    def begin(self) -> None:
        """Tell everything that lasts to end."""
        self.has_begun = True
        for each in list(self._lasting):
            each.now()

    @contextmanager
    def on_signals(self, patience: float) -> Generator[None]:
        """Begin when the process is told to end, and pass the signal on to the server once nothing runs any more.

        Until then the server takes requests, and says that it is not ready for them. `patience` is how many seconds
        what runs may still take. A second Ctrl-C is passed on at once; SIGTERM is not, since a worker hears it from its
        parent when it has heard of the end already, from its terminal or with its whole group.
        """
        if threading.current_thread() is not threading.main_thread():
            yield
            return
        loop, known = asyncio.get_running_loop(), {each: signal.getsignal(each) for each in ENDINGS}

        def hear(number: int, frame: FrameType | None) -> None:
            pass_on = partial(cast(Callable[..., None], known[signal.Signals(number)]), number, frame)
            if not self.has_begun:
                self.has_begun = True
                loop.call_soon_threadsafe(loop.create_task, self._end(patience, pass_on))
            elif number == signal.SIGINT:
                pass_on()

        for each in ENDINGS:
            signal.signal(each, hear)
        try:
            yield
        finally:
            for each, handler in known.items():
                signal.signal(each, handler)

    async def _end(self, patience: float, pass_on: Callable[[], None]) -> None:
        self.begin()
        with suppress(TimeoutError):
            async with asyncio.timeout(patience):
                while self.running:  # noqa: ASYNC110  # no request pays for an event that is waited for once
                    await asyncio.sleep(LOOK_EVERY)
        pass_on()
