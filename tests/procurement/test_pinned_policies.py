"""Policies change between two tenders: each keeps the versions that it began under, and says which."""

from __future__ import annotations

import shutil
from collections.abc import Generator
from datetime import timedelta
from pathlib import Path
from typing import Any, Final

import pytest

import plugins.procurement
from core.hookspecs import policies_in
from core.policies.policies import Policies
from core.policies.reading import read_policy
from core.registry.models import Organisation
from core.testing import Client, graph_of, served
from plugins.procurement.models import Tender
from tests.procurement.story import Story

BEFORE, AFTER = "SAMPLE-IT-1", "SAMPLE-IT-2"
"""Sent to the firms on 5 August 2025 and on 12 May 2026."""
CHANGED_ON: Final = "2026-01-01"
SURVEY_FROM: Final = "500_000"
"""From which value on a survey is made in the new set: more than either tender is worth."""


def changed(folder: Path) -> Policies:
    """The policies of procurement, with other thresholds from a day on."""
    for path in policies_in(str(plugins.procurement.__file__)):
        shutil.copy(path, folder)
    thresholds = folder / "thresholds.toml"
    head, old, rest = thresholds.read_text(encoding="utf-8").partition("[[versions]]")
    first, variants, tried = rest.partition("[[variants]]")
    ended = first.replace('version = "P"', 'version = "P"\nvalid_to = 2025-12-31')
    begun = first.replace('version = "P"', f'version = "Q"\nvalid_from = {CHANGED_ON}').replace("200_000", SURVEY_FROM)
    thresholds.write_text(f"{head}{old}{ended}{old}{begun}{variants}{tried}", encoding="utf-8")
    files = sorted(folder.glob("*.toml"))
    return Policies(version for path in files for version in read_policy(path, "procurement"))


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Generator[Client]:
    with served("procurement", policies=changed(tmp_path_factory.mktemp("policies"))) as opened:
        yield opened


def asked(client: Client, reference: str, fields: str) -> Any:
    query = f'{{ tenders(where: {{reference: {{eq: "{reference}"}}}}) {{ nodes {{ {fields} }} }} }}'
    answer = client.post("/graphql", json={"query": query}).json()
    assert "errors" not in answer, answer["errors"]
    (tender,) = answer["data"]["tenders"]["nodes"]
    return tender


@pytest.mark.parametrize(
    ("reference", "day", "procedure", "version"),
    [(BEFORE, "2025-08-05", "INVITATION_TO_TENDER", "P"), (AFTER, "2026-05-12", "PRICE_ENQUIRY", "Q")],
)
def test_each_tender_keeps_the_version_that_it_began_under(
    client: Client, reference: str, day: str, procedure: str, version: str
) -> None:
    found = asked(
        client,
        reference,
        "pinning { day } policies requiredProcedure { outcome reasons { policy } }",
    )

    assert found["pinning"] == {"day": day}
    assert f"procurement.thresholds {version}" in found["policies"]
    assert found["requiredProcedure"]["outcome"] == procedure
    assert found["requiredProcedure"]["reasons"][0] == {"policy": f"procurement.thresholds {version}"}


def test_what_fixes_them_is_told_and_that_no_text_says_so(client: Client) -> None:
    found = asked(client, BEFORE, "pinning { decision { outcome reasons { code message policy confidence } } }")

    assert found["pinning"]["decision"] == {
        "outcome": "PINNED",
        "reasons": [
            {
                "code": "PINNED_BY_DISPATCH",
                "message": "Sent to the firms on 2025-08-05: the policies in force on that day apply to the tender's "
                "end.",
                "policy": "procurement.pinning PIN-1",
                "confidence": "UNCONFIRMED",
            }
        ],
    }


def test_a_tender_whose_dispatch_is_not_known_goes_by_the_policies_of_the_day_of_asking(client: Client) -> None:
    found = asked(
        client,
        "IT-3927/EN",
        "publishedOn pinning { day decision { outcome reasons { code nextStep } } } policies",
    )

    assert found["publishedOn"] is None
    assert found["pinning"] == {
        "day": None,
        "decision": {
            "outcome": "NOT_PINNED",
            "reasons": [
                {
                    "code": "NO_DAY_OF_DISPATCH",
                    "nextStep": "Until then the policies of the day of asking apply, and they may still change.",
                }
            ],
        },
    }
    assert "procurement.thresholds Q" in found["policies"]


def test_a_call_that_is_published_before_it_is_sent_is_fixed_by_nothing_until_then(client: Client) -> None:
    found = asked(
        client,
        "SAMPLE-IT-4",
        "status publishedOn dispatchOn pinning { day decision { outcome reasons { code message } } } policies",
    )

    assert (found["status"], found["publishedOn"], found["dispatchOn"]) == ("SURVEY", "2026-05-22", "2026-07-11")
    assert found["pinning"] == {
        "day": None,
        "decision": {
            "outcome": "NOT_PINNED",
            "reasons": [
                {
                    "code": "DAY_OF_DISPATCH_TO_COME",
                    "message": "The tender is to be sent to the firms on 2026-07-11, and is not yet: the policies of "
                    "the day on which it is apply.",
                }
            ],
        },
    }
    assert "procurement.thresholds Q" in found["policies"]


async def test_a_call_goes_by_the_day_on_which_it_was_sent_and_not_by_that_of_its_publication(story: Story) -> None:
    sent = story.graph.clock().date() - timedelta(days=3)
    with story.graph.database.current():
        await Tender.filter(reference=AFTER).update(dispatch_on=sent)

    fields = "publishedOn dispatchOn pinning { day }"
    answer = await story.ask(f'{{ tenders(where: {{reference: {{eq: "{AFTER}"}}}}) {{ nodes {{ {fields} }} }} }}')

    (found,) = answer["tenders"]["nodes"]
    assert found["pinning"] == {"day": found["dispatchOn"]} == {"day": str(sent)}
    assert found["publishedOn"] < found["dispatchOn"]


async def test_the_policies_of_cern_do_not_rule_the_tender_of_another_buyer(story: Story) -> None:
    with story.graph.database.current():
        made = await Tender.get(reference=AFTER)
        other = await Organisation.exclude(id=made.buyer_id).first()  # type: ignore[attr-defined]
        await Tender.filter(reference=AFTER).update(buyer=other)

    fields = "policies pinning { day decision { outcome reasons { code message policy } } }"
    answer = await story.ask(f'{{ tenders(where: {{reference: {{eq: "{AFTER}"}}}}) {{ nodes {{ {fields} }} }} }}')

    (found,) = answer["tenders"]["nodes"]
    assert found["policies"] == []
    assert found["pinning"] == {
        "day": None,
        "decision": {
            "outcome": "NOT_PINNED",
            "reasons": [
                {
                    "code": "ANOTHER_BUYER",
                    "message": "The tender is not known to be CERN's: CERN's policies do not rule the tender of "
                    "another buyer.",
                    "policy": "",
                }
            ],
        },
    }


def test_a_tender_without_an_estimate_asks_for_no_procedure(client: Client) -> None:
    found = asked(client, "IT-4344/EP", "estimate { amount } requiredProcedure { outcome }")

    assert found == {"estimate": None, "requiredProcedure": None}


async def test_a_page_of_tenders_takes_one_statement_for_each_question() -> None:
    async with graph_of("procurement", samples=True) as graph:
        one, many = [
            await graph.ask(
                f"{{ tenders(first: {first}) {{ nodes {{ pinning {{ day }} policies "
                "requiredProcedure { outcome } } } }"
            )
            for first in (1, 10)
        ]

    assert not one.errors
    assert one.statements == many.statements
