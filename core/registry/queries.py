"""Where a question about what departments meet on can begin."""

from __future__ import annotations

from datetime import date
from typing import Annotated

import strawberry

from core.access.viewer import Viewer
from core.policies.policies import Policies
from core.policies.shown import Policy, shown
from core.questions import Questions, Way, WaysToCooperate
from core.registry import models
from core.registry.nodes import AuditEntry, Identifier, LiaisonOffice, MemberState, Organisation, OrgUnit
from core.words import country_code, word
from schema.declare import extend, many, query, scoped
from schema.errors import Code, fault
from schema.relay import Connection, Ref


@extend("Query")
class Queries:
    """Lists of the registry."""

    organisations: Connection[Organisation] = many(order="name")
    """Every firm, institute and public body that a department deals with, by name."""
    member_states: Connection[MemberState] = many(order="name")
    """The states that are, were or are becoming members or associate members of CERN, by name."""
    org_units: Connection[OrgUnit] = many(order="code")
    """The units of CERN and its experiments, past and present, by code."""
    audit_entries: Connection[AuditEntry] = many(order="-happened_at")
    """Who changed what, the latest change first: a list that is empty for all but administrators."""


@strawberry.input(description="A number in a register, which stands for one organisation.")
class IdentifierInput:
    """A number in a register."""

    scheme: str = strawberry.field(description="The register: PIC, ROR, VAT and the like; capitals are no matter.")
    value: str = strawberry.field(description="The number as the register writes it, such as 999988133.")


LONGEST_SCHEME, LONGEST_VALUE = 60, 120
"""What the table has room for: nobody has a longer number."""


@query
async def organisation(
    viewer: Viewer,
    identifier: Annotated[IdentifierInput, strawberry.argument(description="Which number, and in which register.")],
) -> Ref[Organisation] | None:
    """The organisation with a number in a register; null if nobody has it, an error if several share it."""
    scheme, value = identifier.scheme.strip().upper(), identifier.value.strip()
    if len(scheme) > LONGEST_SCHEME or len(value) > LONGEST_VALUE:
        return None
    rows = scoped(Identifier, viewer, models.OrganisationIdentifier).filter(scheme=scheme, value=value)
    owners = await rows.limit(2).values_list("organisation_id")
    if len(owners) > 1:
        raise fault(
            Code.BAD_ARGUMENT,
            f"{scheme} {value} belongs to several organisations. Ask by PIC or ROR, or look them up with `search`.",
        )
    return Ref(Organisation, owners[0][0]) if owners else None


@query
async def policies(
    viewer: Viewer,
    policies: Policies,
    on: Annotated[
        date | None, strawberry.argument(description="The day on which they are in force; today by default.")
    ] = None,
) -> list[Policy]:
    """The policies of all departments as they are in force on a day, by name, with the source of each value."""
    day = on or viewer.now.date()
    found = (policies.on(name, day) for name in policies.names)
    return [shown(each) for each in found if each is not None]


@query
async def policy_history(
    policies: Policies,
    policy: Annotated[str, strawberry.argument(description="Its name, such as procurement.alignment.")],
) -> list[Policy]:
    """Every version of a policy, the earliest first, then the variants that can be tried by name."""
    if policy not in policies.names:
        raise fault(Code.BAD_ARGUMENT, f"There is no policy {policy!r}. There are: {', '.join(policies.names)}.")
    return [shown(each) for each in policies.history(policy)]


@word
class WayToCooperate:
    """A way in which an organisation can cooperate with CERN, who at CERN knows of it, and who helps at home."""

    department: str
    """The department that answers for it."""
    way: Way
    """The way itself: whether it is open, what is missing, and what to do next."""
    liaison_offices: list[Ref[LiaisonOffice]]
    """The institutions that help the firms of its state to reach CERN; none where none is known."""


@query
async def ways_to_cooperate(
    viewer: Viewer,
    questions: Questions,
    organisation: Annotated[
        Ref[Organisation], strawberry.argument(description="The firm or institute that wants to work with CERN.")
    ],
) -> list[WayToCooperate]:
    """How an organisation can cooperate with CERN: what each department says, as far as you may know of its affairs."""
    found = await scoped(Organisation, viewer, models.Organisation).get_or_none(id=organisation.key)
    if found is None:
        message = "No organisation has this id. Find it with `organisation(identifier:)` or `search(text:)`."
        raise fault(Code.BAD_ARGUMENT, message)
    offices = await _liaison_offices(found.country, viewer)
    replies = await questions.ask(WaysToCooperate(organisation=found.id), viewer)
    return [
        WayToCooperate(department=reply.owner, way=way, liaison_offices=offices)
        for reply in replies
        for way in reply.answer
    ]


async def _liaison_offices(country: str, viewer: Viewer) -> list[Ref[LiaisonOffice]]:
    rows = scoped(LiaisonOffice, viewer, models.LiaisonOffice).filter(member_state__country=country_code(country))
    return [Ref(LiaisonOffice, key) for (key,) in await rows.order_by("institution").values_list("id")]
