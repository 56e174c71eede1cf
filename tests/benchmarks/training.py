"""What a trainer or a participant waits for: pairs found, the quiz ready, the papers written."""

from __future__ import annotations

from collections.abc import Callable

from advisor.assessment.engine.session import forget
from advisor.report.document import render_document
from advisor.report.lawbook.listing import rule_book
from advisor.rules.load import Knowledge
from advisor.training.casebook.read import find_case
from advisor.training.exercises import exercises
from advisor.training.pairs import find_pairs
from advisor.training.paper.decision_tree import decision_tree
from advisor.training.quiz.bank import Bank
from advisor.training.workshop.programme import begin

Timed = Callable[[Callable[[], object], int], tuple[float, float]]
Line = Callable[[str, float, float], None]


def measure(knowledge: Knowledge, timed: Timed, line: Line) -> None:
    """Print each wait, as every face of the information day causes it."""
    company = find_case("001").dossier
    on = knowledge.base.law_as_of

    def pairs(target: str) -> Callable[[], object]:
        def search() -> object:
            forget()
            return find_pairs(company, target, on, knowledge, limit=3)

        return search

    def prepared() -> object:
        forget()
        return begin(exercises("esus"), knowledge, "esus", None, 2)

    def questions() -> object:
        forget()
        return Bank()

    def tree() -> object:
        return render_document(decision_tree("esus", on, knowledge), "pdf")

    def book() -> object:
        return render_document(rule_book(knowledge), "pdf")

    line("trois paires pour un critère", *timed(pairs("ESS-07"), 10))
    line("trois paires pour un verdict", *timed(pairs("esus"), 5))
    line("l'atelier prêt : un thème, tous les niveaux", *timed(prepared, 3))
    line("le quiz prêt", *timed(questions, 3))
    line("arbre de décision, PDF d'une page", *timed(tree, 5))
    line("livre des règles, toutes les rédactions, PDF", *timed(book, 3))
