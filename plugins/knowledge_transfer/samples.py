"""A small true-to-life story: real technologies and spin-offs with sources, an invented firm with licences."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from typing import Final, NamedTuple

from tortoise.backends.base.client import BaseDBAsyncClient
from tortoise.transactions import in_transaction

from core.hookspecs import Clock
from core.registry.importers.organisations import Mention, write_organisations
from core.registry.models import OrganisationIdentifier, OrganisationKind
from core.storage.batches import Batch
from core.storage.tables import Key, Row, Table
from core.words import fold
from plugins.knowledge_transfer.models import (
    Licence,
    LicenceKind,
    LicenceStatus,
    SpinOff,
    Technology,
    TechnologyArea,
    TechnologyStatus,
)

# What is there stays as it is: a sample never overwrites what somebody imported or changed.
TECHNOLOGIES: Final = Table(Technology, key=("reference",), update=())
AREAS: Final = Table(TechnologyArea, key=("technology_id", "area"), update=())
LICENCES: Final = Table(Licence, key=("reference",), update=())
SPIN_OFFS: Final = Table(SpinOff, key=("organisation_id",), update=())
IDENTIFIERS: Final = Table(OrganisationIdentifier, key=("scheme", "value"))

SAMPLE: Final = "sample"
RESEARCHER: Final = "sample-researcher"
"""The invented person who made the confidential disclosure: `role=researcher,person=sample-researcher`."""

LICENSED: Final = TechnologyStatus.LICENSED

IP_DAY: Final = "https://home.cern/fr/node/156865"
FUND_2011: Final = "https://cds.cern.ch/journal/CERNBulletin/2012/04/News%20Articles/1417199"
INEOS: Final = "https://ineos.com/inch-magazine/articles/issue-7/cern-finds-its-place-in-history"
RADON: Final = "https://kt.cern/success-stories/baq-start-tackle-radon-gas"
START_UPS: Final = (
    "https://pro.orange.fr/actualites/les-jeunes-pousses-concretisent-les-recherches-du-cern-CNT000001dMGJi.html"
)
X_SPECTRUM: Final = "http://www.x-spectrum.de/tec3%20-%20medipix3.htm"
MEDICIS: Final = "https://kt.cern/medtech/medicis"
CAFEIN: Final = "https://kt-report-2025.web.cern.ch/cern-and-ai-federated-learning-in-2025/"
CODE: Final = "https://github.com"


class Known(NamedTuple):
    """A technology as its source tells of it; no readiness level is told, so none is given."""

    slug: str
    name: str
    areas: str
    summary: str
    source: str
    status: TechnologyStatus = TechnologyStatus.PUBLISHED

    @property
    def row(self) -> Row:
        """The technology as a row; the address of code is the source of what is said of it."""
        return TECHNOLOGIES.row(
            reference=f"cern/{self.slug}",
            name=self.name,
            summary=self.summary,
            status=self.status,
            repository=self.source if self.source.startswith("https://github.com/") else None,
            source=self.source,
            search_text=fold(f"{self.name} {self.areas}"),
        )


KNOWN: Final = (
    Known(
        "white-rabbit",
        "White Rabbit",
        "electronics, computing, finance, quantum internet",
        "Open hardware and open source; part of the IEEE standard PTP since 2020.",
        IP_DAY,
    ),
    Known(
        "medipix2",
        "Medipix2 and Timepix2",
        "detectors, X-ray imaging, material analysis",
        "Chips of 256 by 256 pixels of 55 micrometres, owned by a collaboration; Timepix2 is available for licensing.",
        "https://medipix.web.cern.ch/medipix2",
    ),
    Known("medipix3", "Medipix3", "detectors, medical imaging", "Developed for a collaboration.", X_SPECTRUM),
    Known("gem-flame-detector", "GEM-based flame detector", "detectors, safety", "KT Fund, 2011.", FUND_2011),
    Known(
        "radom",
        "RaDoM, radon dose monitor",
        "detectors, public health, smart homes",
        "Monitors the dose of radon; licensed to the spin-off BAQ in December 2019.",
        RADON,
        LICENSED,
    ),
    Known(
        "therapy-linac",
        "Linac modules for proton therapy",
        "accelerators, cancer therapy",
        "Modules of a linear accelerator for cancer therapy, licensed to a start-up.",
        START_UPS,
        LICENSED,
    ),
    Known("medicis", "CERN-MEDICIS isotopes", "accelerators, nuclear medicine", "Since December 2017.", MEDICIS),
    Known("robots", "Robotic platforms", "robotics, inspection", "For hazardous areas.", IP_DAY),
    Known("thin-film", "NEG thin-film coatings", "vacuum, solar energy", "Used in evacuated solar panels.", INEOS),
    Known("diot", "DIOT, distributed I/O tier", "electronics, industrial control", "Open hardware.", IP_DAY),
    Known("cafein", "CAFEIN", "computing, healthcare", "Federated learning, hosted by CERN; not open source.", CAFEIN),
    Known("c2mon", "C2MON", "computing, monitoring", "Under LGPL-3.0.", f"{CODE}/c2mon/c2mon"),
    Known("indico", "Indico", "computing", "Manages events; under the MIT licence.", f"{CODE}/indico/indico"),
    Known("reana", "REANA", "computing", "Repeats analyses; under the MIT licence.", f"{CODE}/reanahub/reana"),
    Known("zenodo", "Zenodo", "computing, open science", "Under GPL-3.0.", f"{CODE}/zenodo/zenodo-rdm"),
    Known("rucio", "Rucio", "computing", "Manages data; under Apache-2.0.", f"{CODE}/rucio/rucio"),
    Known("geant4", "Geant4", "computing, medical physics, space", "Under its own licence.", f"{CODE}/Geant4/geant4"),
)


class Company(NamedTuple):
    """A company that a source calls a spin-off, or a start-up on technology of CERN."""

    name: str
    country: str
    note: str
    source: str
    technology: str = ""
    founded_year: int | None = None

    @property
    def mention(self) -> Mention:
        """The company for the registry: it has no number that is known."""
        facts = {"kind": OrganisationKind.COMPANY}
        return Mention(self.name, self.country, self.source, None, f"cern/{self.name}", facts=facts)


COMPANIES: Final = (
    Company("PlanetWatch", "", "C2MON data-acquisition framework", IP_DAY, "cern/c2mon", 2020),
    Company("BAQ - Better Air Quality", "", "RaDoM, licensed in December 2019", RADON, "cern/radom", 2019),
    Company(
        "ADAM SA",
        "CH",
        "Proton linac for therapy; bought by Advanced Oncotherapy in 2013",
        "https://kt-group.web.cern.ch/kt-media/",
        "cern/therapy-linac",
    ),
    Company(
        "SpinX Technologies",
        "",
        "Know-how in microfluidics; started by people from CERN about 2002",
        "https://cerncourier.com/a/viewpoint-when-research-meets-commerce",
    ),
    Company(
        "DECTRIS",
        "CH",
        "Heritage of the CMS pixel detector; a spin-off of the Paul Scherrer Institute",
        "https://psi.ch/en/news/industry-news/from-researcher-to-entrepreneur",
    ),
)

AURELIA: Final = Company(
    "Aurelia Cryogenics (sample)", "PL", "Coolers without liquid helium", SAMPLE, "sample/dry-helium-link", 2022
)


async def fill(connection: BaseDBAsyncClient, clock: Clock) -> None:
    """Write what is not there yet; needs the samples of the registry."""
    async with in_transaction(connection.connection_name) as inner:
        batch = Batch(inner)
        await batch.lock(TECHNOLOGIES)
        firms = await _firms(batch)
        technologies = await _technologies(batch, firms, clock().date())
        await batch.upsert(LICENCES, _licences(firms, technologies, clock().date()))
        companies = {**await _companies(batch), (AURELIA.name,): firms["aurelia"]}
        await batch.upsert(SPIN_OFFS, _spin_offs(companies, technologies))


async def _firms(batch: Batch) -> Mapping[str, int]:
    """The invented firms of the registry, by their SAMPLE number."""
    names = ("aurelia", "montbrillant", "tagus", "donau")
    found = await batch.find(IDENTIFIERS, [(SAMPLE.upper(), name) for name in names], "value", "organisation_id")
    return dict(found)


async def _technologies(batch: Batch, firms: Mapping[str, int], today: date) -> Mapping[str, int]:
    rows = [*(known.row for known in KNOWN), *_invented(firms, today)]
    await batch.upsert(TECHNOLOGIES, rows)
    ids = await batch.ids(TECHNOLOGIES, {TECHNOLOGIES.key_of(row) for row in rows})
    found = {reference: key for (reference,), key in ids.items()}
    await batch.upsert(AREAS, _areas(found))
    return found


def _areas(technologies: Mapping[str, int]) -> Iterator[Row]:
    known = {f"cern/{known.slug}": known.areas for known in KNOWN}
    for reference, areas in (known | INVENTED_AREAS).items():
        yield from (AREAS.row(technology_id=technologies[reference], area=area) for area in areas.split(", "))


INVENTED_AREAS: Final = {
    "sample/dry-helium-link": "cryogenics, superconductivity",
    "sample/quiet-cavity-tuner": "accelerators",
    "sample/cold-photon-sieve": "detectors, quantum sensing",
}


def _invented(firms: Mapping[str, int], today: date) -> Iterator[Row]:
    yield _sample(
        "dry-helium-link",
        "Dry Helium Link (sample)",
        summary="Cools superconducting magnets without liquid helium. An invented example.",
        status=LICENSED,
        trl=6,
        published_on=date(2021, 3, 15),
    )
    yield _sample(
        "quiet-cavity-tuner",
        "Quiet Cavity Tuner (sample)",
        summary="Tunes accelerating cavities without vibration. An invented example.",
        status=LICENSED,
        trl=4,
        published_on=date(2023, 9, 1),
    )
    yield _sample(
        "cold-photon-sieve",
        "Cold Photon Sieve (sample)",
        summary="Counts single photons at four kelvin. An invented example of a confidential disclosure.",
        status=TechnologyStatus.UNDER_EVALUATION,
        trl=3,
        owner_id=firms["donau"],
        disclosed_by=RESEARCHER,
        disclosed_on=today - timedelta(days=20),
        publication_planned_on=today + timedelta(days=45),
    )


def _sample(slug: str, name: str, **values: object) -> Row:
    reference = f"{SAMPLE}/{slug}"
    text = fold(f"{name} {INVENTED_AREAS[reference]}")
    return TECHNOLOGIES.row(reference=reference, name=name, source=SAMPLE, search_text=text, **values)


def _licences(firms: Mapping[str, int], technologies: Mapping[str, int], today: date) -> Iterator[Row]:
    """Invented ones, of which the draft is known to its licensee and the office alone."""
    link, tuner = technologies["sample/dry-helium-link"], technologies["sample/quiet-cavity-tuner"]
    aurelia, montbrillant, tagus = firms["aurelia"], firms["montbrillant"], firms["tagus"]
    signed = (date(2022, 5, 12), date(2023, 11, 6), date(2024, 2, 1), today + timedelta(days=30))
    yield _licence("2022-1", link, aurelia, LicenceKind.SPIN_OFF, "Cooling of medical magnets", signed[0])
    yield _licence("2023-1", tuner, aurelia, LicenceKind.EASY_ACCESS, "Evaluation in cryostats", signed[1])
    yield _licence("2024-1", tuner, montbrillant, LicenceKind.COMMERCIAL, "Tuners for light sources", signed[2])
    yield _licence(
        "DRAFT-1", tuner, tagus, LicenceKind.COMMERCIAL, "Tuners for linacs", signed[3], LicenceStatus.NEGOTIATED
    )


def _licence(
    number: str,
    technology: int,
    licensee: int,
    kind: LicenceKind,
    field_of_use: str,
    signed_on: date,
    status: LicenceStatus = LicenceStatus.ACTIVE,
) -> Row:
    return LICENCES.row(
        reference=f"SAMPLE-{number}",
        technology_id=technology,
        licensee_id=licensee,
        kind=kind,
        status=status,
        field_of_use=field_of_use,
        signed_on=signed_on,
        source=SAMPLE,
        search_text=fold(f"SAMPLE-{number}"),
    )


async def _companies(batch: Batch) -> Mapping[Key, int]:
    mentions: dict[Key, Mention] = {(company.name,): company.mention for company in COMPANIES}
    return await write_organisations(batch, mentions, _say_nothing)


def _say_nothing(file: str, place: str, reason: str) -> None:
    """A namesake that was imported under a number is nothing to tell of a sample."""


def _spin_offs(organisations: Mapping[Key, int], technologies: Mapping[str, int]) -> Iterator[Row]:
    for company in (*COMPANIES, AURELIA):
        yield SPIN_OFFS.row(
            organisation_id=organisations[company.name,],
            technology_id=technologies.get(company.technology),
            technology_note=company.note,
            founded_year=company.founded_year,
            source=company.source,
            search_text=fold(f"{company.name} {company.note}"),
        )
