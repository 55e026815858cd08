"""The lists that say which states are well and which are poorly balanced, and what they say of one."""

from __future__ import annotations

from datetime import date

from core.registry.nodes import MemberState, text_or_none
from core.words import Confidence, Country, Decision, word
from plugins.procurement import models
from plugins.procurement.models import BalanceListState, BalanceStatus, PurchaseKind
from plugins.procurement.nodes.scopes import open_entries, open_lists
from schema.declare import computed, many, node, one
from schema.relay import Connection, Ref


def confidence_of(source: str, is_inferred: bool) -> Confidence | None:
    """How sure a list is that is taken from a source; none for a list of officers, whose word it is."""
    if not source:
        return None
    return Confidence.UNCONFIRMED if is_inferred else Confidence.CONFIRMED


@node(
    models.BalanceList,
    scope=open_lists,
    filters=["kind", "state", "valid_from", "valid_to", "published_on"],
    orders=["valid_from"],
    groups=["kind", "state"],
)
class BalanceList:
    """A list of the states by status, for supplies or services, and the period for which it is made.

    Firms of poorly balanced states have an advantage while it is in force. A draft is seen by officers alone.
    """

    kind: PurchaseKind
    """What it is about: supplies have three classes, services two."""
    valid_from: date
    """The first day of its period."""
    valid_to: date
    """The last day of its period; until a newer list is published it goes on after it."""
    state: BalanceListState
    """Whether it is published."""
    published_on: date | None
    """The day of its publication; null for a draft, and where no source tells it: then its first day decides."""
    entries: Connection[BalanceListEntry] = many("list_id", order="country")
    """What it says, by the code of the state."""
    source: str | None = computed(text_or_none, "source")
    """The publication it is taken from; null if drafted here."""
    confidence: Confidence | None = computed(confidence_of, "source", "is_inferred")
    """Whether that publication says what the list says, or it had to be inferred; null if drafted here."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""


@node(
    models.BalanceListEntry,
    scope=open_entries,
    filters=["country", "status", "since", "until", "ceiling_reached_in", "list_id"],
    orders=["country"],
    groups=["status"],
)
class BalanceListEntry:
    """What a list says of a state, for as long as it says so: an amendment ends one entry and begins another."""

    balance_list: BalanceList | None = one("list_id")
    """The list that says it."""
    country: Country | None = computed(Country.of, "country")
    """The state."""
    member_state: MemberState | None = one("country", by="country")
    """The same as a state of CERN; null if nothing more is known of it."""
    status: BalanceStatus
    """How it is balanced."""
    since: date
    """The first day on which that holds: the list's own, or later by an amendment."""
    until: date | None
    """The last day, where an amendment has ended it; null while it lasts."""
    ceiling_reached_in: int | None
    """The year for which an Associate Member has reached the ceiling of its contracts; null if it has not."""


@word
class Balance:
    """How a state is balanced on a day, by the list in force."""

    status: BalanceStatus | None
    """Its status; null where no list in force names it, and the decision says why."""
    decision: Decision
    """The status in one word, or UNKNOWN, with all reasons."""
    balance_list: Ref[BalanceList] | None
    """The list in force on that day; null if there is none."""
    valid_from: date | None
    """The first day of that list's period."""
    valid_to: date | None
    """The last day of that list's period."""
    carried_over: bool
    """Whether its period is over on that day: it goes on because no newer list is published."""
    ceiling_reached_in: int | None
    """The year for which the state, an Associate Member, has reached the ceiling of its contracts."""
