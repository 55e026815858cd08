"""A made-up decade of contracts over 32 states, and what each state's return is by a plain count of the same rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from fractions import Fraction
from random import Random
from typing import Any, Final

from bench.rows import COUNTRIES
from core.registry import models as registry
from core.registry.models import OrganisationKind
from plugins.procurement import models
from plugins.procurement.models import ContractStatus, PurchaseKind

STATES: Final = COUNTRIES[:32]
YEARS: Final = range(2015, 2025)
WHOLE: Final = 1_000_000
PERCENT: Final = 10_000
CERN, OTHER = 1, 2
"""The keys of the two buyers; each country has a firm whose key follows theirs."""


ODD: Final = 0.15
ODDITIES: Final[Sequence[dict[str, Any]]] = (
    {"buyer": None},
    {"buyer": OTHER},
    {"kind": None},
    {"status": ContractStatus.PENDING},
    {"status": ContractStatus.CANCELLED},
    {"status": ContractStatus.TERMINATED},
    {"signed_on": None},
    {"minor": None, "currency": None},
    {"currency": "EUR"},
    {"firm": "", "origins": {}},
)
"""What makes a contract one that does not count; but for one that is over, which does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeUp:
    """A contract that nobody has signed."""

    number: int
    buyer: int | None
    kind: PurchaseKind | None
    status: ContractStatus
    signed_on: date | None
    minor: int | None
    currency: str | None
    firm: str
    """The country of the contractor; empty if unknown."""
    origins: dict[str, int]


def made_up(count: int, random: Random) -> list[MadeUp]:
    """So many contracts, some of which do not count."""
    return [_contract(number, random) for number in range(1, count + 1)]


def _contract(number: int, random: Random) -> MadeUp:
    whole = MadeUp(
        number=number,
        buyer=CERN,
        kind=random.choices((PurchaseKind.SUPPLY, PurchaseKind.SERVICE), (3, 1))[0],
        status=ContractStatus.ACTIVE,
        signed_on=date(YEARS[0], 1, 1) + timedelta(days=random.randrange(3_653)),
        minor=int(random.lognormvariate(16, 2)),
        currency="CHF",
        firm=random.choice(COUNTRIES),
        origins=_origins(random),
    )
    return replace(whole, **random.choice(ODDITIES)) if random.random() < ODD else whole


def _origins(random: Random) -> dict[str, int]:
    """One to three countries, in steps of five percent."""
    cuts = sorted(random.sample(range(5, 100, 5), random.randrange(3)))
    parts = [end - start for start, end in zip([0, *cuts], [*cuts, 100], strict=True)]
    return {country: part * PERCENT for country, part in zip(random.sample(COUNTRIES, len(parts)), parts, strict=True)}


async def write(contracts: Sequence[MadeUp], random: Random) -> None:
    """Write the contracts into a database without any, with their states, firms and buyers."""
    await registry.Organisation.bulk_create([*_organisations()])
    await registry.OrganisationIdentifier.create(
        organisation_id=CERN, scheme="PIC", value="999988133", unique_key="PIC:999988133"
    )
    await registry.MemberState.bulk_create(
        [registry.MemberState(id=key, country=state, name=state) for key, state in enumerate(STATES, start=1)]
    )
    await registry.Contribution.bulk_create([*_contributions(random)])
    await models.Contract.bulk_create([_row(each) for each in contracts], batch_size=500)
    origins = [
        models.ContractOrigin(contract_id=each.number, country=country, share_ppm=ppm)
        for each in contracts
        for country, ppm in each.origins.items()
    ]
    await models.ContractOrigin.bulk_create(origins, batch_size=500)


def _organisations() -> Iterator[registry.Organisation]:
    yield registry.Organisation(id=CERN, name="CERN", country="CH", kind=OrganisationKind.RESEARCH)
    yield registry.Organisation(id=OTHER, name="Another buyer", country="FR")
    for country in ("", *COUNTRIES):
        yield registry.Organisation(id=_firm(country), name=f"Firm {country}", country=country)


def _firm(country: str) -> int:
    return OTHER + 1 + ("", *COUNTRIES).index(country)


def _contributions(random: Random) -> Iterator[registry.Contribution]:
    """What each state pays, in whole percent of a hundredth: the last one pays what is left of the year."""
    for year in YEARS:
        weights = [random.randint(5, 900) for _ in STATES]
        shares = [weight * WHOLE // sum(weights) for weight in weights]
        shares[-1] += WHOLE - sum(shares)
        for key, share in enumerate(shares, start=1):
            amount = {"amount_minor": share * (100_000 + year), "amount_currency": "CHF"}
            yield registry.Contribution(member_state_id=key, year=year, percent_ppm=share, **amount)


def _row(each: MadeUp) -> models.Contract:
    return models.Contract(
        id=each.number,
        reference=f"MADE-UP-{each.number}",
        contractor_id=_firm(each.firm),
        buyer_id=each.buyer,
        kind=each.kind,
        status=each.status,
        signed_on=each.signed_on,
        amount_minor=each.minor,
        amount_currency=each.currency,
        source="bench",
    )


# ---------------------------------------------------------------- counted plainly


@dataclass(frozen=True, slots=True)
class Counted:
    """What a state has of the contracts, exactly."""

    value: Fraction
    """In francs."""
    number: Fraction


def counted(contracts: Sequence[MadeUp], kind: PurchaseKind, years: range) -> tuple[dict[str, Counted], Counted]:
    """What each country has, and what all have together: contract by contract."""
    values: defaultdict[str, int] = defaultdict(int)
    numbers: defaultdict[str, int] = defaultdict(int)
    for each in contracts:
        if counts(each, kind, years):
            assert each.minor is not None
            for country, ppm in origins_of(each, kind).items():
                values[country] += each.minor * ppm
                numbers[country] += ppm
    found = {country: _counted(values[country], numbers[country]) for country in values}
    return found, _counted(sum(values.values()), sum(numbers.values()))


def counts(each: MadeUp, kind: PurchaseKind, years: range) -> bool:
    """Whether a contract is CERN's, in force, of this kind and time, with a value in francs and a known origin."""
    is_in_time = each.signed_on is not None and each.signed_on.year in years
    is_in_force = each.status in (ContractStatus.ACTIVE, ContractStatus.TERMINATED)
    is_known = each.minor is not None and each.currency == "CHF" and bool(origins_of(each, kind))
    return each.buyer == CERN and each.kind is kind and is_in_time and is_in_force and is_known


def origins_of(each: MadeUp, kind: PurchaseKind) -> dict[str, int]:
    """Where a contract counts: supplies by stated origin, services where the contractor is established."""
    if kind is PurchaseKind.SUPPLY:
        return each.origins
    return {each.firm: WHOLE} if each.firm else {}


def _counted(value: int, number: int) -> Counted:
    return Counted(Fraction(value, WHOLE * 100), Fraction(number, WHOLE))
