"""What is known of a firm that wants to bid for a call, and which policies were in force."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from core.policies.version import PolicyVersion
from core.words import Reason
from plugins.procurement.rules.exclusions import Excluded


@dataclass(frozen=True, slots=True, kw_only=True)
class Establishment:
    """A country as a state of CERN, on the day that is asked about."""

    country: str
    """ISO 3166-1, two letters."""
    name: str
    status: str | None
    """How it belongs to CERN on that day, such as associate, or outside if it does not; none if that is not known."""
    ceiling_reached: bool = False
    """Whether the list of states marks that it has reached its ceiling for the year."""
    balance: str | None = None
    """How the list of states in force classes it, such as POORLY_BALANCED; none if no list says."""
    balanced_in: str = ""
    """What that list is of: supplies or services."""
    balance_doubts: tuple[Reason, ...] = ()
    """Why that list may say something else by now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Firm:
    """What is known of a firm; None is what nobody has said."""

    name: str = "The firm"
    established: Establishment | None = None
    is_registered: bool | None = None
    is_withdrawn: bool = False
    """Whether it was registered, and has withdrawn."""
    is_suspended: bool = False
    """Whether CERN asks it for no offers for the time being, though it is registered."""
    identities: frozenset[str] | None = None
    """The accounts it can use, by the names that the policy gives them."""
    requested: frozenset[str] = frozenset()
    """The accounts it has asked for, and cannot use yet."""
    blocked: frozenset[str] = frozenset()
    """The accounts it has, and cannot use for the time being."""
    exclusions: tuple[Excluded, ...] | None = None
    conduct: frozenset[str] | None = None
    """The versions of the code of conduct for suppliers that it has declared."""
    categories: frozenset[str] | None = None
    """The codes of the fields in which it offers to deliver."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Call:
    """What is known of a call for offers; None is what nobody has said."""

    reference: str = "This call"
    of_cern: bool = True
    status: str | None = None
    """How far it has come: planned, survey, open, closed, awarded or cancelled."""
    procedure: str | None = None
    """The way in which offers are sought, such as invitation_to_tender."""
    kind: str | None = None
    """What is bought: supply or service."""
    value: Decimal | None = None
    """What the contract is expected to cost, in CHF."""
    category: str | None = None
    """The code of the field in which is bought."""
    dispatched_on: date | None = None
    """The day on which the invitation is, or is to be, sent to the firms."""
    closes_at: datetime | None = None
    """The end of the time for bids, on the clock by which it is told."""
    admits: frozenset[str] = frozenset()
    """Countries from which its entry takes firms and goods, beside the states of CERN."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidacy:
    """How a firm stands towards a call; None is what nobody has said."""

    status: str | None = None
    """How far it has come: potential, answered, qualified, disqualified or invited."""
    answered_on: date | None = None
    """The day on which it answered the market survey."""
    is_proposed: bool = False
    """Whether somebody has proposed it to CERN for this call, as liaison officers do."""
    won_beside: tuple[str, ...] = ()
    """The references of calls that it has won, and that belong together with this one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Origin:
    """The part of what a bid delivers that is made in one country, in percent."""

    country: str
    status: str | None
    """How the country belongs to CERN on that day, or outside if it does not; none if that is not known."""
    percent: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """A firm that wants to bid for a call."""

    firm: Firm
    call: Call
    candidacy: Candidacy = Candidacy()
    origins: tuple[Origin, ...] = ()
    """Where what it offers is made; empty if nobody has said."""
    at: datetime
    """When it is asked, on the clock by which deadlines are told."""
    by_outsider: bool = False
    """Whether whoever asks may not look into the firm's own affairs, so that what is unknown of them stays so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class BiddingPolicies:
    """What was in force for a case; none where nothing was."""

    eligibility: PolicyVersion
    conduct: PolicyVersion | None = None
    splitting: PolicyVersion | None = None
    alignment: PolicyVersion | None = None
