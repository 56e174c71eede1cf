"""The law as the rule base holds it: the page of each entry with all its dated versions, their list, their book."""

from advisor.report.lawbook.listing import list_data, list_report, list_rules, rule_book
from advisor.report.lawbook.shelves import shelves, show_rule
from advisor.report.lawdiff import diff_rules

__all__ = ["diff_rules", "list_data", "list_report", "list_rules", "rule_book", "shelves", "show_rule"]
