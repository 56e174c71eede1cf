"""The proof of one conclusion: from a verdict to its criteria, to elementary tests, to answers and articles.

A favourable conclusion shows what carries it; an unfavourable one, everything that refutes it; an open one, what it
waits for.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from advisor.advice.guidance import ReportContext
from advisor.advice.register import Register
from advisor.assessment.model import (
    LATER,
    Assessment,
    Change,
    Finding,
    LeafResult,
    Note,
    Reference,
    RouteResult,
    Verdict,
)
from advisor.assessment.tree import TreeNode, carrying, criterion_tree, reach, resting_on, route_tree
from advisor.assessment.wording import address_name, evidence_words, finding_sentence, unjudged_day
from advisor.common.errors import InputError, Problem, close_to
from advisor.common.french import french_date, listed, lower_first, sentence
from advisor.report.actions import to_gather
from advisor.report.criteria import nature, reading_items
from advisor.report.model import Callout, Item, KeyValues, Paragraph, Report, Section, Table
from advisor.report.register import register_items
from advisor.report.words import (
    NOTICE,
    answer_words,
    articles,
    bounds,
    law_of,
    mark_of,
    meaning,
    shared_lines,
    structure,
    verdict_sentence,
    version_text,
)
from advisor.rules.conditions import AnyOf, Constant, CriterionRef, OpenPoint
from advisor.rules.load import Knowledge
from advisor.rules.models import Remedy
from advisor.rules.vocabulary import Cause, Mark, Nuance, Outcome, VerdictId
from advisor.rules.words import CAUSE_WORDS


def explain(assessment: Assessment, id: str, knowledge: Knowledge, register: Register | None = None) -> Report:
    """The proof of a criterion (``ESS-07``), a route (``droit_commun``) or a status (``ess``, ``esus``).

    ``register``: positions of the administration, cited where the law is open.

    Raises:
        InputError: no conclusion has this name; the message gives the closest ones.
    """
    known = _resolve(assessment, id, knowledge)
    prover = _Prover(ReportContext(assessment, knowledge, register=register))
    if known in assessment.findings:
        finding = assessment.findings[known]
        title, head = f"{finding.criterion} {finding.title}", _criterion_head(assessment, knowledge, finding)
        items: Iterable[Item] = (prover.criterion(known, best=False),)
    elif known in assessment.verdicts:
        verdict = assessment.verdicts[known]
        title, head, items = verdict.title, _verdict_head(verdict), prover.verdict(verdict)
    else:
        result = next(one for verdict in assessment.verdicts.values() for one in verdict.routes if one.id == known)
        title, head = result.title, _route_head(result)
        items = (prover.route(result),)
    base = f"version {assessment.rules_version}, empreinte {assessment.rules_fingerprint}"
    sections = (
        Section(id="conclusion", title="La conclusion", blocks=(head,)),
        Section.listing("proof", "La preuve", items),
        prover.answers(),
        Section.listing("waiting", "Réponses à réunir", to_gather(prover.missing, knowledge)),
        Section.listing("texts", "Textes appliqués", prover.texts()),
    )
    return Report(
        title=f"Preuve : {title}",
        metadata=(structure(assessment.name), law_of(assessment.on), ("Base", base)),
        notice=NOTICE,
        sections=sections,
    )


def _resolve(assessment: Assessment, id: str, knowledge: Knowledge) -> str:
    routes = (route.id for verdict in assessment.verdicts.values() for route in verdict.routes)
    names = [*assessment.verdicts, *routes, *assessment.findings]
    folded = {name.lower(): name for name in names}
    if found := folded.get(id.strip().lower()):
        return found
    if assessment.on < knowledge.base.start:
        raise InputError(unjudged_day(knowledge, assessment.on))
    close = close_to(id, names, 3)
    hint = f"Vouliez-vous dire {listed(close, 'ou')} ?" if close else "Essayez « ess », « esus » ou ESS-07."
    message = f"« {id} » n'est ni un critère, ni une voie, ni un statut examiné le {french_date(assessment.on)}."
    raise InputError(Problem(message, mend=hint))


def _verdict_head(verdict: Verdict) -> Callout:
    unjudged = verdict.cause == Cause.BEFORE_THE_LAW
    return Callout(
        kind="info",
        mark=None if unjudged else verdict.outcome,
        title=f"{verdict.title} : {CAUSE_WORDS[Cause.BEFORE_THE_LAW]}" if unjudged else verdict.title,
        blocks=(Paragraph(text=verdict_sentence(verdict)),),
    )


def _criterion_head(assessment: Assessment, knowledge: Knowledge, finding: Finding) -> Callout:
    weighs = any(
        not verdict.decided
        or (finding.counts and verdict.outcome == VerdictId.NOT_ELIGIBLE)
        or (finding.counts and finding.criterion in resting_on(verdict, assessment, knowledge))
        for verdict in assessment.verdicts.values()
    )
    aside = "" if weighs else " Ce critère ne pèse sur aucun verdict de cette structure."
    words = Paragraph(text=(finding_sentence(finding) or finding.statement) + aside)
    sure = meaning(knowledge, finding.confidence)
    pairs = (("Règle", finding.statement), ("Confiance", sure), ("Nature", nature(finding)))
    title = f"{finding.criterion} {finding.title}"
    return Callout(kind="info", mark=mark_of(finding), title=title, blocks=(words, KeyValues(pairs=pairs)))


def _route_head(result: RouteResult) -> Callout:
    words = "" if result.worst == result.best else sentence(bounds(result.worst, result.best))
    return Callout(kind="info", mark=_route_mark(result), title=result.title, blocks=(Paragraph.saying(words),))


def _route_mark(result: RouteResult) -> Mark:
    return result.best if result.worst == result.best else VerdictId.UNDETERMINED


class _Prover:
    """Walks from a conclusion to the answers, showing each criterion once."""

    def __init__(self, context: ReportContext) -> None:
        self.context, self.knowledge, self.assessment = context, context.knowledge, context.assessment
        # Criteria and texts of reserves already shown.
        self.seen: set[str] = set()
        self.used: dict[str, None] = {}
        self.missing: dict[str, None] = {}
        self.references: dict[tuple[str, str], Reference] = {}

    def verdict(self, verdict: Verdict) -> Iterator[Item]:
        """The route shown; for a refusal, every route, since each one is closed."""
        for result in verdict.routes:
            if result.id == verdict.route or verdict.outcome == VerdictId.NOT_ELIGIBLE:
                yield self.route(result)
        others = [lower_first(one.title) for one in verdict.routes if one.id != verdict.route]
        if others and verdict.outcome != VerdictId.NOT_ELIGIBLE:
            yield Item(lead="Autres voies, non retenues", text=f"{' ; '.join(others)}.")

    def route(self, result: RouteResult) -> Item:
        tree = route_tree(result.id, self.assessment, self.knowledge)
        self._cite(result.references)
        items = list(self.parts(tree, best=True)) if tree else []
        rest = self._holding(tree) if tree else []
        if rest:
            items.append(Item(lead="Le reste est rempli, ou peut l'être", text=f"{', '.join(rest)}."))
        return Item(mark=_route_mark(result), lead=f"Voie « {result.title} »", items=items)

    def _holding(self, tree: TreeNode) -> list[str]:
        """Conditions of a route that its proof has not shown, when the best outcome needs them to hold."""
        mended = self._reach(tree)
        if tree.outcome == Outcome.MET or mended.outcome != Outcome.MET:
            return []
        return list(dict.fromkeys(self._not_shown(mended)))

    def _not_shown(self, mended: TreeNode) -> Iterator[str]:
        """Criteria under a condition that hold and were not shown, inside those that were shown included."""
        for node in carrying(mended):
            if isinstance(node.condition, CriterionRef):
                id = node.condition.id
                tree = criterion_tree(id, self.assessment, self.knowledge)
                if id not in self.seen:
                    yield id
                elif tree is not None:
                    yield from self._not_shown(self._reach(tree))

    def _reach(self, tree: TreeNode) -> TreeNode:
        return reach(tree, self.assessment, self.knowledge)

    def criterion(self, id: str, best: bool) -> Item:
        finding = self.assessment.findings.get(id)
        if finding is None:
            return Item(mark=Outcome.NOT_MET, lead=id, text="aucune règle en vigueur à cette date.")
        lead = f"{id} {finding.title}"
        if id in self.seen:
            return Item(mark=mark_of(finding), lead=lead, text="voir plus haut.")
        self.seen.add(id)
        self._cite(finding.references)
        tree = criterion_tree(id, self.assessment, self.knowledge) if not finding.without_object else None
        source = Item(lead="Texte", text=f"{articles(finding.references)} {self.context.tag(finding.confidence)}")
        items = (*(self.parts(tree, best) if tree else ()), source, *map(self.reserve, finding.reserves))
        return Item(mark=mark_of(finding), lead=lead, items=items)

    def reserve(self, note: Note) -> Item:
        """A reserve on a criterion, shown once and cited."""
        self._cite(note.references)
        lead = "Lecture retenue" if note.decisive else "Réserve"
        first = note.text not in self.seen
        self.seen.add(note.text)
        return Item(lead=lead, text=f"{note.text} {self.context.tag(note.confidence)}" if first else "voir plus haut.")

    def parts(self, node: TreeNode, best: bool) -> Iterator[Item]:
        """What gives a condition its outcome; with ``best``, also what the best outcome still to be had rests on."""
        match node.condition:
            case CriterionRef(id):
                yield self.criterion(id, best)
            case Constant(_, reason):
                yield Item(mark=node.outcome, lead="La loi le dit", text=reason)
            case _ if node.leaf is not None:
                yield self.leaf(node.leaf, node)
            case AnyOf() if len(self._carriers(node, best)) > 1:
                words = "Aucune de ces possibilités" if node.outcome == Outcome.NOT_MET else "L'une de ces possibilités"
                yield Item(lead=words, items=tuple(self._choices(node, best)))
            case _:
                for child in self._carriers(node, best):
                    yield from self.parts(child, best)

    def _carriers(self, node: TreeNode, best: bool) -> list[TreeNode]:
        """The parts that carry the outcome, and those that carry the best one while it is neither had nor excluded."""
        carriers = node.carriers
        if best and node.outcome != Outcome.MET:
            mended = self._reach(node)
            if mended.outcome in (Outcome.UNCERTAIN, Outcome.TO_COMPLETE):
                pairs = zip(node.children, mended.children, strict=True)
                carriers += tuple([child for child, after in pairs if after in mended.carriers])
        return [child for child in node.children if child in carriers]

    def _choices(self, node: TreeNode, best: bool) -> Iterator[Item]:
        for child in self._carriers(node, best):
            inner = tuple(self.parts(child, best))
            # Several tests of one possibility stay together.
            yield from (Item(lead="Tout ceci ensemble", items=inner),) if len(inner) > 1 else inner

    def leaf(self, leaf: LeafResult, node: TreeNode) -> Item:
        """One elementary test, down to the answers it read or waits for."""
        self.used |= dict.fromkeys(leaf.used)
        self.missing |= dict.fromkeys(leaf.missing)
        answers = {one.address: one for one in self.assessment.answers}
        read = [answers[address] for address in leaf.used if address in answers]
        divided = shared_lines(self.assessment, leaf.used)
        if divided and self.assessment.shared_costs is not None:
            self.used |= dict.fromkeys(self.assessment.shared_costs.given)
        pairs = (
            *((line.label, line.text) for line in leaf.calculation),
            *((one.short, answer_words(one)) for one in read),
            *divided,
            *(("À réunir", address_name(self.knowledge, address)) for address in leaf.missing),
        )
        below = [*reading_items(leaf), *(Item(lead=lead, text=text) for lead, text in pairs)]
        if isinstance(node.condition, OpenPoint) and leaf.outcome in (Outcome.UNCERTAIN, Outcome.TO_COMPLETE):
            question = self.knowledge.open_questions[leaf.open_point or node.condition.point]
            below += [Item(lead=f"Lecture {reading}", text=text) for reading, text in question.readings]
            below += self._texts_of(question.id)
            below += register_items(self.context.register, question.id, self.assessment.on)
        below += self._mending(leaf)
        found = "" if leaf.finding.startswith("réponse") or leaf.readings else leaf.finding
        text = f"{found} ({leaf.margin})" if found and leaf.margin else found
        mark: Mark = Nuance.NOT_APPLICABLE if leaf.not_applicable else leaf.outcome
        lead = leaf.label
        if leaf.outcome == Outcome.NOT_MET and not leaf.not_applicable:
            lead, text = f"Attendu : {lower_first(leaf.label)}", f"trouvé, {text}" if text else ""
        if leaf.readings and leaf.open_point:
            lead, text = f"Point discuté {leaf.open_point}", self.knowledge.open_questions[leaf.open_point].title
        return Item(mark=mark, lead=lead, text="" if leaf.not_applicable else text, items=below)

    def _texts_of(self, point: str) -> Iterator[Item]:
        """The texts on which the two readings of an open point are founded."""
        view = next((one for one in self.assessment.open_points if one.id == point), None)
        if view is not None:
            self._cite(view.references)
            yield Item(lead="Textes", text=f"{articles(view.references)} {self.context.tag(view.confidence)}")

    def _mending(self, leaf: LeafResult) -> Iterator[Item]:
        if leaf.outcome not in (Outcome.NOT_MET, Outcome.UNCERTAIN) or leaf.not_applicable:
            return
        # As this company was told it; else as the rule base says it to anyone.
        verdicts = self.assessment.verdicts.values()
        changes = {one.remedy: one for verdict in verdicts for one in (*verdict.changes, *verdict.later)}
        remedies: Mapping[str, Change | Remedy] = {**self.knowledge.remedies, **changes}
        if now := remedies.get(leaf.remedy or ""):
            yield Item(lead="Se corrige", text=lower_first(now.title))
        elif later := remedies.get(leaf.deferred_remedy or ""):
            lead = "Se corrige avec le temps" if later.delay == LATER else "Une piste"
            yield Item(lead=lead, text=lower_first(later.title))

    def _cite(self, references: tuple[Reference, ...]) -> None:
        for reference in references:
            self.references.setdefault((reference.source, reference.passage), reference)

    def answers(self) -> Section | None:
        rows = tuple(
            (one.short, one.text, evidence_words(one)) for one in self.assessment.answers if one.address in self.used
        )
        table = Table(header=("Question", "Réponse", "Preuve"), rows=rows)
        return Section(id="answers", title="Réponses sur lesquelles elle repose", blocks=(table,)) if rows else None

    def texts(self) -> Iterator[Item]:
        """Each version of a text once, with every passage of it that was applied."""
        passages: dict[tuple[str, str], list[Reference]] = {}
        for one in self.references.values():
            passages.setdefault((one.source, str(one.start)), []).append(one)
        for (source, _), cited in passages.items():
            entry = self.knowledge.sources.get(source)
            places = " ; ".join(dict.fromkeys(one.passage for one in cited if one.passage))
            whole = cited[0].model_copy(update={"text": entry.short}) if entry else cited[0]
            yield Item(text=version_text(self.knowledge, whole), items=Item.lines(("Passages", places)))
