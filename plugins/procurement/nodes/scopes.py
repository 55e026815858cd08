"""Who may read what in procurement."""

from __future__ import annotations

from typing import Any, Final

from tortoise.expressions import Q

from core.access.viewer import Role, Viewer
from core.words import country_spellings
from plugins.procurement.models import AwardStatus, BalanceListState, CandidacyStatus, ContractStatus, SupplierStatus
from plugins.procurement.nodes.geneva import today_in_geneva
from schema.declare import NOBODY

OURS: Final = ("", "sample")
"""The sources of rows that nobody has published: written here, or invented. Every other source is a publication."""


def open_suppliers(viewer: Viewer, path: str = "") -> Q:
    """Registered suppliers are public.

    That one is suspended or has withdrawn concerns itself, the liaison officer of its country and the department.
    `path` leads to the supplier from rows that are as visible as it is, as in `supplier__`.
    """
    if viewer.is_one_of(Role.PROCUREMENT_OFFICER, Role.ADMIN):
        return Q()
    registered = _at(path, status=SupplierStatus.REGISTERED)
    return registered | _of_own_country(viewer, path) | _own(viewer, f"{path}organisation_id")


def open_offers(viewer: Viewer) -> Q:
    """What a supplier offers is as public as the supplier is."""
    return open_suppliers(viewer, "supplier__")


def own_affairs(viewer: Viewer, path: str = "") -> Q:
    """What concerns a firm alone is known to itself, the liaison officer of its country and the department.

    `path` leads to the row that names the organisation, as in `supplier__`.
    """
    if viewer.is_one_of(Role.PROCUREMENT_OFFICER, Role.ADMIN):
        return Q()
    return _of_own_country(viewer, path) | _own(viewer, f"{path}organisation_id")


def own_accounts(viewer: Viewer) -> Q:
    """Whether a supplier can use its accounts concerns it alone."""
    return own_affairs(viewer, "supplier__")


def known_nominations(viewer: Viewer) -> Q:
    """A nomination is known to the firm, the liaison officer of its country and the department.

    Technical officers know of those for the calls of their unit, and of those for a field in which everybody buys.
    """
    if viewer.role is Role.TECHNICAL_OFFICER:
        return Q(tender_id__isnull=True) | _asked_for(viewer, "tender__")
    return own_affairs(viewer)


def open_tenders(viewer: Viewer, path: str = "") -> Q:
    """A tender is public from the day it is published, or if its source is itself a publication.

    Before that it concerns the department and the technical officers of the unit that asks for it; liaison officers
    know of it from the day on which it is sent to them, so that they can recommend firms. `path` leads to the tender
    from rows that are as visible as it is, as in `tender__`.
    """
    if viewer.role is Role.ILO:
        return _published(viewer, path) | _at(path, circulated_to_ilos_on__lte=today_in_geneva(viewer))
    return published_tenders(viewer, path)


def published_tenders(viewer: Viewer, path: str = "") -> Q:
    """The same without those that are sent to liaison officers alone."""
    if viewer.is_one_of(Role.PROCUREMENT_OFFICER, Role.ADMIN):
        return Q()
    return _published(viewer, path) | _asked_for(viewer, path)


def open_lots(viewer: Viewer) -> Q:
    """A lot is as public as its tender."""
    return open_tenders(viewer, "tender__")


def readable_bids(viewer: Viewer) -> Q:
    """A bid is read by its bidder and by procurement officers, at any time; by hardly anybody else.

    From the opening on the requesting unit's technical officers read it too: a representative of the unit takes part in
    the opening, and evaluates. Nobody else ever does: not the public, since an award tells what was decided; not other
    bidders, since prices are never shown to competitors; not liaison officers, since the mere existence of a bid is the
    bidder's secret; not whoever administers the installation, who runs no tenders. While no time of opening is set, a
    bid is sealed. That a bid is imported makes no difference, though its source has published it (see
    docs/decisions/0014-imported-bids-stay-sealed.md).
    """
    if viewer.role is Role.PROCUREMENT_OFFICER:
        return Q()
    if viewer.role is Role.FIRM:
        return Q(bidder_id=viewer.organisation)
    if viewer.role is Role.TECHNICAL_OFFICER:
        return Q(tender__opens_at__lte=viewer.now) & _asked_for(viewer, "tender__")
    return NOBODY


