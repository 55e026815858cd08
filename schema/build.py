"""From what departments declare to a schema that runs."""

from __future__ import annotations

from collections.abc import Sequence

from schema import builtin, search
from schema.declare import NodeDeclaration, declared_in
from schema.execute import GraphSchema
from schema.graph import OWN, Contribution
from schema.resolve import resolve
from schema.run import Fields, Run
from schema.search import Fold
from schema.weave import weave


def build(
    contributions: Sequence[Contribution], *, viewer: type, supplied: Sequence[type] = (), fold: Fold = str.casefold
) -> GraphSchema:
    """The schema of these contributions.

    `viewer` is the class that scopes and functions are given; functions may also ask for the classes in `supplied`,
    whose instances each request brings. `fold` makes of a client's text what searchable columns hold. Raises
    DeclarationError for a declaration that cannot be built.
    """
    own = declared_in(builtin)
    searchable = [each.declaration for each in contributions if isinstance(each.declaration, NodeDeclaration)]
    searchable = [each for each in searchable if each.search]
    if searchable:
        own += search.declarations(searchable, fold)
    whole = [*(Contribution(OWN, each) for each in own), *contributions]
    return weave(resolve(whole, viewer=viewer, supplied=(*supplied, Run, Fields)))
