"""Pictures of every kind of page, to look at: ``python -m tests.support.browser_pictures FOLDER [KIND …]``.

One file per kind and width (320, 360 and 1280 pixels), whole pages; with KINDs, only those whose name begins so.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.browser import SIZES, Size, launched, served, window
from tests.support.browser_stations import stations

WIDTHS: tuple[Size, ...] = ("narrow", "phone", "desktop")


def main(folder: Path, kinds: tuple[str, ...]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with served() as server, launched() as browser:
        for size in WIDTHS:
            width = SIZES[size]["viewport"]["width"]
            with window(browser, server, size) as visitor:
                for kind, page in stations(visitor):
                    if not kinds or kind.startswith(kinds):
                        page.screenshot(path=folder / f"{kind}-{width}.png", full_page=True)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), tuple(sys.argv[2:]))
