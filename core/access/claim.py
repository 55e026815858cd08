"""Who somebody says they are, until sign-in exists: `role=ilo,country=PL` from a setting or a header."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from ipaddress import IPv6Address, ip_address
from typing import Final, NoReturn, TypeVar

from core.access.viewer import WANTED, Role, Viewer, ViewerError
from core.words import Country

T = TypeVar("T")

SETTING: Final = "IPT_DEV_VIEWER"
HEADER: Final = "IPT-Viewer"
KEYS: Final = ("role", "person", "organisation", "country", "unit")
EXAMPLE: Final = "role=ilo,country=PL"


@dataclass(frozen=True, slots=True)
class OrganisationKey:
    """An organisation as it is named before it is looked up."""

    value: str
    """Its number in a register, or its id in the graph."""
    scheme: str | None = None
    """The register, such as PIC; None for an id of the graph."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who somebody says they are; the organisation is still to be looked up."""

    role: Role = Role.PUBLIC
    person: str | None = None
    organisation: OrganisationKey | None = None
    country: str | None = None
    unit: str | None = None

    def viewer(self, now: datetime, organisation: int | None = None) -> Viewer:
        """The viewer, with the key of the organisation that was looked up."""
        return Viewer(
            role=self.role,
            now=now,
            person=self.person,
            organisation=organisation,
            country=self.country,
            unit=self.unit,
        )


PUBLIC: Final = Claim()
"""What is known of somebody who says nothing."""


def claim_of(*, setting: str, header: str | None, client: str | None, dev: bool) -> Claim:
    """Who a request comes from: the header where it is believed, else the setting, else the public.

    The header counts only on a developer's machine (`dev`, IPT_DEV=1) and from a loopback address.
    """
    if header and dev and is_loopback(client):
        return parse_claim(header, source=HEADER)
    return parse_claim(setting, source=SETTING) if setting else PUBLIC


def is_loopback(client: str | None) -> bool:
    """Whether an address is of this machine; a name or no address is not."""
    try:
        address = ip_address(client or "")
    except ValueError:
        return False
    mapped = address.ipv4_mapped if isinstance(address, IPv6Address) else None
    return (mapped or address).is_loopback


@lru_cache(maxsize=256)
def parse_claim(text: str, *, source: str) -> Claim:
    """Read `role=ilo,country=PL`; raises ViewerError, which names the key and what is allowed."""
    given = _pairs(text, source)
    read = _Reader(given, source)
    claim = Claim(
        role=read.role(),
        person=read("person", _word, "an id without spaces, such as person=person-1"),
        organisation=read("organisation", _organisation, "SCHEME:value, such as PIC:999988133, or an id of the graph"),
        country=read("country", _country, "two letters of ISO 3166-1, such as country=PL"),
        unit=read("unit", _word, "the code of a unit, such as unit=BE-OP"),
    )
    _check_complete(claim, source)
    return claim


def _pairs(text: str, source: str) -> dict[str, str]:
    pairs: dict[str, str] = {}
    for part in text.split(","):
        key, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or key not in KEYS:
            _refuse(source, f"{part.strip()!r} is none of its keys.", f"Write {EXAMPLE}; keys: {', '.join(KEYS)}.")
        if key in pairs:
            _refuse(source, f"{key} is said twice.", f"Keep one {key}=…")
        pairs[key] = value
    return pairs


@dataclass(frozen=True, slots=True)
class _Reader:
    given: Mapping[str, str]
    source: str

    def __call__(self, key: str, parse: Callable[[str], T | None], allowed: str) -> T | None:
        if key not in self.given:
            return None
        value = parse(self.given[key])
        if value is None:
            _refuse(self.source, f"{key}={self.given[key]!r} cannot be.", f"Allowed is {allowed}.")
        return value

    def role(self) -> Role:
        allowed = ", ".join(role.value for role in Role)
        role = self("role", _role, f"one of {allowed}")
        if role is None:
            _refuse(self.source, "role is missing.", f"Write {EXAMPLE}; roles: {allowed}.")
        return role


def _role(value: str) -> Role | None:
    return next((role for role in Role if role.value == value), None)


def _word(value: str) -> str | None:
    return value if re.fullmatch(r"\S+", value) else None


def _country(value: str) -> str | None:
    country = Country.of(value) if re.fullmatch(r"[A-Za-z]{2}", value) else None
    return country.code if country and country.name != country.code else None


def _organisation(value: str) -> OrganisationKey | None:
    scheme, colon, number = value.partition(":")
    if not colon:
        return OrganisationKey(value) if _word(value) else None
    return OrganisationKey(number, scheme.upper()) if _word(scheme) and _word(number) else None


def _check_complete(claim: Claim, source: str) -> None:
    wanted = WANTED.get(claim.role)
    if wanted and getattr(claim, wanted) is None:
        _refuse(source, f"role={claim.role.value} wants {wanted}= as well.", f"Add {wanted}=…; {EXAMPLE} shows how.")


def _refuse(source: str, what: str, remedy: str) -> NoReturn:
    raise ViewerError(f"{source} says who is looking, but {what}", remedy=remedy)
