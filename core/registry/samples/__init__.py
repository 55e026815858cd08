"""The first rows of an empty database: real states and units of CERN, and organisations, all but CERN invented.

A real fact carries the address that states it; an invented row has the source `sample`, and says so in its name.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from tortoise.backends.base.client import BaseDBAsyncClient

from core.hookspecs import Clock
from core.registry.models import (
    Contribution,
    LiaisonOffice,
    Membership,
    MemberState,
    Organisation,
    OrganisationIdentifier,
    OrgUnit,
    Person,
)
from core.registry.samples.organisations import ORGANISATIONS, Body
from core.registry.samples.states import COMING, FIGURES_OF_2009, OFFICES, PERCENT_IN_2009, STATES_PAGE, STRETCHES
from core.registry.samples.units import IPT_PAGE, POSTS, UNITS
from core.words import Country, Share, fold


@dataclass(frozen=True, slots=True)
class _Writer:
    """Writes what is not there yet: what somebody imported or changed stays as it is."""

    connection: BaseDBAsyncClient

    async def states(self) -> None:
        for stretch in sorted(STRETCHES, key=lambda each: each.first):
            await Membership.get_or_create(
                {"valid_to": stretch.last, "is_first_day": stretch.began, "source": stretch.source},
                self.connection,
                member_state_id=await self.state(stretch.country),
                status=stretch.status,
                valid_from=stretch.first,
            )
        for code, source in COMING.items():
            await self.state(code, source)

    async def state(self, code: str, source: str = STATES_PAGE) -> int:
        country = Country.of(code)
        assert country is not None
        facts = {"name": country.name, "source": source, "search_text": fold(f"{country.name} {code}")}
        row, _ = await MemberState.get_or_create(facts, self.connection, country=code)
        return int(row.id)

    async def contributions(self) -> None:
        words = PERCENT_IN_2009.split()
        for code, percent in zip(words[::2], words[1::2], strict=True):
            facts = {"percent_ppm": Share(percent=Decimal(percent)).ppm(), "source": FIGURES_OF_2009}
            await Contribution.get_or_create(facts, self.connection, member_state_id=await self.state(code), year=2009)

    async def offices(self) -> None:
        for office in OFFICES:
            await LiaisonOffice.get_or_create(
                {"website": office.website, "source": office.source},
                self.connection,
                member_state_id=await self.state(office.country),
                institution=office.institution,
            )

    async def units(self) -> None:
        keys: dict[str | None, int | None] = {None: None}
        for unit in UNITS:
            facts = {
                "name": unit.name,
                "level": unit.level,
                "parent_id": keys[unit.parent],
                "activities": unit.activities,
                "source": unit.source,
                "search_text": fold(f"{unit.name} {unit.code} {unit.activities}"),
            }
            row, _ = await OrgUnit.get_or_create(facts, self.connection, code=unit.code)
            keys[unit.code] = row.id
        for code, (role, title) in POSTS.items():
            facts = {"display_name": title, "source": IPT_PAGE}
            await Person.get_or_create(facts, self.connection, role=role, org_unit_id=keys[code])

    async def organisation(self, body: Body) -> None:
        pairs = {tuple(number.split(":", 1)): source for number, source in body.numbers.items()}
        for scheme, value in pairs:
            known = OrganisationIdentifier.filter(scheme=scheme, value=value)
            if await known.using_db(self.connection).exists():
                return
        row = await Organisation.create(
            self.connection,
            name=body.name,
            folded_name=fold(body.name),
            search_text=fold(f"{body.name} {body.facts.get('short_name', '')}"),
            source=body.source,
            **body.facts,
        )
        for (scheme, value), source in pairs.items():
            await OrganisationIdentifier.create(
                self.connection,
                organisation=row,
                scheme=scheme,
                value=value,
                unique_key=f"{scheme}:{value}" if scheme in ("PIC", "ROR") else None,
                source=source,
            )


async def fill(connection: BaseDBAsyncClient, clock: Clock) -> None:
    """Write the states, units and organisations that are not there yet."""
    writer = _Writer(connection)
    await writer.states()
    await writer.contributions()
    await writer.offices()
    await writer.units()
    for body in ORGANISATIONS:
        await writer.organisation(body)
