"""A call is judged by the policies that it began under, and a firm by what it has won beside it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

from core.policies.policies import Policies
from core.policies.reading import read_policy
from core.testing import graph_of
from plugins.procurement.models import Award, AwardStatus, BalanceListEntry, PurchaseKind, Tender, TenderStatus
from plugins.procurement.plugin import policies
from tests.procurement.story import OPEN_CALL, Story, tell

TWINS = ("IT-4144/SMB/HL-LHC", "IT-4155/SMB/HL-LHC")
ASKED = """query ($call: String!, $firm: ID!) {
  tenders(where: {reference: {eq: $call}}) {
    nodes { mayBid(organisation: $firm) { outcome reasons { code message policy nextStep } } }
  }
}"""


async def decision(story: Story, call: str, name: str = "aurelia") -> Any:
    found = await story.ask(ASKED, story.officer(), call=call, firm=story.organisation_id(name))
    return found["tenders"]["nodes"][0]["mayBid"]


def with_a_new_version(folder: Path) -> Policies:
    """All policies, with another version on eligibility from 2017 on."""
    paths = {path.stem: path for path in policies()}
    text = paths["eligibility"].read_text(encoding="utf-8")
    head, _, values = text.partition('version = "ELIGIBLE-1"\n')
    first = f'version = "ELIGIBLE-1"\nvalid_to = 2016-12-31\n{values}'
    second = f'[[versions]]\nversion = "ELIGIBLE-2"\nvalid_from = 2017-01-01\n{values}'
    paths["eligibility"] = folder / "eligibility.toml"
    paths["eligibility"].write_text(f"{head}{first}\n{second}", encoding="utf-8")
    return Policies(version for path in paths.values() for version in read_policy(path, "procurement"))


async def test_each_of_two_calls_keeps_the_version_that_it_began_under(tmp_path: Path) -> None:
    async with graph_of("procurement", samples=True, policies=with_a_new_version(tmp_path)) as graph:
        story = await tell(graph)
        quoted = {
            call: {each["policy"] for each in (await decision(story, call))["reasons"] if "eligib" in each["policy"]}
            for call in (TWINS[0], OPEN_CALL)
        }

    assert quoted == {
        TWINS[0]: {"procurement.eligibility ELIGIBLE-1"},
        OPEN_CALL: {"procurement.eligibility ELIGIBLE-2"},
    }


async def test_vector_43_an_associate_at_its_ceiling_is_flagged_and_not_left_out(story: Story) -> None:
    with story.graph.database.current():
        entries = BalanceListEntry.filter(country="IN", list__kind=PurchaseKind.SUPPLY)
        await BalanceListEntry.filter(id__in=await entries.values_list("id", flat=True)).update(ceiling_reached_in=2021)
    text = """query ($on: Date!) {
      mayBid(on: $on, facts: {establishedIn: "IN", status: OPEN, procedure: ORDER, candidacy: INVITED}) {
        outcome reasons { code severity confidence }
      }
    }"""

    async def flagged(on: str) -> list[Any]:
        told = (await story.ask(text, on=on))["mayBid"]
        assert told["outcome"] == "UNKNOWN"
        return [each for each in told["reasons"] if each["code"] == "CEILING_REACHED"]

    assert await flagged("2021-05-03") == [
        {"code": "CEILING_REACHED", "severity": "WARNING", "confidence": "UNCONFIRMED"}
    ]
    assert await flagged("2022-01-10") == []


async def test_who_has_won_one_of_two_calls_may_not_bid_for_the_other(story: Story) -> None:
    with story.graph.database.current():
        await Tender.filter(reference__in=TWINS).update(status=TenderStatus.OPEN)
        won = await Tender.get(reference=TWINS[0])
    before = await decision(story, TWINS[1])
    assert "WON_BESIDE" not in {each["code"] for each in before["reasons"]}

    with story.graph.database.current():
        firm = story.organisations["aurelia"]
        await Award.create(
            reference="won", tender=won, winner_id=firm, status=AwardStatus.ACTIVE, awarded_on=date(2026, 5, 1)
        )

    (reason,) = [each for each in (await decision(story, TWINS[1]))["reasons"] if each["code"] == "WON_BESIDE"]
    assert TWINS[0] in reason["message"]
    assert reason["policy"] == "procurement.splitting SPLITTING-1"
    assert "WON_BESIDE" not in {each["code"] for each in (await decision(story, TWINS[1], "tagus"))["reasons"]}
