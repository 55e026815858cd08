"""The operations as PostGraphile words them: its own names, and aliases that give the answers the others' shape."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Any, Final, cast

from bench.operations import Operation
from schema.relay import decode_id, encode_id

BY_ID: Final = """query ById($id: BigInt!) {
  node: procurementTenderByRowId(rowId: $id) { id: rowId reference title status publishedOn }
}"""

FIFTY: Final = """query Fifty {
  tenders: allProcurementTenders(first: 50, orderBy: [REFERENCE_ASC, ROW_ID_ASC]) {
    nodes {
      reference title status publishedOn
      buyer: registryOrganisationByBuyerId { name city memberState: registryMemberStateByCountry { name } }
    }
  }
}"""

NESTED: Final = """query Nested {
  suppliers: allProcurementSuppliers(first: 100, orderBy: [REGISTERED_ON_ASC, ROW_ID_ASC]) {
    nodes {
      status
      registeredOn
      organisation: registryOrganisationByOrganisationId {
        name
        country
        memberState: registryMemberStateByCountry { name }
        awards: procurementAwardsByWinnerId(first: 10, orderBy: [REFERENCE_ASC, ROW_ID_ASC]) {
          nodes {
            reference
            tender: procurementTenderByTenderId {
              reference
              title
              bids: procurementBidsByTenderId(first: 10, orderBy: [SUBMITTED_AT_ASC, ROW_ID_ASC]) {
                nodes { status bidder: registryOrganisationByBidderId { name } }
              }
            }
          }
        }
        licences: knowledgeTransferLicencesByLicenseeId(first: 10, orderBy: [SIGNED_ON_DESC, ROW_ID_DESC]) {
          nodes { reference kind technology: knowledgeTransferTechnologyByTechnologyId { name } }
        }
        participations: euSupportParticipationsByOrganisationId(first: 10, orderBy: ROW_ID_ASC) {
          nodes { role project: euSupportProjectByProjectId { acronym status } }
        }
      }
    }
  }
}"""

FLAT: Final = """query Flat {
  tenders: allProcurementTenders(first: 1000, orderBy: [REFERENCE_ASC, ROW_ID_ASC]) {
    nodes { reference title kind procedure status publishedOn closesAt opensAt source version }
  }
}"""

DEEP: Final = """query Deep($after: Cursor!) {
  tenders: allProcurementTenders(
    first: 20
    after: $after
    condition: { status: "awarded" }
    orderBy: [TITLE_ASC, ROW_ID_ASC]
  ) {
    nodes { reference title status publishedOn }
    pageInfo { hasNextPage }
  }
}"""

PLACE: Final = """query Place($offset: Int!) {
  tenders: allProcurementTenders(first: 1, offset: $offset, orderBy: [TITLE_ASC, ROW_ID_ASC]) {
    pageInfo { endCursor }
  }
}"""

TEXTS: Final = {"by_id": BY_ID, "fifty": FIFTY, "nested": NESTED, "flat": FLAT, "deep": DEEP}
NAMES: Final = ("status", "kind", "procedure", "role")
INSTANTS: Final = ("closesAt", "opensAt")


def spoken(operation: Operation, ask: Callable[[Operation], Any]) -> Operation:
    """The operation in PostGraphile's words; `ask` gets an answer, for its own cursor of a place in the list."""
    variables = dict(operation.variables)
    if operation.name == "by_id":
        variables = {"id": decode_id(variables["id"])[1]}
    if operation.name == "deep":
        place = replace(operation, text=PLACE, variables={"offset": operation.offset})
        variables = {"after": ask(place)["data"]["tenders"]["pageInfo"]["endCursor"]}
    return replace(operation, text=TEXTS[operation.name], variables=variables)


def read(answer: Any, key: str = "") -> Any:
    """An answer as the others write it: names of enums in capitals, instants in one form, the graph's own ids."""
    if isinstance(answer, dict):
        return {name: read(value, name) for name, value in cast(dict[str, Any], answer).items()}
    if isinstance(answer, list):
        items: list[Any] = answer
        return [read(each, key) for each in items]
    if not isinstance(answer, str):
        return answer
    return _value(answer, key)


def _value(text: str, key: str) -> Any:
    if key in NAMES:
        return text.upper()
    if key in INSTANTS:
        return datetime.fromisoformat(text).isoformat()
    if key == "country":
        return {"code": text}
    return encode_id("Tender", text) if key == "id" else text
