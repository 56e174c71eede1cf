"""Compare the engine with the oracle on many companies: ``python -m tests.oracle --seed 1 --count 20000``."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from multiprocessing import Pool

from tests.oracle.judge import as_dossier, differences, drawn, judged

BLOCK = 100


def _block(task: tuple[int, int, int]) -> tuple[list[str], Counter[str]]:
    """Differences found among some companies of a seed, and what was seen of them."""
    seed, first, last = task
    found, seen = [], Counter[str]()
    for rank in range(first, last):
        one = drawn(seed, rank)
        dossier = as_dossier(one)
        oracle = judged(dossier, one.on)
        found += [f"graine {seed}, numéro {rank}, {one.on}: {what}" for what in differences(dossier, oracle)]
        seen["sans contradiction"] += not oracle.company.contradictions
        seen.update(f"{status} {oracle.verdict(status).outcome}" for status in oracle.rules.statuses)
    return found, seen


def main() -> int:
    """Print each difference, then what was seen; the exit code says whether there is any difference."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle", description=__doc__)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--count", type=int, default=20_000)
    parser.add_argument("--jobs", type=int, default=2)
    asked = parser.parse_args()
    tasks = [(asked.seed, at, min(at + BLOCK, asked.count)) for at in range(0, asked.count, BLOCK)]
    seen, count = Counter[str](), 0
    with Pool(asked.jobs) as pool:
        for found, block in pool.imap(_block, tasks):
            count += len(found)
            seen += block
            if found:
                print("\n".join(found), flush=True)
    for what, times in sorted(seen.items()):
        print(f"{what}: {times}")
    print(f"{count} differences in {asked.count} companies")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
