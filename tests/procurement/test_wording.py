"""How rules write amounts, shares and names."""

from __future__ import annotations

from decimal import Decimal

import pytest

from plugins.procurement.rules.wording import amount, francs, named, percent


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
