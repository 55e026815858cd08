"""The parts of the explorer, as a visitor finds them."""

from __future__ import annotations

from playwright.async_api import Locator, Page


def editor(page: Page) -> Locator:
    """Where the operation is written."""
    return page.get_by_role("region", name="Operation Editor").locator(".monaco-editor").first


def answer(page: Page) -> Locator:
    """The rows that came back."""
    return page.get_by_role("region", name="Result Window")


def example(page: Page, operation: str) -> Locator:
    """The example with this operation, in the tree."""
    return page.get_by_role("button").filter(has_text=f"query {operation}")


def shown_tab(page: Page) -> Locator:
    """The tab that is shown, which bears the name of its operation."""
    return page.locator(".graphiql-tab-active .graphiql-tab-button")


def plan(page: Page) -> Locator:
    """The plan below the answer."""
    return page.get_by_role("region", name="Plan")


async def write(page: Page, operation: str) -> None:
    """Replace what is in the editor."""
    await editor(page).click()
    await page.keyboard.press("ControlOrMeta+a")
    await page.keyboard.insert_text(operation)


async def run(page: Page) -> None:
    """Run what is in the editor."""
    await page.get_by_role("button", name="Execute query").click()
