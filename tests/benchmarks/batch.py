"""A table of 10 000 companies that all differ: lines a second, memory, beside the oracle on the same companies."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from advisor.assessment.engine.session import forget
from advisor.desk.batch.cells import read_header
from advisor.desk.batch.reading import open_table
from advisor.desk.batch.rows import Task, company_of
from advisor.desk.batch.run import processors, run_batch
from advisor.rules.load import Knowledge
from advisor.training.casebook.read import load_cases
from tests.examples.adapter import to_dossier
from tests.oracle.judge import judged
from tests.support.tables import Varied, table

DAY = date(2026, 11, 24)


def memory() -> float:
    """Memory in use now, in MiB."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * 4096 / 2**20


def varied_table(knowledge: Knowledge, situations: list[str], count: int) -> str:
    """Worked situations and cases, figures moved and some answers changed on every line."""
    known = [to_dossier(json.loads(line)) for line in situations] + [case.dossier for case in load_cases()]
    varied = Varied(knowledge)
    return table(knowledge, (varied.of(known[rank % len(known)], rank) for rank in range(count)))


def plain_python(knowledge: Knowledge, given: Path, count: int) -> float:
    """Lines a second of the oracle, cells read by the same code."""
    source = open_table(given)
    task = Task(read_header(source.header, knowledge, str(given)), source.separator, None, DAY)
    start, done = time.perf_counter(), 0
    for record in source.records():
        company = company_of(knowledge, task, record)
        assert company is not None
        oracle = judged(company, company.on or DAY)
        for status in knowledge.statuses:
            oracle.verdict(status)
        done += 1
        if done == count:
            break
    return done / (time.perf_counter() - start)


def measure(knowledge: Knowledge, situations: list[str], count: int = 10_000) -> None:
    """Print the figures of the batch."""
    with TemporaryDirectory() as folder:
        given, output = Path(folder) / "table.csv", Path(folder) / "verdicts.csv"
        given.write_text(varied_table(knowledge, situations, count), encoding="utf-8")
        seen: list[float] = []

        def watched(done: int, total: int) -> None:
            if not done % (count // 5):
                seen.append(memory())

        def rate(jobs: int, tick: Callable[[int, int], None] = lambda _done, _total: None) -> float:
            forget()
            start = time.perf_counter()
            run_batch(given, output, jobs=jobs, tick=tick, today=DAY)
            return count / (time.perf_counter() - start)

        print(f"\ntraitement d'une table de {count} lignes, toutes différentes (but : 1 000 par seconde)")
        alone = rate(1, watched)
        print(f"  un processus : {alone:.0f} par seconde, du fichier au fichier")
        print(f"  mémoire : +{seen[-1] - seen[1]:.1f} Mio du premier cinquième au dernier")
        if (jobs := processors()) > 1:
            print(f"  {jobs} processus : {rate(jobs):.0f} par seconde, démarrage compris")
        print(f"  Python simple, verdicts seuls : {plain_python(knowledge, given, count // 5):.0f} par seconde")
