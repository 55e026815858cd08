"""What every graph can answer: the node behind an id, and the nodes behind several."""

from __future__ import annotations

import strawberry

from schema.declare import query
from schema.errors import Code, fault
from schema.relay import Node, Ref, decode_id
from schema.run import Run
from schema.where import parse_key


@query
async def node(run: Run, id: strawberry.ID) -> Ref[Node] | None:  # noqa: A002  # Relay's word
    """The object behind an id; null when there is none that you may see."""
    return _ref(run, id)


@query
async def nodes(run: Run, ids: list[strawberry.ID]) -> list[Ref[Node] | None]:
    """The objects behind several ids, in their order; null for each that is not there for you."""
    return [_ref(run, each) for each in ids]


def _ref(run: Run, text: str) -> Ref[Node]:
    type_name, key = decode_id(text)
    found = run.graph.nodes.get(type_name)
    if found is None:
        raise fault(Code.BAD_ID, f"{text!r} is not an id of this graph. Use an `id` that an earlier answer gave.")
    return Ref(type_name, parse_key(found.table.pk.type, key))
