"""Who is who in a tender of Prozorro: firms and public bodies, never a contact person."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from core.registry.importers.organisations import Identifier, Mention
from core.registry.models import OrganisationKind
from core.storage.imports import RecordError
from core.words import country_code, country_named, fold
from plugins.procurement.importers.given import Given, fields_of, list_of, text_of
from plugins.procurement.importers.prozorro.notes import Notes
from plugins.procurement.importers.prozorro.records import SOURCE
from plugins.procurement.importers.prozorro.words import COUNTRIES, SIZES

# A register of org-id.guide begins with its country. That of Ukraine has eight digits for a firm; ten are the tax
# number of a person who trades, and other numbers are of passports.
_REGISTER: Final = re.compile(r"([A-Z]{2})-[A-Z0-9]+")
UKRAINE: Final = "UA-EDR"
_FIRM: Final = re.compile(r"\d{8}")


@dataclass(slots=True)
class Parties:
    """The organisations of a tender, each once: by its number in a register, or else by its name."""

    file: str
    tender: str
    date: datetime
    notes: Notes
    mentions: dict[str, Mention] = field(default_factory=dict[str, Mention])

    def buyer(self, given: Given) -> str:
        """The key of the procuring entity."""
        place = "procuringEntity"
        return self._find(fields_of(given.get(place), place), place, OrganisationKind.PUBLIC_BODY)

    def first_of(self, given: Given, name: str, place: str) -> str:
        """The key of whoever leads a list of firms; the others of a group have no place here."""
        found = list_of(given, name, place)
        if not found:
            raise RecordError(f"{place}{name}", "it names no organisation: look at it in the source")
        if len(found) > 1:
            self.notes.remark(f"{place}{name}", f"a group of {len(found)} firms is known by the first of them")
        return self._find(found[0], f"{place}{name}/0", OrganisationKind.OTHER)

    def all_of(self, given: Given, name: str, place: str) -> list[str]:
        """The keys of every firm of a list."""
        found = enumerate(list_of(given, name, place))
        return [self._find(party, f"{place}{name}/{number}", OrganisationKind.OTHER) for number, party in found]

    def _find(self, party: Given, place: str, kind: OrganisationKind) -> str:
        name = text_of(party, "name")
        if not name:
            raise RecordError(f"{place}/name", "the organisation has no name: look at it in the source")
        scheme, number = _number(party, place)
        personal = scheme == UKRAINE and not _FIRM.fullmatch(number)
        identifiers = ((scheme, number),) if scheme and number and not personal else ()
        key = f"{scheme}\n{number}" if identifiers else fold(name)
        if key not in self.mentions:
            self.notes.skip("organisations", party)
            self.mentions[key] = mention = self._mention(name, party, identifiers, kind)
            if not mention.country:
                self.notes.remark(f"{place}/address/countryName", "no country that is known: it is left empty")
            if personal and number:
                self.notes.remark(f"{place}/identifier", "it is left out: a number of that length is a person's")
        return key

    def _mention(self, name: str, party: Given, identifiers: tuple[Identifier, ...], kind: OrganisationKind) -> Mention:
        address = fields_of(party.get("address") or {}, "address")
        identifier = fields_of(party.get("identifier") or {}, "identifier")
        return Mention(
            name=name,
            country=_country(text_of(address, "countryName"), text_of(identifier, "scheme").upper()),
            source=SOURCE,
            source_date=self.date,
            source_rank=self.tender,
            identifiers=identifiers,
            facts={"city": text_of(address, "locality"), "kind": kind, "is_sme": SIZES.get(text_of(party, "scale"))},
            also_called=text_of(identifier, "legalName"),
            file=self.file,
        )


def _number(party: Given, place: str) -> Identifier:
    given = fields_of(party.get("identifier") or {}, f"{place}/identifier")
    return text_of(given, "scheme").upper(), text_of(given, "id")


def _country(name: str, scheme: str) -> str:
    """The country of the address, or else of the register; empty if neither says."""
    register = _REGISTER.fullmatch(scheme)
    return COUNTRIES.get(name) or country_named(name) or (country_code(register[1]) if register else "")
