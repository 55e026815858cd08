"""How a firm is excluded and how that ends, and who gets to know of it."""

from __future__ import annotations

from typing import Any, Final

import pytest

from core.access.viewer import Role, Viewer
from core.registry.models import AuditEntry
from plugins.procurement.models import Exclusion
from schema.relay import encode_id
from tests.procurement.story import Story

EXCLUDE: Final = """
mutation ($firm: ID!, $reason: String!, $since: Date, $to: Date) {
  excludeSupplier(organisation: $firm, reason: $reason, startsOn: $since, endsOn: $to) {
    ... on Exclusion { id reason startsOn endsOn inForce version }
    ... on Refusal { code reasons { code message nextStep } }
  }
}
"""
END: Final = """
mutation ($exclusion: ID!, $version: Int!, $on: Date) {
  endExclusion(exclusion: $exclusion, expectedVersion: $version, on: $on) {
    ... on Exclusion { endsOn inForce version }
    ... on Refusal { code reasons { code message nextStep } }
  }
}
"""


async def exclude(story: Story, viewer: Viewer | None = None, firm: str = "aurelia", **given: Any) -> Any:
    facts = {"firm": story.organisation_id(firm), "reason": "Lied about origin.", **given}
    return (await story.ask(EXCLUDE, viewer or story.officer(), **facts))["excludeSupplier"]


async def end(story: Story, exclusion: str, version: int, on: str | None = None) -> Any:
    given = {"exclusion": exclusion, "version": version, "on": on}
    return (await story.ask(END, story.officer(), **given))["endExclusion"]


def codes(refusal: Any) -> list[str]:
    return [each["code"] for each in refusal["reasons"]]


async def known(story: Story, viewer: Viewer | None) -> int:
    found = await story.ask("{ exclusions { totalCount nodes { organisation { name } } } }", viewer)
    assert len(found["exclusions"]["nodes"]) == found["exclusions"]["totalCount"]
    return int(found["exclusions"]["totalCount"])


async def test_a_firm_is_excluded_from_today_and_hears_why(story: Story) -> None:
    answer = await exclude(story)

    assert answer.pop("id")
    assert answer == {
        "reason": "Lied about origin.",
        "startsOn": "2026-06-01",
        "endsOn": None,
        "inForce": True,
        "version": 1,
    }
    for own in (story.firm("aurelia"), story.ilo("PL")):
        assert await known(story, own) == 1
    assert await known(story, story.officer()) == 2
    for viewer in (None, story.technical_officer(), story.firm("montbrillant"), story.ilo("CH")):
        assert await known(story, viewer) == 0


async def test_who_runs_the_installation_reads_the_days_and_not_the_reason_in_the_audit(story: Story) -> None:
    await exclude(story, to="2026-12-31")

    with story.graph.database.current():
        entry = await AuditEntry.get()
    assert (entry.action, entry.summary) == (
        "procurement.excludeSupplier",
        "Excluded from 2026-06-01 to 2026-12-31.",
    )


async def test_every_obstacle_to_an_exclusion_is_named(story: Story) -> None:
    await exclude(story, to="2026-12-31")

    past = await exclude(story, reason="", since="2026-01-01", to="2025-12-31")
    twice = await exclude(story, since="2026-12-31")
    over = await exclude(story, firm="tagus", since="2022-05-01", to="2022-06-01")
    nobody = await story.ask(EXCLUDE, story.officer(), firm=encode_id("Organisation", 999), reason="So.")

    assert codes(past) == ["REASON_MISSING", "ENDS_BEFORE_BEGIN"]
    assert codes(twice) == ["EXCLUDED_ALREADY"]
    assert "2026-06-01 until 2026-12-31" in twice["reasons"][0]["message"]
    assert codes(over) == ["OVER_ALREADY", "EXCLUDED_ALREADY"]
    assert codes(nobody["excludeSupplier"]) == ["UNKNOWN_ORGANISATION"]
    assert "id" in await exclude(story, since="2027-01-01")


async def test_it_ends_on_its_last_day_or_earlier(story: Story) -> None:
    exclusion = (await exclude(story, to="2026-12-31"))["id"]

    assert codes(await end(story, exclusion, 1, "2026-05-31")) == ["END_IS_PAST"]
    assert codes(await end(story, exclusion, 1, "2027-01-01")) == ["LATER_THAN_ITS_END"]
    assert await end(story, exclusion, 1) == {"endsOn": "2026-06-01", "inForce": True, "version": 2}

    story.graph.clock.time = story.graph.clock.time.replace(hour=22)
    assert codes(await end(story, exclusion, 2)) == ["OVER_ALREADY"]


async def test_a_stale_end_is_refused_with_the_version_that_is_there(story: Story) -> None:
    exclusion = (await exclude(story, to="2026-12-31"))["id"]
    await end(story, exclusion, 1, "2026-11-30")

    refusal = await end(story, exclusion, 1, "2026-10-31")

    assert codes(refusal) == ["STALE_VERSION"]
    assert "Version 2 is there" in refusal["reasons"][0]["message"]
    with story.graph.database.current():
        assert str((await Exclusion.get(ends_on="2026-11-30")).ends_on) == "2026-11-30"


async def test_an_unknown_exclusion_is_named_as_such(story: Story) -> None:
    assert codes(await end(story, encode_id("Exclusion", 999), 1)) == ["UNKNOWN_EXCLUSION"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.PROCUREMENT_OFFICER])
async def test_others_exclude_nobody(story: Story, role: Role) -> None:
    viewer = next(each for each in story.strangers() if each.role is role)

    assert (await exclude(story, viewer))["code"] == "NOT_ALLOWED"

    with story.graph.database.current():
        assert await Exclusion.all().count() == 1
