"""What needs the approval of the Finance Committee."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity
from plugins.procurement.rules.thresholds import doubts
from plugins.procurement.rules.wording import francs

NEEDED: Final = "NEEDED"
NOT_NEEDED: Final = "NOT_NEEDED"

NEXT_STEP: Final = "Prepare a paper for the committee, and sign nothing before it approves."


@dataclass(frozen=True, slots=True, kw_only=True)
class Commitment:
    """What CERN is about to commit itself to, in CHF."""

    value: Decimal
    """What is added now: a new contract or order, a supplement, or what the price is likely to grow by."""
    committed: Decimal = Decimal(0)
    """What is committed under the same contract or order already."""
    approved: Decimal | None = None
    """The price that the Finance Committee has approved for it; none if it was not asked."""
    is_competitive: bool = True
    by_revision_formula: bool = False
    """Whether what is added comes from the contract's formula for price revision."""
    exceptions: tuple[str, ...] = ()
    """The rules from which an exception is wanted, such as ALIGNMENT."""

    @property
    def total(self) -> Decimal:
        """What is committed in the end."""
        return self.committed + self.value


def finance_committee(case: Commitment, day: date, *, thresholds: PolicyVersion, policy: PolicyVersion) -> Decision:
    """NEEDED on a day, with everything that asks for approval, or NOT_NEEDED with what was looked at."""
    needed = [*_exceptions(case, policy), *_amount(case, thresholds, policy)]
    reasons = needed or [*_no_objection(case, thresholds, policy)]
    doubtful = doubts(thresholds, day) if case.approved is None else ()
    return Decision(outcome=NEEDED if needed else NOT_NEEDED, reasons=[*reasons, *doubtful])


def _amount(case: Commitment, thresholds: PolicyVersion, policy: PolicyVersion) -> Iterator[Reason]:
    """What the amount asks for; once the committee has approved a price, only what exceeds that."""
    if case.approved is None:
        yield from _total(case, thresholds)
        yield from _single_tender(case, thresholds)
    elif _is_overrun(case, case.approved, policy):
        yield _overrun(case, case.approved, policy)


def _exceptions(case: Commitment, policy: PolicyVersion) -> Iterator[Reason]:
    for rule in case.exceptions:
        if rule in policy.texts("exceptions"):
            message = f"Every exception from the rules of {rule.lower()} needs the Finance Committee's approval."
            yield _asks(policy, f"EXCEPTION_FROM_{rule}", message, on="exceptions")


def _total(case: Commitment, thresholds: PolicyVersion) -> Iterator[Reason]:
    limit = thresholds.decimal("finance_committee_above")
    if case.total <= limit:
        return
    if case.committed:
        code = "SUPPLEMENT_ABOVE_LIMIT"
        message = f"With the supplement of {francs(case.value)} the commitment is {francs(case.total)}"
    else:
        code, message = "CONTRACT_ABOVE_LIMIT", f"The contract is worth {francs(case.total)}"
    yield _asks(thresholds, code, f"{message}, more than {francs(limit)}.", on="finance_committee_above")
    if case.committed > limit:
        yield _approved_before(case, thresholds)


def _approved_before(case: Commitment, thresholds: PolicyVersion) -> Reason:
    return thresholds.reason(
        "ABOVE_LIMIT_BEFORE",
        f"The {francs(case.committed)} needed the committee's approval already.",
        on="finance_committee_above",
        severity=Severity.WARNING,
        next_step="If a price was approved, give it in `approved`: then only what exceeds it counts.",
    )


def _single_tender(case: Commitment, thresholds: PolicyVersion) -> Iterator[Reason]:
    limit = thresholds.decimal("single_tender_above")
    if not case.is_competitive and case.total > limit:
        message = f"{francs(case.total)} without competitive tendering is more than {francs(limit)}."
        yield _asks(thresholds, "SINGLE_TENDER_ABOVE_LIMIT", message, on="single_tender_above")


def _is_overrun(case: Commitment, approved: Decimal, policy: PolicyVersion) -> bool:
    return case.total * 100 > approved * (100 + policy.decimal("overrun_percent")) and not _is_excused(case, policy)


def _is_excused(case: Commitment, policy: PolicyVersion) -> bool:
    return case.by_revision_formula and policy.flag("revision_is_no_overrun")


def _overrun(case: Commitment, approved: Decimal, policy: PolicyVersion) -> Reason:
    percent = policy.decimal("overrun_percent")
    message = f"{francs(case.total)} exceeds the approved {francs(approved)} by more than {percent} percent."
    return _asks(policy, "OVERRUN", message, on="overrun_percent")


def _asks(policy: PolicyVersion, code: str, message: str, *, on: str) -> Reason:
    return policy.reason(code, message, on=on, severity=Severity.WARNING, next_step=NEXT_STEP)


def _no_objection(case: Commitment, thresholds: PolicyVersion, policy: PolicyVersion) -> Iterator[Reason]:
    if case.approved is None:
        name = "finance_committee_above" if case.is_competitive else "single_tender_above"
        message = f"{francs(case.total)} is not more than {francs(thresholds.decimal(name))}."
        yield thresholds.reason("WITHIN_LIMIT", message, on=name)
    elif _is_excused(case, policy):
        message = "What the formula for price revision adds does not count as an overrun."
        yield policy.reason("PRICE_REVISION", message, on="revision_is_no_overrun")
    else:
        percent = policy.decimal("overrun_percent")
        message = f"{francs(case.total)} exceeds the approved {francs(case.approved)} by {percent} percent at the most."
        yield policy.reason("WITHIN_APPROVAL", message, on="overrun_percent")
