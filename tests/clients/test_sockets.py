"""graphql-ws, the client for GraphQL over WebSocket."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest

from tests.clients.changes import tender
from tests.clients.packages import Node
from tests.serving import Served, another


def test_queries_changes_and_faults_go_over_a_socket(node: Node, served: Served) -> None:
    saw = node.run("sockets.js", "operations", served.graph)

    assert saw["read"] == [{"data": {"memberStates": {"nodes": [{"name": "Austria"}, {"name": "Belgium"}]}}}]
    assert saw["wrote"] == [{"data": {"discloseTechnology": {"status": "DISCLOSED"}}}]
    assert codes(saw["faulty"][0]["errors"]) == ["PAGE_TOO_LARGE"]
    assert codes(saw["refused"]) == ["VALIDATION_FAILED"]


def codes(errors: list[dict[str, Any]]) -> list[str]:
    return [error["extensions"]["code"] for error in errors]


def test_a_change_by_another_process_is_told_and_a_completed_subscription_leaves_the_socket_open(
    node: Node, served: Served
) -> None:
    with node.started("sockets.js", "follow", served.graph) as script:
        assert script.says() == "connected"

        tender(served, "ocds-followed", title="A tunnel")

        assert script.says() == {"reference": "ocds-followed", "title": "A tunnel", "status": "OPEN"}
        assert script.says() == [{"data": {"__typename": "Query"}}]
        assert script.says() == ["closed", 1000]


def test_a_client_connects_again_when_the_server_was_stopped(node: Node, served: Served, tmp_path: Path) -> None:
    with ExitStack() as servers:
        first = servers.enter_context(another(served.url, tmp_path))
        with node.started("sockets.js", "reconnect", first.graph) as script:
            assert script.says() == "connected"
            first.stop()
            servers.enter_context(another(served.url, tmp_path, IPT_PORT=first.port))
            assert script.says() == "connected"
            tender(served, "ocds-again-sockets")
            assert script.says()["reference"] == "ocds-again-sockets"


VIOLATIONS = {
    "protocol": 4406,
    "noJson": 4400,
    "unknown": 4400,
    "nameless": 4400,
    "unready": 4401,
    "twice": 4429,
    "taken": 4409,
    "forbidden": 4403,
}


@pytest.fixture(scope="module")
def closed(node: Node, served: Served) -> dict[str, tuple[int, str]]:
    """The code and the reason with which each violation of the protocol ends."""
    return dict(node.run("sockets.js", "violations", served.graph))


@pytest.mark.parametrize("violation", VIOLATIONS)
def test_a_violation_of_the_protocol_closes_with_its_code(closed: dict[str, tuple[int, str]], violation: str) -> None:
    code, reason = closed[violation]

    assert code == VIOLATIONS[violation]
    assert reason
