"""What is hidden leaves no trace: whoever may not read a row gets the same answers whether it is there or not."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from itertools import batched
from typing import Any

import pytest

from core.access.viewer import Role, Viewer
from core.testing import GraphUnderTest, graph_of
from schema.relay import encode_id
from tests.story.hidden import WORD, Hidden
from tests.story.ways import Map, Way

DEPARTMENTS = ("procurement", "knowledge_transfer", "eu_support")
PROCUREMENT = {Role.PROCUREMENT_OFFICER, Role.ADMIN}
KNOWLEDGE_TRANSFER = {Role.KNOWLEDGE_TRANSFER_OFFICER, Role.ADMIN}
READERS = {
    "Bid": {Role.PROCUREMENT_OFFICER},
    "Tender": PROCUREMENT,
    "Lot": PROCUREMENT,
    "Award": PROCUREMENT,
    "Contract": PROCUREMENT,
    "Technology": KNOWLEDGE_TRANSFER,
    "TechnologyArea": KNOWLEDGE_TRANSFER,
    "TechnologyCompatibility": KNOWLEDGE_TRANSFER,
    "Licence": KNOWLEDGE_TRANSFER,
    "SpinOff": KNOWLEDGE_TRANSFER,
    "Proposal": {Role.EU_OFFICER, Role.ADMIN},
}
"""Who may read the hidden rows of a type without being their owner."""
AT_ONCE = 10

Answers = Mapping[tuple[Role, Way], Any]
