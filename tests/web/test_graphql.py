"""GraphQL over HTTP: what is answered, what is refused, and how it is said."""

from __future__ import annotations

import json
from typing import Any

import pytest
from starlette.testclient import TestClient

PLAIN = "application/json"
GRAPHQL = "application/graphql-response+json"
QUERY = "{ organisations(first: 2) { totalCount nodes { name } } }"
TWO = "query One { __typename } query Two { alias: __typename }"
MANY = """{ projects(first: 100) { nodes { participations(first: 100) { nodes { project {
  title participations(first: 100) { nodes { order } } } } } } } }"""
CHANGE = 'mutation { registerSupplier(organisation: "T3JnYW5pc2F0aW9uOjE", categories: []) { __typename } }'


def post(client: TestClient, body: Any = None, /, *, accept: str = PLAIN, **headers: str) -> Any:
    return client.post("/graphql", json=body, headers={"accept": accept, **headers})


def code(answer: Any) -> str:
    assert "data" not in answer.json()
    return str(answer.json()["errors"][0]["extensions"]["code"])


# ---------------------------------------------------------------- answered


def test_an_operation_is_answered(client: TestClient) -> None:
    told = post(client, {"query": QUERY})

    assert told.status_code == 200
    assert told.headers["content-type"] == "application/json; charset=utf-8"
    assert set(told.json()) == {"data"}
    assert len(told.json()["data"]["organisations"]["nodes"]) == 2


def test_a_query_may_come_in_the_address(client: TestClient) -> None:
    asked = {"query": "query ($n: Int) { organisations(first: $n) { nodes { name } } }", "variables": '{"n": 1}'}

    assert len(client.get("/graphql", params=asked).json()["data"]["organisations"]["nodes"]) == 1


def test_one_of_two_operations_is_chosen_by_name(client: TestClient) -> None:
    told = post(client, {"query": TWO, "operationName": "Two"})

    assert told.json() == {"data": {"alias": "Query"}}


def test_an_answer_comes_in_the_type_that_is_accepted(client: TestClient) -> None:
    told = post(client, {"query": QUERY}, accept=GRAPHQL)

    assert told.status_code == 200
    assert told.headers["content-type"] == f"{GRAPHQL}; charset=utf-8"


def test_a_hash_in_place_of_an_operation_is_refused_so_that_the_client_sends_the_operation(client: TestClient) -> None:
    known = {"persistedQuery": {"version": 1, "sha256Hash": "0" * 64}}

    only_hash = post(client, {"extensions": known}, accept=GRAPHQL)
    with_text = post(client, {"query": QUERY, "extensions": known})

    assert (only_hash.status_code, code(only_hash)) == (400, "PERSISTED_QUERY_NOT_SUPPORTED")
    assert with_text.json()["data"]["organisations"]["totalCount"] > 0


def test_null_and_empty_members_are_as_good_as_none(client: TestClient) -> None:
    bodies: list[dict[str, Any]] = [
        {"variables": None},
        {"operationName": None},
        {"operationName": ""},
        {"extensions": {}},
    ]
    for body in bodies:
        assert "errors" not in post(client, {"query": "{ __typename }", **body}).json()


def test_a_query_of_introspection_stands_beside_data(client: TestClient) -> None:
    told = post(client, {"query": "{ __schema { queryType { name } } suppliers { totalCount } }"}).json()

    assert told["data"]["__schema"] == {"queryType": {"name": "Query"}}
    assert told["data"]["suppliers"]["totalCount"] == 1


# ---------------------------------------------------------------- refused


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"{",
        b"null",
        b"[]",
        b'["{ __typename }"]',
        b'"{ __typename }"',
        b"12",
        b"{}",
        b'{"query": ""}',
        b'{"query": null}',
        b'{"query": 12}',
        b'{"query": ["{ __typename }"]}',
        b'{"query": "{ __typename }", "variables": []}',
        b'{"query": "{ __typename }", "variables": "{}"}',
        b'{"query": "{ __typename }", "operationName": 3}',
        b'{"query": "{ __typename }", "extensions": []}',
        b'{"query": "\xff\xfe"}',
        b"\xff\xfe\x00",
        b"[" * 100_000,
        b'{"query":' * 100_000,
        b'{"query": "{ __typename }"} {}',
    ],
    ids=lambda body: repr(body[:32]),
)
def test_a_body_that_is_no_request_is_a_bad_request(client: TestClient, body: bytes) -> None:
    told = client.post("/graphql", content=body, headers={"content-type": PLAIN})

    assert told.status_code == 400
    assert code(told) == "BAD_REQUEST"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("{", "PARSE_FAILED"),
        ("{" * 10_000, "PARSE_FAILED"),
        ("{ a(b: " + "[" * 5_000 + "]" * 5_000 + ") }", "PARSE_FAILED"),
        ("{ __typename " * 3_000 + "}" * 3_000, "PARSE_FAILED"),
        ("{ " + "a: __typename " * 30_000 + "}", "PARSE_FAILED"),
        ("{ noSuchField }", "VALIDATION_FAILED"),
        ("{ organisations { nodes } }", "VALIDATION_FAILED"),
        ("query ($n: Int!) { organisations(first: $n) { totalCount } }", "BAD_REQUEST"),
        (TWO, "BAD_REQUEST"),
        ("fragment F on Query { __typename }", "VALIDATION_FAILED"),
        ("subscription { anything }", "VALIDATION_FAILED"),
        (MANY, "TOO_MANY_VALUES"),
    ],
    ids=lambda text: text[:24],
)
def test_an_operation_that_cannot_run_has_a_code_and_no_data(client: TestClient, text: str, wanted: str) -> None:
    told = post(client, {"query": text})
    strict = post(client, {"query": text}, accept=GRAPHQL)

    assert code(told) == wanted
    assert told.status_code == 200
    assert strict.status_code == 400


