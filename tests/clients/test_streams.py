"""graphql-sse, the client for GraphQL over server-sent events."""

from __future__ import annotations

from contextlib import ExitStack
from pathlib import Path

from tests.clients.changes import tender
from tests.clients.packages import Node
from tests.serving import Served, another


def test_queries_changes_and_faults_come_as_events(node: Node, served: Served) -> None:
    saw = node.run("streams.js", "operations", served.graph)

    assert saw["read"] == [{"data": {"memberStates": {"nodes": [{"name": "Austria"}, {"name": "Belgium"}]}}}]
    assert saw["wrote"] == [{"data": {"discloseTechnology": {"status": "DISCLOSED"}}}]
    for name, code in (("faulty", "PAGE_TOO_LARGE"), ("refused", "VALIDATION_FAILED")):
        (answer,) = saw[name]
        assert [error["extensions"]["code"] for error in answer["errors"]] == [code]


def test_a_change_by_another_process_is_told(node: Node, served: Served) -> None:
    with node.started("streams.js", "follow", served.graph) as script:
        assert script.says() == "connected"

        tender(served, "ocds-streamed", title="A tunnel")

        assert script.says() == {"reference": "ocds-streamed", "title": "A tunnel", "status": "OPEN"}


def test_a_client_connects_again_when_the_server_was_stopped(node: Node, served: Served, tmp_path: Path) -> None:
    with ExitStack() as servers:
        first = servers.enter_context(another(served.url, tmp_path))
        with node.started("streams.js", "reconnect", first.graph) as script:
            assert script.says() == "connected"
            first.stop()
            servers.enter_context(another(served.url, tmp_path, IPT_PORT=first.port))
            assert script.says() == "connected"
            tender(served, "ocds-again-streams")
            assert script.says()["reference"] == "ocds-again-streams"
