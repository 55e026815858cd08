"""CORDIS projects written for tests, in the shape of the real ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape, quoteattr


@dataclass(frozen=True)
class Partner:
    """An organisation in a project; an attribute that is none is not written."""

    pic: str
    role: str = "participant"
    order: int = 1
    name: str = "Some institute"
    country: str = "PL"
    contribution: str | None = "100.00"
    net: str | None = "100.00"
    cost: str | None = "100.00"
    sme: str | None = "false"
    terminated: str = "false"
    vat: str = ""
    kind: str = "/REC"

    def xml(self) -> str:
        """The element."""
        given = {
            "type": self.role,
            "order": str(self.order),
            "ecContribution": self.contribution,
            "netEcContribution": self.net,
            "totalCost": self.cost,
            "sme": self.sme,
            "terminated": self.terminated,
            "source": "corda",
        }
        attributes = " ".join(f"{name}={quoteattr(value)}" for name, value in given.items() if value is not None)
        return f"""<organization {attributes}><id>{self.pic}</id><vatNumber>{self.vat}</vatNumber>
        <legalName>{escape(self.name)}</legalName><shortName>short</shortName>
        <address><city>Town</city><country>{self.country}</country><url>http://example.org</url></address>
        <relations><categories><category classification="organizationActivityType"><code>{self.kind}</code>
        </category></categories></relations></organization>"""


@dataclass(frozen=True)
class XmlProject:
    """A project; `parts` are its legal bases, the first of them the main one."""

    grant: str = "101000001"
    partners: tuple[Partner, ...] = (Partner("999999999", "coordinator"),)
    updated: str = "2025-01-01 10:00:00"
    title: str = "A title"
    topic: str = "HORIZON-TOPIC-01"
    call: str = "HORIZON-CALL-01"
    parts: tuple[str, ...] = ("HORIZON.1.2",)
    starts: str = "2025-02-01"
    status: str = "SIGNED"
    extra: str = field(default="", repr=False)

    def xml(self) -> str:
        """The document."""
        return f"""<?xml version="1.0" encoding="UTF-8"?>
<project><id>{self.grant}</id><acronym>ACRO</acronym><title>{escape(self.title)}</title>
<objective>To find out.</objective><totalCost>0</totalCost><ecMaxContribution>1000.5</ecMaxContribution>
<startDate>{self.starts}</startDate><endDate>2027-01-31</endDate><status>{self.status}</status>
<keywords>one, two</keywords><sourceUpdateDate>{self.updated}</sourceUpdateDate>{self.extra}
<relations><associations>
<call type="relatedMasterCall"><identifier>{self.call}</identifier><title>Master</title></call>
<call type="relatedSubCall"><identifier>{self.call}</identifier><title>Call of {self.grant}</title></call>
{"".join(partner.xml() for partner in self.partners)}
{"".join(_part(code, main=place == 0) for place, code in enumerate(self.parts))}
<programme type="relatedTopic"><code>{self.topic}</code><title>Topic of {self.grant}</title>
<frameworkProgramme>HORIZON</frameworkProgramme>
<parent><programme><code>HORIZON-Topics</code></programme></parent></programme>
<result><relations><associations><organization type="applicant"><id>111111111</id>
<legalName>Patent office</legalName></organization></associations></relations></result>
</associations><categories><category classification="projectFundingSchemeCategory"><code>/HORIZON-RIA</code>
</category></categories></relations></project>"""

    def write(self, folder: Path, name: str = "") -> Path:
        """The file, called after the grant."""
        path = folder / f"{name or self.grant}.xml"
        path.write_text(self.xml(), "utf-8")
        return path


def _part(code: str, *, main: bool) -> str:
    mark = ' uniqueProgrammePart="true"' if main else ""
    return f"""<programme type="relatedLegalBasis"{mark}><code>{code}</code>
    <frameworkProgramme>HORIZON</frameworkProgramme><title>Part {code}</title>{_above(code)}</programme>"""


def _above(code: str) -> str:
    parent, _, _ = code.rpartition(".")
    return f"<parent><programme><code>{parent}</code>{_above(parent)}</programme></parent>" if parent else ""
