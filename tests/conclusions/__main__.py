"""Compare every conclusion with the record, or renew it: ``python -m tests.conclusions [--renew] [--draw]``."""

from __future__ import annotations

import argparse
import sys
from itertools import chain

from advisor import load_knowledge
from tests.conclusions import DOSSIERS, RECORD, cases, concluded, differences, dossiers, recorded, write
from tests.conclusions.draw import drawn


def main() -> int:
    """Print what differs; the exit code says whether anything does."""
    parser = argparse.ArgumentParser(prog="python -m tests.conclusions", description=__doc__)
    parser.add_argument("--renew", action="store_true", help="write the record again")
    parser.add_argument("--draw", action="store_true", help="draw the stored dossiers again first")
    asked = parser.parse_args()
    knowledge = load_knowledge()
    if asked.draw:
        write(DOSSIERS, drawn(knowledge))
    before = recorded() if RECORD.exists() else {}
    after = concluded(chain(cases(), dossiers()), knowledge)
    found = differences(before, after)
    print("\n".join([*found, f"{len(found)} differences in {len(after)} lines"]))
    if asked.renew or asked.draw:
        write(RECORD, after.values())
        return 0
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
