"""From what departments declare to a schema that runs."""

from __future__ import annotations

from collections.abc import Sequence

from schema import builtin, search
from schema.declare import NodeDeclaration, declared_in
from schema.graph import OWN, Contribution, resolve
from schema.run import Run
from schema.weave import GraphSchema, weave


def build(contributions: Sequence[Contribution], *, viewer: type, supplied: Sequence[type] = ()) -> GraphSchema:
    """The schema of these contributions.

    `viewer` is the class that scopes and functions are given; functions may also ask for the classes in `supplied`, whose
    instances each request brings. Raises DeclarationError for a declaration that cannot be built.
    """
    own = [Contribution(OWN, each) for each in declared_in(builtin)]
    searchable = [each for each in contributions if _searchable(each)]
    if searchable:
        own += [Contribution(OWN, each) for each in search.declarations([each.declaration.name for each in searchable])]
    return weave(resolve([*own, *contributions], viewer=viewer, supplied=(*supplied, Run)))


def _searchable(contribution: Contribution) -> bool:
    declaration = contribution.declaration
    return isinstance(declaration, NodeDeclaration) and bool(declaration.search)
