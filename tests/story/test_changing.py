"""The requests of docs/changing.md, sent in their order to a fresh sample story, have the answers that are shown."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path

from core.host import Host
from core.testing import Clock, served
from tests.story.conftest import DEPARTMENTS

PAGE = (Path(__file__).parents[2] / "docs" / "changing.md").read_text(encoding="utf-8")
WRITTEN = datetime(2026, 11, 23, 12, tzinfo=UTC)
"""The day of the answers on the page."""
EXCHANGES = re.findall(r"```\ncurl -s localhost:8000(\S+) (.*?)\n```\n\n```json\n(.*?)```", PAGE, re.DOTALL)


def test_every_request_has_the_answer_that_is_shown() -> None:
    with served(*DEPARTMENTS, clock=Clock(WRITTEN), dev=True) as client:
        for path, arguments, shown in EXCHANGES:
            headers = dict(each.split(": ", 1) for each in re.findall(r"-H '([^']*)'", arguments))
            (body,) = re.findall(r"-d '(.*)'", arguments, re.DOTALL)
            assert client.post(path, content=body, headers=headers).json() == json.loads(shown), body


def test_every_mutation_is_shown_with_an_answer_and_a_refusal(host: Host) -> None:
    assert PAGE.count("\ncurl ") == len(EXCHANGES)
    for name in host.graph.roots["Mutation"].fields.values():
        answers = [shown for _, _, shown in EXCHANGES if f'"{name.graphql_name}"' in shown]
        assert any("reasons" in each for each in answers), name.graphql_name
        assert any("reasons" not in each for each in answers), name.graphql_name
