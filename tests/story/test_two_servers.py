"""Two servers on one database: what is written through one is there for who asks the other."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.request import Request, urlopen

import pytest

from core.testing import as_role
from tests.serving import PATIENCE, Served, another, serving

OFFICER = as_role(role="procurement_officer")
RESEARCHER = as_role(role="researcher", person="person-2")

FIRM = '{ organisation(identifier: {scheme: "SAMPLE", value: "montbrillant"}) { id supplier { status } } }'
REGISTER = """mutation ($firm: ID!) {
  registerSupplier(organisation: $firm, categories: ["vacuum"]) { __typename ... on Refusal { code } }
}"""
DISCLOSE = """mutation ($name: String!) {
  discloseTechnology(disclosure: {name: $name}) { __typename ... on Refusal { code } }
}"""
DISCLOSED = '{ technologies(where: {name: {startsWith: "Bolometer "}}) { totalCount } }'


@pytest.fixture(scope="module")
def servers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Served]]:
    folder = tmp_path_factory.mktemp("two")
    with serving(folder, IPT_DEV="1") as first, another(first.url, folder, IPT_DEV="1") as second:
        yield [first, second]


def ask(server: Served, text: str, viewer: Any, **variables: str) -> Any:
    body = json.dumps({"query": text, "variables": variables}).encode()
    request = Request(server.graph, body, {"content-type": "application/json", **viewer})
    with urlopen(request, timeout=PATIENCE) as told:
        return json.load(told)["data"]


def test_what_one_has_written_the_other_reads_at_once(servers: list[Served]) -> None:
    first, second = servers
    before = ask(second, FIRM, OFFICER)["organisation"]

    written = ask(first, REGISTER, OFFICER, firm=before["id"])

    assert before["supplier"] is None
    assert written["registerSupplier"]["__typename"] == "Supplier"
    assert ask(second, FIRM, OFFICER)["organisation"]["supplier"] == {"status": "REGISTERED"}
    assert ask(second, REGISTER, OFFICER, firm=before["id"])["registerSupplier"]["code"] == "ALREADY_REGISTERED"


def test_both_may_write_at_the_same_time_and_nothing_is_lost(servers: list[Served]) -> None:
    def disclose(number: int) -> str:
        told = ask(servers[number % 2], DISCLOSE, RESEARCHER, name=f"Bolometer {number}")
        return str(told["discloseTechnology"]["__typename"])

    with ThreadPoolExecutor(8) as clients:
        written = [*clients.map(disclose, range(24))]

    assert written == ["Technology"] * 24
    assert [ask(each, DISCLOSED, RESEARCHER)["technologies"]["totalCount"] for each in servers] == [24, 24]