def known_candidacies(viewer: Viewer) -> Q:
    """That a firm answers a survey or is invited concerns itself, the liaison officer of its state, and the buyers.

    CERN sends the list of potential firms to the delegations, so an officer sees those of their own country, of calls
    that are public or sent to liaison officers; no firm ever learns of another one. A firm that could be asked for a
    call that is not public learns of it once it is asked, or answers. The buyers are procurement officers and the
    technical officers of the requesting unit.
    """
    if viewer.role is Role.PROCUREMENT_OFFICER:
        return Q()
    if viewer.role is Role.ILO:
        own_state = Q(organisation__country__in=country_spellings(viewer.country or ""))
        return own_state & open_tenders(viewer, "tender__")
    is_told = ~Q(status=CandidacyStatus.POTENTIAL) | published_tenders(viewer, "tender__")
    return (_own(viewer, "organisation_id") & is_told) | _asked_for(viewer, "tender__")


def known_awards(viewer: Viewer) -> Q:
    """An award is as public as its published tender, and known to its winner, once it is decided.

    While it is pending, for instance on the Finance Committee, it concerns the department and the requesting unit:
    bidders are asked not to enquire before.
    """
    if viewer.is_one_of(Role.PROCUREMENT_OFFICER, Role.ADMIN):
        return Q()
    decided = ~Q(status=AwardStatus.PENDING) & (published_tenders(viewer, "tender__") | _own(viewer, "winner_id"))
    return decided | _asked_for(viewer, "tender__")


def known_contracts(viewer: Viewer) -> Q:
    """A contract is as public as its published tender, and known to its contractor, once it is signed.

    One that stands without a tender is known to its contractor and the department alone.
    """
    if viewer.is_one_of(Role.PROCUREMENT_OFFICER, Role.ADMIN):
        return Q()
    of_open_tender = Q(tender_id__isnull=False) & published_tenders(viewer, "tender__")
    signed = ~Q(status=ContractStatus.PENDING) & (of_open_tender | _own(viewer, "contractor_id"))
    return signed | _asked_for(viewer, "tender__")


def open_lists(viewer: Viewer, path: str = "") -> Q:
    """A list of balanced states is public once it is published; a draft concerns procurement officers.

    `path` leads to the list from rows that are as visible as it is, as in `list__`.
    """
    if viewer.is_one_of(Role.PROCUREMENT_OFFICER, Role.ADMIN):
        return Q()
    known = _at(path, published_on__isnull=True) | _at(path, published_on__lte=today_in_geneva(viewer))
    return _at(path, state=BalanceListState.PUBLISHED) & known


def open_entries(viewer: Viewer) -> Q:
    """What a list says is as public as the list is."""
    return open_lists(viewer, "list__")


def _own(viewer: Viewer, column: str) -> Q:
    return _at("", **{column: viewer.organisation}) if viewer.role is Role.FIRM else NOBODY


def _of_own_country(viewer: Viewer, path: str) -> Q:
    """The firms of a liaison officer's country."""
    if viewer.role is not Role.ILO:
        return NOBODY
    return _at(path, organisation__country__in=country_spellings(viewer.country or ""))


def _published(viewer: Viewer, path: str) -> Q:
    return _at(path, published_on__lte=today_in_geneva(viewer)) | ~_at(path, source__in=OURS)


def _asked_for(viewer: Viewer, path: str) -> Q:
    """What the unit of a technical officer asks for."""
    if viewer.role is not Role.TECHNICAL_OFFICER or viewer.unit is None:
        return NOBODY
    return _at(path, requesting_unit__code=viewer.unit)


def _at(path: str, **conditions: Any) -> Q:
    """Conditions on the row that a path leads to; an empty path is the row itself."""
    return Q(**{f"{path}{column}": value for column, value in conditions.items()})
