"""The types of the registry: what the other departments meet on."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

import strawberry
from tortoise.expressions import Q

from core.access.viewer import Role, Viewer
from core.registry import models
from core.registry.models import MembershipStatus, OrganisationKind, SizeClass, UnitLevel
from core.words import Country, Money, Share, money
from schema.declare import NOBODY, batched, column, computed, everyone, interface, many, node, one, scoped
from schema.relay import Connection, Node, encode_id


def text_or_none(text: str) -> str | None:
    """A text that a source may leave empty."""
    return text or None


@interface
class Searchable(Node):
    """Anything that `search` can find, with a name to show in a list of mixed things."""

    label: str
    """What people call it, whatever its type: a name, a title or an acronym."""


@node(
    models.Organisation,
    scope=everyone,
    filters=["name", "country", "kind", "size_class", "is_sme", "is_startup"],
    orders=["name", "country"],
    groups=["country", "kind", "size_class", "is_sme", "is_startup"],
    keys=["country"],
    search=["search_text"],
)
class Organisation(Searchable):
    """A firm, institute or public body, known once whichever departments deal with it.

    A supplier, a licensee, a spin-off and a partner of a project are views of one organisation: follow its links.
    """

    label: str = column("name")
    name: str
    """The full legal name, in the spelling of the latest source."""
    short_name: str | None = computed(text_or_none, "short_name")
    """The abbreviation it goes by, such as CERN; null if no source gives one."""
    country: Country | None = computed(Country.of, "country")
    """Where its seat is registered; null if no source says. CERN counts under CH there, and is no Swiss body."""
    member_state: MemberState | None = one("country", by="country")
    """The same country as a state of CERN; null if it neither is nor was one."""
    city: str | None = computed(text_or_none, "city")
    """The town of the registered address, as the source writes it."""
    kind: OrganisationKind
    """What sort of body it is; OTHER where no source says."""
    size_class: SizeClass | None
    """The size of an enterprise by staff and turnover; null for other bodies, or if unknown."""
    is_sme: bool | None
    """Whether it is a small or medium-sized enterprise in the EU's sense; null if no source says."""
    is_startup: bool | None
    """Whether it is marked as a young, innovative firm; null if no source says."""
    website: str | None = computed(text_or_none, "website")
    """The address of its home page."""
    identifiers: list[Identifier] = many("organisation_id", order="scheme", max=50)
    """The numbers under which registers know it, by scheme."""
    source: str
    """The data set or address that these facts come from; `sample` marks an invented organisation."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""


@node(models.OrganisationIdentifier, scope=everyone, filters=["scheme"])
class Identifier:
    """A number under which a register knows an organisation."""

    scheme: str
    """The register: PIC and ROR give a number to one organisation only, VAT and national registers may not."""
    value: str
    """The number as that register writes it, for instance 999988133 in the scheme PIC."""
    organisation: Organisation = one("organisation_id")
    """The body that bears the number."""
    source: str
    """The data set or address that gives this number."""


async def current_statuses(states: Sequence[int], viewer: Viewer) -> dict[int, MembershipStatus]:
    """The status that holds on the viewer's day; of several, the one that began last."""
    today = viewer.now.date()
    rows = scoped(Membership, viewer, models.Membership).filter(member_state_id__in=states, valid_from__lte=today)
    found = await rows.order_by("valid_from").values_list("member_state_id", "status", "valid_to")
    return {state: status for state, status, last in found if last is None or last >= today}


@node(
    models.MemberState,
    scope=everyone,
    filters=["country", "name"],
    orders=["name"],
    keys=["country"],
    search=["search_text"],
)
class MemberState(Searchable):
    """A state that is, was or is becoming a member or an associate member of CERN."""

    label: str = column("name")
    name: str
    """The short English name, such as Poland."""
    country: Country | None = computed(Country.of, "country")
    """The state as ISO 3166-1 knows it; never null for a state of today."""
    status: MembershipStatus | None = batched(current_statuses)
    """How it belongs to CERN today; null if it does not any more, or not yet."""
    memberships: list[Membership] = many("member_state_id", order="valid_from", max=20)
    """Every status it has had, the earliest first."""
    contributions: Connection[Contribution] = many("member_state_id", order="-year")
    """What it pays to CERN's budget, the latest year first."""
    liaison_offices: list[LiaisonOffice] = many("member_state_id", order="institution", max=10)
    """The institutions that bring its firms and CERN together, usually one; never a person."""
    organisations: Connection[Organisation] = many("country", key="country", order="name")
    """The organisations that have their seat there."""
    source: str
    """The data set or address that names it as a state of CERN."""


@node(models.Membership, scope=everyone, filters=["status", "valid_from", "valid_to"], groups=["status"])
class Membership:
    """The status of a state over a stretch of time."""

    member_state: MemberState = one("member_state_id")
    """The state that has, or had, this status."""
    status: MembershipStatus
    """How the state belonged to CERN in this time."""
    valid_from: date
    """The first day, see `isFirstDay`; 1 January where the source gives a year only."""
    is_first_day: bool
    """Whether it began on that day; false where that is the earliest day for which a source tells of the status."""
    valid_to: date | None
    """The last day; null while it lasts."""
    source: str
    """The data set or address that gives the dates."""


