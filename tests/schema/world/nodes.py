"""The world of ships as a graph: every kind of declaration that there is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

import strawberry
from tortoise.expressions import Q

from schema import (
    Connection,
    Node,
    Ref,
    aggregate,
    batched,
    column,
    computed,
    everyone,
    extend,
    interface,
    many,
    node,
    one,
    scoped,
)
from tests.schema.world import functions, models
from tests.schema.world.models import Status
from tests.schema.world.values import Event, Money, Mood, Profile, Viewer

# ---------------------------------------------------------------- who sees what


def with_a_ship_at_sea(viewer: Viewer) -> Q:
    """An agency shows through any published ship that sails."""
    return Q() if viewer.inspects else Q(ships__status=Status.ACTIVE, ships__published=True)


def published_or_own(viewer: Viewer) -> Q:
    """The public sees published ships with a home anywhere but in XX; owners see their own as well."""
    if viewer.inspects:
        return Q()
    if viewer.owner:
        return Q(published=True) | Q(owner_id=viewer.owner)
    return Q(published=True) & ~Q(home_port__country="XX")


def of_published_ship(viewer: Viewer) -> Q:
    return Q() if viewer.inspects else Q(ship__published=True) | Q(ship__owner_id=viewer.owner)


def open_or_own_country(viewer: Viewer) -> Q:
    if viewer.inspects:
        return Q()
    unsealed = Q(ship__published=True, sealed=False)
    return unsealed | Q(ship__owner__country=viewer.country) if viewer.country else unsealed


def on_open_voyage(viewer: Viewer) -> Q:
    if viewer.inspects:
        return Q()
    unsealed = Q(voyage__sealed=False, voyage__ship__published=True, voyage__ship__status__not=Status.DRAFT)
    return unsealed | Q(owner_id=viewer.owner, weight__isnull=False)


def themselves(viewer: Viewer) -> Q:
    return Q() if viewer.inspects else Q(id=viewer.owner)


def value_known(viewer: Viewer) -> Q:
    return Q() if viewer.inspects else Q(owner_id=viewer.owner) | Q(home_port__country="CH")


def agency_known(viewer: Viewer) -> Q:
    return Q() if viewer.inspects else Q(insured=True)


# ---------------------------------------------------------------- fields of several types


async def latest(ids: Sequence[UUID], viewer: Viewer) -> Mapping[UUID, Ref[Voyage]]:
    """The last voyage that the viewer may see."""
    seen = scoped(Voyage, viewer, models.Voyage)
    rows = await seen.filter(ship_id__in=ids).order_by("departs_at", "id")
    return {row.ship_id: Ref(Voyage, row.id) for row in rows}


@interface
class Named(Node):
    """What has a name."""

    label: str
    """What to call it."""


@interface
class Placed(Named):
    """What lies in a country."""

    country: str | None
    """ISO 3166, two letters."""


# ---------------------------------------------------------------- types


@node(
    models.Port,
    scope=everyone,
    filters=["code", "name", "country", "opened_on", "tier", "guarded"],
    orders=["code", "name", "tier", "guarded"],
    sums=["tier"],
    groups=["country", "guarded", "tier"],
)
class Port(Placed):
    """Where ships come from and go to."""

    label: str = column("name")
    code: str
    """Its code."""
    name: str
    """Its name."""
    country: str | None
    opened_on: date | None
    """When it was opened."""
    tier: int
    """How large it is."""
    guarded: bool
    """Whether somebody watches it."""
    ships: Connection[Ship] = many("home_port_id", order="name")
    """At home here."""
    departures: Connection[Voyage] = many("from_port_id", order="-departs_at")
    """From here."""
    long_departures: Connection[Voyage] = many("from_port_id", order="miles", where=Q(miles__gte=500))
    """From here to somewhere far."""
    quay: list[Voyage] = many("to_port_id", order="departs_at", max=4)
    """On their way here."""
    far_arrivals: list[Voyage] = many("to_port_id", order="-miles", max=30, where=Q(miles__gt=300))
    """On their way here from far."""
    arrival_count: int = aggregate("Voyage", by="to_port_id")
    """How many come here."""
    ship_value: int = aggregate("Ship", by="home_port_id", total="value_minor", where=Q(status=Status.ACTIVE))
    """What the ships at home here are worth."""
    rumour: str | None = batched(functions.rumour)
    """What people say."""
    sailings: list[Ref[Voyage]] = batched(functions.sailings, max=4)
    """Voyages that begin here."""


@node(
    models.Owner,
    scope=everyone,
    filters=["name", "country", "rating", "parent_id"],
    orders=["name"],
    sums=["rating"],
    groups=["country", "rating"],
    visible={"rating": themselves},
)
class Owner(Placed):
    """Whom ships belong to."""

    label: str = column("name")
    name: str
    """Its name."""
    country: str | None
    rating: int | None
    """What the bank thinks."""
    parent: Owner | None = one("parent_id")
    """To whom it belongs itself."""
    subsidiaries: Connection[Owner] = many("parent_id", order="name")
    """What belongs to it."""
    ships: Connection[Ship] = many("owner_id", order="launched_on")
    """Its ships."""
    parcels: Connection[Parcel] = many("owner_id")
    """What it sends."""
    ship_count: int = aggregate("Ship", by="owner_id")
    """How many ships it has."""
    oath: str = batched(functions.oath)
    """What it swears."""


@node(models.Agency, scope=with_a_ship_at_sea, filters=["name", "port_id", "pk"], orders=["name"])
class Agency(Named):
    """Who looks after ships in ports."""

    label: str = column("name")
    port: Port = one("port_id")
    """Where it sits."""
    ships: Connection[Ship] = many("agency_id")
    """Which ships it looks after."""
    ship_count: int = aggregate("Ship", by="agency_id")
    """How many."""


@node(
    models.Ship,
    scope=published_or_own,
    filters=[
        "pk",
        "imo",
        "name",
        "status",
        "launched_on",
        "seen_at",
        "tonnage",
        "value_minor",
        "insured",
        "owner_id",
        "home_port_id",
        "agency_id",
    ],
    orders=["imo", "name", "status", "launched_on", "seen_at", "insured"],
    sums=["tonnage", "value"],
    groups=["status", "insured", "home_port_id", "tonnage"],
    visible={"value_minor": value_known, "agency_id": agency_known},
)
class Ship(Named):
    """A ship."""

    label: str = column("name")
    imo: str
    """Its number in the register."""
    name: str
    """Its name."""
    status: Status
    """What it is doing."""
    launched_on: date
    """When it was launched."""
    seen_at: datetime
    """When somebody saw it last."""
    weight: int | None = column("tonnage")
    """How heavy it is."""
    tonnage: int | None
    """How heavy it is."""
    value: Money | None = computed(functions.money, "value_minor", "value_currency")
    """What it is worth."""
    insured: bool
    """Whether it is."""
    age_days: int = computed(functions.age_days)
    """How old it is."""
    mood: Mood = computed(functions.mood)
    """How it looks."""
    size_class: str = computed(functions.size_class)
    """How large it is."""
    grade: str | None = computed(functions.grade)
    """What it is graded."""
    motto: str = computed(functions.motto)
    """What is painted on it."""
    profile: Profile | None = computed(functions.profile)
    """What a surveyor thinks."""
    owner: Owner = one("owner_id")
    """Whose it is."""
    home_port: Port | None = one("home_port_id")
    """Where it belongs."""
    agency: Agency | None = one("agency_id")
    """Who looks after it."""
    certificate: Certificate | None = one(by="ship_id")
    """That it may sail."""
    voyages: Connection[Voyage] = many("ship_id", order="departs_at")
    """Where it went."""
    recent: list[Voyage] = many("ship_id", order="-departs_at", max=5)
    """Where it went last; an error for those that never rest."""
    namesakes: Connection[Ship] = many("name", key="name", order="imo")
    """Ships of the same name, itself included."""
    voyage_count: int = aggregate("Voyage", by="ship_id")
    """How many voyages it made."""
    miles: int = aggregate("Voyage", by="ship_id", total="miles")
    """How far it went."""
    words: list[str] = batched(functions.words, key="name", max=3)
    """Of its name."""
    latest: Ref[Voyage] | None = batched(latest)
    """The last voyage to be seen."""
    neighbour: Ref[Ship] = batched(functions.neighbour)
    """The next in the register."""
    neighbour_or_null: Ref[Ship] | None = batched(functions.neighbour)
    """The next in the register, if it may be seen."""
    sisters: list[Ref[Ship]] = batched(functions.sisters, key="owner_id", max=6)
    """Ships of the same owner."""
    sisters_or_null: list[Ref[Ship] | None] = batched(functions.sisters_or_null, key="owner_id", max=50)
    """Ships of the same owner, null for those that may not be seen."""
    places: list[Ref[Placed]] = batched(functions.places, max=2)
    """Its owner and its port."""
    history: list[Event] = batched(functions.history, max=12)
    """What happened to it."""
    agency_code: str | None = batched(functions.agency_code, key="agency_id")
    """The code of its agency."""
    toll: Money | None = batched(functions.toll, key="tonnage")
    """What it pays to pass."""


@node(models.Certificate, scope=of_published_ship, filters=["number", "valid_until", "ship_id"], orders=["number"])
class Certificate(Node):
    """That a ship may sail."""

    number: str
    """Printed at the top."""
    valid_until: date | None
    """How long; null is for ever."""
    ship: Ship | None = one("ship_id")
    """Which ship."""


@node(
    models.Voyage,
    scope=open_or_own_country,
    filters=["departs_at", "arrived_on", "miles", "sealed", "ship_id", "from_port_id", "to_port_id", "log_key"],
    orders=["departs_at", "miles", "sealed"],
    sums=["miles"],
    groups=["sealed", "to_port_id"],
)
class Voyage(Node):
    """A ship's way from one port to another."""

    departs_at: datetime
    """When it starts."""
    arrived_on: date | None
    """When it was over."""
    miles: int
    """How long it is."""
    sealed: bool
    """Whether nobody shall know."""
    log_key: UUID | None
    """Under which its log is kept."""
    ship: Ship | None = one("ship_id")
    """Which ship."""
    from_port: Port = one("from_port_id")
    """Where it starts."""
    to_port: Port | None = one("to_port_id")
    """Where it goes."""
    parcels: Connection[Parcel] = many("voyage_id", order="label")
    """What it carries."""
    weight: int = aggregate("Parcel", by="voyage_id", total="weight")
    """How much it carries."""
    sighting: Ref[Spotted] | None = batched(functions.sighting)
    """What was seen."""


