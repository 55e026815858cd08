"""How forthcoming market surveys and calls for tenders are told."""

from datetime import date, timedelta
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision

NEW: Final = "NEW"
NOT_NEW: Final = "NOT_NEW"


def newness(posted_on: date, day: date, policy: PolicyVersion) -> Decision:
    """Whether advance information is marked as new on a day: NEW or NOT_NEW."""
    weeks = policy.whole("new_weeks")
    is_new = posted_on <= day <= posted_on + timedelta(weeks=weeks)
    message = f"What was posted within {weeks} weeks is marked as new; this was posted on {posted_on}."
    reason = policy.reason("POSTED", message, on="new_weeks")
    return Decision(outcome=NEW if is_new else NOT_NEW, reasons=[reason])
