"""The types that space applications own."""

from datetime import date

from ipt_space import models
from schema.declare import everyone, node


@node(models.Mission, scope=everyone, filters=["name"], orders=["name"])
class Mission:
    """A flight that carries technology from CERN."""

    name: str
    """What the mission is called by those who fly it."""
    launched_on: date | None
    """The day of the launch; null before it."""
