"""Who a request comes from until sign-in exists: a setting, a header on a developer's machine, else the public."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from core.access.claim import PUBLIC, Claim, OrganisationKey, claim_of, is_loopback, parse_claim
from core.access.viewer import Role, ViewerError

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
ILO = "role=ilo,country=PL"


def test_a_claim_is_read_with_all_its_keys() -> None:
    claim = parse_claim("role=firm, person=p-1, organisation=PIC:999988133, country=el, unit=BE-OP", source="here")

    assert claim == Claim(
        role=Role.FIRM,
        person="p-1",
        organisation=OrganisationKey("999988133", "PIC"),
        country="GR",
        unit="BE-OP",
    )


def test_an_organisation_may_be_an_id_of_the_graph() -> None:
    claim = parse_claim("role=firm,organisation=T3JnYW5pc2F0aW9uOjE=", source="here")

    assert claim.organisation == OrganisationKey("T3JnYW5pc2F0aW9uOjE=")


@pytest.mark.parametrize(
    ("text", "what", "remedy"),
    [
        ("role=boss", "role='boss' cannot be", "ilo, technical_officer"),
        ("role=ilo,country=Poland", "country='Poland' cannot be", "country=PL"),
        ("role=ilo,country=QQ", "country='QQ' cannot be", "ISO 3166-1"),
        ("role=firm,organisation=PIC:", "organisation='PIC:' cannot be", "PIC:999988133"),
        ("role=admin,person=", "person='' cannot be", "person=person-1"),
        ("role=admin,unit=B E", "unit='B E' cannot be", "unit=BE-OP"),
        ("rule=ilo", "'rule=ilo' is none of its keys", "role, person, organisation, country, unit"),
        ("ilo", "'ilo' is none of its keys", ILO),
        ("role=admin,role=ilo", "role is said twice", "Keep one role="),
        ("country=PL", "role is missing", ILO),
        ("", "'' is none of its keys", ILO),
        ("role=ilo", "role=ilo wants country= as well", "country=…"),
        ("role=firm,country=PL", "role=firm wants organisation= as well", "organisation=…"),
    ],
)
def test_a_bad_claim_is_refused_with_the_key_and_what_is_allowed(text: str, what: str, remedy: str) -> None:
    with pytest.raises(ViewerError) as caught:
        parse_claim(text, source="IPT-Viewer")

    assert caught.value.what.startswith("IPT-Viewer")
    assert what in caught.value.what
    assert remedy in caught.value.remedy


def test_who_says_nothing_is_the_public() -> None:
    assert claim_of(setting="", header=None, client="127.0.0.1", dev=True) == PUBLIC


def test_the_setting_speaks_for_everyone() -> None:
    assert claim_of(setting=ILO, header=None, client="203.0.113.9", dev=False).role is Role.ILO


def test_the_header_is_believed_from_loopback_on_a_developers_machine_and_goes_before_the_setting() -> None:
    assert claim_of(setting=ILO, header="role=admin", client="127.0.0.1", dev=True).role is Role.ADMIN


@pytest.mark.parametrize(
    ("client", "dev"), [("127.0.0.1", False), ("203.0.113.9", True), (None, True), ("localhost", True)]
)
def test_the_header_is_not_even_read_elsewhere(client: str | None, dev: bool) -> None:
    assert claim_of(setting="", header="role=admin,nonsense", client=client, dev=dev) == PUBLIC


@pytest.mark.parametrize(
    ("client", "answer"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("::ffff:127.0.0.1", True),
        ("::ffff:203.0.113.9", False),
        ("10.0.0.1", False),
        ("localhost", False),
        ("", False),
        (None, False),
    ],
)
def test_loopback_is_told_by_the_address_alone(client: str | None, answer: bool) -> None:
    assert is_loopback(client) is answer


def test_a_claim_becomes_a_viewer_with_the_organisation_that_was_looked_up() -> None:
    viewer = parse_claim("role=firm,organisation=PIC:1", source="here").viewer(NOW, organisation=7)

    assert (viewer.role, viewer.organisation, viewer.now) == (Role.FIRM, 7, NOW)
