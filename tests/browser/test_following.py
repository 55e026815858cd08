"""A subscription in the explorer: it shows what somebody else changes meanwhile, until it is stopped."""

from __future__ import annotations

import json
from pathlib import Path

from anyio import to_thread
from playwright.async_api import Browser, Page, Response, expect

from tests.browser.explorer import answer, example, run, shown_tab, write
from tests.browser.visiting import visiting
from tests.procurement.test_import_ocds import RELEASE
from tests.serving import Served

FOLLOW = "subscription Follow { tenderChanged { reference title } }"


def is_stream(response: Response) -> bool:
    return response.headers["content-type"].startswith("text/event-stream")


async def follow(page: Page) -> None:
    await page.goto("/graphql")
    await write(page, FOLLOW)
    await expect(shown_tab(page)).to_have_text("Follow")
    async with page.expect_response(is_stream):
        await run(page)


async def test_a_change_is_shown_when_it_happens(browser: Browser, served: Served, tmp_path: Path) -> None:
    release = tmp_path / "release.json"
    release.write_text(json.dumps(RELEASE))
    async with visiting(browser, served.address) as page:
        await follow(page)

        await to_thread.run_sync(served.ipt, "import", "ocds", str(release))

        await expect(answer(page)).to_contain_text('"title": "Cycle lanes"')


async def test_it_is_stopped_by_the_button_that_ran_it(browser: Browser, served: Served) -> None:
    async with visiting(browser, served.address) as page:
        await follow(page)

        async with page.expect_event("requestfailed") as ended:
            await page.get_by_role("button", name="Stop query").click()

        assert (await ended.value).failure == "net::ERR_ABORTED"
        await expect(page.get_by_role("button", name="Execute query")).to_be_visible()


async def test_an_example_that_is_opened_meanwhile_ends_it_and_is_answered(browser: Browser, served: Served) -> None:
    async with visiting(browser, served.address) as page:
        await follow(page)

        async with page.expect_event("requestfailed"):
            await example(page, "SpinOffs").click()

        await expect(answer(page)).to_contain_text("PlanetWatch")
