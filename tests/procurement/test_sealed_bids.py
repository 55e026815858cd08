from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, Final

import pytest

from core.access.viewer import Role, Viewer
from plugins.procurement.models import Bid, BidOrigin, Tender
from tests.procurement.story import BEYOND, OPEN_CALL, Story

FRAGMENTS: Final = {
    "bid": """
      fragment bid on Bid {
        id reference status submittedAt version source
        amount { amount currency }
        origins { country { code } share { percent } }
        bidder { name } lot { number } tender { reference }
      }
    """,
    "bids": """
      fragment bids on BidConnection {
        totalCount
        pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
        edges { cursor node { id } }
        nodes { ...bid }
        summary {
          count
          sums { amount { amount currency } }
          groups(by: STATUS) { key count sums { amount { amount } } }
        }
      }
    """,
    "hint": "fragment hint on BidConnection { totalCount nodes { id reference } summary { count } }",
}

READERS: Final = (Role.PROCUREMENT_OFFICER, Role.TECHNICAL_OFFICER)

# Every way to a bid that the schema has, and every list whose rows, count, order or sum could depend on one.
WAYS: Final = {
    "root": "{ tenders { totalCount nodes { reference status version bids(first: 4) { ...bids } } } }",
    "lot": "{ tenders { nodes { lots(first: 3) { totalCount nodes { number bids(first: 4) { ...bids } } } } } }",
    "filter": """
      query ($bidder: ID!) { tenders { nodes {
        mine: bids(first: 4, where: {bidder: {eq: $bidder}}) { ...hint }
        others: bids(first: 4, where: {bidder: {ne: $bidder}}) { ...hint }
        recent: bids(first: 4, where: {submittedAt: {gt: "2000-01-01T00:00:00Z"}}) { ...hint }
        not: bids(first: 4, where: {not: {status: {eq: WITHDRAWN}}}) { ...hint }
      } } }
    """,
    "order": """
      { tenders { nodes {
        latest: bids(first: 1, orderBy: {field: SUBMITTED_AT, direction: DESC}) { ...bids }
        last: bids(last: 1) { ...bids }
      } } }
    """,
    "organisation": """
      { organisations { nodes { name
        bids(first: 4) { ...bids }
        purchases(first: 1) { totalCount summary { count groups(by: STATUS) { key count } } }
      } } }
    """,
    "links of links": """
      { organisations { nodes { name
        tenders { reference bids(first: 4) { ...hint } }
        awards(first: 4) { totalCount nodes { reference lot { bids(first: 4) { ...hint } } } }
        contracts(first: 4) { totalCount nodes { award { tender { bids(first: 4) { ...hint } } } } }
      } } }
    """,
    "unit": "{ orgUnits { nodes { tenders(first: 4) { totalCount nodes { bids(first: 4) { ...hint } } } } } }",
    "category": """
      { purchaseCategories(first: 40) { nodes {
        tenders(first: 4) { totalCount nodes { bids(first: 4) { ...hint } } }
      } } }
    """,
    "node": "query ($bid: ID!) { node(id: $bid) { __typename id ... on Bid { ...bid tender { title } } } }",
    "nodes": "query ($bids: [ID!]!) { nodes(ids: $bids) { __typename id ... on Bid { ...bid } } }",
    "summary": """
      { tenders { totalCount summary { count sums { estimate { amount } } groups(by: STATUS) { key count } } }
        contracts { totalCount summary { count sums { amount { amount } } } } }
    """,
    "search": """
      { search(text: "sample") { totalCount nodes { __typename ... on Tender { bids(first: 4) { ...hint } } } } }
    """,
}


def operation(way: str) -> str:
    """The text of a way, with the fragments that it uses."""
    text, used = WAYS[way], set[str]()
    while missing := {name for name in FRAGMENTS if f"...{name} " in text} - used:
        used |= missing
        text += "".join(FRAGMENTS[name] for name in missing)
    return text


async def everything(story: Story, viewer: Viewer) -> dict[str, Any]:
    """What a viewer is told by every way."""
    given: dict[str, Any] = {"bidder": story.organisation_id("aurelia"), "bid": story.bids[0], "bids": story.bids}
    told: dict[str, Any] = {}
    for way, text in WAYS.items():
        variables = {name: value for name, value in given.items() if f"${name}:" in text}
        answer = await story.graph.ask(operation(way), viewer, **variables)
        told[way] = answer.data, [(error.path, error.message) for error in answer.errors]
    return told


async def remove(story: Story, *, but: Sequence[str] = ()) -> None:
    """Let the bids of the open call never have been made, but for those of some firms."""
    kept = [story.organisations[name] for name in but]
    with story.graph.database.current():
        doomed = Bid.filter(tender__reference=OPEN_CALL, bidder_id__not_in=kept)
        keys = await doomed.values_list("id", flat=True)
        await BidOrigin.filter(bid_id__in=keys).delete()
        await Bid.filter(id__in=keys).delete()
    assert keys


