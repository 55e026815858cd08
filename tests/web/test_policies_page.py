"""The page that shows every policy to people."""

from __future__ import annotations

import re
from html import escape
from pathlib import Path

from core.host import Host
from core.policies.policies import Policies
from core.policies.reading import read_policy
from core.testing import served, settings_for
from tests.policies.files import HEAD, variant, version, written

TWO = HEAD + version(3, "valid_to = 2019-12-31") + version(5, "valid_from = 2020-01-01") + variant(9)


def page_of(folder: Path, text: str) -> str:
    """The page where procurement has one policy of this text, and nobody another."""
    policies = Policies(read_policy(written(folder, text), "procurement"))
    with served("procurement", samples=False, policies=policies) as client:
        return client.get("/policies").text


def test_each_version_is_shown_with_its_days_values_and_sources(tmp_path: Path) -> None:
    page = page_of(tmp_path, TWO)

    assert "<h2>Procurement and Industrial Services</h2>" in page
    assert "<h4>SWEETS-3 <span class='soft'>as far back as is known, until 2019-12-31</span></h4>" in page
    assert "<h4>SWEETS-5 <span class='soft'>since 2020-01-01</span></h4>" in page
    assert "<h4>SWEETS-9 <span class='soft'>never in force, to be tried by name</span></h4>" in page
    assert "<td class='value'>5 sweets</td>" in page
    assert "<a href='https://example.org/sweets' rel='noreferrer'>example.org/sweets</a>" in page


def test_what_no_source_says_is_marked_and_counted(tmp_path: Path) -> None:
    page = page_of(tmp_path, TWO)

    assert "1 policies with 6 values. 3 of them are <mark>unconfirmed</mark>" in page
    assert page.count("</a> <mark>unconfirmed</mark></td>") == 3


def test_what_a_file_says_is_no_part_of_the_page(tmp_path: Path) -> None:
    page = page_of(
        tmp_path, TWO.replace('"Sweets"', '"<script>alert(1)</script>"').replace('"https://', '"javascript://')
    )

    assert "<script>" not in page
    assert "<a href='javascript" not in page


def test_every_policy_that_is_loaded_is_on_the_page() -> None:
    policies = Host.load(settings_for(())).policies
    with served(samples=False) as client:
        page = client.get("/policies")
        home = client.get("/").text

    assert page.status_code == 200
    assert re.findall(r"<section id='([^']+)'>", page.text) == policies.names
    sources = {value.source.partition("://")[2] or value.source for each in policies for value in each.values}
    assert not [each for each in sources if escape(each) not in page.text]
    assert '<a href="/policies">' in home
