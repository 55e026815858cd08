"""Who is who in a tender of Prozorro: firms and public bodies; of natural persons neither name nor number is kept."""

import re
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final

from core.registry.importers.organisations import Mention
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
_PERSON: Final = re.compile(r"(фоп|спд|фізична особа|підприємець)\b", re.IGNORECASE)  # noqa: RUF001
"""How the name of a person who trades begins, before the surname."""


@dataclass(slots=True)
class Parties:
    """The organisations of a tender, each once: by its number in a register, or else by its name."""

    file: str
    tender: str
    reference: str
    date: datetime
    notes: Notes
    mentions: dict[str, Mention] = field(default_factory=dict[str, Mention])

    def buyer(self, given: Given) -> str:
        """The key of the procuring entity."""
        place = "procuringEntity"
        return self._find(fields_of(given.get(place), place), place, "buyer", OrganisationKind.PUBLIC_BODY)

    def first_of(self, given: Given, name: str, place: str, part: str) -> str:
        """The key of whoever leads a list of firms; the others of a group have no place here.

        `part` is what in the tender the firms take part with, such as "bid 7": persons are known by nothing else.
        """
        found = list_of(given, name, place)
        if not found:
            raise RecordError(f"{place}{name}", "it names no organisation: look at it in the source")
        if len(found) > 1:
            self.notes.remark(f"{place}{name}", f"a group of {len(found)} firms is known by the first of them")
        return self._find(found[0], f"{place}{name}/0", part, OrganisationKind.OTHER)

    def all_of(self, given: Given, name: str, place: str, part: str) -> list[str]:
        """The keys of every firm of a list."""
        return [
            self._find(
                party, f"{place}{name}/{number}", f"{part}, {number + 1}" if number else part, OrganisationKind.OTHER
            )
            for number, party in enumerate(list_of(given, name, place))
        ]

    def _find(self, party: Given, place: str, part: str, kind: OrganisationKind) -> str:
        name = text_of(party, "name")
        if not name:
            raise RecordError(f"{place}/name", "the organisation has no name: look at it in the source")
        identifier = fields_of(party.get("identifier") or {}, f"{place}/identifier")
        scheme, number = text_of(identifier, "scheme").upper(), text_of(identifier, "id")
        has_number = bool(scheme and number)
        key = f"{scheme}\n{number}" if has_number else fold(name)
        if key not in self.mentions:
            self.notes.skip("organisations", party)
            self.mentions[key] = mention = self._mention(party, kind)
            if not mention.country:
                self.notes.remark(f"{place}/address/countryName", "no country that is known: it is left empty")
            if kind is not OrganisationKind.PUBLIC_BODY and _is_person(party, scheme, number):
                self.mentions[key] = self._nameless(mention, part)
                self._remark_person(place, has_number=has_number)
        return key

    def _mention(self, party: Given, kind: OrganisationKind) -> Mention:
        address = fields_of(party.get("address") or {}, "address")
        identifier = fields_of(party.get("identifier") or {}, "identifier")
        scheme, number = text_of(identifier, "scheme").upper(), text_of(identifier, "id")
        is_public = scheme and number and (scheme != UKRAINE or _FIRM.fullmatch(number))
        return Mention(
            name=text_of(party, "name"),
            country=_country(text_of(address, "countryName"), scheme),
            source=SOURCE,
            source_date=self.date,
            source_rank=self.tender,
            identifiers=((scheme, number),) if is_public else (),
            facts={"city": text_of(address, "locality"), "kind": kind, "is_sme": SIZES.get(text_of(party, "scale"))},
            also_called=text_of(identifier, "legalName"),
            file=self.file,
        )

    def _nameless(self, mention: Mention, part: str) -> Mention:
        """A person who trades, known by a part of the tender alone: where somebody lives is left out, too."""
        name = f"Sole trader (name not kept), {part} of {self.reference}"
        return replace(mention, name=name, identifiers=(), also_called="", facts={**mention.facts, "city": ""})

    def _remark_person(self, place: str, *, has_number: bool) -> None:
        self.notes.remark(f"{place}/name", "it is left out: it is a person's")
        if has_number:
            self.notes.remark(f"{place}/identifier", "it is left out: the number is a person's")


def _is_person(party: Given, scheme: str, number: str) -> bool:
    """Whether it is a person who trades, by the number, or else by how the name begins."""
    legal_name = text_of(fields_of(party.get("identifier") or {}, "identifier"), "legalName")
    is_called_so = any(_PERSON.match(name) for name in (text_of(party, "name"), legal_name))
    return is_called_so or (scheme == UKRAINE and not _FIRM.fullmatch(number))


def _country(name: str, scheme: str) -> str:
    """The country of the address, or else of the register; empty if neither says."""
    register = _REGISTER.fullmatch(scheme)
    return COUNTRIES.get(name) or country_named(name) or (country_code(register[1]) if register else "")
