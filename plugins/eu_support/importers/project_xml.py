"""One CORDIS project as its XML tells it: checked, mended, without the persons that it names."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from lxml import etree

from core.registry.importers.organisations import Mention
from core.registry.models import OrganisationKind
from core.storage.batches import rank_of
from core.storage.imports import RecordError, day, instant, mended, minor_units, one_line
from core.words import country_code, fold
from plugins.eu_support.models import ParticipationRole, ProjectStatus

SOURCE: Final = "CORDIS"
CURRENCY: Final = "EUR"

Element = etree._Element  # noqa: SLF001  # pyright: ignore[reportPrivateUsage]
Values = dict[str, Any]

_KINDS: Final = {
    "/HES": OrganisationKind.HIGHER_EDUCATION,
    "/REC": OrganisationKind.RESEARCH,
    "/PRC": OrganisationKind.COMPANY,
    "/PUB": OrganisationKind.PUBLIC_BODY,
}
_ROLES: Final = {
    "coordinator": ParticipationRole.COORDINATOR,
    "participant": ParticipationRole.PARTICIPANT,
    "associatedPartner": ParticipationRole.ASSOCIATED_PARTNER,
    "thirdParty": ParticipationRole.THIRD_PARTY,
}
_STATUSES: Final = {status.name: status for status in ProjectStatus}
_TRUTHS: Final = {"true": True, "false": False}


@dataclass(frozen=True, slots=True)
class Part:
    """A programme part; `line` is its ancestry from the framework programme down, itself left out."""

    code: str
    title: str
    framework: str
    is_main: bool
    line: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Entry:
    """A call or a topic, as a project names it."""

    identifier: str
    title: str


@dataclass(frozen=True, slots=True)
class Partner:
    """A participation: the organisation's PIC and the columns of the row that need no other row."""

    pic: str
    values: Values


@dataclass(frozen=True, slots=True)
class ProjectRecord:
    """A project with everything that it names."""

    file: str
    framework: str
    grant: str
    source_date: datetime | None
    values: Values
    parts: tuple[Part, ...]
    call: Entry | None
    topic: Entry | None
    partners: tuple[Partner, ...]
    mentions: dict[str, Mention]

    @property
    def rank(self) -> tuple[datetime, str]:
        """How recent the record is; of two projects of one time the greater grant number counts."""
        return rank_of(self.source_date, self.grant)


def read_project(file: str, data: bytes) -> ProjectRecord:
    """Read a project; raises RecordError with the line if the XML is broken, or something in it cannot be used."""
    root = _parse(data)
    if root.tag != "project":
        raise RecordError("line 1", f"the file holds a <{root.tag}>, not a <project>")
    found = root.find("relations/associations")
    relations = found if found is not None else etree.Element("associations")
    parts = tuple(_parts(relations))
    grant, updated = _needed(root, "id"), instant(root.findtext("sourceUpdateDate"), "sourceUpdateDate")
    entries = [(node, _fields(node)) for node in relations.iterfind("organization")]
    partners = tuple(_partner(node, fields) for node, fields in entries)
    return ProjectRecord(
        file=file,
        framework=_framework(root, parts),
        grant=grant,
        source_date=updated,
        values=_project_values(root, updated),
        parts=parts,
        call=_call(relations),
        topic=_topic(relations),
        partners=_distinct(partners, root),
        mentions=_mentions(file, entries, grant, updated),
    )


def _parse(data: bytes) -> Element:
    # No entity is expanded and no address is fetched: a project is data, whoever wrote the file.
    # Half of the nodes are white space between elements: without them reading takes half the time.
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        remove_comments=True,
        remove_pis=True,
        remove_blank_text=True,
        collect_ids=False,
    )
    try:
        return etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        raise RecordError(f"line {error.lineno or 1}", f"the XML is broken: {error.msg}") from error


def _needed(node: Element, tag: str) -> str:
    text = one_line(node.findtext(tag))
    if not text:
        raise RecordError(f"line {node.sourceline}", f"<{node.tag}> has no <{tag}>")
    return text


def _project_values(root: Element, updated: datetime | None) -> Values:
    acronym, title = one_line(root.findtext("acronym")), one_line(root.findtext("title"))
    keywords, grant = one_line(root.findtext("keywords")), _needed(root, "id")
    return {
        "acronym": acronym,
        "title": title,
        "objective": mended(root.findtext("objective")),
        "keywords": keywords,
        "status": _chosen(_STATUSES, root.findtext("status"), root, "status"),
        "funding_scheme": _scheme(root),
        "starts_on": _day(root, "startDate"),
        "ends_on": _day(root, "endDate"),
        "signed_on": _day(root, "ecSignatureDate"),
        **_money("total_cost", root.findtext("totalCost"), root),
        **_money("ec_max_contribution", root.findtext("ecMaxContribution"), root),
        "source": SOURCE,
        "source_date": updated,
        "search_text": fold(f"{acronym} {title} {grant} {keywords}"),
    }


def _day(root: Element, tag: str) -> Any:
    node = root.find(tag)
    return None if node is None else day(node.text, f"line {node.sourceline}, {tag}")


def _money(name: str, text: str | None, node: Element) -> Values:
    minor = minor_units(text, CURRENCY, f"line {node.sourceline}, {name}")
    return {f"{name}_minor": minor, f"{name}_currency": None if minor is None else CURRENCY}


