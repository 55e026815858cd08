"""How departments are found, opened, asked, put in order and refused."""

from __future__ import annotations

from typing import Any

import pytest

from core.discovery import REGISTRY, find
from core.errors import UserError
from core.host import Host
from core.settings import Settings
from tests.host.house import House


def names(host: Host) -> list[str]:
    return [each.name for each in host.departments]


def test_the_departments_of_the_product_are_found_registry_first() -> None:
    found = [each.name for each in find()]

    assert found[:4] == [REGISTRY, "eu_support", "knowledge_transfer", "procurement"]


def test_the_product_starts_with_all_of_its_departments() -> None:
    host = Host.load(Settings(departments=("eu_support", "knowledge_transfer", "procurement")))

    assert names(host) == [REGISTRY, "eu_support", "knowledge_transfer", "procurement"]
    assert host.model_modules()["procurement"] == "plugins.procurement.models"
    assert [each.title for each in host.departments][-1] == "Procurement and Industrial Services"


def test_departments_load_after_those_they_need_and_else_by_name(house: House) -> None:
    house.add("alps", needs={"moon": ">=1"})
    house.add("moon", needs={"sun": ">=1"})
    house.add("sun")
    house.add("baltic")

    assert names(house.load()) == ["baltic", "sun", "moon", "alps"]


def test_only_the_departments_that_are_chosen_are_imported(house: House) -> None:
    house.add("good")
    house.write("bad", "raise RuntimeError('imported')")

    assert names(house.load(departments=("good",))) == ["good"]


def test_choosing_a_department_that_does_not_exist_lists_those_that_do(house: House) -> None:
    house.add("space")

    with pytest.raises(UserError, match=r"no department 'spice'[\s\S]*IPT_DEPARTMENTS[\s\S]*'space'"):
        house.load(departments=("spice",))


def test_a_strict_start_lists_every_broken_department(house: House) -> None:
    house.write("one", "import no_such_module")
    house.write("two", "def broken(:")
    house.write("three", "")

    refusal = house.refusal()

    assert "3 problems" in refusal
    assert all(f"The department '{name}'" in refusal for name in ("one", "two", "three"))


def test_a_lenient_start_goes_on_without_the_broken_and_reports_them(house: House) -> None:
    house.add("good")
    plugin = house.write("bad", "\n1 / 0")

    host = house.load(strict=False)

    assert names(host) == ["good"]
    (problem,) = host.problems
    assert problem.department == "bad"
    assert problem.distribution.startswith("ipt-graph")
    assert "ZeroDivisionError: division by zero" in problem.what
    assert problem.where == f"{plugin}:2"


def test_an_error_in_a_library_is_reported_at_the_line_of_the_department(house: House) -> None:
    plugin = house.write("bad", "import json\n\n\nSETTINGS = json.loads('{')\n")

    assert f"{plugin}:4" in house.refusal()


def test_a_module_that_exits_does_not_take_the_host_with_it(house: House) -> None:
    house.write("quitter", "raise SystemExit(3)")

    assert "SystemExit: 3" in house.refusal()


def test_a_department_falls_with_the_one_it_needs_and_so_do_those_that_need_it(house: House) -> None:
    house.write("ground", "1 / 0")
    house.add("house", needs={"ground": ">=1"})
    house.add("roof", needs={"house": ">=1"})
    house.add("garden", optional={"ground": ">=1"})

    host = house.load(strict=False)

    assert names(host) == ["garden"]
    assert [each.department for each in host.problems] == ["ground", "house", "roof"]
    assert "'house' >=1 is not loaded" in host.problems[-1].what


@pytest.mark.parametrize("sort", ["needs", "optional"])
def test_a_department_of_another_version_than_was_asked_for_is_reported(house: House, sort: str) -> None:
    house.add("ground", version="1.4")
    house.add("house", **{sort: {"ground": ">=2"}})

    assert "'ground' is version 1.4, not >=2" in house.refusal()


def test_departments_that_need_one_another_are_told_of_their_circle(house: House) -> None:
    house.add("hen", needs={"egg": ">=1"})
    house.add("egg", needs={"hen": ">=1"})

    refusal = house.refusal()

    assert "2 problems" in refusal
    assert "a circle of needs among 'egg', 'hen'" in refusal


