"""What every contender is asked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

BY_ID: Final = """query ById($id: ID!) {
  node(id: $id) { ... on Tender { id reference title status publishedOn } }
}"""

FIFTY: Final = """query Fifty {
  tenders(first: 50) {
    nodes { reference title status publishedOn buyer { name city memberState { name } } }
  }
}"""

NESTED: Final = """query Nested {
  suppliers(first: 100) {
    nodes {
      status
      registeredOn
      organisation {
        name
        country { code }
        memberState { name }
        awards(first: 10) {
          nodes {
            reference
            tender {
              reference
              title
              bids(first: 10) { nodes { status bidder { name } } }
            }
          }
        }
        licences(first: 10) { nodes { reference kind technology { name } } }
        participations(first: 10) { nodes { role project { acronym status } } }
      }
    }
  }
}"""

FLAT: Final = """query Flat {
  tenders(first: 1000) {
    nodes { reference title kind procedure status publishedOn closesAt opensAt source version }
  }
}"""

DEEP: Final = """query Deep($after: String!) {
  tenders(
    first: 20
    after: $after
    where: { status: { eq: AWARDED } }
    orderBy: { field: TITLE, direction: ASC }
  ) {
    nodes { reference title status publishedOn }
    pageInfo { hasNextPage }
  }
}"""


@dataclass(frozen=True)
class Operation:
    """A GraphQL operation with its variables."""

    name: str
    title: str
    text: str
    variables: Mapping[str, Any] = field(default_factory=dict[str, Any])
    offset: int = 0
    """How many rows come up to its place in the list."""


def operations(tender: str, cursor: str, offset: int) -> list[Operation]:
    """All of them; `tender` is the id of a tender, `cursor` the place after so many rows of the list by title."""
    return [
        Operation("by_id", "one by id", BY_ID, {"id": tender}),
        Operation("fifty", "50 tenders, buyer, its state", FIFTY),
        Operation("nested", "100 suppliers, nested", NESTED),
        Operation("flat", "1,000 rows of 10 fields", FLAT),
        Operation("deep", "a page deep in the list", DEEP, {"after": cursor}, offset),
    ]


def leaves(data: Any) -> int:
    """How many values an answer holds."""
    if isinstance(data, dict):
        return sum(leaves(each) for each in data.values())  # pyright: ignore[reportUnknownVariableType]
    if isinstance(data, list):
        return sum(leaves(each) for each in data)  # pyright: ignore[reportUnknownVariableType]
    return 1
