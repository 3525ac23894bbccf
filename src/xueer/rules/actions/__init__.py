"""Every write to the rules: rulebooks, clauses, requirements, editions and make-up rules."""

from xueer.rules.actions.clauses import add_clause, change_clause, drop_clause, write_document
from xueer.rules.actions.make_ups import add_make_up_rule, change_make_up_rule, drop_make_up_rule
from xueer.rules.actions.presets import add_presets
from xueer.rules.actions.putting import put_clauses, put_requirements, put_rulebooks
from xueer.rules.actions.requirements import (
    add_requirement,
    correct_requirement,
    drop_requirement,
    end_requirement,
    ensure_types,
    succeed_requirement,
)
from xueer.rules.actions.rulebooks import abolish_rulebook, add_rulebook, change_rulebook, publish_edition

__all__ = [
    "abolish_rulebook",
    "add_clause",
    "add_make_up_rule",
    "add_presets",
    "add_requirement",
    "add_rulebook",
    "change_clause",
    "change_make_up_rule",
    "change_rulebook",
    "correct_requirement",
    "drop_clause",
    "drop_make_up_rule",
    "drop_requirement",
    "end_requirement",
    "ensure_types",
    "publish_edition",
    "put_clauses",
    "put_requirements",
    "put_rulebooks",
    "succeed_requirement",
    "write_document",
]
