"""What a file of policy data says, and everything that is wrong with one."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from core.policies.reading import PolicyFileError, read_policy
from core.policies.version import PolicyError, PolicyVersion
from core.words import Confidence, Severity
from tests.policies.files import HEAD, VERSION, read, refusal, variant, version, written

TWO = HEAD + version(3, "valid_to = 2019-12-31") + version(5, "valid_from = 2020-01-01")


def in_force(folder: Path, day: date) -> PolicyVersion | None:
    return read(folder, TWO).on("kitchen.sweets", day)


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(1954, 9, 29), "SWEETS-3"),
        (date(2019, 12, 31), "SWEETS-3"),
        (date(2020, 1, 1), "SWEETS-5"),
        (date(2099, 1, 1), "SWEETS-5"),
    ],
)
def test_each_day_has_the_version_in_force(tmp_path: Path, day: date, name: str) -> None:
    found = in_force(tmp_path, day)

    assert found
    assert found.version == name


def test_before_the_first_day_and_after_the_last_one_nothing_holds(tmp_path: Path) -> None:
    policies = read(tmp_path, HEAD + version(3, "valid_from = 2020-01-01\nvalid_to = 2020-12-31"))

    assert policies.on("kitchen.sweets", date(2019, 12, 31)) is None
    assert policies.on("kitchen.sweets", date(2021, 1, 1)) is None


def test_a_variant_is_never_in_force_and_is_found_by_its_name(tmp_path: Path) -> None:
    policies = read(tmp_path, HEAD + version(3) + variant(9))

    tried = policies.version("kitchen.sweets", "SWEETS-9")

    assert tried
    assert tried.is_variant
    assert not tried.holds_on(date(2020, 1, 1))
    assert [each.version for each in policies.history("kitchen.sweets")] == ["SWEETS-3", "SWEETS-9"]


def test_numbers_are_exact_and_each_value_has_its_kind(tmp_path: Path) -> None:
    text = HEAD + VERSION.replace("value = {number}", "value = 0.40").format(number=3, dates="")
    found = read(tmp_path, text).on("kitchen.sweets", date(2020, 1, 1))

    assert found
    assert str(found.decimal("most")) == "0.40"
    assert found.decimal("most") == Decimal("0.4")
    assert found.texts("kinds") == ("nougat", "toffee")
    for asked in (found.whole, found.flag, found.text, found.texts):
        with pytest.raises(PolicyError, match=r"kitchen.sweets SWEETS-3 says .*0.40.* for 'most'"):
            asked("most")
    with pytest.raises(PolicyError, match=r"says nothing of 'fewest'. It has: most, kinds"):
        found.decimal("fewest")


def test_a_reason_rests_on_a_value_and_quotes_its_source(tmp_path: Path) -> None:
    found = in_force(tmp_path, date(2020, 1, 1))

    assert found
    reason = found.reason("TOO_MANY", "That is too many.", on="kinds", severity=Severity.ERROR, next_step="Eat less.")

    assert reason.source == "https://example.org/sweets"
    assert reason.policy == "kitchen.sweets SWEETS-5"
    assert reason.confidence is Confidence.UNCONFIRMED
    assert reason.next_step == "Eat less."


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "the file lacks 'title'"),
        ("title = ", "It cannot be read"),
        (HEAD, "the file lacks 'versions'"),
        (f"versions = 3\n{HEAD}", "'versions' is no list"),
        (HEAD + "colour = 1\n" + version(3), "has 'colour', which nothing reads"),
        (HEAD + version(3).replace("version = ", "name = "), "lacks 'version'"),
        (HEAD + version(3) + version(5, "valid_from = 2020-01-01"), "'SWEETS-3' has no valid_to"),
        (HEAD + version(3, "valid_to = 2019-12-31") + version(5), "'SWEETS-5' has no valid_from"),
        (HEAD + version(3, "valid_from = 2020-01-02\nvalid_to = 2020-01-01"), "'SWEETS-3' ends before it begins"),
        (TWO.replace("2020-01-01", "2019-12-30"), "overlap from 2019-12-30 to 2019-12-31"),
        (TWO.replace("2020-01-01", "2020-01-03"), "nothing holds from 2020-01-01 on: 2020-01-03 leaves a gap"),
        (TWO.replace("SWEETS-5", "SWEETS-3"), "There are two versions 'SWEETS-3'"),
        (TWO.replace("2020-01-01", "2020-01-01T10:00:00"), "'valid_from' is no date"),
        (HEAD + version(3).replace('source = "S1"', 'source = "S9"'), "there is no source 'S9'"),
        (HEAD.replace('"https://example.org/sweets"', '""') + version(3), "[sources] S1 is no address"),
        (HEAD + version(3).replace('"confirmed"', '"sure"'), "not 'sure'"),
        (HEAD + version(3).replace(', confidence = "confirmed"', ""), "lacks 'confidence'"),
        (HEAD + version(3).replace("value = 3", "value = nan"), "is no number, text"),
        (HEAD + version(3).replace("value = 3", "value = [3]"), "is no number, text"),
        (HEAD + version(3).replace("most =", "fewest ="), "does not say 'most'"),
        (HEAD + version(3).replace("most =", "fewest ="), "says 'fewest', of which [values.fewest] tells no meaning"),
        (TWO.replace("value = 5", 'value = "five"'), "say 'most' in different kinds of value"),
        (HEAD + variant(3), "lacks 'versions'"),
        (
            HEAD + version(3) + variant(4, "valid_from = 2020-01-01"),
            "The variant 'SWEETS-4' has dates",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_a_sentence(tmp_path: Path, text: str, said: str) -> None:
    refused = refusal(tmp_path, text)

    assert said in refused
    assert str(tmp_path / "sweets.toml") in refused


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    refused = refusal(
        tmp_path, TWO.replace("2020-01-01", "2020-01-03").replace('"S1", confidence = "c', '"S2", confidence = "c')
    )

    assert "leaves a gap" in refused
    assert refused.count("there is no source 'S2'") == 2


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    path = written(tmp_path, "")
    path.write_bytes(b"\xff\xfe")

    with pytest.raises(PolicyFileError, match="It cannot be read"):
        read_policy(path, "kitchen")
