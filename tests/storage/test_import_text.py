"""The mending of text, and the reading of days, times and amounts."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from core.storage.imports import RecordError, day, instant, mended, minor_units, one_line


@pytest.mark.parametrize(
    ("broken", "meant"),
    [
        ("beneficiariesâ€™ costs", "beneficiaries\u2019 costs"),
        ("TEMÃ\x81TICA", "TEMÁTICA"),
        ("R&amp;D", "R&D"),
        ("Universite\u0301", "Université"),
        ("  kept “as” it is… \n", "kept “as” it is…"),
        ("nul\x00byte", "nulbyte"),
        ("TULUÁ", "TULUÁ"),
        ("half a pair \ud83d", "half a pair \ufffd"),
        ("a pair \ud83d\ude00", "a pair \U0001f600"),
        (None, ""),
    ],
)
def test_text_is_mended_and_what_is_right_is_kept(broken: str | None, meant: str) -> None:
    assert mended(broken) == meant


def test_a_name_is_one_line() -> None:
    assert one_line(" Women\u2019s\nPolitical \t Participation ") == "Women\u2019s Political Participation"


def test_a_day_is_read_from_a_date_or_an_instant() -> None:
    assert day("2026-08-17", "x") == day("2026-08-17T23:59:00Z", "x") == date(2026, 8, 17)
    assert day(" ", "x") is None


def test_an_instant_is_kept_in_utc() -> None:
    expected = datetime(2026, 8, 17, 14, 0, tzinfo=UTC)
    texts = ("2026-08-17T16:00:00+02:00", "2026-08-17 14:00:00", "2026-08-17T14:00:00.900Z")
    assert [instant(text, "x") for text in texts] == [expected] * 3


def test_absent_is_not_zero() -> None:
    assert [minor_units(text, "EUR", "x") for text in (None, "", "-", "0")] == [None, None, None, 0]


@pytest.mark.parametrize(
    ("read", "reason"),
    [
        (lambda: day("17.08.2026", "endDate"), "endDate: '17.08.2026' is no date"),
        (lambda: instant("yesterday", "date"), "date: 'yesterday' is no time"),
        (lambda: instant("0001-01-01T00:00:00+02:00", "date"), "date: '0001-01-01T00:00:00\\+02:00' is no time"),
        (lambda: minor_units("1.000,00", "EUR", "cost"), "cost: '1.000,00' is no amount"),
        (lambda: minor_units("92233720368547758.08", "EUR", "cost"), "cost: '92233720368547758.08' is more money"),
    ],
)
def test_what_cannot_be_read_says_where_and_why(read: object, reason: str) -> None:
    assert callable(read)
    with pytest.raises(RecordError, match=reason):
        read()
