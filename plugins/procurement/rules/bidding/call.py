"""How far a call has come, and how much time is left."""

from collections.abc import Iterator
from typing import Final

from plugins.procurement.rules.bidding.case import Call, Case
from plugins.procurement.rules.bidding.findings import BARS, DELAYS, EXPLAINS, LEAVES_OPEN, Finding

OPEN: Final = "open"
UNKNOWN: Final = "unknown"
BEFORE: Final = ("planned", "survey")
"""The states of a call in which firms can still come to be invited."""
OVER: Final = {
    "closed": "The time for bids is over, and no award is known.",
    "awarded": "It is decided: an offer was taken.",
    "cancelled": "It was given up.",
}


def of_somebody_else(call: Call) -> Finding:
    message = f"{call.reference} is not known to be CERN's: these rules say nothing about it."
    return Finding(
        weight=LEAVES_OPEN,
        code="ANOTHER_BUYER",
        message=message,
        next_step="Ask its buyer, or read the publication it comes from: `source`.",
    )


def on_its_progress(call: Call) -> Iterator[Finding]:
    if call.status in (None, UNKNOWN):
        message = "It is not known how far the call has come."
        yield Finding(
            weight=LEAVES_OPEN, code="STATUS_UNKNOWN", message=message, next_step="Say whether it is open for bids."
        )
    elif call.status in OVER:
        yield Finding(
            weight=BARS,
            code="CALL_OVER",
            message=f"{call.reference} takes no bids any more. {OVER[call.status]}",
            next_step="Look for calls that are planned or in their survey: `tenders(where: {status: {eq: SURVEY}})`.",
        )
    elif call.status in BEFORE:
        yield Finding(
            weight=DELAYS,
            code="NOT_OPEN_YET",
            message=f"{call.reference} is not open for bids yet.",
            next_step="Follow it with `tenderChanged`, and see to what is missing until then.",
        )


def on_its_time(case: Case) -> Iterator[Finding]:
    closes_at = case.call.closes_at
    if closes_at is None:
        if case.call.status == OPEN:
            message = "It is not known until when bids are taken."
            next_step = "Look into the invitation, which tells the day and the hour."
            yield Finding(weight=LEAVES_OPEN, code="DEADLINE_UNKNOWN", message=message, next_step=next_step)
        return
    on_the_clock = f"{closes_at:%Y-%m-%d %H:%M %Z}".strip()
    if closes_at < case.at:
        yield Finding(
            weight=BARS,
            code="DEADLINE_PASSED",
            message=f"The time for bids ended on {on_the_clock}.",
            next_step="A late bid is not read. Look for the next call in your field.",
        )
    else:
        days = (closes_at - case.at).days
        message = f"Bids are taken until {on_the_clock}: {days} whole days are left."
        yield Finding(weight=EXPLAINS, code="TIME_LEFT", message=message)
