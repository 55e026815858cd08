"""Who may write at all: the answer that every mutation gives first."""

from __future__ import annotations

from typing import Final

from core.access.viewer import Role, Viewer
from core.words import Refusal

NOT_ALLOWED: Final = "NOT_ALLOWED"
PUBLIC_READS: Final = (
    "The public reads and never writes. Until there is a sign-in, be somebody on a developer's machine: start with "
    "IPT_DEV=1 and send the header IPT-Viewer, or set IPT_DEV_VIEWER, for instance to role=procurement_officer."
)


def refusal_unless(viewer: Viewer, *roles: Role) -> Refusal | None:
    """A refusal NOT_ALLOWED unless the viewer has one of these roles; without roles, unless they are not the public."""
    if viewer.is_public:
        return Refusal.because(NOT_ALLOWED, PUBLIC_READS)
    if roles and not viewer.is_one_of(*roles):
        allowed = ", ".join(role.value for role in roles)
        message = f"This is not open to the role {viewer.role.value}. Ask somebody in one of these roles: {allowed}."
        return Refusal.because(NOT_ALLOWED, message)
    return None
