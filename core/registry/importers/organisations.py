"""Which organisation a record means: the same one whatever department names it, and whatever the order of import."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Final

from core.registry.models import Organisation, OrganisationIdentifier
from core.storage.batches import Batch, Claim, rank_of
from core.storage.tables import Key, Row, Table
from core.words import fold

UNIQUE_SCHEMES: Final = ("PIC", "ROR")
"""Registers that give a number to one organisation only. VAT numbers are shared, so they are only a hint."""

ORGANISATIONS: Final = Table(
    Organisation,
    key=("id",),
    update=(
        "name",
        "short_name",
        "country",
        "city",
        "kind",
        "is_sme",
        "website",
        "source",
        "source_date",
        "source_rank",
        "folded_name",
        "search_text",
    ),
)
IDENTIFIERS: Final = Table(OrganisationIdentifier, key=("organisation_id", "scheme", "value"), update=())
_BY_KEY: Final = Table(OrganisationIdentifier, key=("scheme", "value"))
_BY_OWNER: Final = Table(OrganisationIdentifier, key=("organisation_id",))
_BY_NAME: Final = Table(Organisation, key=("folded_name", "country"))

Identifier = tuple[str, str]
Notice = Callable[[str, str, str], None]
"""Is told the file, the place and what a person should look at, as `Import.notice` is."""


@dataclass(frozen=True, slots=True)
class Mention:
    """What one record says of an organisation; identifiers are pairs of register and number: (PIC, 999988133)."""

    name: str
    country: str
    source: str
    source_date: datetime | None
    source_rank: str
    identifiers: tuple[Identifier, ...] = ()
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    also_called: str = ""
    file: str = ""

    @property
    def rank(self) -> tuple[datetime, str]:
        """How recent the record is; of two records of one time the greater tie-breaker counts."""
        return rank_of(self.source_date, self.source_rank)

    @property
    def folded(self) -> tuple[str, str]:
        """The name as it is compared, and the country."""
        return fold(self.name), self.country

    def unique(self) -> tuple[Identifier, ...]:
        """The identifiers that belong to one organisation only."""
        return tuple(pair for pair in self.identifiers if pair[0] in UNIQUE_SCHEMES)

    def check(self) -> None:
        """Raise ValueError if something in it is longer than its column."""
        ORGANISATIONS.check({"name": self.name, "country": self.country, **self.facts})
        for scheme, value in self.identifiers:
            IDENTIFIERS.check({"scheme": scheme, "value": value})

    def row(self, organisation: int) -> Row:
        """The organisation as this record describes it."""
        return ORGANISATIONS.row(id=organisation, **self._values())

    def _values(self) -> dict[str, Any]:
        return {
            "name": self.name,
            "country": self.country,
            "folded_name": fold(self.name),
            "search_text": fold(f"{self.name} {self.facts.get('short_name', '')} {self.also_called}"),
            "source": self.source,
            "source_date": self.source_date,
            "source_rank": self.source_rank,
            **self.facts,
        }


@dataclass(slots=True)
class Candidate:
    """An organisation that is there, or about to be: what the rules of matching look at."""

    rank: tuple[datetime, str]
    source: str
    unique: dict[str, str] = field(default_factory=dict[str, str])
    has_identifier: bool = False


@dataclass(slots=True)
class Matching:
    """The organisations that some records may mean, gathered with a few statements for all of them."""

    batch: Batch
    notice: Notice
    candidates: dict[int, Candidate] = field(default_factory=dict[int, Candidate])
    by_identifier: defaultdict[Identifier, list[int]] = field(default_factory=lambda: defaultdict(list))
    by_name: defaultdict[tuple[str, str], list[int]] = field(default_factory=lambda: defaultdict(list))

    async def gather(self, mentions: Iterable[Mention]) -> None:
        """Load every organisation that shares an identifier, or else a name and country, with a record."""
        wanted = {pair for mention in mentions for pair in mention.identifiers}
        names = {mention.folded for mention in mentions if not mention.unique()}
        for scheme, value, owner in await self.batch.find(_BY_KEY, wanted, "scheme", "value", "organisation_id"):
            self.by_identifier[scheme, value].append(owner)
        for name, country, owner in await self.batch.find(_BY_NAME, names, "folded_name", "country", "id"):
            self.by_name[name, country].append(owner)
        await self._describe({owner for owners in self._found() for owner in owners})

    def _found(self) -> Iterable[list[int]]:
        yield from self.by_identifier.values()
        yield from self.by_name.values()

    async def _describe(self, owners: set[int]) -> None:
        keys: list[Key] = [(owner,) for owner in owners]
        for owner, when, tie, source in await self.batch.find(
            ORGANISATIONS, keys, "id", "source_date", "source_rank", "source"
        ):
            self.candidates[owner] = Candidate(rank_of(when, tie), source)
        for owner, scheme, value in await self.batch.find(_BY_OWNER, keys, "organisation_id", "scheme", "value"):
            self._knows(owner, scheme, value)

    def _knows(self, owner: int, scheme: str, value: str) -> None:
        candidate = self.candidates[owner]
        candidate.has_identifier = True
        if scheme in UNIQUE_SCHEMES:
            candidate.unique[scheme] = value

    def match(self, mention: Mention) -> int | None:
        """The organisation that a record means; none if it is a new one."""
        for pair in mention.unique():
            if owners := self.by_identifier.get(pair):
                return owners[0]
        numbered = self._by_register(mention)
        alike = numbered or set(self.by_name.get(mention.folded, ()))
        found = self._only(numbered or self._unnumbered(alike, mention), mention)
        if found is None and alike and not mention.unique():
            self.warn(mention, "may be a duplicate: another organisation has that name or number")
        return found

    def _unnumbered(self, owners: set[int], mention: Mention) -> set[int]:
        """Those that a name alone can mean: neither they nor the record have an identifier."""
        return set() if mention.identifiers else {one for one in owners if not self.candidates[one].has_identifier}

    def _by_register(self, mention: Mention) -> set[int]:
        return {
            owner
            for pair in mention.identifiers
            if pair[0] not in UNIQUE_SCHEMES
            for owner in self.by_identifier.get(pair, ())
            if self._may_be(owner, mention)
        }

    def _may_be(self, owner: int, mention: Mention) -> bool:
        """Whether no register says that they are two: one PIC is not the other PIC."""
        known = self.candidates[owner].unique
        return all(known.get(scheme, value) == value for scheme, value in mention.unique())

    def _only(self, owners: set[int], mention: Mention) -> int | None:
        """The one that is left; of several, the one that the same source, or the same record, made before."""
        if len(owners) > 1:
            owners = {owner for owner in owners if self.candidates[owner].source == mention.source} or owners
        if len(owners) > 1:
            owners = {owner for owner in owners if self.candidates[owner].rank == mention.rank} or owners
        return next(iter(owners)) if len(owners) == 1 else None

    def warn(self, mention: Mention, text: str) -> None:
        self.notice(mention.file, mention.source_rank, f"'{mention.name}' ({mention.country or 'no country'}) {text}")

    def learn(self, organisation: int, mention: Mention) -> None:
        """Take note of an organisation that is about to be written, for the records that follow."""
        candidate = self.candidates.get(organisation)
        if candidate is None:
            candidate = self.candidates[organisation] = Candidate(mention.rank, mention.source)
            self.by_name[mention.folded].append(organisation)
        for scheme, value in mention.identifiers:
            if organisation not in self.by_identifier[scheme, value]:
                self.by_identifier[scheme, value].append(organisation)
            self._knows(organisation, scheme, value)


async def write_organisations(batch: Batch, mentions: Mapping[Key, Mention], notice: Notice) -> dict[Key, int]:
    """Find or make the organisation of each mention, update it if the mention is the most recent, and give its id.

    Mentions are looked at from the oldest to the latest, so that their order in the input says nothing.
    """
    matching = Matching(batch, notice)
    await matching.gather(mentions.values())
    ordered = sorted(mentions.items(), key=lambda item: (item[1].rank, item[1].folded, item[1].identifiers))
    unused = iter(await batch.new_ids(ORGANISATIONS, _most_new(matching, mentions)))
    found: dict[Key, int] = {}
    claims: dict[int, Claim] = {}
    for key, mention in ordered:
        found[key] = owner = matching.match(mention) or next(unused)
        matching.learn(owner, mention)
        if mention.rank >= matching.candidates[owner].rank:
            matching.candidates[owner].rank = mention.rank
            claims[owner] = Claim(mention.row(owner), mention.rank)
    await batch.upsert(ORGANISATIONS, (claim.row for claim in claims.values()))
    await batch.upsert(IDENTIFIERS, _identifier_rows(mentions, found, matching))
    return found


def _most_new(matching: Matching, mentions: Mapping[Key, Mention]) -> int:
    known = sum(any(matching.by_identifier.get(pair) for pair in found.unique()) for found in mentions.values())
    return len(mentions) - known


def _identifier_rows(mentions: Mapping[Key, Mention], found: Mapping[Key, int], matching: Matching) -> Iterable[Row]:
    for key, mention in mentions.items():
        for scheme, value in mention.identifiers:
            unique = f"{scheme}:{value}" if scheme in UNIQUE_SCHEMES else None
            if unique and matching.by_identifier[scheme, value][0] != found[key]:
                matching.warn(mention, f"is left without {scheme} {value}, which another organisation has")
                continue
            yield IDENTIFIERS.row(
                organisation_id=found[key], scheme=scheme, value=value, unique_key=unique, source=mention.source
            )
