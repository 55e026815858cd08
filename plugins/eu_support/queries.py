"""Where a question about European funding can begin."""

from __future__ import annotations

from plugins.eu_support.nodes import Call, Programme, Project, Proposal, Topic
from schema.declare import extend, many
from schema.relay import Connection


@extend("Query")
class Queries:
    """Lists of EU support."""

    programmes: Connection[Programme] = many(order="code")
    """The framework programmes of the European Union and their parts, by code."""
    calls: Connection[Call] = many(order="identifier")
    """The calls for proposals, by identifier."""
    topics: Connection[Topic] = many(order="identifier")
    """What calls ask for, by identifier; open ones by `where: {status: {eq: OPEN}}`."""
    projects: Connection[Project] = many(order="grant_number")
    """The funded projects, by grant number."""
    proposals: Connection[Proposal] = many(order="reference")
    """The proposals that you may see, being an owner or the EU office; nobody else sees any."""
