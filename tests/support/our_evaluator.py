"""Our engine as the command that `check_evaluator` asks: ``python -m tests.support.our_evaluator``."""

from __future__ import annotations

import json
import sys

from advisor import assess
from advisor.dossier import Dossier, answer
from advisor.training.casebook.export import conclusions


def main() -> None:
    """Answer each line of the input."""
    for line in sys.stdin:
        asked = json.loads(line)
        answers = {address: answer(value) for address, value in asked["facts"].items()}
        dossier = Dossier(on=asked["day"], requested=asked["requested"], answers=answers)
        print(json.dumps({"id": asked["id"], **conclusions(assess(dossier))}))


if __name__ == "__main__":
    main()
