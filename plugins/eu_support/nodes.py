"""The types of EU support: from the programme that pays to the proposal that asks, and the projects that came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from tortoise.expressions import Q

from core.access.viewer import Role, Viewer
from core.registry.nodes import Organisation, OrgUnit, Searchable, text_or_none
from core.words import Country, Money, money
from plugins.eu_support import models
from plugins.eu_support.models import DeadlineModel, ParticipationRole, ProjectStatus, ProposalStatus, TopicStatus
from plugins.eu_support.rules import proposals as rules
from schema.declare import NOBODY, batched, computed, everyone, many, node, one, scoped
from schema.relay import Connection, Ref


def owners_and_eu_office(viewer: Viewer) -> Q:
    """A proposal is confidential: its owners see it (a firm, a unit of CERN, whoever drafted it), and the EU office."""
    if viewer.is_one_of(Role.EU_OFFICER, Role.ADMIN):
        return Q()
    if viewer.is_one_of(Role.FIRM):
        return Q(owner_id=viewer.organisation)
    if viewer.is_one_of(Role.RESEARCHER, Role.TECHNICAL_OFFICER):
        return _drafted_by(viewer) | _of_unit(viewer)
    return NOBODY


def _drafted_by(viewer: Viewer) -> Q:
    return Q(drafted_by=viewer.person) if viewer.person else NOBODY


def _of_unit(viewer: Viewer) -> Q:
    return Q(owner_unit__code=viewer.unit) if viewer.unit else NOBODY


def label_of(code: str, title: str) -> str:
    """The title, or the code where no source gives a title."""
    return title or code


@node(
    models.Programme,
    scope=everyone,
    filters=["code", "title", "framework", "is_part", "parent_id"],
    orders=["code", "title"],
    groups=["framework"],
    search=["search_text"],
)
class Programme(Searchable):
    """A framework programme of the European Union, or a part of one that is a legal basis of its own."""

    label: str = computed(label_of, "code", "title")
    code: str
    """The Commission's code, such as HORIZON.1.3."""
    title: str | None = computed(text_or_none, "title")
    """What the code stands for, such as Research infrastructures; null if no source says."""
    framework: str | None = computed(text_or_none, "framework")
    """The framework programme it belongs to, such as HORIZON or H2020."""
    is_part: bool
    """Whether projects name it as their legal basis; false for the levels above."""
    parent: Programme | None = one("parent_id")
    """The programme it is a part of; null at the top."""
    children: Connection[Programme] = many("parent_id", order="code")
    """Its parts, by code."""
    calls: Connection[Call] = many("programme_id", order="identifier")
    """The calls that spend its budget."""
    topics: Connection[Topic] = many("programme_id", order="identifier")
    """What its calls ask for."""
    projects: Connection[Project] = many("programme_id", order="grant_number")
    """The projects of which it is the main legal basis."""
    source: str
    """The data set or address that describes it."""


@node(
    models.Call,
    scope=everyone,
    filters=["identifier", "title", "programme_id"],
    orders=["identifier", "title"],
    search=["search_text"],
)
class Call(Searchable):
    """A call for proposals: a budget with a date, under which topics are gathered."""

    label: str = computed(label_of, "identifier", "title")
    identifier: str
    """The Commission's identifier, such as HORIZON-INFRA-2024-TECH-01; older programmes have other forms."""
    title: str | None = computed(text_or_none, "title")
    """The heading of the call; null if no source gives one."""
    programme: Programme | None = one("programme_id")
    """The programme that pays; null if no source says."""
    topics: Connection[Topic] = many("call_id", order="identifier")
    """What it asks for."""
    projects: Connection[Project] = many("call_id", order="grant_number")
    """What it funds."""
    source: str
    """The data set or address that describes it."""


