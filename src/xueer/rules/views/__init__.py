"""The pages of 制度."""

from xueer.rules.views.choosing import choose_presets, presets
from xueer.rules.views.clauses import edit_clause, edit_text, new_clause
from xueer.rules.views.heads import abolish, edit_head, new_rulebook
from xueer.rules.views.make_ups import edit_make_up_rule, make_up_rules
from xueer.rules.views.reading import rulebook, rulebooks
from xueer.rules.views.requirements import edit_requirement, end_requirement, new_requirement
from xueer.rules.views.standings import matrix, records, standing
from xueer.rules.views.versions import edition, edition_changes, editions, publish

__all__ = [
    "abolish",
    "choose_presets",
    "edit_clause",
    "edit_head",
    "edit_make_up_rule",
    "edit_requirement",
    "edit_text",
    "edition",
    "edition_changes",
    "editions",
    "end_requirement",
    "make_up_rules",
    "matrix",
    "new_clause",
    "new_requirement",
    "new_rulebook",
    "presets",
    "publish",
    "records",
    "rulebook",
    "rulebooks",
    "standing",
]
