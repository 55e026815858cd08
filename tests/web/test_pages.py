"""The pages beside the graph: what is loaded, whether the server is well, and the explorer."""

from __future__ import annotations

import re

import pytest
from starlette.testclient import TestClient

from core.host import Host
from core.testing import served, settings_for
from core.web.app import application
from core.web.pages import POLICY

ASSETS = re.compile(r'(?:src|href)="([^"]+)"')


def test_the_first_page_says_what_is_loaded(client: TestClient) -> None:
    page = client.get("/")

    assert page.status_code == 200
    assert page.headers["content-security-policy"] == POLICY
    for words in ("Procurement and Industrial Services", "knowledge_transfer", "eu_support", "Tender", "1.0"):
        assert words in page.text
    assert "<strong>1</strong> suppliers" in page.text
    assert "//" not in "".join(ASSETS.findall(page.text))


def test_the_first_page_has_the_picture_for_wide_and_for_narrow_windows(client: TestClient) -> None:
    pictures = re.findall(r"<svg.*?</svg>", client.get("/").text, re.DOTALL)

    assert len(pictures) == 2
    for picture in pictures:
        assert "Organisation ↔ Supplier" in picture
        assert 'href="/graphql#type=Tender"' in picture


def test_the_first_page_leads_to_every_example(client: TestClient) -> None:
    page = client.get("/").text

    for each in client.get("/explorer/examples.json").json():
        assert f"/graphql#example={each['department']}/{each['name']}" in page
    assert '<a href="/graphql#example=registry/one_firm_everywhere">Run an example</a>' in page


def test_the_server_says_that_it_lives_and_that_it_is_ready(client: TestClient) -> None:
    assert client.get("/health/live").json() == {"live": True}
    assert client.get("/health/ready").json() == {"ready": True, "problems": []}


def test_a_server_without_its_tables_lives_and_is_not_ready(url: str) -> None:
    host = Host.load(settings_for(("procurement",))).on(url)

    with TestClient(application(host), base_url="http://localhost") as client:
        ready = client.get("/health/ready")
        assert client.get("/health/live").status_code == 200

    assert ready.status_code == 503
    assert "ipt migrate" in ready.json()["reason"]


def test_a_browser_gets_the_explorer_at_the_graphs_own_address(client: TestClient) -> None:
    page = client.get("/graphql", headers={"accept": "text/html,application/xhtml+xml"})

    assert page.headers["content-type"].startswith("text/html")
    assert page.headers["content-security-policy"] == POLICY
    assert page.headers["vary"] == "Accept"


def test_who_asks_for_the_head_of_it_alone_is_answered_as_a_browser_would_be(client: TestClient) -> None:
    asked = {"accept": "text/html"}
    head, page = client.head("/graphql", headers=asked), client.get("/graphql", headers=asked)

    assert head.status_code == 200
    assert head.headers == page.headers
    assert not head.content


def test_an_address_with_a_query_is_answered_to_a_browser_too(client: TestClient) -> None:
    accepted = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    told = client.get("/graphql", params={"query": "{ __typename }"}, headers=accepted)

    assert told.json() == {"data": {"__typename": "Query"}}


def test_the_explorer_asks_no_other_host(client: TestClient) -> None:
    page = client.get("/graphql", headers={"accept": "text/html"}).text

    parts = ASSETS.findall(page)
    assert parts
    for part in parts:
        assert part.startswith("/explorer/")
        got = client.get(part)
        assert got.status_code == 200
        assert got.headers["x-content-type-options"] == "nosniff"
        assert "immutable" in got.headers["cache-control"]


@pytest.mark.parametrize("path", ["/explorer/..%2fpages.py", "/explorer/../pages.py", "/explorer/none.js", "/none"])
def test_nothing_but_its_build_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_the_explorer_opens_on_the_example_across_departments(client: TestClient) -> None:
    offered = client.get("/explorer/examples.json").json()

    (default,) = [each for each in offered if each["default"]]
    assert default["title"].startswith("Across departments")


def test_an_example_that_asks_an_absent_department_is_not_offered() -> None:
    with served("procurement") as client:
        offered = client.get("/explorer/examples.json").json()

        assert {each["department"] for each in offered} == {"registry", "procurement"}
        assert "one_firm_everywhere" not in {each["name"] for each in offered}
        for each in offered:
            assert "errors" not in client.post("/graphql", json={"query": each["query"]}).json()


def test_an_example_names_its_operation(client: TestClient) -> None:
    offered = {each["name"]: each for each in client.get("/explorer/examples.json").json()}

    assert offered["who_pays"]["operation"] == "WhoPays"
    assert {each["kind"] for each in offered.values()} == {"query"}


def test_every_type_has_an_owner(client: TestClient) -> None:
    told = client.get("/explorer/owners.json").json()

    asked = "{ __schema { types { name } } }"
    types = [
        each["name"] for each in client.post("/graphql", json={"query": asked}).json()["data"]["__schema"]["types"]
    ]
    assert not [
        name for name in types if not name.startswith("__") and told["types"].get(name) not in told["departments"]
    ]
    assert told["types"]["Tender"] == "procurement"
    assert told["types"]["LicenceFilter"] == "knowledge_transfer"
    assert told["departments"]["procurement"] == "Procurement and Industrial Services"


def test_a_field_that_a_department_adds_to_anothers_type_has_its_owner(client: TestClient) -> None:
    fields = client.get("/explorer/owners.json").json()["fields"]

    assert fields["Organisation.tenders"] == "procurement"
    assert fields["Query.spinOffs"] == "knowledge_transfer"
    assert "Organisation.name" not in fields
    assert "Tender.id" not in fields