async def open_bids(story: Story, viewer: Viewer) -> list[str]:
    """The references of the bids in the open call that a viewer reads."""
    text = '{ tenders(where: {reference: {eq: "SAMPLE-IT-2"}}) { nodes { bids { nodes { reference } } } } }'
    found = await story.ask(text, viewer)
    return [bid["reference"] for bid in found["tenders"]["nodes"][0]["bids"]["nodes"]]


async def opening(story: Story) -> datetime:
    with story.graph.database.current():
        opens_at = (await Tender.get(reference=OPEN_CALL)).opens_at
    assert opens_at
    return opens_at


async def test_a_sealed_bid_tells_nothing_before_the_opening(story: Story) -> None:
    # given what each role without a part in it is told by every way
    before = {viewer.role: await everything(story, viewer) for viewer in story.strangers()}

    # when the bids had never been made
    await remove(story)

    # then each is told the same, to the letter
    for viewer in story.strangers():
        told = await everything(story, viewer)
        for way in WAYS:
            assert told[way] == before[viewer.role][way], (viewer.role, way)


async def test_a_bidder_is_told_nothing_of_competing_bids_before_or_after_the_opening(story: Story) -> None:
    story.graph.clock.time = await opening(story) - timedelta(days=1)
    before = await everything(story, story.firm("tagus"))
    story.graph.clock.move(timedelta(days=2))
    after = await everything(story, story.firm("tagus"))

    await remove(story, but=["tagus"])

    assert await everything(story, story.firm("tagus")) == after
    story.graph.clock.move(timedelta(days=-2))
    assert await everything(story, story.firm("tagus")) == before


async def test_every_way_is_asked_without_an_error_and_shows_bids_to_those_who_may_read_them(story: Story) -> None:
    told = await everything(story, story.officer())

    assert {way: errors for way, (_, errors) in told.items() if errors} == {}
    assert {way for way, (data, _) in told.items() if "SAMPLE-IT-2/bid/" in str(data)} == WAYS.keys() - {"summary"}


async def test_a_bidder_reads_its_own_bid_at_any_time_and_counts_one(story: Story) -> None:
    found = await story.ask(
        '{ organisation(identifier: {scheme: "SAMPLE", value: "aurelia"}) { tenders { reference } '
        "bids(first: 1) { totalCount nodes { "
        "reference amount { amount } origins { country { code } share { percent } } } } } }",
        story.firm("aurelia"),
    )

    firm = found["organisation"]
    assert [tender["reference"] for tender in firm["tenders"]] == ["SAMPLE-IT-2", "SAMPLE-IT-1"]
    assert firm["bids"]["totalCount"] == 2
    assert firm["bids"]["nodes"] == [
        {
            "reference": "SAMPLE-IT-2/bid/aurelia",
            "amount": {"amount": "298000.00"},
            "origins": [{"country": {"code": "PL"}, "share": {"percent": "100.0000"}}],
        }
    ]


async def test_the_requesting_unit_reads_bids_from_the_opening_on_and_not_a_second_earlier(story: Story) -> None:
    story.graph.clock.time = await opening(story) - timedelta(seconds=1)
    assert await open_bids(story, story.technical_officer()) == []

    story.graph.clock.move(timedelta(seconds=1))

    assert len(await open_bids(story, story.technical_officer())) == 3
    assert await open_bids(story, story.technical_officer(BEYOND)) == []


@pytest.mark.parametrize("role", [role for role in Role if role not in READERS])
async def test_after_the_opening_nobody_else_reads_a_bid_either(story: Story, role: Role) -> None:
    story.graph.clock.time = await opening(story) + timedelta(days=400)
    viewer = next(each for each in story.strangers() if each.role is role)

    told = await everything(story, viewer)

    assert "/bid/" not in str(told)


async def test_a_bid_without_a_time_of_opening_stays_sealed(story: Story) -> None:
    with story.graph.database.current():
        await Tender.filter(reference=OPEN_CALL).update(opens_at=None)
    story.graph.clock.move(timedelta(days=4000))

    assert await open_bids(story, story.technical_officer()) == []


async def test_no_id_counts_bids(story: Story) -> None:
    """Keys of bids are random, and their origins have no ids at all."""
    types = await story.ask('{ bid: __type(name: "Bid") { name } origin: __type(name: "BidOrigin") { name } }')

    assert types == {"bid": {"name": "Bid"}, "origin": None}
    with story.graph.database.current():
        bids = await Bid.all()
    assert {bid.id.version for bid in bids} == {4}
