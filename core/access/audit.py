"""Who changed what: the entry that every mutation writes in the transaction of its change."""

from __future__ import annotations

from typing import Any, Protocol, TypeVar

from core.access.viewer import Viewer
from core.registry.models import AuditEntry
from core.storage.changes import note
from schema.relay import Ref

R = TypeVar("R", bound=Ref[Any])


class Versioned(Protocol):
    """A row that counts the changes to it."""

    version: Any
    """A whole number, in a field of tortoise's."""

    async def save(self) -> None:
        """Write it as it is now."""
        ...


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


async def record_update(viewer: Viewer, action: str, subject: R, row: Versioned, *, summary: str) -> R:
    """Store a row that was changed as its next version, record that, and answer the subject.

    `row` is the subject's, with what is new in it; the rest is as in `record`.
    """
    row.version += 1
    await row.save()
    await record(viewer, action, subject, summary=summary, version=row.version)
    return subject
