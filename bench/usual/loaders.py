"""Dataloaders over ORM rows: those of one request, each relation in one statement for a level."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Awaitable, Callable
from functools import cached_property
from typing import Any

from strawberry.dataloader import DataLoader
from tortoise.models import Model

from core.registry.models import MemberState, Organisation
from plugins.eu_support.models import Participation, Project
from plugins.knowledge_transfer.models import Licence, Technology
from plugins.procurement.models import Award, Bid, Tender


def one(model: type[Model], column: str = "id") -> DataLoader[Any, Any]:
    """Rows by a unique column."""

    async def load(keys: list[Any]) -> list[Any]:
        rows = await model.filter(**{f"{column}__in": keys})
        found = {getattr(row, column): row for row in rows}
        return [found.get(key) for key in keys]

    return _loader(load)


def many(model: type[Model], column: str, *order: str) -> DataLoader[Any, list[Any]]:
    """Rows by a foreign key, in an order."""

    async def load(keys: list[Any]) -> list[list[Any]]:
        found: defaultdict[Any, list[Any]] = defaultdict(list)
        for row in await model.filter(**{f"{column}__in": keys}).order_by(*order):
            found[getattr(row, column)].append(row)
        return [found[key] for key in keys]

    return _loader(load)


def _loader(load: Callable[[list[Any]], Awaitable[list[Any]]]) -> DataLoader[Any, Any]:
    return DataLoader(load_fn=load)


class Loaders:
    """The loaders of one request, each made when it is first needed."""

    @cached_property
    def organisation(self) -> DataLoader[Any, Any]:
        """Organisations by key."""
        return one(Organisation)

    @cached_property
    def member_state(self) -> DataLoader[Any, Any]:
        """States by country."""
        return one(MemberState, "country")

    @cached_property
    def tender(self) -> DataLoader[Any, Any]:
        """Tenders by key."""
        return one(Tender)

    @cached_property
    def technology(self) -> DataLoader[Any, Any]:
        """Technologies by key."""
        return one(Technology)

    @cached_property
    def project(self) -> DataLoader[Any, Any]:
        """Projects by key."""
        return one(Project)

    @cached_property
    def awards(self) -> DataLoader[Any, list[Any]]:
        """Awards by winner."""
        return many(Award, "winner_id", "reference", "id")

    @cached_property
    def bids(self) -> DataLoader[Any, list[Any]]:
        """Bids by tender."""
        return many(Bid, "tender_id", "submitted_at", "id")

    @cached_property
    def licences(self) -> DataLoader[Any, list[Any]]:
        """Licences by licensee."""
        return many(Licence, "licensee_id", "-signed_on", "-id")

    @cached_property
    def participations(self) -> DataLoader[Any, list[Any]]:
        """Participations by organisation."""
        return many(Participation, "organisation_id", "id")
