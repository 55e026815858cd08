from __future__ import annotations

from plugins.procurement.rules.decisions import ALLOWED, REFUSED, refusal_of
from plugins.procurement.rules.registration import Registration, registration


def test_an_unregistered_organisation_that_offers_something_may_register() -> None:
    case = Registration(organisation="Tagus", is_registered=False, categories=("vacuum",), unknown=())

    assert registration(case).outcome == ALLOWED
    assert refusal_of(registration(case)) is None


def test_every_obstacle_is_a_reason() -> None:
    case = Registration(organisation="Tagus", is_registered=True, categories=("x", "y"), unknown=("x", "y"))

    decision = registration(case)

    assert decision.outcome == REFUSED
    assert [reason.code for reason in decision.reasons] == [
        "ALREADY_REGISTERED",
        "UNKNOWN_CATEGORY",
        "UNKNOWN_CATEGORY",
    ]
    refusal = refusal_of(decision)
    assert refusal
    assert (refusal.code, len(refusal.reasons)) == ("ALREADY_REGISTERED", 3)


def test_nobody_can_register_what_is_not_there() -> None:
    case = Registration(organisation=None, is_registered=False, categories=(), unknown=())

    assert [reason.code for reason in registration(case).reasons] == ["UNKNOWN_ORGANISATION", "NO_CATEGORY"]
