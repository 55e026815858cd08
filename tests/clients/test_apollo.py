from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.clients.changes import tender
from tests.clients.packages import Node
from tests.serving import Served

WHEN = ("before", "after")

Saw = dict[str, Any]


@pytest.fixture
def apollo(node: Node, served: Served) -> Callable[[str], Saw]:
    """What a program of apollo.js saw, and its requests: method and status of each."""
    return lambda program: dict(node.run("apollo.js", program, served.graph))


def test_the_cache_answers_a_second_time_and_knows_objects_by_their_ids(apollo: Callable[[str], Saw]) -> None:
    saw = apollo("cache")

    assert saw["requests"] == [["POST", 200]]
    assert saw["id"].startswith("Supplier:")
    assert saw["kept"] == {"__typename": "Supplier", "label": "Aurelia Cryogenics (sample)"}


def test_a_change_is_seen_in_what_the_cache_held_and_a_refusal_is_data(apollo: Callable[[str], Saw]) -> None:
    saw = apollo("mutation")

    supplier = saw["registered"]["registerSupplier"]
    assert saw["before"]["supplier"] is None
    assert saw["after"]["supplier"] == {key: supplier[key] for key in ("__typename", "id", "label")}
    assert saw["refused"]["registerSupplier"]["__typename"] == "Refusal"
    assert saw["refused"]["registerSupplier"]["code"] == "UNKNOWN_CATEGORY"
    assert len(saw["requests"]) == 3


def test_each_error_policy_finds_the_code_and_the_rest_of_the_data(apollo: Callable[[str], Saw]) -> None:
    saw = apollo("errors")

    assert saw["none"] == {"thrown": ["BAD_ID"]}
    assert saw["all"]["codes"] == ["BAD_ID"]
    assert saw["all"]["data"] == saw["ignore"]["data"]
    assert saw["all"]["data"]["node"] is None
    assert saw["all"]["data"]["memberStates"]["totalCount"] > 0


def test_an_operation_that_is_refused_has_a_code_and_status_400(apollo: Callable[[str], Saw]) -> None:
    assert apollo("refused") == {"codes": ["VALIDATION_FAILED"], "requests": [["POST", 400]]}


def test_queries_go_by_get_and_changes_by_post(apollo: Callable[[str], Saw]) -> None:
    saw = apollo("get")

    assert saw["label"] == "Aurelia Cryogenics (sample)"
    assert saw["changed"] == "ALREADY_REGISTERED"
    assert saw["requests"] == [["GET", 200], ["POST", 200]]


def test_a_hash_in_place_of_a_query_is_answered_so_that_the_client_sends_the_query(
    apollo: Callable[[str], Saw],
) -> None:
    saw = apollo("persisted")

    assert saw["labels"] == ["Aurelia Cryogenics (sample)"] * 2
    assert saw["requests"] == [["GET", 400], ["POST", 200], ["POST", 200]]


def test_a_change_that_is_told_is_seen_in_what_the_cache_held(node: Node, served: Served) -> None:
    tender(served, "ocds-apollo", title="A bridge")
    with node.started("apollo.js", "subscription", served.graph) as script:
        assert script.says() == "connected"

        tender(served, "ocds-apollo", title="A longer bridge")

        saw = script.says()
    title = {when: [each["title"] for each in saw[when] if each["reference"] == "ocds-apollo"] for when in WHEN}
    assert saw["told"]["title"] == "A longer bridge"
    assert title == {"before": ["A bridge"], "after": ["A longer bridge"]}
