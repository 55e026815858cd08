"""How much of what a state contributes comes back to its industry in contracts, and which status follows."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity

SUPPLY: Final = "supply"
SERVICE: Final = "service"

VERY_POORLY_BALANCED: Final = "VERY_POORLY_BALANCED"
POORLY_BALANCED: Final = "POORLY_BALANCED"
WELL_BALANCED: Final = "WELL_BALANCED"
UNKNOWN: Final = "UNKNOWN"

CUT_OFFS: Final = {
    SUPPLY: ((VERY_POORLY_BALANCED, "supply_very_poor_below"), (POORLY_BALANCED, "supply_poor_below")),
    SERVICE: ((POORLY_BALANCED, "service_poor_below"),),
}
"""The statuses of each kind below the best one, the worst first, with the value of the policy that ends each."""


def statuses(kind: str) -> tuple[str, ...]:
    """The statuses that a state can have for supplies or services, the worst first."""
    return (*(status for status, _ in CUT_OFFS[kind]), WELL_BALANCED)


# ---------------------------------------------------------------- the coefficient


@dataclass(frozen=True, slots=True, kw_only=True)
class Year:
    """What is known of one state and one year."""

    of_state: Decimal
    """The value, or number, of the contracts whose origin is in the state."""
    of_all: Decimal
    """That of all contracts that count."""
    contribution: Decimal
    """What the state pays to CERN, in percent of the contributions of all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Totals:
    """One state's part of the contracts and contributions of a window of years."""

    of_state: Fraction
    of_all: Fraction
    contribution: Fraction
    """The state's part of all contributions: 1 is all of them, 0 none."""

    @property
    def share(self) -> Fraction | None:
        """The state's part of all contracts; none if there is no contract."""
        return self.of_state / self.of_all if self.of_all else None

    @property
    def coefficient(self) -> Fraction | None:
        """The share of contracts over the share of contributions; none where either cannot be told."""
        share = self.share
        return None if share is None or not self.contribution else share / self.contribution


def totals(years: Sequence[Year]) -> Totals:
    """The totals of a window: a coefficient is one of totals, and no mean of yearly ones."""
    contributed = sum((Fraction(each.contribution) for each in years), Fraction(0))
    return Totals(
        of_state=sum((Fraction(each.of_state) for each in years), Fraction(0)),
        of_all=sum((Fraction(each.of_all) for each in years), Fraction(0)),
        contribution=contributed / (100 * len(years)) if years else Fraction(0),
    )


def balance(found: Totals, kind: str, policy: PolicyVersion) -> Decision:
    """The status that a state's totals of supplies or services give it: from the exact coefficient, never rounded.

    UNKNOWN, with the reason, where there is no coefficient.
    """
    coefficient = found.coefficient
    if coefficient is None:
        return Decision(outcome=UNKNOWN, reasons=[*_obstacles(found)])
    told = f"The coefficient {rounded(coefficient, policy)}, before it is rounded, is"
    for status, cut_off in CUT_OFFS[kind]:
        limit = policy.decimal(cut_off)
        if coefficient < Fraction(limit):
            return Decision(outcome=status, reasons=[policy.reason(status, f"{told} below {limit}.", on=cut_off)])
    _, best = CUT_OFFS[kind][-1]
    reason = policy.reason(WELL_BALANCED, f"{told} not below {policy.decimal(best)}.", on=best)
    return Decision(outcome=WELL_BALANCED, reasons=[reason])


def _obstacles(found: Totals) -> Iterator[Reason]:
    if not found.of_all:
        yield Reason(code="NO_CONTRACTS", message="No contract of these years counts, so there is nothing to share.")
    if not found.contribution:
        yield Reason(
            code="NO_CONTRIBUTION",
            message="No contribution of the state is known in these years, so its share of contracts has no measure.",
        )


def rounded(exact: Fraction, policy: PolicyVersion) -> Decimal:
    """A number as it is shown; half goes to the even digit."""
    places = policy.whole("decimal_places")
    step = int(Decimal(1).scaleb(places))
    return Decimal(f"{round(exact * step)}E-{places}")


# ---------------------------------------------------------------- contributions


@dataclass(frozen=True, slots=True, kw_only=True)
class Contribution:
    """What a state pays to CERN for one year."""

    state: str
    year: int
    percent: Decimal
    """Of the contributions of all states in that year."""
    amount: Decimal | None
    """In the policy's currency; none if it is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contributions:
    """Each state's part of the contributions of a window, and how it was found."""

    shares: dict[str, Fraction]
    reasons: tuple[Reason, ...]

    def share(self, state: str) -> Fraction:
        """The part of a state: 1 is the whole, 0 nothing or unknown."""
        return self.shares.get(state, Fraction(0))


