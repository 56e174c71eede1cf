"""Compare every conclusion with the record, or renew it: ``python -m tests.conclusions [--renew] [--draw]``.

``--write FOLDER`` writes the stored dossiers as files instead, to see there what a change of the rules moves.
"""

from __future__ import annotations

import argparse
import sys
from itertools import chain
from pathlib import Path

from advisor import load_knowledge, save_dossier
from tests.conclusions import DOSSIERS, RECORD, cases, concluded, differences, dossiers, near, recorded, write
from tests.conclusions.draw import drawn


def main() -> int:
    """Print what differs; the exit code says whether anything does."""
    parser = argparse.ArgumentParser(prog="python -m tests.conclusions", description=__doc__)
    parser.add_argument("--renew", action="store_true", help="write the record again")
    parser.add_argument("--draw", action="store_true", help="draw the stored dossiers again first")
    parser.add_argument("--write", metavar="FOLDER", help="write the stored dossiers as files, for `regles comparer`")
    asked = parser.parse_args()
    if asked.write:
        folder = Path(asked.write)
        for one in dossiers():
            save_dossier(one.dossier, folder / f"{one.key.replace(' ', '-')}.yaml")
        return 0
    knowledge = load_knowledge()
    if asked.draw:
        write(DOSSIERS, drawn(knowledge))
    before = recorded() if RECORD.exists() else {}
    after = concluded(chain(cases(), dossiers(), near()), knowledge)
    found = differences(before, after)
    print("\n".join([*found, f"{len(found)} differences in {len(after)} lines"]))
    if asked.renew or asked.draw:
        write(RECORD, after.values())
        return 0
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