def test_a_department_for_another_host_api_is_refused_with_both_versions(house: House) -> None:
    house.add("future", host_api=">=2")

    assert "was written for the host API >=2, and this is 1.1" in house.refusal()


@pytest.mark.parametrize(
    ("stated", "told"),
    [
        ({"version": "first"}, "'first' is no version"),
        ({"host_api": "1.0 or so"}, "'1.0 or so' is no range of versions"),
        ({"needs": {"sun": "latest"}}, "'latest' is no range of versions"),
        ({"version": 1.0}, "1.0 is no version"),
        ({"needs": ["sun"]}, "has no attribute 'values'"),
        ({"name": "moon"}, "says name='moon', but it is found as 'space'"),
    ],
)
def test_what_a_department_says_of_itself_is_checked(house: House, stated: dict[str, Any], told: str) -> None:
    house.add("space", **stated)

    assert told in house.refusal()


def test_a_misspelt_hook_is_refused_with_the_one_that_was_meant(house: House) -> None:
    plugin = house.add("space", "@hookimpl\ndef declaratoins():\n    return []\n")

    refusal = house.refusal()

    assert "the hook 'declaratoins', which does not exist" in refusal
    assert "Did you mean declarations?" in refusal
    assert f"{plugin}:7" in refusal


def test_a_hook_that_is_implemented_twice_is_refused_with_both_places(house: House) -> None:
    twice = "@hookimpl\ndef routes():\n    return []\n\n@hookimpl(specname='routes')\ndef pages():\n    return []\n"
    plugin = house.add("space", twice)

    refusal = house.refusal()

    assert "implements the hook 'routes' twice" in refusal
    assert f"at {plugin}:7" in refusal
    assert f"at {plugin}:11" in refusal


def test_a_hook_that_only_later_hosts_know_can_be_marked_optional(house: House) -> None:
    house.add("space", "@hookimpl(optionalhook=True)\ndef telepathy():\n    return []\n")

    assert names(house.load()) == ["space"]


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("def declarations():\n    return ['Mission']", "answers with 'Mission', which is no Declaration"),
        ("def declarations():\n    return 3", "answers 3, which is no list"),
        ("def tables():\n    return 'space.models'", "answers 'space.models', which is no module"),
        ("def commands():\n    import typer\n    return [typer.Typer()]", "a Typer without a name"),
        ("def examples():\n    from pathlib import Path\n    return [Path('/no.graphql')]", "where there is no file"),
        ("def routes():\n    raise LookupError('lost')", "fails in routes(): LookupError: lost"),
        ("def routes(request):\n    return []", "implements a hook wrongly"),
    ],
)
def test_a_hook_that_answers_wrongly_is_named_with_what_to_answer(house: House, body: str, told: str) -> None:
    plugin = house.add("space", f"@hookimpl\n{body}\n")

    refusal = house.refusal()

    assert told in refusal
    assert str(plugin) in refusal or "hook wrongly" in refusal


def test_a_department_without_the_first_hook_is_told_what_to_write(house: House) -> None:
    house.write("shy", "")

    assert "has no hook department()" in house.refusal()


def test_a_broken_registry_stops_even_a_lenient_start(house: House) -> None:
    house.write(REGISTRY, "1 / 0")
    house.add("space")

    assert "'registry'" in house.refusal(strict=False)


def test_two_hosts_in_one_process_know_nothing_of_one_another(house: House) -> None:
    house.add("moon")
    house.add("sun")

    one, other = house.load(departments=("moon",)), house.load(departments=("sun",))

    assert (names(one), names(other)) == (["moon"], ["sun"])


def test_tracing_prints_each_hook_call_with_its_place(house: House, capsys: pytest.CaptureFixture[str]) -> None:
    plugin = house.add("space")

    house.load(trace=True)

    assert capsys.readouterr().err == f"ipt: space.department()  {plugin}:3\n"


def test_a_title_is_the_first_line_of_the_package(house: House) -> None:
    house.add("space")
    house.add("void", title="Nothing At All")

    assert [each.title for each in house.load().departments] == ["The space department", "Nothing At All"]
