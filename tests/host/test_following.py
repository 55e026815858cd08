"""The function of a subscription reads as others of its department do, over every way in which it is followed."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from anyio.from_thread import start_blocking_portal
from starlette.testclient import TestClient

from core.discovery import find
from core.host import Host
from core.settings import Settings
from core.testing import NOWHERE, Client, Clock, database_of
from tests.host.house import House
from tests.web.test_events import EVENTS, events
from tests.web.test_sockets import opened, subscribe

DECLARED = """
    from schema.declare import declared_in

    @hookimpl
    def declarations():
        from {house}.halls import subscriptions
        return declared_in(subscriptions)
    """
SUBSCRIPTIONS = """
    from collections.abc import AsyncGenerator

    from core.access.viewer import Viewer
    from core.registry import models
    from core.registry.nodes import MemberState
    from schema.declare import scoped, subscription
    from schema.relay import Ref

    @subscription
    async def halls_built(viewer: Viewer) -> AsyncGenerator[Ref[MemberState]]:
        for last in range(2):
            found = await scoped(MemberState, viewer, models.MemberState).order_by("id").offset(last).first()
            yield Ref(MemberState, found.id)
    """
FOLLOW = "subscription { hallsBuilt { name } }"


@pytest.fixture
def client(house: House) -> Iterator[TestClient]:
    """A client of a server with a subscription whose function reads before each event."""
    house.add("halls", DECLARED.format(house=house.root.name), files={"subscriptions": SUBSCRIPTIONS})
    host = Host.load(Settings(database_url=NOWHERE, departments=("halls",)), [*find(), *house.found()])
    clock = Clock()
    with (
        start_blocking_portal() as portal,
        portal.wrap_async_context_manager(database_of(host, clock, samples=True)) as url,
        Client(host, clock, url, "127.0.0.1") as client,
    ):
        yield client


def test_it_reads_in_a_stream_of_events(client: TestClient) -> None:
    told = events(client.post("/graphql", json={"query": FOLLOW}, headers={"accept": EVENTS}))

    assert [kind for kind, _ in told] == ["next", "next", "complete"]
    assert all(answer["data"]["hallsBuilt"]["name"] for _, answer in told[:2])


def test_it_reads_over_a_socket(client: TestClient) -> None:
    with opened(client) as socket:
        subscribe(socket, FOLLOW)
        told = [socket.receive_json() for _ in range(3)]

    assert [each["type"] for each in told] == ["next", "next", "complete"]
    assert all(each["payload"]["data"]["hallsBuilt"]["name"] for each in told[:2])
