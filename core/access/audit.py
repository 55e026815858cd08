"""Who changed what: the entry that every mutation writes in the transaction of its change."""

from __future__ import annotations

from typing import Any

from core.access.viewer import Viewer
from core.registry.models import AuditEntry
from core.storage.changes import note
from schema.relay import Ref


async def record(viewer: Viewer, action: str, subject: Ref[Any], *, summary: str, version: int = 1) -> None:
    """Write that the viewer did this, and tell those who follow the subject that it has changed.

    Call it inside `writing()`, so that a change is never without its entry. `action` is the department and the
    mutation, such as `procurement.registerSupplier`; `version` is the subject's after the change. `summary` says in a
    sentence what changed, by references and codes: entries are never deleted and read by whoever administers the
    installation, so it holds no name of a person and nothing that is sealed.
    """
    await AuditEntry.create(
        happened_at=viewer.now,
        role=viewer.role,
        person=viewer.person,
        organisation_id=viewer.organisation,
        unit=viewer.unit or "",
        country=viewer.country or "",
        action=action,
        subject_type=subject.type_name,
        subject_key=str(subject.key),
        subject_version=version,
        summary=summary,
    )
    note(subject.type_name, subject.key)
