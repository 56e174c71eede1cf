"""The rule base: reading, typed models, what was in force on a day, and its linter."""

from advisor.rules.load import Knowledge, load_from, load_knowledge

__all__ = ["Knowledge", "load_from", "load_knowledge"]
