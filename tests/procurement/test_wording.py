"""How rules write amounts, shares and names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plugins.procurement.rules.wording import all_named, amount, counted, francs, named, percent


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("0", "0 CHF"),
        ("750000", "750,000 CHF"),
        ("7.5E+5", "750,000 CHF"),
        ("749999.5", "749,999.50 CHF"),
        ("0.01", "0.01 CHF"),
        ("1234.5678", "1,234.5678 CHF"),
    ],
)
def test_an_amount_is_written_without_rounding(value: str, text: str) -> None:
    assert francs(Decimal(value)) == amount(Decimal(value), "CHF") == text


def test_shares_and_names() -> None:
    assert [percent(Decimal(each)) for each in ("60", "12.50", "0")] == ["60 %", "12.5 %", "0 %"]
    assert [named(each) for each in (["A"], ["A", "B"], ["A", "B", "C"])] == ["A", "A and B", "A, B and C"]


def test_two_are_both_and_more_are_all() -> None:
    assert all_named(["A", "B"]) == "A and B both"
    assert all_named(["A", "B", "C"]) == "A, B and C all"


def test_one_is_not_told_as_many() -> None:
    assert [counted(each, "firm") for each in (0, 1, 2)] == ["0 firms", "1 firm", "2 firms"]
