"""The words that departments share."""

from __future__ import annotations

import dataclasses
from decimal import Decimal

import pytest
import strawberry
from hypothesis import given
from hypothesis import strategies as st

from core.words import (
    Country,
    Decision,
    Money,
    Reason,
    Refusal,
    Severity,
    Share,
    country_code,
    country_named,
    country_spellings,
    exponent_of,
    fold,
)


@pytest.mark.parametrize(
    ("minor", "currency", "amount"),
    [
        (3880929792, "EUR", "38809297.92"),
        (1250, "JPY", "1250"),
        (1250, "KWD", "1.250"),
        (5, "RSD", "0.05"),
        (0, "CHF", "0.00"),
    ],
)
def test_money_is_kept_in_the_minor_units_of_its_currency(minor: int, currency: str, amount: str) -> None:
    money = Money.from_minor(minor, currency)
    assert (str(money.amount), money.minor()) == (amount, minor)


@given(st.integers(min_value=-(10**17), max_value=10**17), st.sampled_from(["EUR", "JPY", "KWD", "CLF"]))
def test_money_survives_the_way_through_minor_units(minor: int, currency: str) -> None:
    assert Money.from_minor(minor, currency).minor() == minor


@pytest.mark.parametrize(
    ("text", "minor"), [("0.4400000001", 44), ("0.445", 44), ("0.455", 46), (" 7 ", 700), ("-0.015", -2)]
)
def test_an_amount_finer_than_a_cent_is_rounded_half_to_even(text: str, minor: int) -> None:
    assert Money.parse(text, "EUR").minor() == minor


@pytest.mark.parametrize("text", ["", "-", "NaN", "Infinity", "1,5", "twelve"])
def test_what_is_no_decimal_number_is_no_money(text: str) -> None:
    with pytest.raises((ValueError, ArithmeticError)):
        Money.parse(text, "EUR")


def test_an_amount_is_never_rounded_in_silence() -> None:
    with pytest.raises(ValueError, match="finer than the minor unit"):
        Money(amount=Decimal("0.001"), currency="EUR").minor()


def test_a_currency_shown_without_cents_still_has_them() -> None:
    """CLDR shows Serbian dinars without decimals; ISO 4217 counts two."""
    assert (exponent_of("RSD"), exponent_of("COP"), exponent_of("ISK")) == (2, 2, 0)


def test_words_cannot_be_changed() -> None:
    with pytest.raises(dataclasses.FrozenInstanceError):
        setattr(Money.from_minor(1, "CHF"), "amount", Decimal(2))  # noqa: B010 - a type checker refuses the plain form
    assert len({Money.from_minor(100, "CHF"), Money.from_minor(100, "CHF")}) == 1


def test_a_share_is_exact() -> None:
    assert Share.from_ppm(22_400).percent == Decimal("2.24")
    assert Share(percent=Decimal("2.24")).ppm() == 22_400
    with pytest.raises(ValueError, match="finer than one part per million"):
        Share(percent=Decimal("0.00001")).ppm()


@pytest.mark.parametrize(
    ("given_code", "code", "name"),
    [
        ("EL", "GR", "Greece"),
        ("uk", "GB", "United Kingdom"),
        ("XK", "XK", "Kosovo"),
        ("XH", "XH", "XH"),
        ("CH", "CH", "Switzerland"),
    ],
)
def test_a_country_is_shown_as_iso_names_it_and_an_unknown_code_is_kept(given_code: str, code: str, name: str) -> None:
    assert Country.of(given_code) == Country(code=code, name=name)
    assert country_code(given_code) == code


def test_no_code_is_no_country() -> None:
    assert Country.of(" ") is None


def test_a_filter_can_ask_for_every_spelling() -> None:
    assert country_spellings("GR") == ("GR", "EL")
    assert country_spellings("EL") == ("GR", "EL")
    assert country_spellings("FR") == ("FR",)


def test_countries_are_known_by_name() -> None:
    assert [country_named(name) for name in ("COLOMBIA", "United Kingdom", "Nowhere", "")] == ["CO", "GB", "", ""]


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Universität Łódź", "universitat lodz"),
        ("STRASSE straße", "strasse strasse"),
        ("  a--b__c\n«d» ", "a b c d"),
        ("Københavns Universitet, Æbeløgade", "kobenhavns universitet aebelogade"),
        ("İstanbul \u0131l\u0131k", "istanbul ilik"),
        ("ΕΛΛΆΔΑ ς", "ελλαδα \u03c3"),
        ("ﬁnal ①", "final 1"),
    ],
)
def test_text_is_folded_so_that_every_database_finds_the_same(text: str, folded: str) -> None:
    assert fold(text) == folded


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    assert fold(fold(text)) == fold(text)


def test_words_are_types_of_the_graph() -> None:
    @strawberry.type
    class Query:
        @strawberry.field
        def decision(self) -> Decision:
            return Decision(outcome="NO", reasons=[Reason(code="LATE", message="Too late.", severity=Severity.WARNING)])

        @strawberry.field
        def refusal(self) -> Refusal | None:
            return Refusal.because("LATE", "Too late.")

    query = "{ decision { outcome reasons { code severity confidence } } refusal { code reasons { message } } }"
    answer = strawberry.Schema(Query).execute_sync(query)
    assert answer.errors is None
    reason = {"code": "LATE", "severity": Severity.WARNING.name, "confidence": None}
    assert answer.data == {
        "decision": {"outcome": "NO", "reasons": [reason]},
        "refusal": {"code": "LATE", "reasons": [{"message": "Too late."}]},
    }
