"""What departments' policies say through the graph, and who may change them."""

from __future__ import annotations

from pathlib import Path

from core.host import Host
from core.testing import graph_of
from tests.host.house import House
from tests.policies.files import HEAD, read, variant, version

BRINGS = """
    from pathlib import Path
    from core.hookspecs import policies_in

    @hookimpl
    def policies():
        return policies_in(__file__)
"""
TWO = HEAD + version(3, "valid_to = 2019-12-31") + version(5, "valid_from = 2020-01-01") + variant(9)


def kitchen(house: House, text: str) -> House:
    """A department with one policy of this text."""
    folder = house.add("kitchen", BRINGS).parent / "policies"
    folder.mkdir()
    (folder / "sweets.toml").write_text(text)
    return house


def test_a_departments_policies_are_found_beside_it(house: House) -> None:
    host: Host = kitchen(house, TWO).load()

    assert host.policies.names == ["kitchen.sweets"]
    assert [each.version for each in host.policies] == ["SWEETS-3", "SWEETS-5", "SWEETS-9"]


def test_a_policy_that_cannot_be_used_keeps_its_department_out_and_names_the_file(house: House) -> None:
    refused = kitchen(house, TWO.replace("2020-01-01", "2020-02-01")).refusal()

    assert "'kitchen'" in refused
    assert "leaves a gap" in refused
    assert "policies/sweets.toml" in refused


async def test_what_is_in_force_on_a_day_is_a_question(tmp_path: Path) -> None:
    asked = """query ($on: Date) {
      policies(on: $on) { name version validFrom validTo values { name value unit source confidence } }
    }"""
    async with graph_of("registry", policies=read(tmp_path, TWO)) as graph:
        before = await graph.data(asked, on="2019-12-31")
        today = await graph.data(asked)

    assert [each["version"] for each in before["policies"]] == ["SWEETS-3"]
    assert today["policies"] == [
        {
            "name": "kitchen.sweets",
            "version": "SWEETS-5",
            "validFrom": "2020-01-01",
            "validTo": None,
            "values": [
                {
                    "name": "most",
                    "value": "5",
                    "unit": "sweets",
                    "source": "https://example.org/sweets",
                    "confidence": "CONFIRMED",
                },
                {
                    "name": "kinds",
                    "value": "nougat, toffee",
                    "unit": "",
                    "source": "https://example.org/sweets",
                    "confidence": "UNCONFIRMED",
                },
            ],
        }
    ]


async def test_a_policy_has_a_history_with_the_variants_at_its_end(tmp_path: Path) -> None:
    asked = "query ($policy: String!) { policyHistory(policy: $policy) { version validFrom isVariant } }"
    async with graph_of("registry", policies=read(tmp_path, TWO)) as graph:
        told = await graph.data(asked, policy="kitchen.sweets")
        unknown = await graph.ask(asked, policy="kitchen.soups")

    assert told["policyHistory"] == [
        {"version": "SWEETS-3", "validFrom": None, "isVariant": False},
        {"version": "SWEETS-5", "validFrom": "2020-01-01", "isVariant": False},
        {"version": "SWEETS-9", "validFrom": None, "isVariant": True},
    ]
    assert unknown.codes == ["BAD_ARGUMENT"]
    assert unknown.errors[0].message == "There is no policy 'kitchen.soups'. There are: kitchen.sweets."
