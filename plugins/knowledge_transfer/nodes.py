"""The types of knowledge transfer: technologies, the licences to use them, the companies that grew from them.

Who sees what, and why:
a technology is everyone's once it is published; before, a researcher sees what they disclosed, an organisation what it
owns, and the knowledge transfer office everything. Units do not: a colleague of a unit is no owner.
Whatever hangs on a technology is hidden with it, spin-offs too, since their notes name it.
A signed licence of a published technology is public, with its licensee: that CERN licenses, and to whom, is what Member
States ask. Under negotiation, or terminated, it is a matter between the licensee and the office.
The field of use and the territory show a firm's plans: only the licensee and the office read them, except of licences
that anybody can take.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from tortoise.expressions import Q

from core.access.viewer import Role, Viewer
from core.registry.models import Organisation as OrganisationRow
from core.registry.nodes import Organisation, OrgUnit, Searchable, text_or_none
from core.words import Decision
from plugins.knowledge_transfer import models
from plugins.knowledge_transfer.models import LicenceKind, LicenceStatus, TechnologyStatus
from plugins.knowledge_transfer.rules.disclosure import publication_risk
from schema.declare import NOBODY, batched, column, computed, many, node, one, scoped
from schema.relay import Connection

OFFICE: Final = (Role.KNOWLEDGE_TRANSFER_OFFICER, Role.ADMIN)
PUBLISHED: Final = (TechnologyStatus.PUBLISHED, TechnologyStatus.LICENSED)
SIGNED: Final = (LicenceStatus.ACTIVE, LicenceStatus.EXPIRED)
FOR_ANYBODY: Final = (LicenceKind.EASY_ACCESS, LicenceKind.OPEN_SOURCE, LicenceKind.OPEN_HARDWARE)


def published_or_own(viewer: Viewer) -> Q:
    """Technologies that are published, or that the viewer disclosed or owns."""
    return _readable(viewer, "")


def of_readable_technology(viewer: Viewer) -> Q:
    """What hangs on a technology that the viewer may read."""
    return _readable(viewer, "technology__")


def signed_or_own(viewer: Viewer) -> Q:
    """Licences that are signed, of technologies that the viewer may read, and the licensee's own."""
    signed = of_readable_technology(viewer) & Q(status__in=SIGNED)
    return Q() if viewer.is_one_of(*OFFICE) else signed | _licensed_to(viewer)


def own_or_open_terms(viewer: Viewer) -> Q:
    """Licences whose terms the viewer may read: the licensee's own, and those that anybody can take."""
    return Q() if viewer.is_one_of(*OFFICE) else Q(kind__in=FOR_ANYBODY) | _licensed_to(viewer)


def without_hidden_technology(viewer: Viewer) -> Q:
    """Spin-offs, unless they are tied to a technology that the viewer may not read."""
    # Q() in an OR is left out, not taken for true: whoever may read everything is told apart first.
    return Q() if viewer.is_one_of(*OFFICE) else Q(technology_id__isnull=True) | of_readable_technology(viewer)


def _readable(viewer: Viewer, via: str) -> Q:
    if viewer.is_one_of(*OFFICE):
        return Q()
    return _published(viewer, via) | _owned(viewer, via)


def _published(viewer: Viewer, via: str) -> Q:
    """Open by its status, and by its day: of an archived technology the day must be known."""
    reached = _at(via, published_on__lte=viewer.now.date())
    stands_open = _at(via, status__in=PUBLISHED) & (_at(via, published_on__isnull=True) | reached)
    return stands_open | (_at(via, status=TechnologyStatus.ARCHIVED) & reached)


def _owned(viewer: Viewer, via: str) -> Q:
    if viewer.role is Role.RESEARCHER:
        return _at(via, disclosed_by=viewer.person)
    return _at(via, owner_id=viewer.organisation) if viewer.role is Role.FIRM else NOBODY


def _licensed_to(viewer: Viewer) -> Q:
    return Q(licensee_id=viewer.organisation) if viewer.role is Role.FIRM else NOBODY


def _at(via: str, **tests: Any) -> Q:
    return Q(**{f"{via}{column}": value for column, value in tests.items()})


def risk_of(
    status: TechnologyStatus, published_on: date | None, publication_planned_on: date | None, viewer: Viewer
) -> Decision:
    """What the rule says of publishing, on the viewer's day; it takes for published what the scope takes for it."""
    day_known = published_on is not None and published_on <= viewer.now.date()
    without_day = status in PUBLISHED and published_on is None
    return publication_risk(
        is_protected=status is TechnologyStatus.PROTECTED,
        is_published=without_day or (day_known and status in (*PUBLISHED, TechnologyStatus.ARCHIVED)),
        planned_on=publication_planned_on,
        today=viewer.now.date(),
    )


