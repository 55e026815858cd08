from __future__ import annotations

import pytest

from tests.clients.packages import Node
from tests.serving import Served

AUDITS = """
    22EB 4655 47DE 80D8 82A3 BF61 78D5 2C94 5A70 9C48 9ABE 03D4 A5BF 423L LKJ0 LKJ1 LKJ2 LKJ3 34A2 13EE 6C00
    6C01 6C02 6C03 8161 B8B3 94B0 0220 94B1 0221 94B2 0222 4760 4761 4762 4763 2EA1 28B9 D6D5 6A70 58B0 58B1
    58B2 58B3 428F 1B7A B6DC BCF8 B7N8 8764 3E3A 572B FDE2 7B9B 865D 556A D586 51FE 74FF 5E5B 86EE
""".split()  # noqa: SIM905  # sixty-one quoted names would say no more

Found = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def found(node: Node, served: Served) -> Found:
    """What each audit of npm's `graphql-http` found, by its id."""
    return {each["id"]: each for each in node.run("audits.js", served.graph)}


def test_every_audit_there_is_was_made(found: Found) -> None:
    assert list(found) == AUDITS
    assert len(AUDITS) == 61


@pytest.mark.parametrize("audit", AUDITS)
def test_an_audit_has_nothing_to_remark(found: Found, audit: str) -> None:
    told = found[audit]

    assert told["status"] == "ok", f"{told['name']}: {told.get('reason')}"
