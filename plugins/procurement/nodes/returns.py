"""The industrial return of states as the graph shows it, and who is shown what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction
from typing import Final

from core.access.viewer import Role, Viewer
from core.policies.version import PolicyVersion
from core.registry.nodes import MemberState
from core.words import Decision, Money, Severity, Share, country_code, exponent_of, word
from plugins.procurement.models import BalanceStatus, PurchaseKind
from plugins.procurement.rules import industrial_return as rules
from plugins.procurement.rules.disclosure import withheld
from plugins.procurement.rules.tally import OUTSIDE, Sums, Tally
from schema.relay import Ref

WITHHELD: Final = "WITHHELD"
PARTS: Final = 6
"""Shares are kept in parts per million: so many decimal places."""


@word
class ReturnCutOff:
    """Where a class of states ends."""

    status: BalanceStatus
    """The class; states above the last cut-off are well balanced."""
    below: Decimal
    """The coefficient from which a state is in the next better class, exactly this one included."""


@word
class ReturnByValue:
    """A state's part of the value of contracts."""

    of_state: Money
    """What contracts from the state are worth, each by its share; exact, so it may be finer than a centime."""
    of_all: Money
    """What all contracts that count are worth."""
    share: Share | None
    """The first in percent of the second, rounded to four places; null if no contract counts."""
    coefficient: Decimal | None
    """The share of contracts over the share of contributions, rounded; null where either cannot be told."""


@word
class ReturnByNumber:
    """A state's part of the number of contracts."""

    of_state: Decimal
    """How many contracts come from the state, each by its share: one that comes from two in equal parts is a half."""
    of_all: Decimal
    """How many contracts count."""
    share: Share | None
    """The first in percent of the second, rounded to four places; null if no contract counts."""
    coefficient: Decimal | None
    """The share of contracts over the share of contributions, rounded; null where either cannot be told."""


@word
class IndustrialReturn:
    """How much of what a state contributes to CERN comes back to its industry in contracts, over a window of years."""

    member_state: Ref[MemberState]
    """Whose it is."""
    kind: PurchaseKind
    """Supplies or services: each is counted by itself."""
    first_year: int
    """The first calendar year of the window."""
    last_year: int
    """The last calendar year of the window; the list that looks at it begins in the year after."""
    contribution: Share | None
    """The state's part of all contributions of the window, rounded; null if no contribution of it is known."""
    value: ReturnByValue | None
    """By value, which decides on the status; null if it is withheld."""
    number: ReturnByNumber | None
    """By number of contracts; null if it is withheld."""
    status: BalanceStatus | None
    """The status that follows; null if withheld or unknown. Which one is in force, by the list, says `balance`."""
    decision: Decision
    """The status in one word, or UNKNOWN or WITHHELD, with all reasons."""
    cut_offs: list[ReturnCutOff]
    """The classes below the best one, the worst first."""


@word
class ReturnCoefficient:
    """What follows from facts about contracts and contributions that somebody makes up."""

    share: Share | None
    """The part of the contracts, rounded; null if there are none."""
    contribution: Share
    """The part of the contributions over all years, rounded."""
    coefficient: Decimal | None
    """The first over the second, rounded to four places; null where either is nothing."""
    status: BalanceStatus | None
    """The status that follows from the exact coefficient; null if there is none."""
    decision: Decision
    """The status in one word, or UNKNOWN, with its reasons."""
    cut_offs: list[ReturnCutOff]
    """The classes below the best one, the worst first."""


@word
class ReturnMove:
    """What more contracts would do to the return of a state."""

    member_state: Ref[MemberState]
    """Whose it is."""
    moved: bool
    """Whether its status would be another."""
    before: IndustrialReturn
    """Its return as it is."""
    after: IndustrialReturn
    """Its return with the contracts."""


@word
class ReturnWhatIf:
    """What more contracts would do to the returns of all states, as far as somebody may see them."""

    moves: list[ReturnMove]
    """The states whose figures are seen; those whose status would be another come first."""
    withheld: int
    """How many states have figures that are not seen, since too few contracts are counted there or beside them."""


@word
class NotCounted:
    """Contracts that do not count in any state's return, and why."""

    code: str
    """A fixed name for the reason, such as OTHER_BUYER."""
    message: str
    """The reason in a sentence; of several the first."""
    contracts: int
    """How many there are."""


