"""Each operation as one statement of SQLite, which answers with the whole JSON."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from bench.operations import BY_ID, DEEP, FIFTY, FLAT, NESTED
from schema.relay import decode_cursor, decode_id

Values = list[Any]

BY_ID_SQL: Final = """
SELECT json_object('data', json_object('node', json_object(
  'id', ?2, 'reference', reference, 'title', nullif(title, ''), 'status', upper(status), 'publishedOn', published_on)))
FROM procurement_tender WHERE id = ?1
"""

FIFTY_SQL: Final = """
SELECT json_object('data', json_object('tenders', json_object('nodes', json_group_array(json(node))))) FROM (
  SELECT json_object('reference', t.reference, 'title', nullif(t.title, ''), 'status', upper(t.status),
    'publishedOn', t.published_on,
    'buyer', CASE WHEN o.id IS NULL THEN NULL ELSE json_object('name', o.name, 'city', nullif(o.city, ''),
      'memberState', CASE WHEN s.id IS NULL THEN NULL ELSE json_object('name', s.name) END) END) AS node
  FROM procurement_tender t
  LEFT JOIN registry_organisation o ON o.id = t.buyer_id
  LEFT JOIN registry_member_state s ON s.country = o.country
  ORDER BY t.reference, t.id LIMIT 50)
"""

NESTED_SQL: Final = """
SELECT json_object('data', json_object('suppliers', json_object('nodes', json_group_array(json(node))))) FROM (
  SELECT json_object('status', upper(s.status), 'registeredOn', s.registered_on, 'organisation', json_object(
    'name', o.name,
    'country', CASE WHEN o.country = '' THEN NULL ELSE json_object('code', o.country) END,
    'memberState', (SELECT json_object('name', name) FROM registry_member_state WHERE country = o.country),
    'awards', json_object('nodes', json((SELECT json_group_array(json(node)) FROM (
      SELECT json_object('reference', a.reference, 'tender', json_object(
        'reference', t.reference, 'title', nullif(t.title, ''),
        'bids', json_object('nodes', json((SELECT json_group_array(json(node)) FROM (
          SELECT json_object('status', upper(b.status), 'bidder', json_object('name', f.name)) AS node
          FROM procurement_bid b JOIN registry_organisation f ON f.id = b.bidder_id
          WHERE b.tender_id = t.id ORDER BY b.submitted_at, b.id LIMIT 10)))))) AS node
      FROM procurement_award a JOIN procurement_tender t ON t.id = a.tender_id
      WHERE a.winner_id = o.id ORDER BY a.reference, a.id LIMIT 10)))),
    'licences', json_object('nodes', json((SELECT json_group_array(json(node)) FROM (
      SELECT json_object('reference', l.reference, 'kind', upper(l.kind),
        'technology', json_object('name', e.name)) AS node
      FROM knowledge_transfer_licence l JOIN knowledge_transfer_technology e ON e.id = l.technology_id
      WHERE l.licensee_id = o.id ORDER BY l.signed_on DESC, l.id DESC LIMIT 10)))),
    'participations', json_object('nodes', json((SELECT json_group_array(json(node)) FROM (
      SELECT json_object('role', upper(p.role), 'project', json_object(
        'acronym', nullif(j.acronym, ''), 'status', upper(j.status))) AS node
      FROM eu_support_participation p JOIN eu_support_project j ON j.id = p.project_id
      WHERE p.organisation_id = o.id ORDER BY p.id LIMIT 10))))
  )) AS node
  FROM procurement_supplier s JOIN registry_organisation o ON o.id = s.organisation_id
  ORDER BY s.registered_on, s.id LIMIT 100)
"""

FLAT_SQL: Final = """
SELECT json_object('data', json_object('tenders', json_object('nodes', json_group_array(json(node))))) FROM (
  SELECT json_object('reference', reference, 'title', nullif(title, ''), 'kind', upper(kind),
    'procedure', upper(procedure), 'status', upper(status), 'publishedOn', published_on,
    'closesAt', replace(closes_at, ' ', 'T'), 'opensAt', replace(opens_at, ' ', 'T'),
    'source', source, 'version', version) AS node
  FROM procurement_tender ORDER BY reference, id LIMIT 1000)
"""

# `+status` keeps SQLite on the index by title: by status it would sort every awarded tender.
DEEP_SQL: Final = """
WITH page AS MATERIALIZED (
  SELECT reference, nullif(title, '') AS named, upper(status) AS state, published_on
  FROM procurement_tender WHERE +status = 'awarded' AND (title, id) > (?1, ?2) ORDER BY title, id LIMIT 21)
SELECT json_object('data', json_object('tenders', json_object(
  'nodes', (SELECT json_group_array(json(node)) FROM (
    SELECT json_object('reference', reference, 'title', named, 'status', state, 'publishedOn', published_on) AS node
    FROM page LIMIT 20)),
  'pageInfo', json_object('hasNextPage', json(CASE WHEN (SELECT count(*) FROM page) > 20 THEN 'true' ELSE 'false' END))
)))
"""


def _tender(variables: Mapping[str, Any]) -> Values:
    return [int(decode_id(variables["id"])[1]), variables["id"]]


def _place(variables: Mapping[str, Any]) -> Values:
    cursor = decode_cursor(variables["after"], "title")
    return [cursor.value, cursor.key]


def _nothing(_: Mapping[str, Any]) -> Values:
    return []


STATEMENTS: Final[dict[str, tuple[str, Callable[[Mapping[str, Any]], Values]]]] = {
    BY_ID: (BY_ID_SQL, _tender),
    FIFTY: (FIFTY_SQL, _nothing),
    NESTED: (NESTED_SQL, _nothing),
    FLAT: (FLAT_SQL, _nothing),
    DEEP: (DEEP_SQL, _place),
}
"""The statement of each operation's text, and how its values are read from the variables."""
