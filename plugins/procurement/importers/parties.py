"""Who is who in a release of the Open Contracting Data Standard: organisations, never persons."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from core.registry.importers.organisations import Identifier, Mention
from core.registry.models import OrganisationKind
from core.storage.imports import RecordError
from core.words import country_code, country_named, fold
from plugins.procurement.importers.given import Given, fields_of, list_of, text_of

BUYER: Final = "buyer"
ROLES: Final = frozenset({BUYER, "supplier", "tenderer"})

# The register codes of org-id.guide for the two that we know by their own names.
_SCHEMES: Final = {"XI-PIC": "PIC", "XI-ROR": "ROR", "EU-PIC": "PIC"}
# A spreadsheet turned the number 11111111 into 11111111.0.
_SPREADSHEET: Final = re.compile(r"(\d+)\.0")
_SCALES: Final = {"micro": True, "small": True, "medium": True, "sme": True, "large": False}
_TWO_LETTERS: Final = 2


@dataclass(slots=True)
class Parties:
    """The parties of a release. Their ids are local to it: only an identifier with a scheme says who they are."""

    file: str
    source: str
    release: str
    date: datetime | None
    given: Sequence[Given]
    mentions: dict[str, Mention] = field(default_factory=dict[str, Mention])

    def __post_init__(self) -> None:
        for party in self.given:
            if ROLES & {*_roles(party)} and text_of(party, "name"):
                self._mention(party)

    def buyer(self, release: Given) -> str | None:
        """The buyer; its party says so where the release has no buyer. A procuring entity may be a person."""
        named = release.get(BUYER)
        if named is not None and text_of(fields_of(named, BUYER), "name"):
            return self.find(fields_of(named, BUYER), BUYER)
        return next((_key(party) for party in self.given if BUYER in _roles(party) and text_of(party, "name")), None)

    def find(self, reference: Given, place: str) -> str:
        """The key of the organisation that a reference means: that of the party with its id and name, or its name."""
        local, name = text_of(reference, "id"), fold(text_of(reference, "name"))
        alike = [party for party in self.given if not local or text_of(party, "id") == local]
        named = [party for party in (alike or self.given) if fold(text_of(party, "name")) == name]
        chosen = named or (alike if local and not name else [])
        if not chosen and not name:
            raise RecordError(place, "it names no organisation")
        return self._mention(chosen[0] if chosen else reference)

    def _mention(self, party: Given) -> str:
        key = _key(party)
        if key not in self.mentions:
            self.mentions[key] = self._read(party)
        return key

    def _read(self, party: Given) -> Mention:
        address = fields_of(party.get("address") or {}, "address")
        identifier = fields_of(party.get("identifier") or {}, "identifier")
        return Mention(
            name=text_of(party, "name"),
            country=_country(address),
            source=self.source,
            source_date=self.date,
            source_rank=self.release,
            identifiers=tuple(dict.fromkeys(_identifiers(party))),
            facts={
                "city": text_of(address, "locality"),
                "kind": OrganisationKind.PUBLIC_BODY if BUYER in _roles(party) else OrganisationKind.OTHER,
                "is_sme": _SCALES.get(text_of(fields_of(party.get("details") or {}, "details"), "scale").lower()),
            },
            also_called=text_of(identifier, "legalName"),
            file=self.file,
        )


def _key(party: Given) -> str:
    return f"{text_of(party, 'id')}\n{text_of(party, 'name')}"


def _roles(party: Given) -> list[str]:
    found = party.get("roles")
    roles: list[Any] = found if isinstance(found, list) else []
    return [str(role) for role in roles]


def _country(address: Given) -> str:
    """The country by its code, or by its name; a code that nobody knows is kept, a name is not."""
    code = text_of(address, "country")
    return country_code(code) if len(code) == _TWO_LETTERS else country_named(text_of(address, "countryName"))


def _identifiers(party: Given) -> Iterator[Identifier]:
    first = fields_of(party.get("identifier") or {}, "identifier")
    for given in (first, *list_of(party, "additionalIdentifiers", "")):
        scheme, value = text_of(given, "scheme").upper(), text_of(given, "id")
        if scheme and value:
            number = _SPREADSHEET.fullmatch(value)
            yield _SCHEMES.get(scheme, scheme), number[1] if number else value
