from __future__ import annotations

from datetime import date

from core.access.viewer import Viewer
from plugins.procurement.models import (
    Award,
    AwardStatus,
    Contract,
    ContractStatus,
    Supplier,
    SupplierStatus,
    Tender,
    TenderStatus,
)
from tests.procurement.story import BEYOND, DECIDED_CALL, PLAN, Story


async def tenders(story: Story, viewer: Viewer | None = None) -> set[str]:
    found = await story.ask("{ tenders(first: 50) { totalCount nodes { reference } } }", viewer)
    references = {tender["reference"] for tender in found["tenders"]["nodes"]}
    assert found["tenders"]["totalCount"] == len(references)
    return references


async def outcome(story: Story, viewer: Viewer | None = None) -> tuple[int, int]:
    """How many awards and contracts of the decided call a viewer knows of."""
    text = "query ($reference: String!) { tenders(where: {reference: {eq: $reference}}) { nodes { "
    found = await story.ask(
        text + "awards { totalCount } contracts { totalCount } } } }", viewer, reference=DECIDED_CALL
    )
    (tender,) = found["tenders"]["nodes"]
    return tender["awards"]["totalCount"], tender["contracts"]["totalCount"]


async def suppliers(story: Story, viewer: Viewer | None = None) -> tuple[int, int]:
    """How many suppliers a viewer finds, and how many offer cryogenics."""
    found = await story.ask(
        '{ suppliers { totalCount } purchaseCategories(where: {code: {eq: "cryogenics"}}) '
        "{ nodes { suppliers { totalCount } } } }",
        viewer,
    )
    return found["suppliers"]["totalCount"], found["purchaseCategories"]["nodes"][0]["suppliers"]["totalCount"]


async def test_an_unpublished_tender_is_known_to_its_unit_and_the_department_alone(story: Story) -> None:
    for viewer in (None, story.firm("aurelia"), story.ilo("PL"), story.technical_officer(BEYOND)):
        assert PLAN not in await tenders(story, viewer)
    for viewer in (story.officer(), story.technical_officer()):
        assert PLAN in await tenders(story, viewer)


async def test_a_tender_is_public_from_the_morning_of_its_day_in_geneva(story: Story) -> None:
    with story.graph.database.current():
        await Tender.filter(reference=PLAN).update(published_on=date(2026, 6, 2))

    story.graph.clock.time = story.graph.clock.time.replace(day=1, hour=21, minute=59)
    assert PLAN not in await tenders(story)
    story.graph.clock.time = story.graph.clock.time.replace(hour=22, minute=0)
    assert PLAN in await tenders(story)


async def test_lots_of_an_unpublished_tender_are_hidden_with_it(story: Story) -> None:
    with story.graph.database.current():
        await Tender.filter(reference="SAMPLE-IT-2").update(published_on=None)
    text = '{ tenders(where: {reference: {eq: "SAMPLE-IT-2"}}) { nodes { lots { nodes { id } } } } }'
    lot = (await story.ask(text, story.officer()))["tenders"]["nodes"][0]["lots"]["nodes"][0]["id"]

    assert await story.ask("query ($id: ID!) { node(id: $id) { id } }", id=lot) == {"node": None}


async def test_a_tender_from_a_publication_is_public_though_its_day_is_unknown(story: Story) -> None:
    with story.graph.database.current():
        await Tender.create(reference="ocds-1", status=TenderStatus.PLANNED, source="Colombia Compra Eficiente")
        await Tender.create(reference="ours-1", status=TenderStatus.PLANNED)

    assert {"ocds-1", "ours-1"} & await tenders(story) == {"ocds-1"}


async def test_awards_and_contracts_are_public_with_their_tender(story: Story) -> None:
    assert await outcome(story) == (1, 1)


async def test_a_pending_award_is_known_to_the_department_and_the_unit_but_not_to_its_winner(story: Story) -> None:
    with story.graph.database.current():
        await Award.filter(tender__reference=DECIDED_CALL).update(status=AwardStatus.PENDING)
        await Contract.filter(tender__reference=DECIDED_CALL).update(status=ContractStatus.PENDING)

    for viewer in (None, story.firm("aurelia"), story.ilo("PL"), story.technical_officer(BEYOND)):
        assert await outcome(story, viewer) == (0, 0)
    for viewer in (story.officer(), story.technical_officer()):
        assert await outcome(story, viewer) == (1, 1)


async def test_a_contract_without_a_tender_is_known_to_its_contractor_and_the_department(story: Story) -> None:
    with story.graph.database.current():
        await Contract.filter(tender__reference=DECIDED_CALL).update(tender_id=None)
    text = '{ contracts(where: {reference: {startsWith: "SAMPLE"}}) { totalCount summary { count } } }'

    counts = [
        (await story.ask(text, viewer))["contracts"]["summary"]["count"]
        for viewer in (None, story.firm("tagus"), story.firm("aurelia"), story.officer())
    ]

    assert counts == [0, 0, 1, 1]


async def test_a_suspended_supplier_is_hidden_from_all_but_those_it_concerns(story: Story) -> None:
    assert await suppliers(story) == (1, 1)
    with story.graph.database.current():
        await Supplier.all().update(status=SupplierStatus.SUSPENDED)

    for viewer in (None, story.firm("tagus"), story.ilo("PT")):
        assert await suppliers(story, viewer) == (0, 0)
    for viewer in (story.firm("aurelia"), story.ilo("PL"), story.officer()):
        assert await suppliers(story, viewer) == (1, 1)


async def test_a_deadline_is_shown_on_the_clock_of_geneva_in_winter_and_summer(story: Story) -> None:
    text = (
        '{ tenders(where: {reference: {in: ["IT-3927/EN", "IT-4134/EN/LHC", "IT-4344/EP"]}}) '
        "{ nodes { closesAt deadline { utc zurich passed } } } }"
    )

    found = (await story.ask(text))["tenders"]["nodes"]

    assert [(tender["closesAt"][11:16], tender["deadline"]["zurich"]) for tender in found] == [
        ("14:00", "2013-05-08 16:00 CEST"),
        ("15:00", "2015-11-12 16:00 CET"),
        ("14:00", "2017-10-20 16:00 CEST"),
    ]
    assert all(tender["deadline"]["passed"] and tender["deadline"]["utc"] == tender["closesAt"] for tender in found)
