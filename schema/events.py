"""The root field of a subscription: opened once for its stream of events, and answered anew for each of them."""

from __future__ import annotations

from collections.abc import AsyncGenerator, Sequence
from dataclasses import dataclass
from typing import Any

from schema.calls import FunctionLink
from schema.relay import Ref
from schema.run import Run
from schema.selection import Row, Selection


@dataclass(kw_only=True)
class EventLink(FunctionLink):
    """A root field whose function goes on answering; what is followed here is one event of it."""

    async def follow(self, run: Run, rows: Sequence[Row]) -> list[Any]:
        completed, pending = await self.completed(run, run.event)
        run.is_unseen = isinstance(run.event, Ref) and pending.unseen > 0
        return [completed]

    def open(self, run: Run) -> AsyncGenerator[Any]:
        """The events; raises the GraphQLError that its arguments deserve."""
        stream: AsyncGenerator[Any] = self.call.function(**self.call.bound(run).arguments)
        return stream


def opened(plan: Selection, run: Run) -> AsyncGenerator[Any]:
    """The events of a subscription, whose plan has one root field: validation saw to that."""
    (link,) = plan.links
    assert isinstance(link, EventLink)
    return link.open(run)
