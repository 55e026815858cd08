"""Which firms are proposed, as a rule of values: whatever the order in which they come."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from core.host import Host
from core.settings import Settings
from core.words import Severity
from plugins.procurement.rules.exclusions import Excluded
from plugins.procurement.rules.suppliers.case import (
    LEFT_OUT,
    PROPOSED,
    RESERVE,
    Candidate,
    Held,
    Proposal,
    Purchase,
    Sight,
)
from plugins.procurement.rules.suppliers.proposal import proposal
from tests.procurement.vectors.suppliers import DAY, PURCHASE, firm, in_force, outcomes

LATER = date(2025, 3, 1)


ALL = Host.load(Settings(departments=("procurement",))).policies
POLICIES, LATER_POLICIES = in_force(ALL), in_force(ALL, LATER)


def codes(found: Proposal, key: int) -> list[str]:
    (choice,) = (each for each in found.choices if each.candidate.key == key)
    return [reason.code for reason in choice.decision.reasons]


STATES = st.sampled_from(["PL", "PT", "NO", "CH", "US", ""])
FIRMS = st.lists(
    st.builds(
        firm,
        key=st.integers(1, 10_000),
        country=STATES,
        name=st.sampled_from(["Alpha", "alpha", "Beta", "Gamma"]),
        membership=st.sampled_from(["member", "associate", "outside", None]),
        standing=st.sampled_from(["REGISTERED", "PROSPECT", "SUSPENDED"]),
        categories=st.frozensets(st.sampled_from(["vacuum", "cryogenics"]), min_size=1),
        conduct=st.frozensets(st.just("2024")),
        certificates=st.frozensets(st.builds(Held, standard=st.just("ISO 9001"), until=st.dates())),
        exclusions=st.frozensets(st.builds(Excluded, reason=st.just("So."), since=st.just(DAY), until=st.none())),
        nominations=st.integers(0, 3),
    ),
    unique_by=lambda each: each.key,
    max_size=30,
)
STATUSES = st.dictionaries(STATES, st.sampled_from(["VERY_POORLY_BALANCED", "POORLY_BALANCED", "WELL_BALANCED", None]))


@given(firms=FIRMS, statuses=STATUSES, data=st.data())
def test_the_order_in_which_firms_come_does_not_matter(
    firms: list[Candidate], statuses: dict[str, str | None], data: st.DataObject
) -> None:
    shuffled = data.draw(st.permutations(firms))

    assert proposal(PURCHASE, shuffled, statuses, POLICIES) == proposal(PURCHASE, firms, statuses, POLICIES)


@given(firms=FIRMS, statuses=STATUSES)
def test_each_firm_is_spoken_of_once_and_no_more_are_proposed_than_are_invited(
    firms: list[Candidate], statuses: dict[str, str | None]
) -> None:
    found = proposal(PURCHASE, firms, statuses, POLICIES)

    assert sorted(outcomes(found)) == sorted(each.key for each in firms)
    assert len(found.choices) == len(firms)
    assert [*outcomes(found).values()].count(PROPOSED) <= POLICIES.invitations.whole("most_firms")


@given(firms=FIRMS, statuses=STATUSES)
def test_nobody_is_proposed_who_is_excluded_suspended_or_of_no_state_of_cern(
    firms: list[Candidate], statuses: dict[str, str | None]
) -> None:
    for choice in proposal(PURCHASE, firms, statuses, POLICIES).choices:
        each = choice.candidate
        is_out = each.membership == "outside" or each.standing == "SUSPENDED" or bool(each.exclusions)
        assert (choice.decision.outcome == LEFT_OUT) is is_out
        assert choice.decision.reasons


def test_firms_of_poorly_balanced_states_come_first_and_those_without_a_status_last() -> None:
    firms = [firm(1, "CH"), firm(2, "PL"), firm(3, "NO"), firm(4, "LV")]
    statuses = {"CH": "WELL_BALANCED", "PL": "POORLY_BALANCED", "NO": "VERY_POORLY_BALANCED"}

    found = proposal(PURCHASE, firms, statuses, POLICIES)

    assert [*outcomes(found)] == [3, 2, 1, 4]
    assert "STATUS_UNKNOWN" in codes(found, 4)


def test_of_one_state_the_firm_with_fewer_doubts_comes_first() -> None:
    purchase = Purchase(category="vacuum", value=PURCHASE.value, on=LATER, certificates=frozenset({"ISO 9001"}))
    held = frozenset({Held(standard="ISO 9001", until=LATER)})
    expired = frozenset({Held(standard="ISO 9001", until=date(2025, 2, 28))})
    firms = [
        firm(1, "PL", certificates=expired),
        firm(2, "PL", certificates=held),
        firm(3, "PL", certificates=held, conduct=frozenset({"2024"})),
    ]

    found = proposal(purchase, firms, {}, LATER_POLICIES)

    assert [*outcomes(found)] == [3, 2, 1]
    assert {"CERTIFIED", "CONDUCT_DECLARED"} <= {*codes(found, 3)}
    assert {"CERTIFICATE_EXPIRED", "CONDUCT_NOT_DECLARED"} <= {*codes(found, 1)}


def test_a_certificate_holds_on_its_last_day_and_nobody_declares_before_there_is_a_code() -> None:
    purchase = replace(PURCHASE, certificates=frozenset({"ISO 9001"}))
    held = frozenset({Held(standard="ISO 9001", until=DAY)})

    found = proposal(purchase, [firm(1, "PL", certificates=held)], {}, POLICIES)

    assert "CERTIFIED" in codes(found, 1)
    assert not [code for code in codes(found, 1) if code.startswith("CONDUCT")]


def test_an_exclusion_counts_on_its_days_and_is_explained() -> None:
    excluded = Excluded(reason="Bribes.", since=DAY, until=DAY)
    firms = [firm(1, "PL", exclusions=frozenset({excluded})), firm(2, "PL", name="Free")]

    on_it = proposal(PURCHASE, firms, {}, POLICIES)
    day_after = proposal(replace(PURCHASE, on=date(2021, 6, 2)), firms, {}, POLICIES)

    (reason,) = on_it.choices[-1].decision.reasons
    assert (reason.code, reason.severity) == ("EXCLUDED", Severity.ERROR)
    assert "Bribes." in reason.message
    assert outcomes(day_after) == {1: PROPOSED, 2: PROPOSED}


def test_the_spread_yields_where_there_would_be_no_competition() -> None:
    firms = [firm(key, "PL") for key in (1, 2, 3, 4)]

    alone = proposal(PURCHASE, firms, {}, POLICIES)
    in_company = proposal(PURCHASE, [*firms, firm(5, "PT")], {}, POLICIES)

    assert outcomes(alone) == {1: PROPOSED, 2: PROPOSED, 3: PROPOSED, 4: RESERVE}
    assert "SPREAD_YIELDS" in [each.code for each in alone.decision.reasons]
    assert outcomes(in_company) == {1: PROPOSED, 2: PROPOSED, 5: PROPOSED, 3: RESERVE, 4: RESERVE}
    assert "STATE_HAS_ENOUGH" in codes(in_company, 3)


def test_what_whoever_asks_may_not_know_is_said() -> None:
    blind = proposal(PURCHASE, [], {}, POLICIES, Sight(exclusions=False)).decision.reasons
    narrow = proposal(PURCHASE, [], {}, POLICIES, Sight(country="PL")).decision.reasons

    assert "EXCLUSIONS_NOT_SEEN" in [each.code for each in blind]
    assert "ONE_STATE_ALONE" in [each.code for each in narrow]


def test_below_a_market_survey_no_text_tells_how_many_firms_are_asked_at_the_most() -> None:
    states = ["AT", "BE", "BG", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "GR"]
    firms = [firm(key, state) for key, state in enumerate(states)]

    found = proposal(replace(PURCHASE, value=Decimal(120_000)), firms, {}, POLICIES)

    assert {*outcomes(found).values()} == {PROPOSED}


def test_one_firm_is_not_told_as_many() -> None:
    found = proposal(PURCHASE, [firm(1, "PL")], {}, POLICIES)

    (few,) = [reason for reason in found.decision.reasons if reason.code == "TOO_FEW_FIRMS"]
    assert few.message == "1 firm can be proposed, and 3 competitive tenders are to be sought."