@node(
    models.Technology,
    scope=published_or_own,
    filters=["reference", "name", "status", "trl", "origin_unit_id", "owner_id", "disclosed_on", "published_on"],
    orders=["name", "reference"],
    groups=["status", "trl"],
    search=["search_text"],
)
class Technology(Searchable):
    """Something made at CERN, or with it, that is of use elsewhere: a confidential disclosure until it is published."""

    label: str = column("name")
    reference: str
    """The file number of knowledge transfer, or the place in the list that it was imported from; unique."""
    name: str
    """What its makers call it; names are no key, two makers can choose the same one."""
    summary: str | None = computed(text_or_none, "summary")
    """What it does and what for, in a few sentences; null if no source says."""
    areas: list[TechnologyArea] = many("technology_id", order="area", max=50)
    """The fields it belongs to or is used in, by name."""
    trl: int | None
    """Technology readiness level, 1 (principle observed) to 9 (proven in use); null if nobody has assessed it."""
    status: TechnologyStatus
    """How far it has come since it was disclosed; from PUBLISHED on everyone may read of it."""
    origin_unit: OrgUnit | None = one("origin_unit_id")
    """The unit of CERN, or the experiment, in which it was made; null if unknown."""
    owner: Organisation | None = one("owner_id")
    """Who holds the rights, where one organisation does; null if they are shared or unknown."""
    disclosed_on: date | None
    """The day on which its makers told knowledge transfer; null for what never was a disclosure."""
    publication_planned_on: date | None
    """The day for which its makers plan a paper, a talk or a release; null if they plan none."""
    published_on: date | None
    """The day on which it became open to all; a published one without a day has a source that does not tell it."""
    publication_risk: Decision = computed(risk_of)
    """Whether a planned publication comes before protection: CLEAR or AT_RISK, with the reason and what to do."""
    repository: str | None
    """The address of its source code or designs; null if they are not public."""
    compatibilities: list[TechnologyCompatibility] = many("technology_id", order="name", max=50)
    """The projects and products that it says it works with, by name."""
    licences: Connection[Licence] = many("technology_id", order="-signed_on")
    """The rights to use it that were granted, the latest first."""
    spin_offs: Connection[SpinOff] = many("technology_id")
    """The companies that are based on it, in the order in which they were recorded."""
    source: str
    """The data set or address that these facts come from; `sample` marks an invented technology."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""


@node(
    models.TechnologyArea,
    scope=of_readable_technology,
    filters=["area", "technology_id"],
    orders=["area"],
    groups=["area"],
)
class TechnologyArea:
    """A field to which a technology belongs: ask for these to find the technologies of a field."""

    name: str = column("area")
    """The field in the words of the source, such as detectors, cryogenics or medical imaging."""
    technology: Technology | None = one("technology_id")
    """The technology of this field; never null for whoever may read the area."""


@node(models.TechnologyCompatibility, scope=of_readable_technology, filters=["name", "technology_id"], orders=["name"])
class TechnologyCompatibility:
    """Another project or product that a technology says it works with."""

    name: str
    """The project or product as the technology's own page calls it; it need not be in this graph."""
    technology: Technology | None = one("technology_id")
    """The technology that says so; never null for whoever may read this."""


@node(
    models.Licence,
    scope=signed_or_own,
    filters=["reference", "technology_id", "licensee_id", "kind", "status", "field_of_use", "signed_on", "expires_on"],
    orders=["signed_on", "reference"],
    groups=["kind", "status"],
    search=["search_text"],
    visible={"field_of_use": own_or_open_terms, "territory": own_or_open_terms},
)
class Licence(Searchable):
    """The right of an organisation to use a technology, within bounds; what is paid for it is not kept here."""

    label: str = column("reference")
    reference: str
    """The number of the contract in the files of knowledge transfer; unique."""
    technology: Technology | None = one("technology_id")
    """What may be used; null for a licensee who may not read the technology's own record yet."""
    licensee: Organisation = one("licensee_id")
    """Who may use it."""
    kind: LicenceKind
    """On what terms it may be used."""
    status: LicenceStatus
    """Whether it holds; the public sees ACTIVE and EXPIRED ones."""
    field_of_use: str | None
    """What it may be used for; null for others than the licensee and the office, unless anybody can take it."""
    territory: str | None
    """Where it may be used, in words; null for others than the licensee and the office, unless anybody can take it."""
    signed_on: date
    """The day of the last signature; of one under negotiation, the day it is drafted for."""
    expires_on: date | None
    """The last day on which it holds; null if it has no end."""
    source: str
    """The data set or address that it comes from; `sample` marks an invented licence."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""


async def names_of(organisations: Sequence[int], viewer: Viewer) -> dict[int, str]:
    """The names of organisations by their keys."""
    rows = scoped(Organisation, viewer, OrganisationRow).filter(id__in=organisations)
    return {row.id: row.name for row in await rows}


@node(
    models.SpinOff,
    scope=without_hidden_technology,
    filters=["organisation_id", "technology_id", "founded_year", "founded_on"],
    groups=["founded_year"],
    search=["search_text"],
)
class SpinOff(Searchable):
    """A company based, wholly or partly, on technologies of CERN."""

    label: str = batched(names_of, key="organisation_id")
    organisation: Organisation = one("organisation_id")
    """The company itself, with its country and whatever other departments know of it."""
    technology: Technology | None = one("technology_id")
    """The technology it is based on; null if that is not in this graph: see the note."""
    technology_note: str | None = computed(text_or_none, "technology_note")
    """What of CERN it is based on, and how it came about, in the words of the source."""
    founded_year: int | None
    """The year of its foundation; null if no source says it exactly."""
    founded_on: date | None
    """The day of its foundation; null where only the year is known."""
    incubator: str | None
    """The business incubation centre of CERN technologies that took it in; null if none did, or unknown."""
    source: str
    """The data set or address that calls it a spin-off; `sample` marks an invented company."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""
