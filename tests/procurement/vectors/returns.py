"""The industrial return of states, and the lists of balanced and poorly balanced ones."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from fractions import Fraction

from core.policies.policies import Policies
from core.policies.version import PolicyVersion
from core.words import Confidence, Decision
from plugins.procurement.rules.balance import (
    Entry,
    Period,
    Published,
    is_carried_over,
    last_year_on,
    listed,
    period_after,
    status_on,
    window_to,
)
from plugins.procurement.rules.disclosure import withheld
from plugins.procurement.rules.industrial_return import (
    SERVICE,
    SUPPLY,
    Contribution,
    Facts,
    Origin,
    Totals,
    Year,
    balance,
    contributions,
    counts_where,
    rounded,
    totals,
    why_not_counted,
)

IN_2024 = date(2024, 3, 1)
SWEDEN = "2.78"
"""Percent of the contributions in 2016."""


def cut_offs(policies: Policies, day: date = IN_2024) -> PolicyVersion:
    found = policies.on("procurement.industrial_return", day)
    assert found
    return found


def calendar(policies: Policies, day: date = IN_2024) -> PolicyVersion:
    found = policies.on("procurement.balance_lists", day)
    assert found
    return found


def judged(policies: Policies, share: str, kind: str = SUPPLY, day: date = IN_2024) -> tuple[str, str]:
    """The coefficient and status of Sweden with so many percent of the contracts."""
    year = Year(of_state=Decimal(share), of_all=Decimal(100), contribution=Decimal(SWEDEN))
    return told(totals([year]), policies, kind, day)


def told(found: Totals, policies: Policies, kind: str = SUPPLY, day: date = IN_2024) -> tuple[str, str]:
    policy = cut_offs(policies, day)
    assert found.coefficient is not None
    return str(rounded(found.coefficient, policy)), balance(found, kind, policy).outcome


def status(policies: Policies, coefficient: str, kind: str, day: date = IN_2024) -> str:
    found = Totals(of_state=Fraction(coefficient), of_all=Fraction(1), contribution=Fraction(1))
    return balance(found, kind, cut_offs(policies, day)).outcome


def vector_01(policies: Policies) -> None:
    assert judged(policies, "0.70") == ("0.2518", "VERY_POORLY_BALANCED")


def vector_02(policies: Policies) -> None:
    assert judged(policies, "1.10") == ("0.3957", "VERY_POORLY_BALANCED")


def vector_03(policies: Policies) -> None:
    assert judged(policies, "1.112") == ("0.4000", "POORLY_BALANCED")


def vector_04(policies: Policies) -> None:
    assert judged(policies, "2.77") == ("0.9964", "POORLY_BALANCED")


def vector_05(policies: Policies) -> None:
    assert judged(policies, "2.78") == ("1.0000", "WELL_BALANCED")


def vector_06(policies: Policies) -> None:
    assert status(policies, "0.3999", SERVICE) == "POORLY_BALANCED"
    assert status(policies, "0.40", SERVICE) == "WELL_BALANCED"
    assert status(policies, "0.95", SERVICE) == "WELL_BALANCED"
    assert status(policies, "0", SERVICE) == "POORLY_BALANCED"


def vector_07(policies: Policies) -> None:
    years = [
        Year(of_state=Decimal(of_state), of_all=Decimal(of_all), contribution=Decimal("2.5"))
        for of_state, of_all in ((1, 100), (1, 100), (1, 100), (9, 300))
    ]
    found = totals(years)
    assert found.share == Fraction(2, 100)
    assert told(found, policies) == ("0.8000", "POORLY_BALANCED")


LIST_OF_2021 = Published(
    key=1, period=Period(begins=date(2021, 3, 1), ends=date(2022, 2, 28)), published_on=date(2021, 3, 1)
)
KINGDOM = Entry(state="GB", status="VERY_POORLY_BALANCED", since=date(2021, 3, 1), until=None)


def on_list(policies: Policies, day: date, *lists: Published) -> tuple[Published | None, Decision]:
    """What lists, the United Kingdom on the first of them, say of it on a day."""
    policy = calendar(policies, day)
    found = listed(lists, day, policy)
    entry = KINGDOM if found == LIST_OF_2021 and KINGDOM.holds(day) else None
    return found, status_on(found, entry, day, policy)


def vector_08(policies: Policies) -> None:
    last_day, day_after, before = date(2022, 2, 28), date(2022, 3, 1), date(2021, 2, 28)
    found, decision = on_list(policies, last_day, LIST_OF_2021)
    assert decision.outcome == "VERY_POORLY_BALANCED"
    assert found
    assert not is_carried_over(found, last_day)

    found, decision = on_list(policies, day_after, LIST_OF_2021)
    assert decision.outcome == "VERY_POORLY_BALANCED"
    assert found
    assert is_carried_over(found, day_after)
    assert [reason.code for reason in decision.reasons] == ["ON_LIST", "LIST_CARRIED_OVER"]

    found, decision = on_list(policies, before, LIST_OF_2021)
    assert (found, decision.outcome) == (None, "UNKNOWN")
    assert [reason.code for reason in decision.reasons] == ["NO_LIST_IN_FORCE"]


def vector_08_next_list(policies: Policies) -> None:
    late = Published(key=2, period=period_after(2021, calendar(policies)), published_on=date(2022, 3, 10))
    assert on_list(policies, date(2022, 3, 9), LIST_OF_2021, late)[0] == LIST_OF_2021
    found, decision = on_list(policies, date(2022, 3, 10), LIST_OF_2021, late)
    assert (found, decision.outcome) == (late, "UNKNOWN")
    assert [reason.code for reason in decision.reasons] == ["NOT_ON_LIST"]


def vector_return_a_hair_below(policies: Policies) -> None:
    for day in (date(2024, 2, 29), IN_2024):
        assert status(policies, "0.39999999", SUPPLY, day) == "VERY_POORLY_BALANCED"
        assert status(policies, "0.99999999", SUPPLY, day) == "POORLY_BALANCED"
        assert status(policies, "0.39999999", SERVICE, day) == "POORLY_BALANCED"


def vector_return_before_2024(policies: Policies) -> None:
    day = date(2021, 3, 1)
    assert judged(policies, "1.10", day=day) == ("0.3957", "VERY_POORLY_BALANCED")
    assert judged(policies, "1.112", day=day) == ("0.4000", "POORLY_BALANCED")
    assert judged(policies, "2.77", day=day) == ("0.9964", "POORLY_BALANCED")
    assert judged(policies, "2.78", day=day) == ("1.0000", "WELL_BALANCED")
    assert status(policies, "0.3999", SERVICE, day) == "POORLY_BALANCED"
    assert status(policies, "0.40", SERVICE, day) == "WELL_BALANCED"


def vector_return_confidence(policies: Policies) -> None:
    found = Totals(of_state=Fraction(1), of_all=Fraction(1), contribution=Fraction(1))
    for day, confidence in ((date(2024, 2, 29), Confidence.UNCONFIRMED), (IN_2024, Confidence.CONFIRMED)):
        (reason,) = balance(found, SUPPLY, cut_offs(policies, day)).reasons
        assert reason.confidence is confidence


def vector_return_contributions(policies: Policies) -> None:
    for day in (date(2024, 2, 29), IN_2024):
        assert paid(policies, day, "60", "40", year=2010) == ("CONTRIBUTIONS_AS_AMOUNTS", Fraction(1, 4))
        assert paid(policies, day, "60", "39.5", year=2010) == ("CONTRIBUTIONS_AS_AMOUNTS", Fraction(1, 4))
        assert paid(policies, day, "60", "39.499999", year=2010) == ("CONTRIBUTIONS_AS_PERCENTAGES", Fraction(60, 100))


def paid(policies: Policies, day: date, one: str, other: str, year: int) -> tuple[str, Fraction]:
    """How contributions are compared, and the part of a state that pays `one` percent and a quarter of the amounts."""
    given = [
        Contribution(state="SE", year=year, percent=Decimal(one), amount=Decimal(1)),
        Contribution(state="NO", year=year, percent=Decimal(other), amount=Decimal(3)),
    ]
    found = contributions(given, [year], cut_offs(policies, day))
    return found.reasons[0].code, found.share("SE")


def vector_return_window(policies: Policies) -> None:
    policy = calendar(policies)
    assert [*window_to(2020, policy)] == [2017, 2018, 2019, 2020]
    assert period_after(2020, policy) == LIST_OF_2021.period
    assert period_after(2023, policy) == Period(begins=date(2024, 3, 1), ends=date(2025, 2, 28))
    assert last_year_on(date(2021, 2, 28), policy) == 2019
    assert last_year_on(date(2021, 3, 1), policy) == 2020


def vector_return_what_counts(policies: Policies) -> None:
    for day in (date(2024, 2, 29), IN_2024):
        policy = cut_offs(policies, day)
        assert (counts_where(SUPPLY, policy), counts_where(SERVICE, policy)) == ("stated", "establishment")
        assert why_not_counted(signed("CHF"), policy) is None
        euros = why_not_counted(signed("EUR"), policy)
        assert euros
        assert euros.code == "OTHER_CURRENCY"


def signed(currency: str) -> Facts:
    """A contract of which everything is known, its value in some currency."""
    return Facts(
        is_bought_by_cern=True, is_in_force=True, is_dated=True, kind=SUPPLY, currency=currency, origin=Origin.WHOLE
    )


def vector_return_smallest_group(policies: Policies) -> None:
    for day in (date(2024, 2, 29), IN_2024):
        smallest = cut_offs(policies, day).whole("smallest_group")
        assert withheld({"AT": 5, "BE": 6}, smallest) == frozenset()
        assert withheld({"AT": 4, "BE": 6, "CH": 9, "DE": 20}, smallest) == {"AT", "BE", "CH"}


def vector_return_shown(policies: Policies) -> None:
    for day in (date(2024, 2, 29), IN_2024):
        assert str(rounded(Fraction(2, 3), cut_offs(policies, day))) == "0.6667"
