"""The clock of CERN is one, whoever tells the time by it."""

from core.host import Host
from core.settings import Settings
from plugins.procurement.nodes.geneva import ZURICH
from plugins.procurement.rules.deadlines import zone


def test_the_clock_of_the_house_is_the_one_by_which_deadlines_are_set() -> None:
    policies = Host.load(Settings(departments=("procurement",))).policies

    assert {zone(each) for each in policies.history("procurement.time_limits")} == {ZURICH}
