"""CERN, and the invented organisations of which the departments tell their stories."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from core.registry.models import OrganisationKind, SizeClass

SAMPLE: Final = "sample"
"""The source of what is invented; as a scheme in capitals, the register in which samples find one another."""
EU_OFFICE: Final = "https://cerneu.web.cern.ch/internal-approval-and-submission-eu-projects"


class Body(NamedTuple):
    """An organisation; its numbers are `scheme:value` with the source of each."""

    numbers: Mapping[str, str]
    name: str
    facts: Mapping[str, Any]
    source: str = SAMPLE


def invented(key: str, name: str, country: str, city: str, kind: OrganisationKind, **facts: Any) -> Body:
    """An organisation that does not exist, and whose name says so."""
    return Body(
        {f"SAMPLE:{key}": SAMPLE}, f"{name} (sample)", {"country": country, "city": city, "kind": kind, **facts}
    )


ORGANISATIONS: Final = (
    Body(
        {"PIC:999988133": EU_OFFICE, "ROR:01ggx4157": "https://github.com/inveniosoftware/invenio-vocabularies"},
        "European Organization for Nuclear Research",
        {
            "short_name": "CERN",
            "country": "CH",
            "city": "Geneva",
            "kind": OrganisationKind.RESEARCH,
            "website": "https://home.cern",
        },
        EU_OFFICE,
    ),
    invented(
        "aurelia",
        "Aurelia Cryogenics",
        "PL",
        "Wrocław",
        OrganisationKind.COMPANY,
        is_sme=True,
        is_startup=True,
        size_class=SizeClass.SMALL,
    ),
    invented(
        "montbrillant",
        "Montbrillant Instruments",
        "CH",
        "Geneva",
        OrganisationKind.COMPANY,
        is_sme=True,
        is_startup=False,
        size_class=SizeClass.MEDIUM,
    ),
    invented(
        "tagus",
        "Tagus Vacuum Systems",
        "PT",
        "Lisbon",
        OrganisationKind.COMPANY,
        is_sme=False,
        is_startup=False,
        size_class=SizeClass.LARGE,
    ),
    invented("nordkap", "Nordkap Institute of Detectors", "NO", "Tromsø", OrganisationKind.RESEARCH),
    invented("donau", "Donau University", "AT", "Linz", OrganisationKind.HIGHER_EDUCATION),
)
