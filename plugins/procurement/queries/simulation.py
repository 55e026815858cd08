"""Who would win a made-up tender, by the rules of a day or by variants of them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields, replace
from datetime import date
from typing import Annotated

import strawberry

from core.access.viewer import Viewer
from core.policies.policies import Policies
from core.words import Country, Reason
from plugins.procurement.models import BalanceStatus
from plugins.procurement.nodes.adjudication import CountryBalance, SimulatedAdjudication, told
from plugins.procurement.nodes.balance import Balance
from plugins.procurement.nodes.geneva import today_in_geneva
from plugins.procurement.nodes.standing import balances_on
from plugins.procurement.nodes.versions import versions
from plugins.procurement.queries.made_up_bids import (
    MadeUpChoicesInput,
    MadeUpTenderInput,
    bids_of,
    case_of,
    countries_of,
    statuses_of,
)
from plugins.procurement.rules.award import adjudicate
from plugins.procurement.rules.balance import doubts
from plugins.procurement.rules.bids import CaseError
from plugins.procurement.rules.course import Rulebook
from schema.declare import query
from schema.errors import Code, fault


@query
async def simulate_adjudication(
    viewer: Viewer,
    policies: Policies,
    tender: Annotated[
        MadeUpTenderInput,
        strawberry.argument(description="What is bought, with the bids; of a tender in lots, one lot."),
    ],
    choices: Annotated[
        MadeUpChoicesInput | None,
        strawberry.argument(description="What people have answered and chosen so far; nothing by default."),
    ] = None,
    on: Annotated[
        date | None,
        strawberry.argument(description="The day whose policies, and list of balanced states, hold; today by default."),
    ] = None,
    variants: Annotated[
        list[str] | None,
        strawberry.argument(description="Versions of policies in the place of those in force, such as ALIGN-2."),
    ] = None,
) -> SimulatedAdjudication:
    """Who would win a made-up tender, and by which rule: every step with its reasons, and how things stand after it.

    Nothing is written, and nothing hangs on the order of the bids. Amounts are in CHF. Where a bidder is asked or bids
    are equal it waits: give the answer or the choice, to see how it goes on. What contradicts itself is BAD_ARGUMENT,
    with the name of the bid: origins that are not 100 percent, weights that are not allowed, a price that is missing.
    """
    day = on or today_in_geneva(viewer)
    try:
        names = [each.name for each in fields(Rulebook)]
        rules = Rulebook(**versions(policies, names, day, variants or ()))
        bids = bids_of(tender.bids)
        states = countries_of(bids)
        doubted: tuple[Reason, ...] = ()
        if tender.balances is not None:
            balances = _given(states, statuses_of(tender.balances))
        else:
            listed = await balances_on(day, tender.kind, states, viewer, policies)
            balances, doubted = _listed(listed), doubts(each.decision for each in listed.values())
        statuses = {state: each.status for state, each in balances.items() if each.status}
        case = case_of(tender, choices or MadeUpChoicesInput(), bids, statuses, day)
        case = replace(case, doubts=doubted)
        return told(case, adjudicate(case, rules), rules, [*balances.values()])
    except CaseError as error:
        raise fault(Code.BAD_ARGUMENT, str(error)) from error


def _given(states: Sequence[str], given: Mapping[str, BalanceStatus]) -> dict[str, CountryBalance]:
    said = {True: "So it is given.", False: "None is given."}
    return {state: _balance(state, given.get(state), said[state in given]) for state in states}


def _listed(listed: Mapping[str, Balance]) -> dict[str, CountryBalance]:
    said = {state: " ".join(reason.message for reason in each.decision.reasons) for state, each in listed.items()}
    return {state: _balance(state, each.status, said[state]) for state, each in listed.items()}


def _balance(state: str, status: BalanceStatus | None, why: str) -> CountryBalance:
    found = Country.of(state)
    assert found is not None, "an empty code is no country"
    return CountryBalance(country=found, status=status, why=why)
