"""gql, the client for Python, with the schema that it reads from the server."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from gql import Client, GraphQLRequest
from gql.client import SyncClientSession
from gql.transport.exceptions import TransportQueryError
from gql.transport.httpx import HTTPXTransport
from gql.transport.websockets import WebsocketsTransport
from graphql import GraphQLError

from tests.clients.changes import tender
from tests.serving import Served

PROPOSE = """
mutation ($draft: ProposalDraft!, $topic: ID!, $owner: ID!) {
  draftProposal(draft: $draft, topic: $topic, owner: $owner) {
    __typename
    ... on Proposal { acronym status requested { amount currency } }
    ... on Refusal { code reasons { code } }
  }
}
"""
IDS = """{
  organisation(identifier: {scheme: "SAMPLE", value: "aurelia"}) { id }
  topics(where: {status: {eq: OPEN}}) { nodes { id } }
}"""


@pytest.fixture(scope="module")
def session(served: Served) -> Iterator[SyncClientSession]:
    """A firm that asks, with the schema at hand."""
    headers = {"IPT-Viewer": "role=firm,organisation=SAMPLE:aurelia"}
    transport = HTTPXTransport(url=served.graph, headers=headers)
    with Client(transport=transport, fetch_schema_from_transport=True) as session:
        yield session


def ask(session: SyncClientSession, text: str, **variables: Any) -> dict[str, Any]:
    """The data of an operation that has no error."""
    return session.execute(GraphQLRequest(text, variable_values=variables))


def test_what_the_schema_lacks_is_told_before_it_is_sent(session: SyncClientSession) -> None:
    with pytest.raises(GraphQLError, match="Cannot query field 'nonsense'"):
        ask(session, "{ organisations { nonsense } }")


def test_pages_are_read_one_after_the_other(session: SyncClientSession) -> None:
    text = """query ($after: String) { memberStates(first: 7, after: $after) {
      totalCount nodes { name } pageInfo { hasNextPage endCursor }
    } }"""
    pages = [ask(session, text)["memberStates"]]
    while pages[-1]["pageInfo"]["hasNextPage"]:
        pages.append(ask(session, text, after=pages[-1]["pageInfo"]["endCursor"])["memberStates"])

    names = [state["name"] for page in pages for state in page["nodes"]]
    assert len(set(names)) == len(names) == pages[0]["totalCount"]
    assert names == sorted(names)


def test_a_change_answers_what_was_written_and_then_a_refusal(session: SyncClientSession) -> None:
    ids = ask(session, IDS)
    topic, owner = ids["topics"]["nodes"][0]["id"], ids["organisation"]["id"]
    draft = {"acronym": "GQLBOX", "title": "Cold for all", "requested": "1250000.50"}

    written, refused = (ask(session, PROPOSE, draft=draft, topic=topic, owner=owner)["draftProposal"] for _ in "12")

    assert written["requested"] == {"amount": "1250000.50", "currency": "EUR"}
    assert refused["__typename"] == "Refusal"
    assert [reason["code"] for reason in refused["reasons"]] == ["DUPLICATE_PROPOSAL"]


def test_a_fault_of_a_field_has_its_code_its_path_and_the_rest_of_the_data(session: SyncClientSession) -> None:
    with pytest.raises(TransportQueryError) as told:
        ask(session, '{ memberStates { totalCount } node(id: "nobody\'s") { id } }')

    (error,) = told.value.errors or []
    assert error["extensions"]["code"] == "BAD_ID"
    assert error["path"] == ["node"]
    assert told.value.data
    assert told.value.data["memberStates"]["totalCount"] > 0


def test_a_refused_operation_has_its_code(served: Served) -> None:
    client = Client(transport=HTTPXTransport(url=served.graph))

    with pytest.raises(TransportQueryError) as told:
        client.execute(GraphQLRequest("{ nonsense }"))

    assert [error["extensions"]["code"] for error in told.value.errors or []] == ["VALIDATION_FAILED"]


async def test_a_change_by_another_process_is_told_over_a_socket(served: Served) -> None:
    transport = WebsocketsTransport(url=served.graph.replace("http", "ws"))
    async with Client(transport=transport, fetch_schema_from_transport=True) as session:
        changes = session.subscribe(GraphQLRequest("subscription { tenderChanged { reference title } }"))
        following = asyncio.create_task(anext(changes))
        assert await session.execute(GraphQLRequest("{ __typename }")) == {"__typename": "Query"}

        await asyncio.to_thread(tender, served, "ocds-gql", title="A bridge")

        assert await following == {"tenderChanged": {"reference": "ocds-gql", "title": "A bridge"}}
        await changes.aclose()
