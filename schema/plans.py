"""The plans that are kept: of the operations seen last, one for each set of booleans that shape one."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from graphql import DirectiveNode, FragmentDefinitionNode, OperationDefinitionNode, VariableNode
from graphql.execution.values import VariableValues

from schema.document import MAX_KEPT
from schema.selection import Selection

MAX_PLANS: Final = 256
MAX_SHAPES: Final = 8


@dataclass(frozen=True, slots=True)
class Plan:
    """How an operation's root fields are read."""

    selection: Selection
    is_whole: bool
    """Whether these are all of its root fields: introspection is not planned."""


@dataclass(slots=True)
class Planned:
    """An operation with its plans."""

    operation: OperationDefinitionNode
    shaping: Sequence[str]
    """The variables that shape it."""
    plans: dict[Any, Plan] = field(default_factory=dict[Any, Plan])

    def shape(self, dialect: str, variables: VariableValues) -> Any:
        """What a plan depends on besides the operation."""
        return (dialect, *(variables.coerced.get(name) for name in self.shaping)) if self.shaping else dialect


class Plans:
    """The operations seen last, by their identity."""

    def __init__(self) -> None:
        self.hits = 0
        self._entries: OrderedDict[int, Planned] = OrderedDict()

    def of(self, operation: OperationDefinitionNode, fragments: Sequence[FragmentDefinitionNode]) -> Planned:
        """An operation and its plans; it is kept, so its identity stays its own."""
        entry = self._entries.get(id(operation))
        if entry is None or entry.operation is not operation:
            entry = Planned(operation, _shaping([operation, *fragments]))
            if operation.loc and len(operation.loc.source.body) <= MAX_KEPT:
                self._keep(entry)
        else:
            self._entries.move_to_end(id(operation))
        if len(entry.plans) > MAX_SHAPES:
            entry.plans.clear()
        return entry

    def _keep(self, entry: Planned) -> None:
        self._entries[id(entry.operation)] = entry
        if len(self._entries) > MAX_PLANS:
            self._entries.popitem(last=False)


def _shaping(nodes: Sequence[Any]) -> list[str]:
    """The variables used in @skip and @include."""
    found: set[str] = set()
    waiting: list[Any] = list(nodes)
    while waiting:
        node = waiting.pop()
        if isinstance(node, DirectiveNode) and node.name.value in ("skip", "include"):
            values = [argument.value for argument in node.arguments or ()]
            found.update(value.name.value for value in values if isinstance(value, VariableNode))
        for key in node.keys:
            inner = getattr(node, key, None)
            waiting.extend(inner if isinstance(inner, list | tuple) else [inner] if hasattr(inner, "keys") else [])
    return sorted(found)