@node(
    models.Topic,
    scope=everyone,
    filters=[
        "identifier",
        "title",
        "call_id",
        "programme_id",
        "status",
        "deadline",
        "deadline_model",
        "types_of_action",
    ],
    orders=["identifier", "title"],
    sums=["budget_max"],
    groups=["status", "deadline_model", "types_of_action"],
    search=["search_text"],
)
class Topic(Searchable):
    """What a call asks for: the text to which a proposal answers."""

    label: str = computed(label_of, "identifier", "title")
    identifier: str
    """The Commission's identifier, such as HORIZON-INFRA-2024-TECH-01-03; kept as written."""
    title: str | None = computed(text_or_none, "title")
    """The heading of the topic; null if no source gives one."""
    description: str | None = computed(text_or_none, "description")
    """Expected outcome and scope, in the Commission's words; null for topics known from projects only."""
    call: Call | None = one("call_id")
    """The call it belongs to; null if no source says."""
    programme: Programme | None = one("programme_id")
    """The programme that pays; null if no source says."""
    status: TopicStatus | None
    """Whether proposals are taken; null for topics known from projects only."""
    deadline: date | None
    """The next day by which proposals must be in; null if none is known."""
    deadline_model: DeadlineModel | None
    """In how many stages proposals are taken in; null if unknown."""
    budget_min: Money | None = computed(money, "budget_min_minor", "budget_min_currency")
    """The least that a project is expected to ask of the EU; null if the topic does not say."""
    budget_max: Money | None = computed(money, "budget_max_minor", "budget_max_currency")
    """The most that a project is expected to ask of the EU; null if the topic does not say."""
    expected_grants: int | None
    """How many projects the Commission expects to fund; null if it does not say."""
    types_of_action: str | None = computed(text_or_none, "types_of_action")
    """What sort of project is asked for, such as HORIZON Research and Innovation Actions."""
    portal_url: str | None
    """Its page on the Funding & Tenders Portal."""
    projects: Connection[Project] = many("topic_id", order="grant_number")
    """What came of it: the funded projects."""
    proposals: Connection[Proposal] = many("topic_id", order="reference")
    """The proposals to it that you may see, being an owner or the EU office."""
    source: str
    """The data set or address that describes it."""


def project_label(acronym: str, title: str, grant_number: str) -> str:
    """The acronym; acronyms repeat, so the grant number stands beside it."""
    return f"{acronym or title} ({grant_number})"


async def coordinators(projects: Sequence[int], viewer: Viewer) -> dict[int, Ref[Organisation]]:
    """The organisation that coordinates each project."""
    rows = scoped(Participation, viewer, models.Participation).filter(
        project_id__in=projects, role=ParticipationRole.COORDINATOR
    )
    found = await rows.order_by("-order").values_list("project_id", "organisation_id")
    return {project: Ref(Organisation, organisation) for project, organisation in found}


async def countries(projects: Sequence[int], viewer: Viewer) -> dict[int, list[Country]]:
    """The countries of each project's participants, by code; participants without a country add none."""
    rows = scoped(Participation, viewer, models.Participation).filter(project_id__in=projects)
    found = await rows.distinct().values_list("project_id", "organisation__country")
    given = {(project, country) for project, code in found if (country := Country.of(code))}
    named: dict[int, list[Country]] = {project: [] for project in projects}
    for project, country in sorted(given, key=lambda pair: pair[1].code):
        named[project].append(country)
    return named


MOST_COUNTRIES = 250
"""More than ISO 3166-1 lists."""


@node(
    models.Project,
    scope=everyone,
    filters=[
        "framework",
        "grant_number",
        "acronym",
        "title",
        "status",
        "funding_scheme",
        "starts_on",
        "ends_on",
        "signed_on",
        "call_id",
        "topic_id",
        "programme_id",
    ],
    orders=["grant_number", "acronym", "title"],
    sums=["total_cost", "ec_max_contribution"],
    groups=["status", "framework", "funding_scheme"],
    search=["search_text"],
)
class Project(Searchable):
    """A project that the European Union funds, or funded."""

    label: str = computed(project_label)
    framework: str
    """The framework programme, such as HORIZON; grant numbers are unique within it."""
    grant_number: str
    """The number of the grant agreement: six digits in FP7, nine in Horizon Europe."""
    acronym: str | None = computed(text_or_none, "acronym")
    """The short name; several projects can have the same one."""
    title: str | None = computed(text_or_none, "title")
    """The full title."""
    objective: str | None = computed(text_or_none, "objective")
    """What it sets out to do, in its own words."""
    keywords: str | None = computed(text_or_none, "keywords")
    """The words under which its consortium files it, as one text."""
    status: ProjectStatus
    """How the Commission's register shows it."""
    funding_scheme: str | None = computed(text_or_none, "funding_scheme")
    """The type of action, such as HORIZON-RIA."""
    starts_on: date | None
    """The first day of the work; null if not fixed yet."""
    ends_on: date | None
    """The last day of the work; null if not fixed yet."""
    signed_on: date | None
    """The day on which the Commission signed the grant; null if unknown."""
    total_cost: Money | None = computed(money, "total_cost_minor", "total_cost_currency")
    """What the whole project costs; lump sums are shown as 0 by the Commission."""
    ec_max_contribution: Money | None = computed(money, "ec_max_contribution_minor", "ec_max_contribution_currency")
    """The most that the EU pays to the whole consortium."""
    call: Call | None = one("call_id")
    """The call in which it was chosen."""
    topic: Topic | None = one("topic_id")
    """The topic that it answered."""
    programme: Programme | None = one("programme_id")
    """The part of the programme that is its main legal basis."""
    legal_bases: list[LegalBasis] = many("project_id", max=20)
    """All parts of programmes that it rests on."""
    coordinator: Ref[Organisation] | None = batched(coordinators)
    """The organisation that leads it; null if no source says."""
    participations: Connection[Participation] = many("project_id", order="order")
    """Who takes part, in the order of the grant agreement."""
    countries: list[Country] = batched(countries, max=MOST_COUNTRIES)
    """The countries in which its participants have their seats, each once."""
    source: str
    """The data set or address that describes it."""


