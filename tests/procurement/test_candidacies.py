"""Who learns that a firm could bid, has answered a survey or is invited."""

from __future__ import annotations

from core.access.viewer import Viewer
from tests.procurement.story import BEYOND, OPEN_CALL, Story

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
