"""Tell which small mistakes nothing would notice: ``python -m tests.mutations rules|assessment --help``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from functools import partial
from random import Random
from time import monotonic

from tests.mutations import Mutant, Verdict, argued, report

STARTED = monotonic()


def main() -> int:
    """Judge all the mutants or some, print the shares and the survivors; the exit code says whether it is enough."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutations", description=__doc__)
    parser.add_argument("what", choices=("rules", "assessment"), help="what the mistakes are made in")
    parser.add_argument("--seed", type=int, default=16, help="of the sample")
    parser.add_argument("--sample", type=int, help="how many mutants to draw; all by default")
    parser.add_argument("--kind", action="append", default=[], help="kind of mistake; may be repeated")
    parser.add_argument("--only", action="append", default=[], help="mutants whose place or change has this text")
    parser.add_argument("--jobs", type=int, default=2, help="processes")
    parser.add_argument("--list", action="store_true", help="print the mutants and judge none")
    parser.add_argument("--near", action="store_true", help="look for companies that tell survivors of the record")
    parser.add_argument("--least", type=float, help="percentage below which the command fails")
    asked = parser.parse_args()
    chosen = _chosen(asked)
    if asked.list:
        print("\n".join(f"{one.file}:{one.line}: {one.kind}, {one.place}: {one.change}" for one in chosen))
        return 0
    judged = list(_rules(chosen, asked.jobs, asked.near) if asked.what == "rules" else _assessment(chosen, asked.jobs))
    text, share = report(judged)
    print(f"{text}\nseed {asked.seed}, {monotonic() - STARTED:.0f} s")
    least = asked.least if asked.least is not None else (98 if asked.what == "rules" else 90)
    return 0 if share * 100 >= least else 1


def _chosen(asked: argparse.Namespace) -> list[Mutant]:
    if asked.what == "rules":
        from advisor.rules.load import load_knowledge
        from tests.mutations.rules import KINDS, mutants

        found = mutants(load_knowledge())
    else:
        from tests.mutations.code import KINDS
        from tests.mutations.code import mutants as of_code

        found = of_code()
    if unknown := set(asked.kind) - set(KINDS):
        sys.exit(f"unknown kind: {', '.join(sorted(unknown))}; known: {', '.join(KINDS)}")
    places = {(one.place, one.change) for one in found}
    for place, change in argued():
        if (place.startswith("advisor/") == (asked.what == "assessment")) and (place, change) not in places:
            print(f"survivors.yaml argues what is no longer written: {place}: {change}")
    found = [one for one in found if not asked.kind or one.kind in asked.kind]
    found = [
        one
        for one in found
        if not asked.only or any(text in f"{one.file}:{one.line}: {one.place}: {one.change}" for text in asked.only)
    ]
    return Random(asked.seed).sample(found, min(asked.sample, len(found))) if asked.sample else found


def _told(done: int, total: int, one: Mutant, verdict: Verdict) -> None:
    by = f"{verdict.by}: {' '.join(verdict.detail.split())[:160]}" if verdict.by else "..."
    print(f"[{monotonic() - STARTED:5.0f} s {done}/{total}] {one.kind}, {one.place}: {one.change} | {by}", flush=True)


def _rules(chosen: list[Mutant], jobs: int, near: bool) -> Iterator[tuple[Mutant, Verdict]]:
    from tests.conclusions import NEAR
    from tests.mutations.code import tested
    from tests.mutations.forks import forked
    from tests.mutations.law import Bench
    from tests.mutations.near import near_company

    bench = Bench()
    left = []
    for done, (one, found) in enumerate(forked(bench.notice, chosen, jobs), start=1):
        verdict = found or Verdict("stopped", "the process died, or turned for ever")
        _told(done, len(chosen), one, verdict)
        if verdict.by or (one.place, one.change) in argued():
            yield one, verdict
        else:
            left.append(one)
    if near:
        for one, line in forked(partial(near_company, bench), left, jobs):
            print(f"{one.place}: {one.change} | {line or 'no company found'}", flush=True)
            if line:
                with NEAR.open("a", encoding="utf-8") as stream:
                    stream.write(f"{line}\n")
    for done, (one, verdict) in enumerate(tested(left, "rules", Mutant.text, jobs), start=1):
        _told(done, len(left), one, verdict)
        yield one, verdict


def _assessment(chosen: list[Mutant], jobs: int) -> Iterator[tuple[Mutant, Verdict]]:
    from tests.mutations.code import judge_all

    for done, (one, verdict) in enumerate(judge_all(chosen, jobs), start=1):
        _told(done, len(chosen), one, verdict)
        yield one, verdict


if __name__ == "__main__":
    sys.exit(main())
