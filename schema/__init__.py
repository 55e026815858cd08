"""How a graph is declared, stitched, planned and run; knows no department and no host."""

from schema.build import build
from schema.declare import (
    Declaration,
    Scope,
    aggregate,
    batched,
    column,
    computed,
    counting,
    declared_in,
    everyone,
    extend,
    in_full,
    interface,
    many,
    mutation,
    node,
    one,
    query,
    scoped,
    subscription,
)
from schema.errors import Code, DeclarationError, fault
from schema.execute import GraphSchema
from schema.graph import Contribution
from schema.relay import Connection, Node, Ref
from schema.run import Context

__all__ = [
    "Code",
    "Connection",
    "Context",
    "Contribution",
    "Declaration",
    "DeclarationError",
    "GraphSchema",
    "Node",
    "Ref",
    "Scope",
    "aggregate",
    "batched",
    "build",
    "column",
    "computed",
    "counting",
    "declared_in",
    "everyone",
    "extend",
    "fault",
    "in_full",
    "interface",
    "many",
    "mutation",
    "node",
    "one",
    "query",
    "scoped",
    "subscription",
]