def _chosen(choices: dict[str, Any], given: str | None, node: Element, what: str) -> Any:
    if given not in choices:
        known = ", ".join(choices)
        raise RecordError(f"line {node.sourceline}", f"{what} '{given}' is unknown: it is one of {known}")
    return choices[given]


def _scheme(root: Element) -> str:
    for category in root.iterfind("relations/categories/category"):
        if category.get("classification") == "projectFundingSchemeCategory":
            return one_line(category.findtext("code")).lstrip("/")
    return ""


def _parts(relations: Element) -> Iterator[Part]:
    for node in relations.iterfind("programme"):
        if node.get("type") == "relatedLegalBasis":
            yield Part(
                code=_needed(node, "code"),
                title=one_line(node.findtext("title")),
                framework=one_line(node.findtext("frameworkProgramme")),
                is_main=node.get("uniqueProgrammePart") == "true",
                line=tuple(_ancestors(node)),
            )


def _ancestors(node: Element) -> list[str]:
    codes: list[str] = []
    above = node.find("parent/programme")
    while above is not None:
        codes.append(_needed(above, "code"))
        above = above.find("parent/programme")
    return codes[::-1]


def _framework(root: Element, parts: tuple[Part, ...]) -> str:
    for part in sorted(parts, key=lambda part: not part.is_main):
        if part.framework:
            return part.framework
    raise RecordError(f"line {root.sourceline}", "no <programme> tells the framework programme")


def _call(relations: Element) -> Entry | None:
    """The call in which the project was chosen; a master call gathers several of them."""
    calls = {node.get("type"): node for node in relations.iterfind("call")}
    node = calls.get("relatedSubCall", calls.get("relatedMasterCall"))
    return None if node is None else Entry(_needed(node, "identifier"), one_line(node.findtext("title")))


def _topic(relations: Element) -> Entry | None:
    for node in relations.iterfind("programme"):
        if node.get("type") == "relatedTopic":
            return Entry(_needed(node, "code"), one_line(node.findtext("title")))
    return None


def _fields(node: Element) -> dict[str, Element]:
    """The children by name; what occurs more than once is not looked at."""
    return {str(child.tag): child for child in node}


def _partner(node: Element, fields: Mapping[str, Element]) -> Partner:
    return Partner(
        pic=_text_of(node, fields, "id"),
        values={
            "role": _chosen(_ROLES, node.get("type"), node, "role"),
            "order": _order(node),
            **_money("ec_contribution", node.get("ecContribution"), node),
            **_money("net_ec_contribution", node.get("netEcContribution"), node),
            **_money("total_cost", node.get("totalCost"), node),
            "is_sme": _TRUTHS.get(node.get("sme", "")),
            "is_terminated": node.get("terminated") == "true",
            "source": SOURCE,
        },
    )


def _text_of(node: Element, fields: Mapping[str, Element], tag: str) -> str:
    text = _text(fields, tag)
    if not text:
        raise RecordError(f"line {node.sourceline}", f"<{node.tag}> has no <{tag}>")
    return text


def _text(fields: Mapping[str, Element], tag: str) -> str:
    found = fields.get(tag)
    return "" if found is None else one_line(found.text)


def _order(node: Element) -> int:
    given = node.get("order", "")
    if not given.isdecimal():
        raise RecordError(f"line {node.sourceline}", f"order '{given}' is no whole number")
    return int(given)


def _distinct(partners: tuple[Partner, ...], root: Element) -> tuple[Partner, ...]:
    keys = [(partner.pic, partner.values["role"], partner.values["order"]) for partner in partners]
    if len({*keys}) < len(keys):
        pic, role, order = next(key for key in keys if keys.count(key) > 1)
        raise RecordError(f"line {root.sourceline}", f"PIC {pic} is {role.value} number {order} more than once")
    return partners


def _mentions(
    file: str, entries: Sequence[tuple[Element, Mapping[str, Element]]], grant: str, updated: datetime | None
) -> dict[str, Mention]:
    """The organisations by PIC; of two entries for one PIC the first counts."""
    found: dict[str, Mention] = {}
    for node, fields in entries:
        pic = _text_of(node, fields, "id")
        if pic not in found:
            found[pic] = _mention(file, node, fields, grant, updated)
    return found


def _mention(file: str, node: Element, fields: Mapping[str, Element], grant: str, updated: datetime | None) -> Mention:
    pic, vat = _text_of(node, fields, "id"), _text(fields, "vatNumber")
    address = _fields(fields["address"]) if "address" in fields else {}
    return Mention(
        name=_text_of(node, fields, "legalName"),
        country=country_code(_text(address, "country")),
        source=SOURCE,
        source_date=updated,
        source_rank=grant,
        identifiers=(("PIC", pic), ("VAT", vat)) if vat else (("PIC", pic),),
        facts={
            "short_name": _text(fields, "shortName"),
            "city": _text(address, "city"),
            "kind": _kind(fields),
            "is_sme": _TRUTHS.get(node.get("sme", "")),
            "website": _text(address, "url"),
        },
        file=file,
    )


def _kind(fields: Mapping[str, Element]) -> OrganisationKind:
    relations = fields.get("relations")
    for category in () if relations is None else relations.iterfind("categories/category"):
        if category.get("classification") == "organizationActivityType":
            return _KINDS.get(category.findtext("code", ""), OrganisationKind.OTHER)
    return OrganisationKind.OTHER
