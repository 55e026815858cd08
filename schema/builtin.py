"""What every graph can answer: the node behind an id, and the nodes behind several."""

from __future__ import annotations

from typing import Annotated

import strawberry

from schema.declare import query
from schema.errors import Code, fault
from schema.relay import Node, Ref, decode_id
from schema.run import Run
from schema.where import parse_key

Id = Annotated[strawberry.ID, strawberry.argument(description="What an earlier answer gave as `id`, of any type.")]
Ids = Annotated[
    list[strawberry.ID],
    strawberry.argument(description="What earlier answers gave as `id`; as many as a page may hold."),
]


@query
async def node(run: Run, id: Id) -> Ref[Node] | None:  # noqa: A002  # Relay's word
    """The object behind an id; null when there is none that you may see."""
    return _ref(run, id)


@query
async def nodes(run: Run, ids: Ids) -> list[Ref[Node] | None]:
    """The objects behind several ids, in their order; null for each that is not there for you."""
    return [_ref(run, each) for each in ids]


def _ref(run: Run, text: str) -> Ref[Node]:
    type_name, key = decode_id(text)
    found = run.graph.nodes.get(type_name)
    if found is None:
        raise fault(Code.BAD_ID, f"{text!r} is not an id of this graph. Use an `id` that an earlier answer gave.")
    return Ref(type_name, parse_key(found.table.pk.type, key))
