"""What a supplier says of itself: what it can do, what others certify of it, and how it conducts itself."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Final

import strawberry

from core.access.audit import record
from core.access.permission import refusal_unless
from core.access.viewer import Role, Viewer
from core.policies.policies import Policies
from core.storage.imports import one_line
from core.storage.transactions import writing
from core.words import Refusal, fold
from plugins.procurement import models
from plugins.procurement.mutations.speaking import found_supplier, organisation_of, refusal_to_speak
from plugins.procurement.nodes.categories import keys_of
from plugins.procurement.nodes.geneva import today_in_geneva
from plugins.procurement.nodes.qualifications import Capability, Certificate, ConductDeclaration
from plugins.procurement.nodes.suppliers import MOST_CERTIFICATES, Supplier
from plugins.procurement.rules import qualifications as rules
from plugins.procurement.rules.decisions import refusal_of
from schema.declare import mutation, scoped
from schema.relay import Ref

LONGEST_DESCRIPTION: Final = 500
LONGEST_NAME: Final = 120

Self = Annotated[Ref[Supplier], strawberry.argument(description="The supplier that says it, or has it said for it.")]


@strawberry.input(description="What a body certifies of a supplier.")
class CertificateInput:
    """What a body certifies of a supplier."""

    standard: str = strawberry.field(description="What it is measured against, such as ISO 9001.")
    expires_on: date = strawberry.field(description="The last day on which it holds.")
    issued_on: date | None = strawberry.field(default=None, description="The first day, if it is told.")
    number: str = strawberry.field(default="", description="The number under which the issuer knows it.")
    issuer: str = strawberry.field(default="", description="The body that certifies it, such as an institute.")


@mutation
async def describe_capability(
    viewer: Viewer,
    supplier: Self,
    description: Annotated[
        str, strawberry.argument(description="What it can do, in its own words and at most 500 letters.")
    ],
    category: Annotated[
        str | None, strawberry.argument(description="The code of the field in which it matters, if it is of one.")
    ] = None,
) -> Ref[Capability] | Refusal:
    """Say what a supplier can do, for all to read and to search: a supplier says it, or a procurement officer.

    Refused with NOT_ALLOWED, UNKNOWN_SUPPLIER, DESCRIPTION_MISSING, DESCRIPTION_TOO_LONG, UNKNOWN_CATEGORY or
    TOLD_ALREADY.
    """
    if refusal := refusal_unless(viewer, Role.FIRM, Role.PROCUREMENT_OFFICER):
        return refusal
    text = one_line(description)
    async with writing():
        found = await found_supplier(viewer, supplier)
        if refusal := refusal_to_speak(viewer, organisation_of(found)):
            return refusal
        code = category or ""
        field = (await keys_of([code], viewer)).get(code)
        case = rules.NewCapability(
            is_known=found is not None,
            description=text,
            longest=LONGEST_DESCRIPTION,
            unknown_category=code if field is None else "",
            is_told=await _is_told(viewer, supplier, text),
        )
        return refusal_of(rules.capability(case)) or await _told(viewer, supplier, text, field)


async def _is_told(viewer: Viewer, supplier: Ref[Supplier], text: str) -> bool:
    rows = scoped(Capability, viewer, models.Capability).filter(supplier_id=supplier.key)
    return len(text) <= LONGEST_DESCRIPTION and await rows.filter(description=text).exists()


async def _told(viewer: Viewer, supplier: Ref[Supplier], text: str, field: int | None) -> Ref[Capability]:
    row = await models.Capability.create(
        supplier_id=supplier.key, category_id=field, description=text, search_text=fold(text)
    )
    subject = Ref(Capability, row.id)
    await record(viewer, "procurement.describeCapability", subject, summary="A capability was described.")
    return subject


@mutation
async def add_certificate(
    viewer: Viewer,
    supplier: Self,
    certificate: Annotated[CertificateInput, strawberry.argument(description="What is certified, and until when.")],
) -> Ref[Certificate] | Refusal:
    """Show a certificate of a supplier: a supplier shows it, or a procurement officer. A renewed one is shown anew.

    Refused with NOT_ALLOWED, UNKNOWN_SUPPLIER, STANDARD_MISSING, STANDARD_TOO_LONG, NUMBER_TOO_LONG,
    ISSUER_TOO_LONG, EXPIRED, ENDS_BEFORE_BEGIN,
    SHOWN_ALREADY or TOO_MANY_CERTIFICATES.
    """
    if refusal := refusal_unless(viewer, Role.FIRM, Role.PROCUREMENT_OFFICER):
        return refusal
    async with writing():
        found = await found_supplier(viewer, supplier)
        if refusal := refusal_to_speak(viewer, organisation_of(found)):
            return refusal
        shown = scoped(Certificate, viewer, models.Certificate).filter(supplier_id=supplier.key)
        case = rules.NewCertificate(
            is_known=found is not None,
            standard=one_line(certificate.standard),
            number=one_line(certificate.number),
            issuer=one_line(certificate.issuer),
            longest=LONGEST_NAME,
            issued_on=certificate.issued_on,
            expires_on=certificate.expires_on,
            held=tuple(await shown.values_list("standard", "expires_on")),
            most=MOST_CERTIFICATES,
            today=today_in_geneva(viewer),
        )
        return refusal_of(rules.certificate(case)) or await _shown(viewer, supplier, case)


async def _shown(viewer: Viewer, supplier: Ref[Supplier], case: rules.NewCertificate) -> Ref[Certificate]:
    row = await models.Certificate.create(
        supplier_id=supplier.key,
        standard=case.standard,
        number=case.number,
        issuer=case.issuer,
        issued_on=case.issued_on,
        expires_on=case.expires_on,
    )
    subject = Ref(Certificate, row.id)
    summary = f"{row.standard} until {row.expires_on}."
    await record(viewer, "procurement.addCertificate", subject, summary=summary)
    return subject


@mutation
async def declare_conduct(
    viewer: Viewer,
    policies: Policies,
    supplier: Self,
    code_version: Annotated[
        str, strawberry.argument(description="The version of the Supplier Code of Conduct, such as 2024.")
    ],
) -> Ref[ConductDeclaration] | Refusal:
    """Declare that a supplier keeps to CERN's Supplier Code of Conduct: it does so itself, or an officer for it.

    Refused with NOT_ALLOWED, UNKNOWN_SUPPLIER, NO_CODE_IN_FORCE, NOT_THE_CODE_IN_FORCE or DECLARED_ALREADY.
    """
    if refusal := refusal_unless(viewer, Role.FIRM, Role.PROCUREMENT_OFFICER):
        return refusal
    today = today_in_geneva(viewer)
    async with writing():
        found = await found_supplier(viewer, supplier)
        if refusal := refusal_to_speak(viewer, organisation_of(found)):
            return refusal
        declared = scoped(ConductDeclaration, viewer, models.ConductDeclaration).filter(supplier_id=supplier.key)
        case = rules.Declaration(
            is_known=found is not None,
            code_version=code_version.strip(),
            declared=frozenset([version for (version,) in await declared.values_list("code_version")]),
        )
        decision = rules.declaration(case, policies.on("procurement.conduct", today))
        return refusal_of(decision) or await _declared(viewer, supplier, case.code_version)


async def _declared(viewer: Viewer, supplier: Ref[Supplier], code_version: str) -> Ref[ConductDeclaration]:
    row = await models.ConductDeclaration.create(
        supplier_id=supplier.key, code_version=code_version, declared_on=today_in_geneva(viewer)
    )
    subject = Ref(ConductDeclaration, row.id)
    summary = f"The code of {code_version} was declared."
    await record(viewer, "procurement.declareConduct", subject, summary=summary)
    return subject
