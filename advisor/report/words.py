"""Words shared by every part of a report: outcomes, delays, articles, confidence codes. No law here, only print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date

from advisor.advice.ways.model import WayStep
from advisor.assessment.model import AnswerView, Assessment, Change, Finding, LightResult, Missing, Reference, Verdict
from advisor.assessment.wording import WEAK_RANK, evidence_words, tag
from advisor.common.french import agree, french_date, glued, listed, lower_first, parse_date, plural
from advisor.rules.acts import Majority
from advisor.rules.load import Knowledge
from advisor.rules.models import OpenQuestion, Remedy, RemedyVariant
from advisor.rules.texts import Share
from advisor.rules.vocabulary import GuidanceKind, Mark, Nuance, Outcome, VerdictId
from advisor.rules.words import MARKS, load_words

STATUSES = {"ess": "ESS", "esus": "ESUS"}

NOTICE = "Information pour une consultation : ni conseil juridique, ni décision."
RIGHTS: tuple[tuple[GuidanceKind, str], ...] = (
    (GuidanceKind.RIGHT, "ce qu'elle y gagne"),
    (GuidanceKind.LIMIT, "ce qu'il ne faut pas en attendre"),
    (GuidanceKind.CONSTRAINT, "ce à quoi elle s'engage"),
)
"""What a status opens and asks, in the order in which to tell it."""


def structure(name: str, siren: str | None = None) -> tuple[str, str]:
    """The line of metadata that names the company."""
    return "Structure", (name or "(sans nom)") + (f", SIREN {siren}" if siren else "")


def law_of(on: date) -> tuple[str, str]:
    """The line of metadata that dates the law."""
    return "Droit appliqué", f"au {french_date(on)}"


def base_of(knowledge: Knowledge) -> tuple[str, str]:
    """The line of metadata that names the rule base."""
    return "Base", f"version {knowledge.base.version}, empreinte {knowledge.fingerprint}"


def marked(mark: Mark) -> str:
    """A mark with its sign: « ✓ satisfait »."""
    symbol, words, _ = MARKS[mark]
    return f"{symbol} {words}"


def verdict_word(outcome: Mark) -> str:
    return MARKS[outcome][1]


def bounds(worst: VerdictId, best: VerdictId) -> str:
    """« au mieux …, au pire … »."""
    return f"au mieux {verdict_word(best)}, au pire {verdict_word(worst)}"


def light(result: LightResult, findings: Mapping[str, Finding]) -> str:
    """One of the three lights, in symbol and words, in step with the criteria it sums up."""
    early = [one for id in result.criteria if (one := findings.get(id)) is not None and one.early]
    mark: Mark = (
        Nuance.NOT_YET if result.outcome in (Nuance.NOT_APPLICABLE, Outcome.NOT_MET) and early else result.outcome
    )
    said = load_words().marks[mark]
    return glued(f"{lower_first(result.title)} {said.sign} {said.light or said.words}")


def mark_of(finding: Finding) -> Mark:
    """What to show for a criterion: an appraised one that the answers satisfy is only defensible."""
    if finding.idle:
        return Nuance.NOT_APPLICABLE
    if finding.early:
        return Nuance.NOT_YET
    if finding.outcome != Outcome.MET:
        return finding.outcome
    return Nuance.DEFENSIBLE if finding.nature == "appreciee" else Outcome.MET


def spelled(knowledge: Knowledge, text: str) -> str:
    """A text of the rule base, with the codes written in it spelled out unless its own words say them already."""

    def spell(found: re.Match[str]) -> str:
        said = any(
            level.id == found[1] and text[: found.start()].rstrip().lower().endswith(level.title.lower())
            for level in knowledge.base.confidences
        )
        return found[0] if said else tag(knowledge, found[1])

    return re.sub(r"\[([A-Z][A-Z0-9c-]*)\]", spell, text)


def meaning(knowledge: Knowledge, code: str) -> str:
    """A confidence code with its meaning, in full when the code is weak."""
    level = next((one for one in knowledge.base.confidences if one.id == code), None)
    if level is None:
        return f"[{code}]"
    return f"[{code}] {level.title}" + (f" : {lower_first(level.meaning)}" if level.rank >= WEAK_RANK else "")


def answer_words(answer: AnswerView) -> str:
    """An answer with how it is known: « SAS (déclaré) »."""
    evidence = evidence_words(answer)
    return f"{answer.text} ({evidence})" if evidence else answer.text


def shared_lines(assessment: Assessment, addresses: Iterable[str] | None = None) -> tuple[tuple[str, str], ...]:
    """How shared costs were divided, and what the key weighs; empty when no figure among the addresses rests on it."""
    shared = assessment.shared_costs
    if shared is None or (addresses is not None and not set(shared.addresses) & set(addresses)):
        return ()
    source = shared.source or "pas encore notée ; elle sera demandée"
    return (
        *((line.label, line.text) for line in shared.lines),
        ("Source de la clé", source),
        *((line.label, line.text) for line in shared.moved),
    )


def period(start: date | None, end: date | None) -> str:
    """« depuis le … », « du … au … »."""
    if start is None and end is None:
        return "dates non connues"
    if end is None:
        return f"depuis le {french_date(start)}" if start else ""
    return f"du {french_date(start)} au {french_date(end)}" if start else f"jusqu'au {french_date(end)}"


def version_text(knowledge: Knowledge, reference: Reference) -> str:
    """An article with the version applied: dates, identifier, how it was read."""
    if not reference.read:
        return f"{reference.text} ; aucune rédaction connue à cette date"
    identifier = f" ({reference.identifier})" if reference.identifier else ""
    version = f"rédaction en vigueur {period(reference.start, reference.end)}"
    return f"{reference.text} ; {version}{identifier} {tag(knowledge, reference.read)}"


def articles(references: Iterable[Reference]) -> str:
    """Articles in short, for a line; the passages of one article together."""
    passages: dict[str, list[str]] = {}
    for one in references:
        name = one.text.removesuffix(f", {one.passage}") if one.passage else one.text
        passages.setdefault(name, []).append(one.passage)
    return " ; ".join(
        ", ".join((name, listed(dict.fromkeys(one for one in found if one)))).removesuffix(", ")
        for name, found in passages.items()
    )


def weight(change: Change | WayStep) -> str:
    return f"poids {change.weight} sur 6, {load_words().weights[change.weight - 1]}"


def delay(change: Change | WayStep | Remedy | RemedyVariant | Majority) -> str:
    return load_words().delays[change.delay] if change.delay else ""


def years(duration: int) -> str:
    return plural(duration, "an")


def of_whom(holder: str) -> str:
    """« du dirigeant », « de l'expert-comptable »: a holder after « auprès », « de » joined to its article."""
    for article, joint in (("les ", "des "), ("le ", "du ")):
        if holder.startswith(article):
            return joint + holder.removeprefix(article)
    return f"de {holder}"


