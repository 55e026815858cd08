"""Whether an organisation can become a supplier."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.words import Decision, Reason
from plugins.procurement.rules.decisions import decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Registration:
    """A request to become a supplier."""

    organisation: str | None
    """The name of the organisation; none if there is no such organisation."""
    is_registered: bool
    """Whether it is a supplier already, in good standing or not."""
    categories: tuple[str, ...]
    """The codes of the fields in which it offers to deliver."""
    unknown: tuple[str, ...]
    """Those of them that no field has."""


def registration(case: Registration) -> Decision:
    """Whether an organisation can be registered as a supplier; every obstacle is a reason."""
    return decided([*_obstacles(case)])


def _obstacles(case: Registration) -> Iterator[Reason]:
    if case.organisation is None:
        yield Reason(
            code="UNKNOWN_ORGANISATION",
            message="No organisation has this id. Find it with `organisation(identifier:)` or `search(text:)`.",
        )
    elif case.is_registered:
        yield Reason(
            code="ALREADY_REGISTERED",
            message=f"{case.organisation} is a supplier already. Ask for `supplier` of the organisation to see it.",
            next_step="If it has withdrawn or is suspended, ask the procurement service to take the registration up "
            "again.",
        )
    if not case.categories:
        yield Reason(
            code="NO_CATEGORY",
            message="A supplier offers something. Give at least one code of `purchaseCategories`.",
        )
    for code in case.unknown:
        yield Reason(
            code="UNKNOWN_CATEGORY",
            message=f"No field has the code '{code}'. Ask for `purchaseCategories` to see the codes there are.",
        )
