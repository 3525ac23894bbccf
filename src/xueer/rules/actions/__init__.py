"""Every write to the rules: rulebooks, clauses, requirements, editions and make-up rules."""

from xueer.rules.actions.putting import put_clauses, put_requirements, put_rulebooks

__all__ = ["put_clauses", "put_requirements", "put_rulebooks"]
