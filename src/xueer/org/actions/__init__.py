"""Every write to units, people and groups: singly and in bulk, and the two derived tables."""

from xueer.org.actions.deriving import derive_lineage, derive_memberships
from xueer.org.actions.groups import put_group_members, put_groups
from xueer.org.actions.people import put_people, put_posts
from xueer.org.actions.units import put_placements, put_units

__all__ = [
    "derive_lineage",
    "derive_memberships",
    "put_group_members",
    "put_groups",
    "put_people",
    "put_placements",
    "put_posts",
    "put_units",
]