@dataclass(frozen=True)
class Window:
    """All that the returns of one window follow from."""

    kind: PurchaseKind
    years: range
    policy: PolicyVersion
    states: Mapping[str, int]
    """The keys of the states, by ISO code."""
    sums: Sums
    contributions: rules.Contributions

    def returns(self, viewer: Viewer) -> dict[str, IndustrialReturn]:
        """The return of each state, as far as somebody may see it."""
        hidden = self._hidden(viewer)
        return {state: self._withheld(state) if state in hidden else self.shown(state) for state in self.states}

    def with_more(self, contracts: Iterable[Tally]) -> Window:
        """The same window with contracts more."""
        return replace(self, sums=self.sums.with_more(contracts, self.states))

    def totals(self, state: str) -> rules.Totals:
        """The value that the state has of all, and its part of the contributions."""
        return self._totals(state, self.sums.value[state], self.sums.all_value)

    def shown(self, state: str) -> IndustrialReturn:
        """The return of a state in full."""
        by_value = self.totals(state)
        by_number = self._totals(state, self.sums.number[state], self.sums.all_number)
        decision = rules.balance(by_value, self.kind.value, self.policy)
        return self._made(
            state,
            Decision(outcome=decision.outcome, reasons=[*decision.reasons, *self.contributions.reasons]),
            value=ReturnByValue(
                of_state=self._money(self.sums.value[state]),
                of_all=self._money(self.sums.all_value),
                share=share_of(by_value.share, self.policy),
                coefficient=coefficient_of(by_value, self.policy),
            ),
            number=ReturnByNumber(
                of_state=plain(self.sums.number[state], PARTS),
                of_all=plain(self.sums.all_number, PARTS),
                share=share_of(by_number.share, self.policy),
                coefficient=coefficient_of(by_number, self.policy),
            ),
        )

    def _hidden(self, viewer: Viewer) -> frozenset[str]:
        """The states whose figures somebody may not see: officers see all, a liaison officer those of the own state.

        What is hidden from the public is hidden from liaison officers too, or both answers together would tell more.
        """
        if sees_all(viewer):
            return frozenset()
        own = country_code(viewer.country or "") if viewer.role is Role.ILO else OUTSIDE
        return withheld(self.sums.fewest, self.policy.whole("smallest_group")) - {OUTSIDE, own}

    def _withheld(self, state: str) -> IndustrialReturn:
        reason = self.policy.reason(
            WITHHELD,
            "Too few contracts of some year are counted here, or in another state that they would give away.",
            on="smallest_group",
            severity=Severity.WARNING,
            next_step="Procurement officers see all figures, and liaison officers those of their own state.",
        )
        return self._made(state, Decision(outcome=WITHHELD, reasons=[reason]), value=None, number=None)

    def _made(
        self, state: str, decision: Decision, *, value: ReturnByValue | None, number: ReturnByNumber | None
    ) -> IndustrialReturn:
        contributed = self.contributions.share(state)
        return IndustrialReturn(
            member_state=Ref(MemberState, self.states[state]),
            kind=self.kind,
            first_year=self.years[0],
            last_year=self.years[-1],
            contribution=share_of(contributed, self.policy) if contributed else None,
            value=value,
            number=number,
            status=status_of(decision),
            decision=decision,
            cut_offs=cut_offs(self.kind, self.policy),
        )

    def _totals(self, state: str, of_state: int, of_all: int) -> rules.Totals:
        return rules.Totals(
            of_state=Fraction(of_state), of_all=Fraction(of_all), contribution=self.contributions.share(state)
        )

    def _money(self, parts: int) -> Money:
        currency = self.policy.text("currency")
        cents = exponent_of(currency)
        return Money(amount=plain(parts, PARTS + cents, keep=cents), currency=currency)


def cut_offs(kind: PurchaseKind, policy: PolicyVersion) -> list[ReturnCutOff]:
    """The classes of states below the best one."""
    return [
        ReturnCutOff(status=BalanceStatus[status], below=policy.decimal(name))
        for status, name in rules.CUT_OFFS[kind.value]
    ]


def status_of(decision: Decision) -> BalanceStatus | None:
    """The status that a decision gives, if it gives one."""
    return BalanceStatus.__members__.get(decision.outcome)


def share_of(part: Fraction | None, policy: PolicyVersion) -> Share | None:
    """A part of 1 in percent, as it is shown."""
    return None if part is None else Share(percent=rules.rounded(100 * part, policy))


def coefficient_of(found: rules.Totals, policy: PolicyVersion) -> Decimal | None:
    """A coefficient as it is shown."""
    return None if found.coefficient is None else rules.rounded(found.coefficient, policy)


def sees_all(viewer: Viewer) -> bool:
    """Whether somebody may see every figure: procurement officers, and whoever administers the installation."""
    return viewer.is_one_of(Role.PROCUREMENT_OFFICER, Role.ADMIN)


def plain(whole: int, places: int, *, keep: int = 0) -> Decimal:
    """A whole number with its last places behind the point, without zeros at the end but for those to keep."""
    while places > keep and whole % 10 == 0:
        whole, places = whole // 10, places - 1
    return Decimal(f"{whole}E-{places}")
