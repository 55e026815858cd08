"""Lists of balanced states that are taken from a publication: what it tells, and how sure that is."""

from __future__ import annotations

from core.testing import graph_of


async def test_a_list_that_was_read_says_how_sure_it_is_and_no_day_that_nobody_told() -> None:
    asked = """{ balanceLists { nodes { source publishedOn confidence } }
      memberStates(where: {country: {eq: "GB"}}) { nodes {
        balance(kind: SUPPLY, on: "2021-03-01") { status decision { reasons { code source confidence } } } } } }"""

    async with graph_of("procurement", samples=True) as graph:
        told = await graph.data(asked)

    (read,) = told["balanceLists"]["nodes"]
    assert read["source"].startswith("https://slidetodoc.com/")
    assert (read["publishedOn"], read["confidence"]) == (None, "UNCONFIRMED")
    (state,) = told["memberStates"]["nodes"]
    reason = {"code": "ON_LIST", "source": read["source"], "confidence": "UNCONFIRMED"}
    assert state["balance"] == {"status": "VERY_POORLY_BALANCED", "decision": {"reasons": [reason]}}
