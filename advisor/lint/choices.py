"""Does every statute answer every want, from texts that exist, and no more surely than those texts were read?"""

from __future__ import annotations

from advisor.common.yaml_reader import Path_
from advisor.lint.entries import unknown
from advisor.lint.sites import Review
from advisor.rules.choices import Answer, Point, Statute

ENTRY = "comparaison"
FORM = "forme_juridique"


def check_choices(review: Review) -> None:
    """Wants and statutes: told once, complete, and resting on what exists."""
    choices = review.knowledge.choices
    _once(review, "souhaits", [want.id for want in choices.wants])
    _once(review, "statuts", [statute.id for statute in choices.statutes])
    wants = {want.id: want for want in choices.wants}
    for i, statute in enumerate(choices.statutes):
        at: Path_ = ("statuts", i)
        for id, want in wants.items():
            if id not in statute.replies:
                message = f"« {statute.id} » ne répond pas à « {id} » ({want.title})."
                review.say(ENTRY, ENTRY, at, message, "Ajoutez la réponse : accueil, phrase, sources, confiance.")
        for id in statute.replies:
            if id not in wants:
                message = f"« {id} » n'est pas un souhait de ce fichier."
                review.say(ENTRY, ENTRY, (*at, "reponses", id), message, "Corrigez-le, ou ajoutez ce souhait.")
        for j, criterion in enumerate(statute.criteria):
            problem = unknown(review, "critere", criterion)
            if problem:
                review.say(ENTRY, ENTRY, (*at, "criteres", j), *problem)
        _forms(review, statute, at)
        for path, point in statute.points():
            _sureness(review, (*at, *path), point)


def _once(review: Review, key: str, ids: list[str]) -> None:
    for i, id in enumerate(ids):
        if id in ids[:i]:
            review.say(ENTRY, ENTRY, (key, i, "id"), f"« {id} » est déjà pris.", "Donnez-lui un autre identifiant.")


def _forms(review: Review, statute: Statute, at: Path_) -> None:
    """Forms are choices of the fact that tells the legal form."""
    fact = review.knowledge.facts.get(FORM)
    known = {option.id for option in fact.options} if fact is not None else set()
    named: list[tuple[Path_, str]] = [(("formes", j), form) for j, form in enumerate(statute.forms)]
    for p, passage in enumerate(statute.passages):
        named += [(("passages", p, "depuis", j), form) for j, form in enumerate(passage.forms)]
    for id, reply in statute.replies.items():
        for e, exception in enumerate(reply.exceptions):
            named += [(("reponses", id, "sauf", e, "formes", j), form) for j, form in enumerate(exception.forms)]
    for path, form in named:
        if form not in known:
            message = f"« {form} » n'est pas une forme juridique connue."
            review.say(ENTRY, ENTRY, (*at, *path), message, f"Reprenez un choix du fait « {FORM} ».")


def _sureness(review: Review, path: Path_, point: Point | Answer) -> None:
    """A sentence is no surer than the least well read of the texts it rests on."""
    knowledge = review.knowledge
    cited = [knowledge.sources[one.source] for one in point.citations if one.source in knowledge.sources]
    read = knowledge.weakest(source.versions[-1].read for source in cited if source.versions)
    if read is None:
        return
    if knowledge.confidence_rank.get(point.confidence, 0) < knowledge.confidence_rank.get(read, 0):
        message = f"cette phrase est dite plus sûre ({point.confidence}) que ses sources n'ont été lues ({read})."
        review.say(ENTRY, ENTRY, (*path, "confiance"), message, f"Écrivez {read}, ou citez mieux.")
