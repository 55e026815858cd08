"""Who may not supply for a time."""

from __future__ import annotations

from datetime import date

from core.access.viewer import Viewer
from core.registry.nodes import Organisation
from plugins.procurement import models
from plugins.procurement.nodes.geneva import today_in_geneva
from plugins.procurement.nodes.scopes import own_affairs
from plugins.procurement.rules.exclusions import Days
from schema.declare import computed, node, one


def in_force(starts_on: date, ends_on: date | None, viewer: Viewer) -> bool:
    """Whether today in Geneva is one of its days."""
    return Days(since=starts_on, until=ends_on).holds_on(today_in_geneva(viewer))


@node(
    models.Exclusion,
    scope=own_affairs,
    filters=["starts_on", "ends_on", "organisation_id"],
    orders=["starts_on"],
)
class Exclusion:
    """A stretch of time in which a firm gets nothing from CERN to answer or to deliver, and why.

    It is readable to the firm, the liaison officer of its country and procurement officers; to others it does not
    exist, and they get no hint of it.
    """

    organisation: Organisation = one("organisation_id")
    """The firm that is excluded."""
    reason: str
    """Why, in a sentence or two."""
    starts_on: date
    """The first day."""
    ends_on: date | None
    """The last day; null while no end is set."""
    in_force: bool = computed(in_force)
    """Whether it holds today, on the calendar of Geneva."""
    source: str
    """Where it is known from: empty if decided here, `sample` if invented."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""
