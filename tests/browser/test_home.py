"""The first page in a browser: its picture, and the way from it into the explorer."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.browser.explorer import answer, shown_tab
from tests.browser.visiting import Scheme, visiting

OUTSIDE = """
picture => [...picture.querySelectorAll("a")].filter(link => {
  const [text, box] = [link.querySelector("text").getBBox(), link.querySelector("rect").getBBox()];
  return text.x < box.x || text.x + text.width > box.x + box.width;
}).map(link => link.textContent)
"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("width", "shown", "other"), [(1280, "#wide", "#narrow"), (400, "#narrow", "#wide")])
async def test_the_picture_fits_its_window_and_its_names_fit_their_boxes(
    browser: Browser, address: str, width: int, shown: str, other: str, scheme: Scheme
) -> None:
    async with visiting(browser, address, width=width, scheme=scheme) as page:
        await page.goto("/")

        await expect(page.locator(shown)).to_be_visible()
        await expect(page.locator(other)).to_be_hidden()
        assert await page.locator(shown).evaluate(OUTSIDE) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= width


async def test_one_click_runs_an_example(browser: Browser, address: str) -> None:
    async with visiting(browser, address) as page:
        await page.goto("/")

        await page.get_by_role("link", name="Run an example").click()

        await expect(shown_tab(page)).to_have_text("OneFirmEverywhere")
        await expect(answer(page)).to_contain_text("Aurelia Cryogenics (sample)")


async def test_a_type_in_the_picture_leads_to_its_description(browser: Browser, address: str) -> None:
    async with visiting(browser, address) as page:
        await page.goto("/")

        await page.locator("#wide").get_by_text("Licence", exact=True).click()

        await expect(page.locator(".graphiql-plugin")).to_contain_text("Owned by Knowledge Transfer")


async def test_a_line_of_the_picture_names_its_fields(browser: Browser, address: str) -> None:
    async with visiting(browser, address) as page:
        await page.goto("/")
        line = page.locator("#wide .crossing", has=page.locator("title", has_text="Organisation ↔ SpinOff"))

        drawn = line.locator("path").last
        await drawn.hover()

        await expect(line.locator("title")).to_contain_text("Organisation.spinOff")
        await expect(drawn).to_have_css("stroke-width", "4px")
