"""Laws of the industrial return that hold for whatever contracts and contributions there are."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from core.policies.policies import Policies
from core.policies.reading import read_policy
from core.policies.version import PolicyVersion
from plugins import procurement
from plugins.procurement.rules.disclosure import withheld
from plugins.procurement.rules.industrial_return import CUT_OFFS, SUPPLY, Totals, balance, statuses

FILE = Path(procurement.__file__).parent / "policies" / "industrial_return.toml"
POLICY = Policies(read_policy(FILE, "procurement")).on("procurement.industrial_return", date(2024, 3, 1))
STATES = ("AT", "BE", "CH", "DE", "FR")
OUTSIDE = "US"

amounts = st.integers(min_value=0, max_value=10**15)
paid = st.lists(st.integers(min_value=1, max_value=10**9), min_size=len(STATES), max_size=len(STATES))
of_origin = st.dictionaries(st.sampled_from((*STATES, OUTSIDE)), amounts)
kinds = st.sampled_from([*CUT_OFFS])


def policy() -> PolicyVersion:
    assert POLICY
    return POLICY


def window(contracts: dict[str, int], contributions: list[int]) -> dict[str, Totals]:
    """Each state's totals."""
    return {
        state: Totals(
            of_state=Fraction(contracts.get(state, 0)),
            of_all=Fraction(sum(contracts.values())),
            contribution=Fraction(contribution, sum(contributions)),
        )
        for state, contribution in zip(STATES, contributions, strict=True)
    }


@given(of_origin.filter(lambda given: sum(given.values()) > 0), paid)
def test_the_mean_of_coefficients_weighted_by_contributions_is_the_total_share_of_the_states(
    contracts: dict[str, int], contributions: list[int]
) -> None:
    found = window(contracts, contributions)

    mean = sum(each.contribution * (each.coefficient or 0) for each in found.values())

    inside = sum(amount for state, amount in contracts.items() if state != OUTSIDE)
    assert mean == Fraction(inside, sum(contracts.values()))


@given(of_origin.filter(lambda given: sum(given.values()) > 0), paid, st.sampled_from(STATES), amounts, kinds)
def test_a_contract_more_never_lowers_a_states_coefficient_or_status(
    contracts: dict[str, int], contributions: list[int], state: str, amount: int, kind: str
) -> None:
    more = {**contracts, state: contracts.get(state, 0) + amount}

    before, after = window(contracts, contributions)[state], window(more, contributions)[state]

    assert before.coefficient is not None
    assert after.coefficient is not None
    assert after.coefficient >= before.coefficient
    order = statuses(kind)
    assert order.index(balance(after, kind, policy()).outcome) >= order.index(balance(before, kind, policy()).outcome)


@given(kinds, st.data(), st.fractions(min_value=Fraction(1, 10**12), max_value=1), st.integers(1, 10**12))
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
