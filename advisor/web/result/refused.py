"""What a form said that was refused, until its page has been put right: the page is then asked for by its address.

In memory: one for each browser and page. The questions, which hold answers, keep theirs in the database (see
`advisor.web.journey.slips`).
"""

from __future__ import annotations

from collections import OrderedDict

MOST = 256
"""Kept at once; the oldest is forgotten first."""

LARGEST = 20_000
"""Characters of a text kept; what is longer is shown at once instead."""


class Refused:
    """Nothing at first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[tuple[str, str], object] = OrderedDict()

    def keep(self, visit: str, page: str, typed: object) -> None:
        """Keep what a browser sent to a page."""
        self._kept[visit, page] = typed
        self._kept.move_to_end((visit, page))
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)

    def of(self, visit: str, page: str) -> object | None:
        """What is kept of a browser and a page."""
        return self._kept.get((visit, page))

    def forget(self, visit: str, page: str) -> None:
        self._kept.pop((visit, page), None)
