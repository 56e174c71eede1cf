"""The law as the rule base holds it: every entry in plain words, with all its dated versions; the list of them all."""

from advisor.report.lawbook.listing import list_data, list_report, list_rules
from advisor.report.lawbook.shelves import shelves, show_rule
from advisor.report.lawdiff import diff_rules

__all__ = ["diff_rules", "list_data", "list_report", "list_rules", "shelves", "show_rule"]
