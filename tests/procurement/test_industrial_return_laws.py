"""Laws of the industrial return that hold for whatever contracts and contributions there are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from hypothesis import assume, given
from hypothesis import strategies as st

from core.policies.policies import Policies
from core.policies.reading import read_policy
from core.policies.version import PolicyVersion
from plugins import procurement
from plugins.procurement.models import PurchaseKind
from plugins.procurement.nodes.returns import Window
from plugins.procurement.rules.disclosure import withheld
from plugins.procurement.rules.industrial_return import (
    CUT_OFFS,
    SUPPLY,
    Contribution,
    Totals,
    balance,
    contributions,
    statuses,
)
from plugins.procurement.rules.tally import Tally, sums

FILE = Path(procurement.__file__).parent / "policies" / "industrial_return.toml"
POLICY = Policies(read_policy(FILE, "procurement")).on("procurement.industrial_return", date(2024, 3, 1))
STATES = ("AT", "BE", "CH", "DE", "FR")
OUTSIDE = "US"
YEARS = range(2020, 2024)

amounts = st.integers(min_value=0, max_value=10**15)
kinds = st.sampled_from([*PurchaseKind])
tallies = st.lists(
    st.builds(
        Tally,
        country=st.sampled_from((*STATES, OUTSIDE)),
        year=st.sampled_from(YEARS),
        contracts=st.just(1),
        number=st.integers(1, 1_000_000),
        value=amounts,
    )
)
payments = st.lists(
    st.builds(
        Contribution,
        state=st.sampled_from(STATES),
        year=st.sampled_from(YEARS),
        percent=st.decimals(min_value=0, max_value=20, places=4),
        amount=st.none() | st.decimals(min_value=0, max_value=10**9, places=2),
    ),
    unique_by=lambda each: (each.state, each.year),
)
"""Any years may be missing or partial, so contributions are compared as percentages; `whole` has amounts of all."""
whole = st.lists(st.integers(1, 10**9), min_size=len(STATES), max_size=len(STATES)).map(
    lambda amounts: [
        Contribution(
            state=state,
            year=year,
            percent=Decimal(100 * amount) / sum(amounts),
            amount=Decimal(amount),
        )
        for state, amount in zip(STATES, amounts, strict=True)
        for year in YEARS
    ]
)
contributed = payments | whole


def policy() -> PolicyVersion:
    assert POLICY
    return POLICY


def window(contracts: list[Tally], paid: list[Contribution], kind: PurchaseKind = PurchaseKind.SUPPLY) -> Window:
    """All that the returns of the states follow from, as the graph makes it."""
    return Window(
        kind=kind,
        years=YEARS,
        policy=policy(),
        states={state: key for key, state in enumerate(STATES)},
        sums=sums(contracts, YEARS, STATES),
        contributions=contributions(paid, YEARS, policy()),
    )


@given(tallies, contributed)
def test_the_mean_of_coefficients_weighted_by_contributions_is_the_total_share_of_the_states_that_pay(
    contracts: list[Tally], paid: list[Contribution]
) -> None:
    found = window(contracts, paid)
    value = sum(each.value for each in contracts)
    assume(value)

    of_states = [found.totals(state) for state in STATES]
    mean = sum(each.contribution * (each.coefficient or 0) for each in of_states)

    paying = {each.state for each in paid if found.contributions.share(each.state)}
    inside = sum(each.value for each in contracts if each.country in paying)
    assert mean == Fraction(inside, value)


@given(tallies, contributed, st.sampled_from(STATES), amounts, st.sampled_from(YEARS), kinds)
def test_a_contract_more_never_lowers_a_states_coefficient_or_status(
    contracts: list[Tally], paid: list[Contribution], state: str, amount: int, year: int, kind: PurchaseKind
) -> None:
    contract = Tally(country=state, year=year, contracts=1, number=1_000_000, value=amount)
    as_it_is = window(contracts, paid, kind)

    counted = window([*contracts, contract], paid, kind).totals(state)
    supposed = as_it_is.with_more([contract]).totals(state)

    assert counted == supposed
    before = as_it_is.totals(state)
    assume(before.coefficient is not None)
    assert before.coefficient is not None
    assert counted.coefficient is not None
    assert counted.coefficient >= before.coefficient
    order = statuses(kind.value)
    worse, better = (balance(each, kind.value, policy()).outcome for each in (before, counted))
    assert order.index(better) >= order.index(worse)


@given(contributed)
def test_the_parts_that_states_pay_are_never_more_than_the_whole(paid: list[Contribution]) -> None:
    found = contributions(paid, YEARS, policy())

    parts = [found.share(state) for state in STATES]
    assert all(part >= 0 for part in parts)
    assert sum(parts) <= 1


@given(whole)
def test_amounts_of_all_states_and_years_are_the_whole(paid: list[Contribution]) -> None:
    found = contributions(paid, YEARS, policy())

    assert found.reasons[0].code == "CONTRIBUTIONS_AS_AMOUNTS"
    assert sum(found.share(state) for state in STATES) == 1


@given(
    st.sampled_from([*CUT_OFFS]),
    st.data(),
    st.fractions(min_value=Fraction(1, 10**12), max_value=1),
    st.integers(1, 10**12),
)
def test_a_cut_off_itself_is_the_better_class_and_anything_below_the_worse(
    kind: str, data: st.DataObject, little: Fraction, whole: int
) -> None:
    worse, cut_off = data.draw(st.sampled_from(CUT_OFFS[kind]))
    limit = Fraction(policy().decimal(cut_off))

    def status(coefficient: Fraction) -> str:
        found = Totals(of_state=coefficient * whole, of_all=Fraction(whole), contribution=Fraction(1))
        return balance(found, kind, policy()).outcome

    order = statuses(kind)
    assert status(limit) == order[order.index(worse) + 1]
    assert order.index(status(limit - min(little, limit))) <= order.index(worse)


counts = st.dictionaries(st.text("ABCDEFGH", min_size=2, max_size=2), st.integers(0, 40))
smallest_groups = st.integers(1, 12)


@given(counts, smallest_groups)
def test_what_is_withheld_is_a_small_group_and_enough_beside_it_whichever_of_them_is_known(
    found: dict[str, int], smallest: int
) -> None:
    hidden = withheld(found, smallest)

    shown = found.keys() - hidden
    assert {name for name in found if found[name] < smallest} <= hidden
    if hidden and shown:
        for known in hidden:
            assert sum(found[name] for name in hidden - {known}) >= smallest
        assert min(found[name] for name in shown) >= max(found[name] for name in hidden)


@given(counts, smallest_groups)
def test_nothing_is_withheld_where_every_group_is_large_enough(found: dict[str, int], smallest: int) -> None:
    large = {name: count + smallest for name, count in found.items()}

    assert not withheld(large, smallest)


def test_a_contract_in_a_small_group_changes_nothing_of_what_is_shown() -> None:
    before = {"AT": 0, "BE": 6, "CH": 9, "DE": 20}
    after = {**before, "AT": 1}

    assert withheld(before, 5) == withheld(after, 5) == {"AT", "BE", "CH"}


@given(st.decimals(min_value=0, max_value=10, places=6))
def test_supplies_know_three_classes_and_services_two(coefficient: Decimal) -> None:
    found = Totals(of_state=Fraction(coefficient), of_all=Fraction(1), contribution=Fraction(1))

    assert balance(found, SUPPLY, policy()).outcome in statuses(SUPPLY)
    assert (len(statuses(SUPPLY)), len(statuses("service"))) == (3, 2)