def test_a_fault_of_a_field_leaves_the_others_alone(client: TestClient) -> None:
    told = post(client, {"query": '{ node(id: "nonsense") { id } suppliers { totalCount } }'}).json()

    assert told["data"] == {"node": None, "suppliers": {"totalCount": 1}}
    assert told["errors"][0]["path"] == ["node"]
    assert told["errors"][0]["extensions"]["code"] == "BAD_ID"


def test_two_operations_want_a_name_and_are_told_their_names(client: TestClient) -> None:
    told = post(client, {"query": TWO}).json()

    assert "One, Two" in told["errors"][0]["message"]


@pytest.mark.parametrize("kind", ["text/plain", "application/x-www-form-urlencoded", "multipart/form-data", "", "xml"])
def test_another_content_type_is_refused(client: TestClient, kind: str) -> None:
    told = client.post("/graphql", content=b'{"query": "{ __typename }"}', headers={"content-type": kind})

    assert told.status_code == 415
    assert "application/json" in told.json()["errors"][0]["message"]


def test_the_content_type_may_say_its_character_set(client: TestClient) -> None:
    headers = {"content-type": "Application/JSON; charset=utf-8"}
    assert client.post("/graphql", content=b'{"query": "{ __typename }"}', headers=headers).status_code == 200


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    told = post(client, {"query": "{ __typename }", "extensions": {"a": "x" * 1_000_000}})

    assert told.status_code == 413
    assert code(told) == "BAD_REQUEST"


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH"])
def test_other_methods_are_told_which_ones_there_are(client: TestClient, method: str) -> None:
    told = client.request(method, "/graphql", content=b"{}")

    assert told.status_code == 405
    assert told.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_whoever_asks_is_told_which_methods_there_are(client: TestClient) -> None:
    told = client.options("/graphql")

    assert told.status_code == 204
    assert told.headers["allow"] == "GET, HEAD, POST, OPTIONS"


def test_a_mutation_does_not_come_in_an_address(client: TestClient) -> None:
    told = client.get("/graphql", params={"query": CHANGE})

    assert told.status_code == 405
    assert told.headers["allow"] == "POST"
    assert code(told) == "BAD_REQUEST"
    assert "POST" in told.json()["errors"][0]["message"]


@pytest.mark.parametrize("asked", [{}, {"query": "{ __typename }", "variables": "["}, {"variables": "{}"}])
def test_an_address_that_is_no_request_is_a_bad_request(client: TestClient, asked: dict[str, str]) -> None:
    told = client.get("/graphql", params=asked)

    assert told.status_code == 400
    assert code(told) == "BAD_REQUEST"


def test_a_page_over_the_cap_is_refused_and_never_shortened(client: TestClient) -> None:
    told = post(client, {"query": "{ organisations(first: 101) { nodes { id } } }"}).json()

    assert told["errors"][0]["extensions"]["code"] == "PAGE_TOO_LARGE"


# ---------------------------------------------------------------- explained


def test_who_asks_is_told_the_statements(client: TestClient) -> None:
    text = "{ tenders { totalCount nodes { lots { nodes { number } } } } }"
    told = post(client, {"query": text}, **{"IPT-Explain": "plan"}).json()

    plan = told["extensions"]["plan"]
    assert plan["statements"] == len(plan["levels"]) == 3
    assert {each["department"] for each in plan["levels"]} == {"procurement"}
    assert json.dumps(plan).count("SELECT") >= 3


def test_who_asks_is_told_what_each_department_took(client: TestClient) -> None:
    text = "{ tenders { nodes { buyer { name } } } }"
    told = post(client, {"query": text}, **{"IPT-Explain": "plan, cost"}).json()

    assert set(told["extensions"]) == {"plan", "cost"}
    cost = told["extensions"]["cost"]
    assert sum(each["statements"] for each in cost.values()) == told["extensions"]["plan"]["statements"]


def test_who_does_not_ask_is_told_nothing(client: TestClient) -> None:
    assert "extensions" not in post(client, {"query": QUERY}).json()
    assert "extensions" not in post(client, {"query": QUERY}, **{"IPT-Explain": "everything"}).json()


@pytest.mark.parametrize("secret", ["sample-researcher", "98765"])
def test_the_plan_holds_no_values(client: TestClient, secret: str) -> None:
    text = f'{{ organisations(where: {{name: {{eq: "{secret}"}}}}) {{ nodes {{ name }} }} }}'
    told = post(client, {"query": text}, **{"IPT-Explain": "plan"})

    assert secret not in json.dumps(told.json()["extensions"])
