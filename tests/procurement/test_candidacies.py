"""Who learns that a firm could bid, has answered a survey or is invited."""

from __future__ import annotations

from datetime import date

from core.access.viewer import Viewer
from plugins.procurement.models import Candidacy, CandidacyStatus, Tender
from tests.procurement.story import BEYOND, OPEN_CALL, PLAN, Story

CANDIDATES = """query ($reference: String!) {
  tenders(where: {reference: {eq: $reference}}) {
    nodes { candidacies { totalCount nodes { id status verdict organisation { name } } } }
  }
}"""


async def candidates(story: Story, viewer: Viewer | None = None) -> dict[str, str]:
    """How far each firm that a viewer knows of has come in the open call."""
    found = await story.ask(CANDIDATES, viewer, reference=OPEN_CALL)
    known = found["tenders"]["nodes"][0]["candidacies"]
    assert known["totalCount"] == len(known["nodes"])
    return {each["organisation"]["name"].split()[0]: each["status"] for each in known["nodes"]}


async def test_those_who_buy_know_all_candidates(story: Story) -> None:
    for viewer in (story.officer(), story.technical_officer()):
        assert await candidates(story, viewer) == {
            "Aurelia": "INVITED",
            "Montbrillant": "INVITED",
            "Tagus": "INVITED",
            "Nordkap": "DISQUALIFIED",
        }


async def test_a_firm_knows_itself_and_a_liaison_officer_the_firms_of_their_state(story: Story) -> None:
    assert await candidates(story, story.firm("tagus")) == {"Tagus": "INVITED"}
    assert await candidates(story, story.ilo("NO")) == {"Nordkap": "DISQUALIFIED"}
    assert await candidates(story, story.ilo("AT")) == {}


async def test_nobody_else_knows_any(story: Story) -> None:
    for viewer in (None, story.firm("donau"), story.technical_officer(BEYOND)):
        assert await candidates(story, viewer) == {}


async def test_a_candidacy_is_not_found_by_its_id_either(story: Story) -> None:
    found = await story.ask(CANDIDATES, story.firm("aurelia"), reference=OPEN_CALL)
    (own,) = found["tenders"]["nodes"][0]["candidacies"]["nodes"]
    text = "query ($id: ID!) { node(id: $id) { ... on Candidacy { status } } }"

    assert await story.ask(text, story.firm("aurelia"), id=own["id"]) == {"node": {"status": "INVITED"}}
    assert await story.ask(text, story.firm("tagus"), id=own["id"]) == {"node": None}


OF_FIRM = """query ($firm: ID!) { node(id: $firm) { ... on Organisation {
  candidacies { totalCount nodes { status tender { reference } } } } } }"""


async def planned(story: Story, status: CandidacyStatus) -> None:
    """Aurelia in a plan that nobody but its buyers knows of."""
    with story.graph.database.current():
        plan = await Tender.get(reference=PLAN)
        await Candidacy.create(tender=plan, organisation_id=story.organisations["aurelia"], status=status)


async def calls_of_aurelia(story: Story, viewer: Viewer) -> set[str | None]:
    """The calls in which a viewer knows the firm; None for one of which they may not know."""
    found = await story.ask(OF_FIRM, viewer, firm=story.organisation_id("aurelia"))
    told = found["node"]["candidacies"]
    assert told["totalCount"] == len(told["nodes"])
    return {each["tender"] and each["tender"]["reference"] for each in told["nodes"]}


async def test_a_candidacy_tells_nobody_of_a_call_that_is_not_theirs_to_know(story: Story) -> None:
    await planned(story, CandidacyStatus.POTENTIAL)

    assert {None, PLAN}.isdisjoint(await calls_of_aurelia(story, story.firm("aurelia")))
    assert {None, PLAN}.isdisjoint(await calls_of_aurelia(story, story.ilo("PL")))
    assert PLAN in await calls_of_aurelia(story, story.officer())


async def test_a_liaison_officer_knows_the_candidates_of_a_call_from_the_day_it_is_sent_to_them(story: Story) -> None:
    await planned(story, CandidacyStatus.POTENTIAL)
    with story.graph.database.current():
        await Tender.filter(reference=PLAN).update(circulated_to_ilos_on=date(2000, 1, 1))

    assert PLAN in await calls_of_aurelia(story, story.ilo("PL"))
    assert await calls_of_aurelia(story, story.ilo("PT")) == set()
    assert {None, PLAN}.isdisjoint(await calls_of_aurelia(story, story.firm("aurelia")))


async def test_a_firm_that_is_invited_to_a_call_that_is_not_public_knows_that(story: Story) -> None:
    await planned(story, CandidacyStatus.INVITED)

    assert None in await calls_of_aurelia(story, story.firm("aurelia"))
    assert await calls_of_aurelia(story, story.firm("tagus")) == set()
    assert {None, PLAN}.isdisjoint(await calls_of_aurelia(story, story.ilo("PL")))
