"""Whether the clock of the computer may be believed when it says that dossiers are too old.

A clock set years ahead would erase every dossier; one set back, then right again, would erase those of today. So a
clock that has leapt by more than a year since the site last ran, or gone back, is doubted: nothing is erased. It is
believed at once when it is set right, or when it still says so a week later by its own account (or as many days later
as dossiers are kept, if that is less: nothing answered meanwhile is kept longer than it was said to be).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

LEAP = 400
"""Days since the site last ran, beyond which the clock is doubted; an information day comes back every year."""
BACK = 1
"""Days by which a clock may go back: it was set right."""
WEEK = 7


@dataclass(frozen=True, slots=True)
class Clock:
    """What is known of the time.

    Attributes:
        known: the last day that was believed.
        doubted: the day that the clock said when it was first doubted; None when it is not.
    """

    known: date
    doubted: date | None = None

    def day(self, today: date) -> date:
        """The day of a visit: never before one that was believed."""
        return max(today, self.known)

    def told(self, today: date, keep_days: int) -> Clock:
        """What is known once the clock says a day.

        Args:
            today: what it says.
            keep_days: days that dossiers are kept.
        """
        gone = (today - self.known).days
        if -BACK <= gone <= LEAP:
            return Clock(self.day(today))
        since = self.doubted
        if since is None or today < since:
            return Clock(self.known, today)
        if (today - since).days >= patience(keep_days):
            return Clock(today)
        return self

    def until(self, keep_days: int) -> date | None:
        """The day from which a doubted clock is believed; None when it is not doubted."""
        return None if self.doubted is None else self.doubted + timedelta(days=patience(keep_days))


def patience(keep_days: int) -> int:
    """Days after which a doubted clock is believed."""
    return min(WEEK, keep_days)
