"""Is every mistake noticed? Small mistakes made on purpose, one at a time, in the law or in the code that applies it.

``python -m tests.mutations rules`` and ``python -m tests.mutations assessment``: see ``tests/README.md``.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import takewhile
from pathlib import Path
from typing import NamedTuple

import yaml

HERE = Path(__file__).parent
ROOT = HERE.parents[1]


@dataclass(frozen=True)
class Mutant:
    """One file with one mistake.

    Attributes:
        kind: of mistake. file: below the root of the project. line: where, from 1.
        place: the same, in names that stay when lines move.
        change: what is written there, and what is written instead.
        start, end, made: what is replaced in the text of a file of rules, and by what; in code, rank of the part of the
            program and of its variant.
    """

    kind: str
    file: str
    line: int
    place: str
    change: str
    start: int = 0
    end: int = 0
    made: str = ""

    def text(self) -> str:
        """Return the mutated file, of rules."""
        text = (ROOT / self.file).read_text(encoding="utf-8")
        return text[: self.start] + self.made + text[self.end :]


def changed(before: str, after: str) -> str:
    """Return a change in one line; of long texts, what differs and a little around it."""
    first, second = (" ".join(text.split()) for text in (before, after))
    if not second:
        return f"{first if len(first) < 100 else f'{first[:60]} … {first[-36:]}'} -> (nothing)"
    head = _alike(first, second)
    tail = _alike(first[head:][::-1], second[head:][::-1])
    start, cut = max(0, head - 40), max(0, tail - 30)
    return " -> ".join(
        f"{'… ' if start else ''}{text[start : len(text) - cut]}{' …' if cut else ''}" for text in (first, second)
    )


def _alike(first: str, second: str) -> int:
    """How many characters two texts have in common at their beginning."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(first, second, strict=False)))


class Verdict(NamedTuple):
    """What noticed a mutant, and where; ``by`` is empty when nothing did."""

    by: str
    detail: str = ""


@cache
def argued() -> dict[tuple[str, str], str]:
    """Return why nothing needs to notice some mutants, by place and change (``survivors.yaml``)."""
    found = yaml.safe_load((HERE / "survivors.yaml").read_text(encoding="utf-8")) or []
    return {(one["place"], one["change"]): one["reason"] for one in found}


def report(judged: Iterable[tuple[Mutant, Verdict]]) -> tuple[str, float]:
    """Return the shares by kind and the survivors, to print, and the share of all that was caught or argued."""
    rows = list(judged)
    stages = list(dict.fromkeys(verdict.by for _, verdict in sorted(rows, key=lambda row: row[1].by) if verdict.by))
    survivors = [one for one, verdict in rows if not verdict.by]
    reasons = {one: argued().get((one.place, one.change), "") for one in survivors}
    lines = []
    for kind in [*sorted({one.kind for one, _ in rows}), ""]:
        chosen = [(one, verdict) for one, verdict in rows if kind in ("", one.kind)]
        by = {stage: sum(verdict.by == stage for _, verdict in chosen) for stage in stages}
        caught, said = sum(by.values()), sum(bool(reasons.get(one)) for one, _ in chosen)
        detail = ", ".join(f"{stage} {count}" for stage, count in by.items() if count)
        share = 100 * (caught + said) / len(chosen)
        lines.append(
            f"{kind or 'all':16} {len(chosen):5}  {share:5.1f} %  {detail}{f', argued {said}' if said else ''}"
        )
    for one in survivors:
        mark = f"argued: {reasons[one]}" if reasons[one] else "SURVIVES"
        lines.append(f"{one.file}:{one.line}: {one.kind}, {one.place}: {one.change}  [{mark}]")
    kept = len(rows) - sum(not reason for reason in reasons.values())
    lines.append(f"{kept} of {len(rows)} caught or argued")
    return "\n".join(lines), kept / len(rows) if rows else 1.0
