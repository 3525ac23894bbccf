"""Every write to units, people and groups: singly and in bulk, and the two derived tables."""

from xueer.org.actions.days import drop_closed_day, put_closed_days
from xueer.org.actions.deriving import derive_lineage, derive_memberships
from xueer.org.actions.exempting import add_exemption, drop_exemption, edit_exemption
from xueer.org.actions.grouping import add_group, drop_member, edit_group, edit_member, end_group, join_group
from xueer.org.actions.groups import put_group_members, put_groups
from xueer.org.actions.people import put_people, put_posts
from xueer.org.actions.placing import add_unit, close_unit, edit_unit, move_unit, undo_move
from xueer.org.actions.serving import add_person, edit_person, end_service, resume_service
from xueer.org.actions.settling import settle_today
from xueer.org.actions.side_posts import add_side_post, drop_side_post, edit_side_post
from xueer.org.actions.transferring import correct_main_post, transfer_person, undo_transfer
from xueer.org.actions.units import put_placements, put_units

__all__ = [
    "add_exemption",
    "add_group",
    "add_person",
    "add_side_post",
    "add_unit",
    "close_unit",
    "correct_main_post",
    "derive_lineage",
    "derive_memberships",
    "drop_closed_day",
    "drop_exemption",
    "drop_member",
    "drop_side_post",
    "edit_exemption",
    "edit_group",
    "edit_member",
    "edit_person",
    "edit_side_post",
    "edit_unit",
    "end_group",
    "end_service",
    "join_group",
    "move_unit",
    "put_closed_days",
    "put_group_members",
    "put_groups",
    "put_people",
    "put_placements",
    "put_posts",
    "put_units",
    "resume_service",
    "settle_today",
    "transfer_person",
    "undo_move",
    "undo_transfer",
]
