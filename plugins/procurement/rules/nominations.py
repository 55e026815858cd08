"""Which firms can be proposed to CERN, by whom, and who takes a proposal back."""

from collections.abc import Iterator
from dataclasses import dataclass

from core.words import Decision, Reason
from plugins.procurement.rules.decisions import against_length, against_version, decided


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """A call for which a firm is proposed."""

    reference: str
    takes_firms: bool
    """Whether firms can still come in: it is planned, surveyed or open."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewNomination:
    """A firm that somebody proposes, for a field or for a call."""

    firm: str | None
    """Its name; none if there is no such organisation."""
    is_own: bool
    """Whether whoever proposes it may do so: a liaison officer proposes the firms of one country."""
    category: str | None = None
    """The code of the field, as it is given."""
    is_category_known: bool = True
    names_call: bool = False
    """Whether a call is given."""
    call: Call | None = None
    """The call; none if it is not known to whoever proposes."""
    is_excluded: bool = False
    """Whether the firm is excluded today."""
    is_proposed: bool = False
    """Whether the same stands already."""
    note: str = ""
    longest: int
    """How many letters of a note there is room for."""


def nomination(case: NewNomination) -> Decision:
    """Whether a firm can be proposed; every obstacle is a reason."""
    return decided([*_against_firm(case), *_against_target(case), *against_length("note", case.note, case.longest)])


def _against_firm(case: NewNomination) -> Iterator[Reason]:
    if case.firm is None:
        yield Reason(
            code="UNKNOWN_ORGANISATION",
            message="No organisation has this id.",
            next_step="Find it with `organisation(identifier:)` or `search(text:)`.",
        )
    elif not case.is_own:
        yield Reason(
            code="NOT_OF_YOUR_COUNTRY",
            message=f"{case.firm} is not established in your country.",
            next_step="Leave it to the liaison officer of its own state.",
        )
    elif case.is_excluded:
        yield Reason(
            code="EXCLUDED",
            message=f"{case.firm} is excluded today.",
            next_step="Ask for `exclusions` of the organisation to see until when, and propose it after that.",
        )
    if case.is_proposed:
        yield Reason(
            code="PROPOSED_ALREADY",
            message=f"{case.firm} is proposed for the same already.",
            next_step="Ask for `nominations` of the organisation to see by whom.",
        )


def _against_target(case: NewNomination) -> Iterator[Reason]:
    if (case.category is None) is not case.names_call:
        yield Reason(
            code="FIELD_OR_CALL",
            message="A firm is proposed either for a field or for one call.",
            next_step="Give `category` or `tender`, and leave the other one out.",
        )
    if not case.is_category_known:
        yield Reason(
            code="UNKNOWN_CATEGORY",
            message=f"No field has the code '{case.category}'.",
            next_step="Ask for `purchaseCategories` to see the codes there are.",
        )
    if case.names_call:
        yield from _against_call(case.call)


def _against_call(call: Call | None) -> Iterator[Reason]:
    if call is None:
        message = "No call that you may know of has this id."
        yield Reason(code="UNKNOWN_TENDER", message=message, next_step="Ask for `tenders` to see those there are.")
    elif not call.takes_firms:
        yield Reason(
            code="TAKES_NO_FIRMS",
            message=f"{call.reference} takes no more firms: it is neither planned, nor surveyed, nor open.",
            next_step="Propose the firm for the field, so that it is found for the next call.",
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Withdrawal:
    """A proposal that is to be taken back."""

    is_known: bool
    """Whether whoever asks may know of it."""
    is_own: bool = True
    """Whether it was made for the same state or by the same unit, or procurement takes it back."""
    is_standing: bool = True
    version: int
    expected_version: int


def withdrawal(case: Withdrawal) -> Decision:
    """Whether a proposal can be taken back; every obstacle is a reason."""
    if not case.is_known:
        message = "No nomination has this id, or you may not know of it."
        return decided([Reason(code="UNKNOWN_NOMINATION", message=message, next_step="Ask for `nominations`.")])
    return decided([*against_version(case.expected_version, case.version), *_against_withdrawal(case)])


def _against_withdrawal(case: Withdrawal) -> Iterator[Reason]:
    if not case.is_own:
        message = "Somebody else has made this proposal."
        yield Reason(code="NOT_YOURS", message=message, next_step="Ask whoever made it, or a procurement officer.")
    if not case.is_standing:
        message = "It is withdrawn already."
        yield Reason(code="WITHDRAWN_ALREADY", message=message, next_step="Nothing more is needed.")