@node(models.ProjectProgramme, scope=everyone, filters=["is_main"])
class LegalBasis:
    """A part of a programme that a project rests on."""

    project: Project = one("project_id")
    """The project that rests on it."""
    programme: Programme = one("programme_id")
    """The part that is the legal basis."""
    is_main: bool
    """Whether it is the one that counts where a project is listed under a single part."""


@node(
    models.Participation,
    scope=everyone,
    filters=["project_id", "organisation_id", "role", "order", "is_sme", "is_terminated"],
    orders=["order"],
    sums=["ec_contribution", "net_ec_contribution", "total_cost"],
    groups=["role", "is_sme", "is_terminated"],
)
class Participation:
    """An organisation in a project, with what it gets from it."""

    project: Project = one("project_id")
    """The project in which it takes part."""
    organisation: Organisation = one("organisation_id")
    """Who takes part."""
    role: ParticipationRole
    """As what it takes part; one organisation can be in a project in two roles."""
    order: int
    """Its place in the grant agreement; a third party has that of its beneficiary."""
    ec_contribution: Money | None = computed(money, "ec_contribution_minor", "ec_contribution_currency")
    """What the EU pays for it, its third parties included; null for associated partners."""
    net_ec_contribution: Money | None = computed(money, "net_ec_contribution_minor", "net_ec_contribution_currency")
    """What the EU pays for it alone, without its third parties; null if no source says."""
    total_cost: Money | None = computed(money, "total_cost_minor", "total_cost_currency")
    """What its part of the work costs; null if no source says."""
    is_sme: bool | None
    """Whether it was a small or medium-sized enterprise in this project; null if no source says."""
    is_terminated: bool
    """Whether it left the project before the end."""
    source: str
    """The data set or address that names it."""


def transitions(status: ProposalStatus, viewer: Viewer) -> list[ProposalStatus]:
    """The next states, for somebody in the viewer's role."""
    return [ProposalStatus(target) for target in rules.transitions_open(status.value, viewer.role.value)]


@node(
    models.Proposal,
    scope=owners_and_eu_office,
    filters=[
        "reference",
        "acronym",
        "title",
        "status",
        "topic_id",
        "owner_unit_id",
        "owner_id",
        "coordinator_id",
        "submitted_on",
    ],
    orders=["reference", "acronym", "title"],
    sums=["requested"],
    groups=["status"],
    search=["search_text"],
)
class Proposal(Searchable):
    """A proposal for funding, confidential: only its owners and the EU office know that it exists."""

    label: str = computed(label_of, "reference", "acronym")
    reference: str
    """The number under which it is known here, such as EU-2026-7F3A9C."""
    acronym: str
    """The short name that the project is to have."""
    title: str
    """The title that the project is to have."""
    status: ProposalStatus
    """How far it has come."""
    transitions: list[ProposalStatus] = computed(transitions)
    """The states to which you may take it from here."""
    topic: Topic | None = one("topic_id")
    """What it answers."""
    owner: Organisation = one("owner_id")
    """The organisation whose proposal it is, CERN or a partner."""
    owner_unit: OrgUnit | None = one("owner_unit_id")
    """The unit of CERN that writes it; null for a proposal of somebody else's."""
    coordinator: Organisation | None = one("coordinator_id")
    """Who is to lead the consortium; null while that is open."""
    requested: Money | None = computed(money, "requested_minor", "requested_currency")
    """What it asks of the EU for the whole consortium; null while that is open."""
    submitted_on: date | None
    """The day on which the Commission got it; null before."""
    source: str
    """Where it came from; `sample` marks an invented one."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""
