"""The offers of alignment: each candidate is asked in its turn, and the first that accepts ends it."""

from dataclasses import dataclass, replace
from enum import Enum

from plugins.procurement.rules.bids import CaseError


class OfferState(Enum):
    """How far the offer to a candidate has come: WAITING, then OFFERED, then ACCEPTED or DECLINED; or NOT_ASKED."""

    WAITING = "waiting"
    """A candidate before it has not answered yet."""
    OFFERED = "offered"
    """Asked to match the lowest price; the answer is awaited."""
    ACCEPTED = "accepted"
    """Matches the lowest price, and so is taken."""
    DECLINED = "declined"
    """Does not match it; the next one is asked."""
    NOT_ASKED = "not_asked"
    """Never asked: one before it accepted."""


@dataclass(frozen=True, slots=True)
class Offers:
    """Candidates in the order in which they are asked, with the answers of as many as have answered."""

    candidates: tuple[str, ...]
    answers: tuple[bool, ...] = ()

    @property
    def accepted(self) -> str | None:
        """Who has accepted; only the last answer can be a yes."""
        return self.candidates[len(self.answers) - 1] if self.answers and self.answers[-1] else None

    @property
    def offered(self) -> str | None:
        """Whose answer is awaited; nobody's once one has accepted, or all have declined."""
        is_over = self.accepted is not None or len(self.answers) == len(self.candidates)
        return None if is_over else self.candidates[len(self.answers)]

    def after(self, bidder: str, *, accepts: bool) -> "Offers":
        """The offers after an answer; CaseError unless it is this bidder's turn."""
        if bidder != self.offered:
            asked = self.offered or "nobody"
            raise CaseError(
                f"'{bidder}' gives an answer, and {asked} is asked now. Leave the answer of '{bidder}' out."
            )
        return replace(self, answers=(*self.answers, accepts))

    def state_of(self, bidder: str) -> OfferState:
        """How far the offer to one of the candidates has come."""
        place = self.candidates.index(bidder)
        if place < len(self.answers):
            return OfferState.ACCEPTED if self.answers[place] else OfferState.DECLINED
        if self.accepted:
            return OfferState.NOT_ASKED
        return OfferState.OFFERED if bidder == self.offered else OfferState.WAITING
