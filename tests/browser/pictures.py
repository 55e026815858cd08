"""Takes the pictures of docs/ from the product as it is served: `make pictures`."""

from __future__ import annotations

import asyncio
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.async_api import Browser, Page, expect

from tests.browser.explorer import answer, editor, example, plan, run
from tests.browser.visiting import browsing, visiting
from tests.serving import ROOT, serving

DOCS = ROOT / "docs"
WIDTH = 1440


async def explorer(page: Page) -> None:
    """A question across departments and its answer."""
    await page.goto("/graphql")
    await example(page, "OneFirmEverywhere").click()
    await expect(answer(page)).to_contain_text("Aurelia Cryogenics (sample)")


async def with_plan(page: Page) -> None:
    """The same with its plan, and the owners of fields beside it."""
    await page.goto("/graphql#type=Organisation")
    await expect(editor(page)).to_contain_text("query OneFirmEverywhere")
    await page.get_by_role("button", name="Show the plan").click()
    await expect(plan(page)).to_contain_text("Plan of OneFirmEverywhere")
    await run(page)  # once more: the first run compiled the plan and opened the database
    await expect(answer(page)).to_contain_text("Aurelia Cryogenics (sample)")
    await page.locator(".graphiql-doc-explorer-field-name", has_text="participations").scroll_into_view_if_needed()


async def home(page: Page) -> None:
    """The first page, down to the end of its picture."""
    await page.goto("/")
    box = await page.locator("#wide").bounding_box()
    assert box
    await page.set_viewport_size({"width": WIDTH, "height": round(box["y"] + box["height"]) + 24})


async def take(browser: Browser, address: str) -> None:
    """Take all pictures, once the editors have put their scrollbars away."""
    for name, show in {"explorer": explorer, "plan": with_plan, "home": home}.items():
        async with visiting(browser, address, width=WIDTH) as page:
            await show(page)
            await expect(page.locator(".visible.scrollbar")).to_have_count(0)
            await page.screenshot(path=DOCS / f"{name}.png", animations="disabled")


async def main() -> None:
    """Serve the sample story, and visit it."""
    with TemporaryDirectory() as folder, serving(Path(folder)) as served:
        async with browsing() as browser:
            await take(browser, served.address)


if __name__ == "__main__":
    try:
        asyncio.run(main())
    except LookupError as error:
        raise SystemExit(str(error)) from None
