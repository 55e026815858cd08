"""What a firm is to declare of its own conduct: that it keeps to the code in force."""

from collections.abc import Collection

from core.policies.version import PolicyVersion


def lacks_declaration(declared: Collection[str], policy: PolicyVersion) -> bool:
    """Whether a firm that has declared these versions of the code still has to declare the one in force."""
    return policy.flag("declaration") and policy.text("code") not in declared
