"""What a form said that was refused, until its page has been put right: the page is then asked for by its address.

In memory, for an hour: one for each browser and page, gone when it closes or erases its dossier. The questions, which
hold answers, keep theirs in the database (see `advisor.web.journey.slips`).
"""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable

from starlette.requests import Request

MOST = 256
"""Kept at once; the oldest is forgotten first."""

LARGEST = 20_000
"""Characters of a text kept; what is longer is shown at once instead."""


KEPT = 3_600.0
"""Seconds; nobody comes back later to put a form right, and what was typed is to be kept by the database alone."""


class Refused:
    """Nothing at first.

    Args:
        clock: seconds, always forward.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: OrderedDict[tuple[str, str], tuple[float, object]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def keep(self, visit: str, page: str, typed: object) -> None:
        """Keep what a browser sent to a page."""
        self._kept[visit, page] = self._clock(), typed
        self._kept.move_to_end((visit, page))
        while len(self._kept) > MOST:
            self._kept.popitem(last=False)
        self.sweep()

    def of(self, visit: str, page: str) -> object | None:
        """What is kept of a browser and a page."""
        self.sweep()
        return self._kept.get((visit, page), (0.0, None))[1]

    def forget(self, visit: str, page: str) -> None:
        self._kept.pop((visit, page), None)

    def leave(self, visit: str) -> None:
        """Forget all that a browser sent: somebody else may use it next."""
        for key in [one for one in self._kept if one[0] == visit]:
            del self._kept[key]

    def sweep(self) -> None:
        """Forget what is too old."""
        late = self._clock() - KEPT
        while self._kept and next(iter(self._kept.values()))[0] <= late:
            self._kept.popitem(last=False)


def refused_of(request: Request) -> Refused:
    """What was refused on the site that serves a request."""
    refused = request.app.state.refused
    assert isinstance(refused, Refused)
    return refused
