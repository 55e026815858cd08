"""There is no second way to a row round the scopes."""

from __future__ import annotations

import pytest

from tests.house.reading import GUARDED, readings
from tests.house.source import Source, sources

FILES = [each for each in sources("core", "plugins") if each.part in GUARDED]
HEAD = """
from core.registry import models as registry
from plugins.procurement import models
from plugins.procurement.models import Bid, TenderStatus
from plugins.procurement.nodes.bids import Bid as BidNode
from schema.declare import counting, in_full, node, query, scoped
"""


GROUPED = "return await rows.annotate(total=Sum('price_minor')).group_by('currency').values_list('total')"
COUNTING = "@counting(BidNode, because='Shares are of all bids, the sealed ones among them.')\n"


def found_in(body: str, name: str = "nodes") -> list[str]:
    return [*readings(Source(f"plugins/procurement/{name}.py", HEAD + body))]


@pytest.mark.parametrize("source", FILES, ids=lambda each: each.path)
def test_rows_are_reached_by_declarations_and_scopes_alone(source: Source) -> None:
    assert not [*readings(source)]


@pytest.mark.parametrize(
    "body",
    [
        "async def f(viewer): return await models.Bid.all()",
        "async def f(viewer): return await models.Bid.filter(id=1)",
        "async def f(viewer): return await models.Bid.get(id=1)",
        "async def f(viewer): return await Bid.first()",
        "async def f(viewer): return await Bid.raw('SELECT 1')",
        "async def f(viewer): return await registry.Organisation.get_or_none(id=1)",
        "TABLE = models.Bid",
        "async def f(viewer): return await g(models.Bid)",
        "async def f(tender): return await tender.bids.filter(id=1)",
        "async def f(tender): return await tender.bids.all()",
        "async def f(rows): return await rows.filter(id=1)",
        "async def f(viewer): return await scoped(BidNode, viewer, models.Bid).prefetch_related('tender')",
        "async def f(viewer): return await scoped(BidNode, viewer, models.Bid).using_db(None)",
        "def f(row): return row._meta.db",
        "def f(row): return row.__class__",
        "from tortoise.connection import get_connections",
        "from core.storage.connection import database",
        "from core.storage.batches import Batch",
        "from schema import Context\ndef f(context: Context): ...",
        "async def f(viewer): await models.Bid.create(id=1)",
        "async def f(keys): return await in_full(BidNode, models.Bid).filter(id=1)",
        "async def f(keys):\n    rows = in_full(BidNode, models.Bid)\n    return await rows.filter(id=1)",
        "@counting(TenderNode, because='')\nasync def f(keys): return await in_full(BidNode, models.Bid)",
        "@counting(BidNode, because='')\nasync def f(keys):\n    def g(): return in_full(BidNode, models.Bid)",
        "@counting(BidNode, because='')\nasync def f(keys): return await g(in_full)",
        "@counting(BidNode, because='')\nasync def f(keys): return await g(models.Bid)",
        "@counting(BidNode, because='')\nasync def f(keys): return await declare.in_full(nodes.Bid, models.Bid)",
        "from schema.declare import in_full as all_of",
    ],
)
def test_a_way_round_the_scopes_is_found(body: str) -> None:
    assert found_in(body)


@pytest.mark.parametrize(
    "body",
    [
        "async def f(connection): await connection.execute_query('SELECT 1')",
        "from core.storage.batches import Batch",
        "from tortoise.transactions import in_transaction",
        "TABLE = Table(models.Bid, key=())",
        "async def f(): await models.Bid.filter(id=1).delete()",
        "async def f(): await models.Bid.update_or_create(id=1)",
        "async def f(): await models.Bid.get_or_create(id=1)",
    ],
)
def test_a_mutation_has_no_such_way_either(body: str) -> None:
    assert found_in(body, "mutations")


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("nodes", "@node(models.Bid, scope=None)\nclass B: status: TenderStatus"),
        ("nodes", "async def f(viewer): return await scoped(BidNode, viewer, models.Bid).filter(id=1).exists()"),
        ("links", "async def f(viewer):\n    rows = scoped(BidNode, viewer, Bid)\n    return await rows.filter(id=1)"),
        ("queries", "def f(status): return status is TenderStatus.OPEN"),
        ("nodes", f"{COUNTING}async def f(keys): return await in_full(BidNode, models.Bid).filter(tender_id__in=keys)"),
        ("nodes", f"{COUNTING}async def f(keys): return await g(in_full(BidNode, models.Bid))"),
        ("queries", f"{COUNTING}async def f():\n    rows = in_full(BidNode, models.Bid)\n    {GROUPED}"),
        ("mutations", "async def f(bid: models.Bid) -> models.Bid | None: await Bid.create(id=1)"),
        ("mutations", "async def f(bids: QuerySet[Bid]): await bids.filter(id=1).exists()"),
    ],
)
def test_the_house_way_is_left_in_peace(name: str, body: str) -> None:
    assert not found_in(body, name)
