"""``python -m advisor.interview [DOSSIER.yaml]``: the interview without the command line around it."""

from __future__ import annotations

import sys
from pathlib import Path

from advisor.interview.terminal import home, run_interview

if __name__ == "__main__":
    sys.exit(run_interview(Path(sys.argv[1])) if len(sys.argv) > 1 else home(Path("dossiers")))
