"""A viewer that scopes can rely on, and who may write."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest

from core.access.permission import NOT_ALLOWED, refusal_unless
from core.access.viewer import WANTED, Role, Viewer, ViewerError

NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
PUBLIC = Viewer(role=Role.PUBLIC, now=NOW)
ILO = Viewer(role=Role.ILO, now=NOW, country="PL")


@pytest.mark.parametrize("role", WANTED)
def test_a_role_whose_scopes_compare_with_something_cannot_lack_it(role: Role) -> None:
    with pytest.raises(ViewerError, match=f"has no {WANTED[role]}"):
        Viewer(role=role, now=NOW)


@pytest.mark.parametrize("now", [NOW.replace(tzinfo=None), NOW.astimezone(timezone(timedelta(hours=1)))])
def test_a_clock_that_is_not_in_utc_is_refused(now: datetime) -> None:
    with pytest.raises(ViewerError, match="not in UTC"):
        Viewer(role=Role.PUBLIC, now=now)


def test_the_public_writes_nothing() -> None:
    refusal = refusal_unless(PUBLIC)

    assert refusal is not None
    assert refusal.code == NOT_ALLOWED
    assert refusal.reasons[0].code == NOT_ALLOWED


def test_a_role_writes_what_is_open_to_it() -> None:
    assert refusal_unless(ILO) is None
    assert refusal_unless(ILO, Role.FIRM, Role.ILO) is None


def test_a_role_that_may_not_is_told_who_may() -> None:
    refusal = refusal_unless(ILO, Role.EU_OFFICER)

    assert refusal is not None
    assert "eu_officer" in refusal.reasons[0].message
