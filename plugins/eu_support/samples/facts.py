"""What the sample story of EU support tells: real entries of public registers, and what is invented beside them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, Final, NamedTuple

from plugins.eu_support.models import ParticipationRole, ProjectStatus

SAMPLE: Final = "sample"
"""The source of what is invented."""
CORDIS: Final = "https://cordis.europa.eu"
REGULATION: Final = "https://eur-lex.europa.eu/eli/reg/2021/695/oj"
PORTAL: Final = "https://ec.europa.eu/info/funding-tenders/opportunities/portal/screen/opportunities/topic-details/"

CERN: Final = "PIC:999988133"
RESEARCHER: Final = "sample-researcher"
"""The invented person who drafts for a unit: `role=researcher,person=sample-researcher,unit=TE`."""


class Part(NamedTuple):
    """A framework programme or a part of one, below another; only some parts are the legal basis of projects."""

    code: str
    title: str
    parent: str | None
    source: str = CORDIS
    is_basis: bool = False


PROGRAMMES: Final = (
    Part("HORIZON", "Horizon Europe", None),
    Part("HORIZON.1", "Excellent Science", "HORIZON", REGULATION),
    Part("HORIZON.1.2", "Marie Skłodowska-Curie Actions (MSCA)", "HORIZON.1", is_basis=True),
    Part("HORIZON.1.3", "Research infrastructures", "HORIZON.1", is_basis=True),
)
FELLOWSHIPS: Final = "HORIZON.1.2"
INFRASTRUCTURES: Final = "HORIZON.1.3"

REAL_CALL: Final = ("HORIZON-INFRA-2027-01", "Research Infrastructures 2027")
REAL_TOPIC: Final = (
    "HORIZON-INFRA-2027-TECH-01-01",
    "Testing and optimising models of co-creation of advanced research infrastructure technologies",
)
REAL_DEADLINE: Final = date(2027, 6, 15)
TYPE_OF_ACTION: Final = "HORIZON Research and Innovation Actions"

INVENTED_CALL: Final = ("SAMPLE-INFRA-COLD", "Cold technologies for research infrastructures (sample)")
INVENTED_TOPIC: Final = ("SAMPLE-INFRA-COLD-01", "Leak-free cryogenics for the next colliders (sample)")

COLDLINK: Final[Mapping[str, Any]] = {
    "framework": "HORIZON",
    "grant_number": "SAMPLE-001",
    "acronym": "COLDLINK",
    "title": "Leak-free cryogenic lines for the accelerators of tomorrow (sample)",
    "objective": "An invented project: three partners from three countries make cryogenic lines that lose no helium.",
    "keywords": "cryogenics, helium, superconducting links",
    "status": ProjectStatus.SIGNED,
    "funding_scheme": "HORIZON-RIA",
    "source": SAMPLE,
}

FELLOWSHIP_CALL: Final = ("HORIZON-MSCA-2022-PF-01", "HORIZON-MSCA-2022-PF-01")
FELLOWSHIP_TOPIC: Final = ("HORIZON-MSCA-2022-PF-01-01", "MSCA Postdoctoral Fellowships 2022")
FELLOWSHIP_CENTS: Final = 210_789_12
FELLOWSHIP: Final[Mapping[str, Any]] = {
    "framework": "HORIZON",
    "grant_number": "101105511",
    "acronym": "NUTELAS",
    "title": "NUclear sTructure Evolution with LAser Spectroscopy",
    "keywords": (
        "Nuclear Physics, Nuclear Structure, Shell Evolution, Deformation, Ground-State Properties, "
        "Radioactive Ion Beams, Laser Spectroscopy, Decay Spectroscopy, Shell-Model, ab-initio"
    ),
    "status": ProjectStatus.CLOSED,
    "funding_scheme": "HORIZON-TMA-MSCA-PF-EF",
    "signed_on": date(2023, 4, 21),
    "starts_on": date(2024, 2, 1),
    "ends_on": date(2026, 1, 31),
    "source": f"{CORDIS}/project/id/101105511",
    "source_date": datetime(2023, 9, 30, 0, 36, 12, tzinfo=UTC),
}
"""A real project, as CORDIS has it: an import of CORDIS finds it by its grant number and writes the same again."""


class Partner(NamedTuple):
    """Who takes part in COLDLINK, by a number in a register, with its euros: invented, so none of them is real."""

    number: str
    role: ParticipationRole
    contribution: int
    cost: int


PARTNERS: Final = (
    Partner("SAMPLE:nordkap", ParticipationRole.COORDINATOR, 1_400_000, 1_400_000),
    Partner("SAMPLE:aurelia", ParticipationRole.PARTICIPANT, 950_000, 1_200_000),
    Partner("SAMPLE:donau", ParticipationRole.PARTICIPANT, 850_000, 850_000),
)