def for_statuses(statuses: Iterable[str]) -> str:
    """« l'ESS et l'ESUS »."""
    return listed(f"l'{STATUSES.get(status, status)}" for status in statuses)


def verdict_sentence(verdict: Verdict) -> str:
    """The verdict's own sentence; the rule base may leave one out, the words of the verdict then stand alone."""
    return verdict.sentence or f"{verdict.title} : {verdict_word(verdict.outcome)}."


def practice_words(knowledge: Knowledge, question: OpenQuestion) -> list[str]:
    """What is known of the administration's practice, with plain dates; or that none was found."""
    if question.unpractised:
        return ["aucune n'a été trouvée."]
    return [f"{_day(one.date)}, {one.who} : {one.text} {tag(knowledge, one.confidence)}" for one in question.practice]


def _day(text: str) -> str:
    try:
        return french_date(parse_date(text))
    except ValueError:
        return text


def by_fact(listed: Iterable[Missing], knowledge: Knowledge) -> dict[str, list[Missing]]:
    """Answers still needed by short name, the rows of one table shown together: « Dividendes (exercices n, n-1) »."""
    found: dict[str, list[Missing]] = {}
    for one in listed:
        found.setdefault(knowledge.addresses[one.address][0].id, []).append(one)
    named = {}
    for id, rows in found.items():
        slots = [slot for row in rows if (slot := knowledge.addresses[row.address][1])]
        noun = "exercice" if slots and slots[0].startswith("n") else "personne"
        name = knowledge.facts[id].short or id
        name += f" ({agree(len(slots), noun)} {', '.join(slots)})" if slots else ""
        named[name] = rows
    return named


def translated(share: Share) -> str:
    """How much of a text the rules state, in a sentence."""
    partly = f" (dont {share.partly} en partie)" if share.partly else ""
    stated = f"{share.stated} {agree(share.stated, 'dite')} par une règle{partly}"
    rest = f"{share.no_effect} sans effet sur un verdict, {plural(share.untranslated, 'non traduite')}"
    return f"{plural(share.total, 'phrase')}, {stated}, {rest}."
