"""Every policy of every department in one table, with its sources, and a mark where none was read."""

from __future__ import annotations

from collections.abc import Iterator
from html import escape
from importlib import resources
from itertools import groupby
from string import Template

from core.host import Host
from core.policies.shown import written
from core.policies.version import PolicyVersion, Said
from core.words import Confidence

NOBODY = "<p>No department has any.</p>"


def policies_page(host: Host) -> str:
    """The page, which does not change while a host runs."""
    page = Template(resources.files("core.web.policies").joinpath("page.html").read_text(encoding="utf-8"))
    titles = {each.name: each.title for each in host.departments}
    values = [said for version in host.policies for said in version.values]
    sections = [
        _department(titles[name], [*versions])
        for name, versions in groupby(host.policies, key=lambda each: each.policy.partition(".")[0])
    ]
    return page.substitute(
        policies=len(host.policies.names),
        values=len(values),
        unconfirmed=sum(map(_is_unconfirmed, values)),
        sections="\n".join(sections) or NOBODY,
    )


def _department(title: str, versions: list[PolicyVersion]) -> str:
    policies = (_policy([*same]) for _, same in groupby(versions, key=lambda each: each.policy))
    return f"<h2>{escape(title)}</h2>{''.join(policies)}"


def _policy(versions: list[PolicyVersion]) -> str:
    first = versions[0]
    return (
        f"<section id='{escape(first.policy)}'><h3>{escape(first.title)}</h3>"
        f"<p class='soft'><code>{escape(first.policy)}</code> {escape(first.about)}</p>"
        f"{''.join(map(_version, versions))}</section>"
    )


def _version(version: PolicyVersion) -> str:
    note = f"<p class='soft'>{escape(version.note)}</p>" if version.note else ""
    rows = "".join(_rows(version.values))
    return (
        f"<h4>{escape(version.version)} <span class='soft'>{_when(version)}</span></h4>{note}"
        "<div class='wide'><table><thead><tr><th>What it decides</th><th>Value</th><th>Source</th></tr></thead>"
        f"<tbody>{rows}</tbody></table></div>"
    )


def _when(version: PolicyVersion) -> str:
    if version.is_variant:
        return "never in force, to be tried by name"
    since = f"since {version.valid_from}" if version.valid_from else "as far back as is known"
    return since + (f", until {version.valid_to}" if version.valid_to else "")


def _rows(values: tuple[Said, ...]) -> Iterator[str]:
    for each in values:
        mark = " <mark>unconfirmed</mark>" if _is_unconfirmed(each) else ""
        yield (
            f"<tr><td>{escape(each.meaning)} <code>{escape(each.name)}</code></td>"
            f"<td class='value'>{escape(written(each.given))} {escape(each.unit)}</td>"
            f"<td>{_source(each.source)}{mark}</td></tr>"
        )


def _source(source: str) -> str:
    if source.startswith(("https://", "http://")) and " " not in source:
        return f"<a href='{escape(source)}' rel='noreferrer'>{escape(source.partition('://')[2])}</a>"
    return escape(source)


def _is_unconfirmed(said: Said) -> bool:
    return said.confidence is Confidence.UNCONFIRMED
