"""A server with the sample story, and those who ask it: what stories over HTTP are told with."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from starlette.testclient import TestClient

from core.testing import Clock, as_role

AURELIA: Final = as_role(role="firm", organisation="SAMPLE:aurelia")
MONTBRILLANT: Final = as_role(role="firm", organisation="SAMPLE:montbrillant")
RESEARCHER: Final = as_role(role="researcher", person="a-researcher")
POLISH_OFFICER: Final = as_role(role="ilo", country="PL")
BUYER: Final = as_role(role="procurement_officer")
TRANSFER: Final = as_role(role="knowledge_transfer_officer")
EU_OFFICE: Final = as_role(role="eu_officer")
EVERYBODY: Final[Mapping[str, str]] = {}


@dataclass(frozen=True)
class Told:
    """A server with the sample story, and the clock that it goes by."""

    client: TestClient
    clock: Clock

    def ask(self, text: str, viewer: Mapping[str, str] = EVERYBODY, **variables: Any) -> Any:
        """The data that somebody is answered, by default the public; there must be no error."""
        body = {"query": text, "variables": variables}
        told = self.client.post("/graphql", json=body, headers=dict(viewer)).json()
        assert "errors" not in told, told["errors"]
        return told["data"]

    def firm(self, name: str) -> str:
        """The id of an invented firm."""
        found = self.ask(f'{{ organisation(identifier: {{scheme: "SAMPLE", value: "{name}"}}) {{ id }} }}')
        return str(found["organisation"]["id"])