def contributions(given: Sequence[Contribution], years: Iterable[int], policy: PolicyVersion) -> Contributions:
    """The parts of all states: by amounts if every one is known and the years are complete, else by percentages.

    Years of which nothing is known are left out, and told of.
    """
    known = {year: sum((each.percent for each in given if each.year == year), Decimal(0)) for year in years}
    complete = [year for year, percent in known.items() if percent >= policy.decimal("complete_from")]
    some = [year for year, percent in known.items() if percent]
    if not given:
        return Contributions(shares={}, reasons=())
    if complete == some and all(each.amount is not None for each in given):
        code, how = "CONTRIBUTIONS_AS_AMOUNTS", "the amounts paid"
        paid = [(each.state, Fraction(each.amount or 0)) for each in given]
        whole = sum((amount for _, amount in paid), Fraction(0))
    else:
        code, how = "CONTRIBUTIONS_AS_PERCENTAGES", "the percentages of each year"
        paid = [(each.state, Fraction(each.percent)) for each in given]
        whole = Fraction(100 * len(some))
    basis = policy.reason(code, f"Contributions are compared by {how}.", on="complete_from")
    return Contributions(shares=_parts(paid, whole), reasons=(basis, *_gaps(known, complete, policy)))


def _parts(paid: Iterable[tuple[str, Fraction]], whole: Fraction) -> dict[str, Fraction]:
    parts: dict[str, Fraction] = {}
    for state, part in paid:
        parts[state] = parts.get(state, Fraction(0)) + (part / whole if whole else 0)
    return parts


def _gaps(known: dict[int, Decimal], complete: Sequence[int], policy: PolicyVersion) -> Iterator[Reason]:
    missing = [str(year) for year, percent in known.items() if not percent]
    partial = [f"{year} ({percent} percent)" for year, percent in known.items() if percent and year not in complete]
    if missing:
        yield Reason(
            code="YEARS_WITHOUT_CONTRIBUTIONS",
            message=f"No contribution of {', '.join(missing)} is known: contracts of that time count, payments do not.",
            severity=Severity.WARNING,
        )
    if partial:
        yield policy.reason(
            "CONTRIBUTIONS_INCOMPLETE",
            f"Only a part of the contributions is known of {', '.join(partial)}.",
            on="complete_from",
            severity=Severity.WARNING,
        )


# ---------------------------------------------------------------- which contracts count, and where


class Origin(Enum):
    """How much is known of where a contract counts."""

    WHOLE = "whole"
    PARTIAL = "partial"
    """The parts that are known do not add up to all of it."""
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """A contract, as far as it matters for whether it counts."""

    is_bought_by_cern: bool | None
    """None if nobody says who buys."""
    is_in_force: bool
    """Whether it is signed, and not called off before it began."""
    is_dated: bool
    """Whether the day of its last signature is known."""
    kind: str | None
    currency: str | None
    """That of its value; none if no value is stated."""
    origin: Origin
    """How much is known of where it counts, see `counts_where`."""


def counts_where(kind: str, policy: PolicyVersion) -> str:
    """What says in which countries a contract counts: `stated` origin, or the contractor's `establishment`."""
    return policy.text("supply_origin" if kind == SUPPLY else "service_origin")


def why_not_counted(case: Facts, policy: PolicyVersion) -> Reason | None:
    """The first reason for which a contract does not count; none if it does."""
    if case.is_bought_by_cern is None:
        return Reason(code="BUYER_UNKNOWN", message="Nobody says who buys; only contracts of CERN count.")
    if not case.is_bought_by_cern:
        return Reason(code="OTHER_BUYER", message="The buyer is not CERN.")
    if not case.is_in_force:
        return Reason(code="NOT_IN_FORCE", message="It is not signed by all, or was called off before it began.")
    return _unknown_fact(case, policy)


def _unknown_fact(case: Facts, policy: PolicyVersion) -> Reason | None:
    currency = policy.text("currency")
    if case.kind is None:
        return Reason(code="KIND_UNKNOWN", message="Nobody says whether goods or work are bought.")
    if not case.is_dated:
        return Reason(code="YEAR_UNKNOWN", message="The day of its signature is not known.")
    if case.currency is None:
        return policy.reason("VALUE_UNKNOWN", "It states no value.", on="currency")
    if case.currency != currency:
        return policy.reason("OTHER_CURRENCY", f"It states no value in {currency}.", on="currency")
    return None if case.origin is Origin.WHOLE else _unknown_origin(case, policy)


def _unknown_origin(case: Facts, policy: PolicyVersion) -> Reason:
    where = "supply_origin" if case.kind == SUPPLY else "service_origin"
    if case.origin is Origin.PARTIAL:
        told = "The parts of its origin that are stated do not add up to all of it."
        return policy.reason("ORIGIN_INCOMPLETE", told, on=where)
    return policy.reason("ORIGIN_UNKNOWN", "It is not known from where it is delivered.", on=where)
