"""Worked examples of who may bid: states on a day, late answers to a market survey, ceilings, origins."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

from core.policies.policies import Policies
from core.words import Confidence, Severity
from plugins.procurement.rules.bidding.case import (
    BiddingPolicies,
    Call,
    Candidacy,
    Case,
    Establishment,
    Firm,
    Origin,
)
from plugins.procurement.rules.bidding.decision import may_bid
from plugins.procurement.rules.bidding.findings import MAY_BID, MAY_NOT_BID, UNKNOWN
from plugins.procurement.rules.bidding.invitation import answered_in_time
from plugins.procurement.rules.membership import OUTSIDE, Stretch, status_on

BRAZIL = (Stretch(status="associate", first=date(2024, 3, 13), last=None),)
SPAIN = (
    Stretch(status="member", first=date(1961, 1, 1), last=date(1969, 12, 31)),
    Stretch(status="member", first=date(1983, 1, 1), last=None),
)


def bidding_policies(policies: Policies, day: date) -> BiddingPolicies:
    """What was in force on a day."""
    eligibility = policies.on("procurement.eligibility", day)
    assert eligibility
    return BiddingPolicies(
        eligibility=eligibility,
        conduct=policies.on("procurement.conduct", day),
        splitting=policies.on("procurement.splitting", day),
        alignment=policies.on("procurement.alignment", day),
    )


def invited(status: str | None = "member", *, day: date = date(2024, 4, 2), **facts: object) -> Case:
    """A firm that has done all there is to do, invited to a call that is open; by default of Poland."""
    at = datetime(day.year, day.month, day.day, 12, tzinfo=UTC)
    return Case(
        firm=Firm(
            established=Establishment(country="PL", name="Poland", status=status),
            is_registered=True,
            identities=frozenset({"eprocurement", "guest"}),
            exclusions=(),
            conduct=frozenset({"2024"}),
            categories=frozenset({"cryogenics"}),
        ),
        call=Call(
            reference="IT-1",
            status="open",
            procedure="invitation_to_tender",
            category="cryogenics",
            closes_at=at + timedelta(days=20),
        ),
        candidacy=Candidacy(status="invited"),
        at=at,
    )


def vector_09(policies: Policies) -> None:
    """Brazil became an Associate Member State on 13 March 2024, within the period of a list of states."""
    for day, status, outcome in ((date(2024, 3, 5), OUTSIDE, MAY_NOT_BID), (date(2024, 3, 14), "associate", MAY_BID)):
        assert status_on(day, BRAZIL) == status
        decision = may_bid(invited(status_on(day, BRAZIL), day=day), bidding_policies(policies, day))
        assert decision.outcome == outcome


def vector_17(policies: Policies) -> None:
    """An invitation sent on 30 September 2015: a survey answered on the 16th counts, on the 17th no more."""
    dispatched = date(2015, 9, 30)
    policy = bidding_policies(policies, dispatched).eligibility
    assert answered_in_time(date(2015, 9, 16), dispatched, policy)
    assert not answered_in_time(date(2015, 9, 17), dispatched, policy)


def vector_43(policies: Policies) -> None:
    """An Associate marked as having reached its ceiling: it is told, and what follows is not known."""
    case = invited("associate")
    state = Establishment(country="PK", name="Pakistan", status="associate", ceiling_reached=True)
    decision = may_bid(
        replace(case, firm=replace(case.firm, established=state)), bidding_policies(policies, case.at.date())
    )
    (told,) = [each for each in decision.reasons if each.code == "CEILING_REACHED"]
    assert decision.outcome == MAY_BID
    assert (told.severity, told.confidence) == (Severity.WARNING, Confidence.UNCONFIRMED)


def vector_bidding_origin(policies: Policies) -> None:
    """60 percent made in states of CERN are enough for us, a hundredth of a percent less leaves it open."""
    for percent, outcome in ((Decimal(60), MAY_BID), (Decimal("59.99"), UNKNOWN)):
        case = invited()
        origins = (
            Origin(country="PL", status="member", percent=percent),
            Origin(country="US", status=OUTSIDE, percent=100 - percent),
        )
        decision = may_bid(replace(case, origins=origins), bidding_policies(policies, case.at.date()))
        assert decision.outcome == outcome


def vector_bidding_where_the_entry_admits_others(policies: Policies) -> None:
    """A firm of a state outside CERN may bid where the entry of the call admits that state, and nowhere else."""
    for admits, outcome in ((frozenset({"JP"}), MAY_BID), (frozenset({"US"}), MAY_NOT_BID)):
        case = invited()
        state = Establishment(country="JP", name="Japan", status=OUTSIDE)
        case = replace(case, firm=replace(case.firm, established=state), call=replace(case.call, admits=admits))
        assert may_bid(case, bidding_policies(policies, case.at.date())).outcome == outcome


def vector_bidding_after_the_invitation_was_sent(policies: Policies) -> None:
    """Who missed the survey is told that a firm can exceptionally be added, while the call is open."""
    case = replace(invited(), candidacy=Candidacy(status="potential"))
    decision = may_bid(case, bidding_policies(policies, case.at.date()))
    (missed,) = [each for each in decision.reasons if each.code == "SURVEY_MISSED"]
    assert "exceptionally" in missed.next_step


def vector_bidding_the_code_of_conduct_is_declared(policies: Policies) -> None:
    """A firm that has declared an earlier code, or none, is told that the one in force is missing."""
    day = date(2025, 1, 1)
    for declared, is_missing in ((frozenset({"2024"}), False), (frozenset({"1999"}), True), (frozenset[str](), True)):
        case = invited(day=day)
        decision = may_bid(replace(case, firm=replace(case.firm, conduct=declared)), bidding_policies(policies, day))
        assert ("CONDUCT_NOT_DECLARED" in [each.code for each in decision.reasons]) is is_missing


def vector_bidding_membership_that_ended(policies: Policies) -> None:
    """Spain left CERN at the end of 1969 and came back in 1983: between these years its firms may not bid."""
    for day, outcome in ((date(1965, 5, 1), MAY_BID), (date(1975, 5, 1), MAY_NOT_BID), (date(1985, 5, 1), MAY_BID)):
        decision = may_bid(invited(status_on(day, SPAIN), day=day), bidding_policies(policies, day))
        assert decision.outcome == outcome


def vector_bidding_membership_of_untold_age(policies: Policies) -> None:
    """Where a source tells of a status and not since when, nothing is said of the days before."""
    croatia = (Stretch(status="associate", first=date(2021, 3, 1), last=None, began=False),)
    for day, outcome in ((date(2021, 3, 1), MAY_BID), (date(2021, 2, 28), "UNKNOWN")):
        state = Establishment(country="HR", name="Croatia", status=status_on(day, croatia))
        case = invited(day=day)
        decision = may_bid(replace(case, firm=replace(case.firm, established=state)), bidding_policies(policies, day))
        assert decision.outcome == outcome


def vector_bidding_accounts(policies: Policies) -> None:
    """A firm needs two accounts, and each is missed by itself."""
    for missing in ("eprocurement", "guest"):
        case = invited()
        firm = replace(case.firm, identities=frozenset({"eprocurement", "guest"} - {missing}))
        decision = may_bid(replace(case, firm=firm), bidding_policies(policies, case.at.date()))
        assert decision.outcome == "NOT_YET"
