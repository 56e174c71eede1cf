"""Measurements, by hand: ``python -m tests.benchmarks`` (never in CI: a loaded machine would lie).

Every figure of the engine is printed beside the oracle, plain Python on the same rules (`tests.oracle`).
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from advisor.advice.comparison import compare
from advisor.advice.papers.agenda import to_ics
from advisor.advice.papers.clauses import statutes
from advisor.advice.papers.esus import esus_file
from advisor.advice.ways.find import find_ways
from advisor.advice.ways.model import STATUSES, Ways
from advisor.advice.ways.whatif import what_if
from advisor.assessment.assess import assess
from advisor.assessment.engine.session import forget
from advisor.assessment.reasoning import READINGS, Reasoning
from advisor.assessment.relevance import needs, quickest
from advisor.assessment.session import Session
from advisor.dossier import Dossier
from advisor.report.document import DocumentFormat, build_document, render_document
from advisor.rules.load import load_knowledge
from advisor.training.casebook.read import load_cases
from tests.benchmarks import batch, training
from tests.examples.adapter import to_dossier
from tests.oracle.judge import judged

HERE = Path(__file__).resolve().parents[1]


def timed(work: Callable[[], object], times: int) -> tuple[float, float]:
    """Median and 95th percentile, in milliseconds."""
    durations = []
    for _ in range(times):
        start = time.perf_counter()
        work()
        durations.append(1000 * (time.perf_counter() - start))
    durations.sort()
    return statistics.median(durations), durations[int(0.95 * len(durations))]


def line(what: str, median: float, p95: float, goal: str = "") -> None:
    print(f"{what:<58} {median:8.2f} ms   p95 {p95:8.2f} ms   {goal}")


def cold(arguments: list[str], times: int = 7, **environment: str) -> tuple[float, float]:
    def run() -> None:
        subprocess.run([sys.executable, *arguments], check=True, capture_output=True, env={**os.environ, **environment})

    return timed(run, times)


def ways_of(dossier: Dossier) -> list[Ways]:
    return [find_ways(dossier, status) for status in STATUSES]


def first_prompt() -> float:
    """Milliseconds from process start to the home menu on a pseudo-terminal."""
    import pexpect

    start = time.perf_counter()
    child = pexpect.spawn(sys.executable, ["-m", "advisor"], dimensions=(24, 80), encoding="utf-8", timeout=20)
    child.expect("entretien")
    elapsed = 1000 * (time.perf_counter() - start)
    child.close(force=True)
    return elapsed


def main() -> None:
    knowledge = load_knowledge()
    lines = (HERE / "examples" / "cases.jsonl").read_text(encoding="utf-8").splitlines()
    situations = [to_dossier(json.loads(text)) for text in lines]
    full = max(situations, key=lambda dossier: len(dossier.answers))
    day = full.on
    assert day is not None
    partial = Dossier(on=day, answers=dict(list(full.answers.items())[:12]))

    def fresh() -> object:
        forget()
        return assess(full, knowledge=knowledge)

    def traced() -> object:
        """Leaves settled with their calculation, rules fired, both verdicts under both readings."""
        forget()
        reasoning = Reasoning(Session(knowledge, full, day))
        spans = [reasoning.rungs(f"statut:{status}", reading) for reading in READINGS for status in knowledge.statuses]
        return spans, reasoning.acquis("strict").inference.fired

    def four_runs() -> None:
        forget()
        Reasoning(Session(knowledge, full, day)).attainable("favourable")

    def plain() -> None:
        oracle = judged(full, day)
        for status in knowledge.statuses:
            oracle.verdict(status)

    def next_question() -> None:
        reasoning = Reasoning(Session(knowledge, partial, day))
        needs(reasoning)
        quickest(reasoning)

    def whole(fmt: DocumentFormat) -> Callable[[], object]:
        return lambda: render_document(build_document(assess(full, knowledge=knowledge), knowledge, full), fmt)

    fresh()
    print(f"Python {sys.version.split()[0]}, règles {knowledge.base.version}, {len(full.answers)} réponses\n")
    line("évaluation avec trace, mémoire vide", *timed(traced, 500), "but : 3 ms")
    line("la même, les quatre inférences forcées", *timed(four_runs, 500))
    line("l'oracle en Python simple, les deux verdicts", *timed(plain, 300))
    line("assess() : la même et tout le compte rendu en français", *timed(fresh, 300))
    line("assess(), inférences en mémoire", *timed(lambda: assess(full, knowledge=knowledge), 300))
    line("question suivante (pertinence, ordre, bornes)", *timed(next_question, 200), "but : 10 ms")
    line("rapport PDF, du dossier au fichier", *timed(whole("pdf"), 10), "but : 2 000 ms")
    line("rapport Word", *timed(whole("docx"), 10))
    line("rapport HTML", *timed(whole("html"), 50))
    with TemporaryDirectory() as folder:
        target = str(Path(folder) / "rapport.pdf")
        line(
            "à froid : ess-advisor rapport 001, en PDF", *cold(["-m", "advisor", "rapport", "001", "--sortie", target])
        )
    worst = max(load_cases(), key=lambda case: timed(lambda: ways_of(case.dossier), 1)[0]).dossier
    line("plus court chemin, pire des cas d'école, deux statuts", *timed(lambda: ways_of(worst), 20), "but : 1 s")
    line("et si… (une réponse changée)", *timed(lambda: what_if(full, {"mention_rcs": "non"}), 100), "but : 50 ms")
    wants = ["capital_exterieur", "collectivites", "pouvoir_usagers"]
    compared = assess(full, knowledge=knowledge)
    line("comparaison des statuts, trois souhaits", *timed(lambda: compare(full, compared, wants), 100))
    line("grille des statuts et projets de clauses", *timed(lambda: statutes(full), 50))
    line("dossier ESUS et calendrier", *timed(lambda: esus_file(full), 50))
    line("le même, en iCalendar", *timed(lambda: to_ics(esus_file(full)), 50))
    line("à froid : ess-advisor --aide", *cold(["-m", "advisor", "--aide"]), "but : 80 ms")
    line("à froid : python -c pass", *cold(["-c", "pass"]))
    prompts = sorted(first_prompt() for _ in range(7))
    line("à froid : premier écran de l'accueil", statistics.median(prompts), prompts[-1], "but : 400 ms")

    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    start = time.perf_counter()
    count = int(os.environ.get("ASSESSMENTS", "50000"))
    for index in range(count):
        if index % 100 == 0:
            forget()
        assess(situations[index % len(situations)], knowledge=knowledge)
    elapsed = time.perf_counter() - start
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"\n{count} évaluations : {count / elapsed:.0f} par seconde, mémoire +{grown:.1f} Mio (but : moins de 20)")
    print()
    training.measure(knowledge, timed, line)
    batch.measure(knowledge, lines)


if __name__ == "__main__":
    main()
