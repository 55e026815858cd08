"""The Open Contracting Data Standard: packages of releases or records, or arrays of them, in a file or a folder."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from io import BytesIO, TextIOWrapper
from typing import Any, Final

from core.registry.importers.organisations import Mention, write_organisations
from core.storage.batches import Batch, Claim, chunks, offer
from core.storage.documents import Document, Documents, json_values
from core.storage.imports import Import, Importer, RecordError
from core.storage.tables import Key, Row
from core.words import fold
from plugins.procurement.importers.given import Given, fields_of, list_of, text_of
from plugins.procurement.importers.release_json import Release, read_release
from plugins.procurement.importers.tables import AWARDS, CONTRACTS, TENDERS, UNTOLD_TENDERS
from plugins.procurement.models import TenderStatus

RELEASES_IN_A_BATCH: Final = 200
UNNAMED_PUBLISHER: Final = "Open Contracting data"


async def run(job: Import) -> None:
    """Store every release that can be read, and the organisations in it; nobody becomes a registered supplier."""
    documents, done = Documents(job.path, ".json"), 0
    for releases in chunks(_releases(job, documents), RELEASES_IN_A_BATCH):
        async with job.batch() as batch:
            await batch.lock(TENDERS)
            await _Releases(job, batch).write(releases)
        done += len(releases)
        job.progress(done, None)


OCDS: Final = Importer("ocds", "Tenders, awards and contracts in the Open Contracting Data Standard (JSON)", run)


def _releases(job: Import, documents: Documents) -> Iterator[Release]:
    try:
        for document in documents:
            yield from _releases_in(job, document)
    except RecordError as error:
        job.report(job.path.name, error.place, error.reason)


def _releases_in(job: Import, document: Document) -> Iterator[Release]:
    text = TextIOWrapper(BytesIO(document.data), "utf-8-sig")
    try:
        for value in json_values(text):
            for source, place, given in _unpacked(value, UNNAMED_PUBLISHER, ""):
                try:
                    yield _checked(read_release(document.file, source, given))
                except RecordError as error:
                    job.report(document.file, f"{_name(given, place)}, {error.place}", error.reason)
    except RecordError as error:
        job.report(document.file, error.place, error.reason)
    except UnicodeDecodeError as error:
        job.report(document.file, f"byte {error.start}", "this is not UTF-8")


def _name(given: Given, place: str) -> str:
    return text_of(given, "ocid") or place


def _unpacked(value: Any, source: str, place: str) -> Iterator[tuple[str, str, Given]]:
    """The releases in a package, a record, a release or an array of any of them, each with its publisher and place."""
    if isinstance(value, list):
        for number, one in enumerate(value):  # pyright: ignore[reportUnknownVariableType,reportUnknownArgumentType]
            yield from _unpacked(one, source, f"{place}/{number}")
        return
    given = fields_of(value, place or "the file")
    source = text_of(fields_of(given.get("publisher") or {}, "publisher"), "name") or source
    if "compiledRelease" in given:
        yield from _unpacked(given["compiledRelease"], source, f"{place}/compiledRelease")
    elif "records" in given:
        yield from _unpacked(list_of(given, "records", place), source, f"{place}/records")
    elif "releases" in given:
        yield from _unpacked(_embedded(given, place), source, f"{place}/releases")
    else:
        yield source, place or "the file", given


def _embedded(given: Given, place: str) -> list[Given]:
    """The releases of a package or record; a record may only link to some, and a link is nothing that can be read."""
    found = list_of(given, "releases", place)
    whole = [release for release in found if "url" not in release]
    if found and not whole:
        raise RecordError(f"{place}/releases", "the record only links to its releases: get them, or compile it")
    return whole


def _checked(release: Release) -> Release:
    try:
        TENDERS.check({"reference": release.ocid, **release.said, **(release.tender or {})})
        for award in release.awards:
            AWARDS.check({"reference": award.reference, **award.values})
        for contract in release.contracts:
            CONTRACTS.check({"reference": contract.reference, **contract.values})
        for mention in release.mentions.values():
            mention.check()
    except ValueError as error:
        raise RecordError("a text", str(error)) from error
    return release


@dataclass(frozen=True, slots=True)
class _Releases:
    """Releases on their way into one transaction."""

    job: Import
    batch: Batch

    async def write(self, releases: Sequence[Release]) -> None:
        """Write organisations, tenders, awards and contracts, each unless a more recent release has spoken of it."""
        whole = [release for release in releases if await self._knows_contractors(release, releases)]
        organisations = await write_organisations(self.batch, _mentions(whole), self.job.notice)
        tenders = await self._tenders(whole, organisations)
        await self.batch.settle(AWARDS, _award_claims(whole, organisations, tenders))
        await self._contracts(whole, organisations, tenders)

    async def _knows_contractors(self, release: Release, releases: Iterable[Release]) -> bool:
        """Whether each contract's supplier is told, by the release or by the award; a release is taken whole or not."""
        open_awards = {(contract.award,) for contract in release.contracts if not contract.contractor}
        told = {(award.reference,) for other in releases for award in other.awards}
        unknown = open_awards - told
        unknown -= {(row[0],) for row in await self.batch.find(AWARDS, unknown, "reference")}
        for award in sorted(unknown):
            self.job.report(release.file, release.ocid, f"a contract names no supplier, and {award[0]} is not known")
        return not unknown

    async def _tenders(self, releases: Iterable[Release], organisations: dict[Key, int]) -> dict[Key, int]:
        claims: dict[Key, Claim] = {}
        untold: dict[Key, Row] = {}
        for release in releases:
            if release.tender is None:
                untold[release.ocid,] = _untold_tender(release)
            else:
                buyer = organisations[_key(release, release.buyer)] if release.buyer else None
                row = TENDERS.row(reference=release.ocid, buyer_id=buyer, **release.tender, **release.said)
                offer(claims, (release.ocid,), Claim(row, release.rank))
        await self.batch.upsert(UNTOLD_TENDERS, (row for key, row in untold.items() if key not in claims))
        return await self.batch.settle(TENDERS, claims) | await self.batch.ids(TENDERS, untold.keys())

    async def _contracts(
        self, releases: Iterable[Release], organisations: dict[Key, int], tenders: dict[Key, int]
    ) -> None:
        buyers = await self._buyers(releases, organisations)
        wanted = {(contract.award,) for release in releases for contract in release.contracts}
        awards = {row[0]: row[1:] for row in await self.batch.find(AWARDS, wanted, "reference", "id", "winner_id")}
        claims: dict[Key, Claim] = {}
        for release in releases:
            for contract in release.contracts:
                award, winner = awards.get(contract.award, (None, None))
                row = CONTRACTS.row(
                    reference=contract.reference,
                    tender_id=tenders[release.ocid,],
                    award_id=award,
                    contractor_id=organisations.get(_key(release, contract.contractor), winner),
                    buyer_id=buyers.get(release.ocid),
                    **contract.values,
                    **release.said,
                )
                offer(claims, (contract.reference,), Claim(row, release.rank))
        await self.batch.settle(CONTRACTS, claims)

    async def _buyers(self, releases: Iterable[Release], organisations: dict[Key, int]) -> dict[str, int | None]:
        """Who buys under the contracts of a release: its buyer, or that of the tender as it is known by now."""
        silent = {(release.ocid,) for release in releases if release.contracts and release.buyer is None}
        buyers: dict[str, int | None] = dict(await self.batch.find(TENDERS, silent, "reference", "buyer_id"))
        for release in releases:
            if release.buyer is not None:
                buyers[release.ocid] = organisations[_key(release, release.buyer)]
        return buyers


def _untold_tender(release: Release) -> Row:
    """The place of a tender of which only the outcome is known; any release that tells it is more recent."""
    status = TenderStatus.AWARDED if release.awards or release.contracts else TenderStatus.PLANNED
    return UNTOLD_TENDERS.row(
        reference=release.ocid, status=status, source=release.source, search_text=fold(release.ocid)
    )


def _key(release: Release, party: str | None) -> Key:
    return release.file, release.ocid, release.identifier, party


def _mentions(releases: Iterable[Release]) -> dict[Key, Mention]:
    return {_key(release, party): mention for release in releases for party, mention in release.mentions.items()}


def _award_claims(
    releases: Iterable[Release], organisations: dict[Key, int], tenders: dict[Key, int]
) -> dict[Key, Claim]:
    claims: dict[Key, Claim] = {}
    for release in releases:
        for award in release.awards:
            row = AWARDS.row(
                reference=award.reference,
                tender_id=tenders[release.ocid,],
                winner_id=organisations[_key(release, award.winner)],
                **award.values,
                **release.said,
            )
            offer(claims, (award.reference,), Claim(row, release.rank))
    return claims
