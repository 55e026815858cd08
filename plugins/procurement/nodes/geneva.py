"""What day it is at CERN."""

from __future__ import annotations

from datetime import date
from typing import Final
from zoneinfo import ZoneInfo

from core.access.viewer import Viewer

ZURICH: Final = ZoneInfo("Europe/Zurich")
"""The time zone of CERN: of its calendar, and of the deadlines of its tenders (the policy `time_limits`)."""


def today_in_geneva(viewer: Viewer) -> date:
    """The viewer's day on the calendar of CERN."""
    return viewer.now.astimezone(ZURICH).date()