@node(
    models.Contribution,
    scope=everyone,
    filters=["year", "percent_ppm"],
    orders=["year", "percent_ppm"],
    sums=["amount"],
    groups=["year"],
)
class Contribution:
    """What a state pays to the budget of CERN in a year."""

    member_state: MemberState = one("member_state_id")
    """The state that pays."""
    year: int
    """The budget year, January to December."""
    percent: Share = computed(Share.from_ppm, "percent_ppm")
    """Its part of the contributions of all states in that year, in percent."""
    amount: Money | None = computed(money, "amount_minor", "amount_currency")
    """The sum it pays, in Swiss francs; null if only the percentage is published."""
    source: str
    """The data set or address that gives the figure."""


@node(models.LiaisonOffice, scope=everyone)
class LiaisonOffice:
    """The institution through which the firms of a state reach CERN, and CERN reaches them."""

    institution: str
    """Its name, such as Wrocław Technology Park for Poland."""
    website: str | None
    """The address of the office's pages; null if none is known."""
    member_state: MemberState = one("member_state_id")
    """The state whose firms it serves."""
    source: str
    """The data set or address that names it."""


@node(
    models.OrgUnit,
    scope=everyone,
    filters=["code", "name", "level", "parent_id", "valid_from", "valid_to"],
    orders=["code", "name"],
    groups=["level"],
    keys=["code"],
    search=["search_text"],
)
class OrgUnit(Searchable):
    """A unit of CERN, or an experiment: whoever asks for something to be bought, disclosed or proposed."""

    label: str = column("name")
    code: str
    """The abbreviation that CERN uses, unique: IPT-KT is the group KT of the department IPT."""
    name: str
    """What the code stands for, such as Knowledge Transfer."""
    level: UnitLevel
    """Whether it is a department, a group, a section, an experiment or above."""
    parent: OrgUnit | None = one("parent_id")
    """The unit it belongs to; null at the top and for experiments."""
    children: Connection[OrgUnit] = many("parent_id", order="code")
    """The units that belong to it directly."""
    activities: str | None = computed(text_or_none, "activities")
    """What it does, in a sentence or two; null if no source says."""
    valid_from: date | None
    """The first day it existed under this code; null if unknown."""
    valid_to: date | None
    """The last day it existed under this code; null while it does, or if unknown."""
    people: list[Person] = many("org_unit_id", order="role", max=50)
    """The posts in it, as roles."""
    source: str
    """The data set or address that describes it."""


@node(models.Person, scope=everyone, filters=["role", "org_unit_id"], orders=["display_name"])
class Person:
    """A post that someone holds: the title, never the name of a real person."""

    role: str
    """The kind of post, such as group_leader, the same in every unit."""
    display_name: str
    """The title of the post, such as Leader of the Knowledge Transfer group."""
    org_unit: OrgUnit | None = one("org_unit_id")
    """The unit in which the post stands; null for a post outside the structure."""
    source: str
    """The data set or address that names the post."""


def administrators(viewer: Viewer) -> Q:
    """Whoever administers the installation, and nobody else: an entry tells of rows that others may not know of."""
    return Q() if viewer.is_one_of(Role.ADMIN) else NOBODY


def id_of_subject(subject_type: str, subject_key: str) -> strawberry.ID:
    """The global id of what was changed."""
    return strawberry.ID(encode_id(subject_type, subject_key))


@node(
    models.AuditEntry,
    scope=administrators,
    filters=["happened_at", "role", "person", "action"],
    orders=["happened_at"],
    groups=["role", "action"],
)
class AuditEntry:
    """A change that somebody made by a mutation, written with the change itself; read by administrators alone.

    Entries are never changed or deleted. What was refused, or failed, has none.
    """

    happened_at: datetime
    """When the request came that made the change, in UTC."""
    role: Role
    """In which capacity they acted."""
    person: str | None
    """Who they are in the identity provider, by an id and no name; null if nobody in particular had signed in."""
    organisation: Organisation | None = one("organisation_id")
    """The organisation that they spoke for; null if for none."""
    unit: str | None = computed(text_or_none, "unit")
    """The code of their unit of CERN, such as BE-OP; null if they have none."""
    country: Country | None = computed(Country.of, "country")
    """The country that they act for, as a liaison officer does; null if for none."""
    action: str
    """What they did: department and mutation, such as `procurement.registerSupplier`."""
    subject_type: str
    """The type of what was changed, such as Supplier."""
    subject_id: strawberry.ID = computed(id_of_subject)
    """What was changed, for `node(id:)`, which shows it as it is today to those who may read it."""
    subject_version: int
    """The `version` of what was changed, after the change."""
    summary: str
    """What changed, in a sentence of references and codes."""
