"""What is known of a purchase and of the firms that could supply it, and what is said of each of them."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from core.policies.version import PolicyVersion
from core.words import Decision
from plugins.procurement.rules.exclusions import Excluded

REGISTERED: Final = "REGISTERED"
PROSPECT: Final = "PROSPECT"

PROPOSED: Final = "PROPOSED"
RESERVE: Final = "RESERVE"
LEFT_OUT: Final = "LEFT_OUT"

ENOUGH: Final = "ENOUGH"
TOO_FEW: Final = "TOO_FEW"


@dataclass(frozen=True, slots=True, kw_only=True)
class Purchase:
    """What is to be bought."""

    category: str
    """The code of the field."""
    value: Decimal
    """What it is expected to cost, in CHF."""
    on: date
    certificates: frozenset[str] = frozenset()
    """The standards by which a firm should be certified."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """A certificate of a firm."""

    standard: str
    until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A firm that offers, or is proposed for, the field of a purchase or one beside it."""

    key: int
    """Tells firms of one name apart."""
    name: str
    country: str
    """ISO 3166-1, two letters; empty if unknown."""
    membership: str | None
    """How that country stands to CERN on the day, such as associate, or outside; none if that is not known."""
    standing: str
    """REGISTERED, SUSPENDED, WITHDRAWN, or PROSPECT for a firm that is not registered."""
    categories: frozenset[str] = frozenset()
    """The codes of the fields that it offers or is proposed for."""
    abilities: frozenset[str] = frozenset()
    """The codes of the fields in which it says what it can do."""
    certificates: frozenset[Held] = frozenset()
    conduct: frozenset[str] = frozenset()
    """The versions of the Supplier Code of Conduct that it has declared."""
    exclusions: frozenset[Excluded] = frozenset()
    """Those of which whoever asks may know."""
    nominations: int = 0
    """How often it is proposed for the field, and that stands."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What whoever asks may know."""

    exclusions: bool = True
    """Whether they know which firms are excluded."""
    country: str = ""
    """The country whose firms alone they may ask about; empty if all."""
    is_today: bool = True
    """Whether they ask about today: what firms offered on other days is not kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SelectionPolicies:
    """What was in force on the day of a purchase."""

    selection: PolicyVersion
    eligibility: PolicyVersion
    invitations: PolicyVersion
    thresholds: PolicyVersion
    procedures: PolicyVersion
    conduct: PolicyVersion | None = None
    """None before there was a code of conduct."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is said of a firm."""

    candidate: Candidate
    decision: Decision
    """PROPOSED, RESERVE or LEFT_OUT."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """What is said of all firms."""

    decision: Decision
    """ENOUGH for a competition, or TOO_FEW."""
    choices: tuple[Choice, ...]
    """The firms in the order in which they are taken; those left out come last."""
