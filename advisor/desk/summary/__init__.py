"""The activity report for those who fund the desk: consultations of a period, told without anyone being recognised.

One way in, `write_summary`: dossiers become counts of ids of the rule base (`gather`), small groups are merged
(`tally`), and what is left is written down (`report`). No text that a person typed goes past `gather`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from advisor.desk.summary.gather import gather
from advisor.desk.summary.period import Period, chosen_period
from advisor.desk.summary.report import summary_report

if TYPE_CHECKING:
    from advisor.desk.shelf import Damaged, Entry, Shelf
    from advisor.report.model import Report
    from advisor.rules.load import Knowledge

__all__ = ["SMALLEST", "Period", "chosen_period", "write_summary"]

SMALLEST = 3
"""Companies below which a group is not told alone, unless asked otherwise."""


def write_summary(
    shelf: Shelf,
    period: Period,
    knowledge: Knowledge,
    *,
    smallest: int = SMALLEST,
    tick: Callable[[Entry], object] = lambda _: None,
    tell: Callable[[tuple[Damaged, ...]], object] = lambda _: None,
) -> Report:
    """The activity report of a period.

    Args:
        shelf: the dossiers.
        period: which consultations to tell.
        knowledge: the rule base.
        smallest: fewest companies a group must have to be told alone; 1 tells every group.
        tick: called for each dossier.
        tell: called with the files left out, which the report only counts.
    """
    return summary_report(gather(shelf, period, knowledge, tick, tell), period, knowledge, smallest)
