"""What a rule finds on its way to a decision: each finding has a weight, and the heaviest one decides."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, NamedTuple

from core.policies.version import PolicyVersion
from core.words import Decision, Reason, Severity

MAY_BID: Final = "MAY_BID"
MAY_NOT_BID: Final = "MAY_NOT_BID"
NOT_YET: Final = "NOT_YET"
UNKNOWN: Final = "UNKNOWN"


class Weight(NamedTuple):
    """What a finding alone would lead to, and how much it weighs as a reason."""

    outcome: str
    severity: Severity


BARS: Final = Weight(MAY_NOT_BID, Severity.ERROR)
"""The firm can do nothing about it in this case."""
DELAYS: Final = Weight(NOT_YET, Severity.ERROR)
"""Something is missing that the firm can still do, or wait for."""
LEAVES_OPEN: Final = Weight(UNKNOWN, Severity.WARNING)
"""A fact is missing without which nobody can tell."""
WARNS: Final = Weight(MAY_BID, Severity.WARNING)
"""It is in nobody's way, and somebody should look at it."""
EXPLAINS: Final = Weight(MAY_BID, Severity.INFO)
"""It speaks for the firm, or for nobody."""
HEAVIEST_FIRST: Final = (MAY_NOT_BID, NOT_YET, UNKNOWN, MAY_BID)


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was found; `on` names the value of the policy that it rests on, none for a rule of the house."""

    weight: Weight
    code: str
    message: str
    next_step: str = ""
    policy: PolicyVersion | None = None
    on: str = ""

    @property
    def reason(self) -> Reason:
        """The same as a reason, with the source and confidence of its policy."""
        severity = self.weight.severity
        if self.policy and self.on:
            return self.policy.reason(self.code, self.message, on=self.on, severity=severity, next_step=self.next_step)
        return Reason(code=self.code, message=self.message, severity=severity, next_step=self.next_step)


def decided(findings: Iterable[Finding]) -> Decision:
    """The outcome of the heaviest finding, with the reasons of all, the heaviest first."""
    found = sorted(findings, key=lambda each: HEAVIEST_FIRST.index(each.weight.outcome))
    outcome = found[0].weight.outcome if found else MAY_BID
    return Decision(outcome=outcome, reasons=[each.reason for each in found])
