"""The identities under which a supplier deals with CERN."""

from __future__ import annotations

from datetime import date

from plugins.procurement import models
from plugins.procurement.models import AccountKind, AccountState
from plugins.procurement.nodes.scopes import own_accounts
from plugins.procurement.nodes.suppliers import Supplier
from schema.declare import node, one


@node(models.SupplierAccount, scope=own_accounts, filters=["kind", "state"])
class SupplierAccount:
    """One of the two identities under which a supplier deals with CERN; it is often taken for the other one.

    It is readable to the supplier, the liaison officer of its country and procurement officers.
    """

    supplier: Supplier | None = one("supplier_id")
    """Whose it is."""
    kind: AccountKind
    """Which of the two: for company data and orders, or for answering calls."""
    state: AccountState
    """Whether it can be used."""
    since: date
    """The day since which it is in this state."""
    source: str
    """Where it is known from: empty for one opened here, `sample` for an invented one."""
    version: int
    """Counts the changes to it, from 1: the same number as before says that nobody has changed it since."""
