"""The fields in which CERN buys, as it lists them itself."""

from __future__ import annotations

from typing import Final

WHAT_CERN_BUYS: Final = "https://slideplayer.com/amp/11566784"
CATEGORIES: Final = {
    ("recurrent", "Recurrent purchases"): (
        ("civil-engineering", "Civil engineering, buildings, roadworks, utilities"),
        ("cooling-ventilation", "Cooling and ventilation"),
        ("power-distribution", "Power distribution, cables, overhead cranes"),
        ("infrastructure", "Infrastructure and services"),
        ("metal-structures", "Metal structures"),
        ("mechanical-engineering", "Mechanical engineering"),
        ("radiation-shielding", "Radiation shielding"),
        ("transport-handling", "Transport and handling"),
        ("safety-access", "Safety and access control"),
        ("operation-maintenance", "Installation, operation and maintenance"),
        ("computing", "Data acquisition, computing and networking"),
        ("furniture-stores", "Furniture, tooling, gases, stationery"),
    ),
    ("accelerator-technology", "Accelerator technology"): (
        ("industrial-controls", "Industrial controls and field buses"),
        ("timing-controls", "Timing and fast real-time controls"),
        ("collimation", "Collimation"),
        ("injection-dump", "Injection, ejection and dump"),
        ("radio-frequency", "Radio-frequency"),
        ("power-converters", "Power converters"),
        ("beam-instrumentation", "Beam instrumentation"),
        ("magnets", "Permanent and electromagnets"),
        ("cryogenics", "Cryogenics"),
        ("vacuum", "Vacuum"),
    ),
}
