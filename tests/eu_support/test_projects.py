"""What the graph says of projects: partners, their countries, and what an organisation gets, in one request."""

from __future__ import annotations

import pytest

from core.testing import graph_of
from plugins.eu_support.importers.cordis import CORDIS
from plugins.eu_support.models import ParticipationRole
from tests.eu_support.world import organisation, part, project, topic, world
from tests.importing import real, run, shared_data

FIGURES = """
query($scheme: String!, $value: String!) {
  organisation(identifier: { scheme: $scheme, value: $value }) {
    participations {
      totalCount
      summary {
        count
        sums { ecContribution { amount currency } netEcContribution { amount currency } }
        groups(by: ROLE) { key count }
      }
    }
  }
}
"""


REAL_MONEY = """
query($scheme: String!, $value: String!) {
  organisation(identifier: { scheme: $scheme, value: $value }) {
    participations { nodes { netEcContribution { amount currency } project { grantNumber source } } }
  }
}
"""


async def test_an_organisations_part_in_figures() -> None:
    async with world() as there:
        # given CERN in three projects: twice with money, once as an associated partner without
        roles = (ParticipationRole.COORDINATOR, ParticipationRole.PARTICIPANT, ParticipationRole.ASSOCIATED_PARTNER)
        for number, (role, cents) in enumerate(zip(roles, (10, 20, None), strict=True)):
            await part(await project(f"10000000{number}"), there.cern, role, 1, cents)

        # when its figures are asked for by its PIC
        told = await there.graph.data(FIGURES, scheme="pic", value="999988133")

        # then the missing amount is no zero and no obstacle
        assert told["organisation"]["participations"] == {
            "totalCount": 3,
            "summary": {
                "count": 3,
                "sums": {
                    "ecContribution": [{"amount": "0.30", "currency": "EUR"}],
                    "netEcContribution": [{"amount": "0.30", "currency": "EUR"}],
                },
                "groups": [
                    {"key": "ASSOCIATED_PARTNER", "count": 1},
                    {"key": "COORDINATOR", "count": 1},
                    {"key": "PARTICIPANT", "count": 1},
                ],
            },
        }


async def test_partners_and_their_countries_in_one_request() -> None:
    async with world() as there:
        # given a project of partners from three countries, one of them twice and one without a country
        shared = await project("100000001", topic=await topic("HORIZON-X-01"))
        partners = [("Oslo", "NO"), ("Wien", "AT"), ("Graz", "AT"), ("Nowhere", "")]
        for order, (name, country) in enumerate(partners, start=2):
            who = await organisation(name, country)
            await part(shared, who, ParticipationRole.PARTICIPANT, order, 1)
        await part(shared, there.cern, ParticipationRole.COORDINATOR, 1, 1)

        # when the countries are asked for from the organisation on
        told = await there.graph.ask(
            """{ organisation(identifier: { scheme: "PIC", value: "999988133" }) { participations { nodes { project {
                 coordinator { name } countries { code } topic { projects { totalCount } }
                 participations { nodes { order organisation { name country { name } } } }
            } } } } }"""
        )

        # then each stands there once, and partners in the order of the grant agreement
        assert not told.errors
        (node,) = told.data["organisation"]["participations"]["nodes"]
        assert node["project"]["coordinator"] == {"name": "CERN"}
        assert [country["code"] for country in node["project"]["countries"]] == ["AT", "NO", "PL"]
        assert [each["order"] for each in node["project"]["participations"]["nodes"]] == [1, 2, 3, 4, 5]
        assert node["project"]["participations"]["nodes"][4]["organisation"]["country"] is None


async def test_the_number_of_statements_does_not_depend_on_the_number_of_projects() -> None:
    async with world() as there:
        question = """{ projects { nodes { label coordinator { name } countries { code }
            legalBases { isMain } participations { nodes { organisation { memberState { status } } } } } } }"""
        counts: list[int] = []
        for number in range(12):
            await part(await project(f"1000000{number:02}"), there.cern, ParticipationRole.COORDINATOR, 1, 1)
            counts.append((await there.graph.ask(question)).statements)
        assert len({*counts}) == 1


async def test_projects_are_filtered_ordered_and_grouped() -> None:
    async with world() as there:
        for number, acronym in enumerate(("BETA", "ALPHA", "BETA")):
            await project(f"10000000{number}", acronym=acronym, funding_scheme=f"S{number % 2}")
        told = await there.graph.data(
            """{
              beta: projects(where: { acronym: { eq: "BETA" } }, orderBy: { field: GRANT_NUMBER, direction: DESC }) {
                nodes { label }
              }
              all: projects { summary { groups(by: FUNDING_SCHEME) { key count } } }
            }"""
        )
        assert [node["label"] for node in told["beta"]["nodes"]] == ["BETA (100000002)", "BETA (100000000)"]
        assert told["all"]["summary"]["groups"] == [{"key": "S0", "count": 2}, {"key": "S1", "count": 1}]


async def test_what_the_samples_say_of_cern_is_one_real_project() -> None:
    async with graph_of("registry", "eu_support", samples=True) as graph:
        told = await graph.data(REAL_MONEY, scheme="PIC", value="999988133")

        (part,) = told["organisation"]["participations"]["nodes"]
        assert part["netEcContribution"] == {"amount": "210789.12", "currency": "EUR"}
        assert part["project"]["grantNumber"] == "101105511"
        assert part["project"]["source"] == "https://cordis.europa.eu/project/id/101105511"


@shared_data
@pytest.mark.parametrize("samples", [False, True])
async def test_cern_in_horizon_europe_is_one_query(samples: bool) -> None:
    async with graph_of("registry", "eu_support", samples=samples) as graph:
        # given the 79 real projects in which CERN is, one of which the sample story tells as well
        await run(CORDIS, graph.database, real("cordis/cern_projects"))

        # when its figures are asked for
        told = await graph.data(FIGURES, scheme="PIC", value="999988133")

        # then they are those that were counted in the files
        summary = told["organisation"]["participations"]["summary"]
        assert summary["count"] == 79
        assert summary["sums"]["netEcContribution"] == [{"amount": "38809297.92", "currency": "EUR"}]
        assert {group["key"]: group["count"] for group in summary["groups"]} == {
            "COORDINATOR": 35,
            "PARTICIPANT": 37,
            "ASSOCIATED_PARTNER": 7,
        }
