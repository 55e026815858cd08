"""The explorer, as somebody meets it who opens it for the first time."""

from __future__ import annotations

import pytest
from playwright.async_api import Browser, expect

from tests.browser.explorer import answer, editor, example, plan, run, shown_tab, write
from tests.browser.visiting import Scheme, visiting

FRAGMENTS = """
query Fragments { search(text: "aurelia") { nodes { ... on Organisation { ...Supplying } } } }
fragment Supplying on Organisation { supplier { categories { name } } }
"""
TOO_LONG = "query TooLong { tenders(first: 1000) { nodes { title } } }"


@pytest.mark.parametrize(("width", "scheme"), [(1280, "light"), (400, "dark")])
async def test_it_loads_offline_without_an_error(browser: Browser, address: str, width: int, scheme: Scheme) -> None:
    async with visiting(browser, address, width=width, scheme=scheme) as page:
        await page.goto("/graphql")

        await expect(editor(page)).to_contain_text("query OneFirmEverywhere")
        await expect(example(page, "OneFirmEverywhere")).to_have_attribute("aria-current", "true")


async def test_a_visit_that_asks_another_host_fails(browser: Browser, address: str) -> None:
    async def visit() -> None:
        async with visiting(browser, address) as page:
            await page.goto("/graphql")
            await page.evaluate("fetch('http://192.0.2.1/').catch(() => null)")

    with pytest.raises(AssertionError, match=r"violates .*Content Security Policy"):
        await visit()


async def test_an_example_of_the_tree_runs_and_shows_its_rows(browser: Browser, address: str) -> None:
    async with visiting(browser, address) as page:
        await page.goto("/graphql")

        await example(page, "SpinOffs").click()

        await expect(shown_tab(page)).to_have_text("SpinOffs")
        await expect(answer(page)).to_contain_text("PlanetWatch")
        assert page.url.endswith("#example=knowledge_transfer/spin_offs")


async def test_the_tree_is_used_with_the_keyboard_alone(browser: Browser, address: str) -> None:
    async with visiting(browser, address) as page:
        await page.goto("/graphql")
        department = page.locator("summary", has_text="Knowledge Transfer")
        await expect(example(page, "SpinOffs")).to_be_enabled()

        await department.press("Enter")
        await expect(example(page, "SpinOffs")).to_be_hidden()
        await department.press("Enter")
        await page.keyboard.press("Tab")
        await page.keyboard.press("Enter")

        await expect(shown_tab(page)).to_have_text("LicencesOfAFirm")
        await expect(answer(page)).to_contain_text("Quiet Cavity Tuner (sample)")


async def test_an_operation_is_written_and_run(browser: Browser, address: str) -> None:
    async with visiting(browser, address) as page:
        await page.goto("/graphql")

        await write(page, "query HowMany { memberStates { totalCount } }")
        await expect(shown_tab(page)).to_have_text("HowMany")
        await run(page)

        await expect(answer(page)).to_contain_text('"totalCount": 36')


async def test_a_failing_operation_shows_its_error(browser: Browser, address: str) -> None:
    async with visiting(browser, address) as page:
        await page.goto("/graphql")

        await write(page, TOO_LONG)
        await expect(shown_tab(page)).to_have_text("TooLong")
        await run(page)

        await expect(answer(page)).to_contain_text("at most 100")
        await expect(answer(page)).to_contain_text('"code"')


async def test_the_plan_is_shown_when_asked_for_and_stays_asked_for(browser: Browser, address: str) -> None:
    async with visiting(browser, address) as page:
        await page.goto("/graphql")
        await expect(plan(page)).to_be_hidden()

        await expect(example(page, "OneFirmEverywhere")).to_be_enabled()
        await page.get_by_role("button", name="Show the plan").click()
        await expect(plan(page)).to_contain_text("Plan of OneFirmEverywhere")
        await page.reload()
        await example(page, "WhoWon").click()
        await expect(plan(page)).to_contain_text("Plan of WhoWon")
        await example(page, "OneFirmEverywhere").click()

        await expect(plan(page)).to_contain_text("Plan of OneFirmEverywhere")
        for department in ("registry", "procurement", "knowledge transfer", "eu support"):
            await expect(plan(page).get_by_role("list", name="By department")).to_contain_text(department)
        await expect(answer(page)).not_to_contain_text("extensions")


async def test_a_statement_stands_below_the_one_it_needs_and_has_its_sql(browser: Browser, address: str) -> None:
    async with visiting(browser, address) as page:
        await page.goto("/graphql")
        await page.get_by_role("button", name="Show the plan").click()
        await example(page, "OneFirmEverywhere").click()
        statements = plan(page).get_by_role("list", name="By level").get_by_role("listitem")

        supplier = statements.filter(has_text="Organisation.supplier").first
        await supplier.locator("summary").click()

        await expect(supplier).to_have_attribute("aria-level", "2")
        await expect(supplier.locator("pre")).to_contain_text("SELECT")
        categories = statements.filter(has_text="Supplier.categories").first
        await expect(categories).to_have_attribute("aria-level", "3")


async def test_a_statement_of_a_fragment_has_its_level_too(browser: Browser, address: str) -> None:
    async with visiting(browser, address) as page:
        await page.goto("/graphql")
        await write(page, FRAGMENTS)
        await expect(shown_tab(page)).to_have_text("Fragments")

        await page.get_by_role("button", name="Show the plan").click()

        statements = plan(page).get_by_role("list", name="By level").get_by_role("listitem")
        fields = ("Query.search", "SearchConnection.nodes", "Organisation.supplier", "Supplier.categories")
        for level, field in enumerate(fields, start=1):
            await expect(statements.filter(has_text=field).first).to_have_attribute("aria-level", str(level))


async def test_the_owner_of_a_type_and_of_a_field_is_shown(browser: Browser, address: str) -> None:
    async with visiting(browser, address) as page:
        await page.goto("/graphql#type=Organisation")
        docs = page.locator(".graphiql-plugin")

        await expect(docs).to_contain_text("Owned by Registry")
        field = docs.locator(".graphiql-doc-explorer-item", has=page.get_by_text("spinOff", exact=True))
        await expect(field).to_contain_text("knowledge transfer")
        await field.get_by_text("spinOff", exact=True).click()
        await expect(docs).to_contain_text("Owned by Knowledge Transfer")


async def test_in_a_narrow_window_panes_stand_below_one_another(browser: Browser, address: str) -> None:
    async with visiting(browser, address, width=400, height=800, scheme="dark") as page:
        await page.goto("/graphql")
        await example(page, "OneFirmEverywhere").click()
        await expect(answer(page)).to_contain_text("Aurelia Cryogenics (sample)")

        above, below = await editor(page).bounding_box(), await answer(page).bounding_box()

        assert above
        assert below
        assert above["y"] + above["height"] <= below["y"]
        assert above["width"] > 250
        assert below["width"] > 300
        assert await page.evaluate("document.documentElement.scrollWidth") <= 400
