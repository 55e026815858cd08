"""Who a request comes from: what it claims, with the organisation looked up."""

from __future__ import annotations

from datetime import datetime

from graphql import GraphQLError

from core.access.claim import Claim, OrganisationKey
from core.access.viewer import Viewer, ViewerError
from core.registry.models import OrganisationIdentifier
from schema.relay import decode_id


async def viewer_of(claim: Claim, now: datetime) -> Viewer:
    """The viewer behind a claim; raises ViewerError for an organisation that cannot be found."""
    return claim.viewer(now, await _organisation(claim.organisation) if claim.organisation else None)


async def _organisation(key: OrganisationKey) -> int:
    """Sealed to the number alone: nothing of the organisation is told, so no scope is asked."""
    if key.scheme is None:
        return _from_id(key.value)
    found = await OrganisationIdentifier.filter(scheme=key.scheme, value=key.value).order_by("organisation_id").first()
    if found is None:
        raise ViewerError(
            f"No organisation has the {key.scheme} number {key.value!r}.",
            remedy="Give the number of one that is registered, or import it first.",
        )
    return int(getattr(found, "organisation_id"))  # noqa: B009  # tortoise adds the column's attribute at run time


def _from_id(text: str) -> int:
    try:
        type_name, number = decode_id(text)
    except GraphQLError:
        type_name = number = ""
    if type_name != "Organisation" or not number.isdecimal():
        raise ViewerError(
            f"{text!r} is not the id of an organisation.", remedy="Write organisation=PIC:999988133, or an `id`."
        )
    return int(number)