@node(
    models.Parcel,
    scope=on_open_voyage,
    filters=["label", "weight", "packed_on", "voyage_id", "owner_id"],
    orders=["label"],
    sums=["price", "weight"],
    groups=["owner_id"],
)
class Parcel(Node):
    """What a voyage carries."""

    label: str
    """What is written on it."""
    weight: int | None
    """In kilograms."""
    price: Money | None = computed(functions.money, "price_minor", "price_currency")
    """What it costs to send."""
    packed_on: date | None
    """When it was packed."""
    voyage: Voyage | None = one("voyage_id")
    """On which voyage."""
    owner: Owner | None = one("owner_id")
    """Whose it is."""


Spotted = Annotated[Ship | Port, strawberry.union("Spotted", description="What can be seen from afar.")]


# ---------------------------------------------------------------- what others add


@extend("Certificate")
class CertificateLinks:
    """What a department of ports adds."""

    neighbours: Connection[Certificate] = many("number", key="number")
    """Certificates of the same number."""


@extend("Lighthouse", optional=True)
class LighthouseLinks:
    """Dropped, since nobody declares lighthouses."""

    ports: Connection[Port] = many("lighthouse_id")
    """What it lights."""


@extend("Query")
class Lists:
    """All of each."""

    ports: Connection[Port] = many(order="code")
    """All ports."""
    owners: Connection[Owner] = many()
    """All owners."""
    agencies: Connection[Agency] = many(order="-name")
    """All agencies."""
    ships: Connection[Ship] = many(order="-launched_on")
    """All ships."""
    certificates: Connection[Certificate] = many(order="number")
    """All certificates."""
    voyages: Connection[Voyage] = many(order="departs_at")
    """All voyages."""
    parcels: Connection[Parcel] = many(order="label")
    """All parcels."""
    active_ships: Connection[Ship] = many(order="name", where=Q(status=Status.ACTIVE))
    """All that sail."""
