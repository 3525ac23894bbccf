"""The pages of 制度."""

from xueer.rules.views.reading import rulebook, rulebooks
from xueer.rules.views.standings import matrix, records, standing

__all__ = ["matrix", "records", "rulebook", "rulebooks", "standing"]
