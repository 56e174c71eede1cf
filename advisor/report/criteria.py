"""Criterion by criterion: the rule, what was found, the figure, the article, how sure it is, who appraises."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from advisor.advice.guidance import ReportContext
from advisor.assessment.model import Finding, LeafResult, Note, Reference
from advisor.assessment.tree import carrying, criterion_tree, relevant_leaves, resting_on
from advisor.assessment.wording import finding_sentence
from advisor.common.french import NBSP, lower_first
from advisor.report.model import Block, Bullets, Calculation, Item, KeyValues, Paragraph, Section
from advisor.report.words import articles, mark_of, meaning, shared_lines, version_text
from advisor.rules.conditions import AnyOf, CriterionRef
from advisor.rules.vocabulary import CRITERION_OUTCOMES, CriterionOutcome, Mark, Nuance, Outcome
from advisor.rules.words import APPRAISERS, load_words


def criteria_in_full(context: ReportContext) -> tuple[set[str], set[str]]:
    """Criteria worth a page, and those that can do nothing more for a status already refused."""
    findings = context.assessment.findings
    verdicts = context.assessment.verdicts.values()
    full: set[str] = set()
    closed: set[str] = set()
    for verdict in verdicts:
        # A refusal may rest on another route than the one shown; the conditions it leaves aside can do nothing more.
        full |= {ground.criterion for ground in verdict.grounds}
        rests = resting_on(verdict, context.assessment, context.knowledge).keys()
        if context.reachable(verdict):
            full |= rests
        else:
            closed |= rests
    if any(context.reachable(verdict) for verdict in verdicts):
        full |= {id for id, finding in findings.items() if not finding.counts}
    else:
        closed = set(findings)
    return full, closed - full


def criteria(context: ReportContext) -> Section:
    """Every criterion once: in full, by theme, when a verdict rests on it; named only otherwise."""
    findings = context.assessment.findings
    full, closed = criteria_in_full(context)
    writer = _CriterionWriter(context)
    titles = {theme.id: theme.title for theme in context.knowledge.base.themes}
    order = context.knowledge.theme_order
    themes = sorted(dict.fromkeys(finding.theme for finding in findings.values()), key=lambda one: order.get(one, 99))
    sections = []
    for theme in themes:
        members = [one for one in findings.values() if one.theme == theme and one.criterion in full]
        if members:
            inner = map(writer.criterion, members)
            sections.append(Section(id=f"theme-{theme}", title=titles.get(theme, theme), sections=inner))
    left = [finding for id, finding in findings.items() if id not in full]
    blocks = _aside(context, sorted(left, key=lambda one: order.get(one.theme, 99)), closed)
    if blocks:
        sections.append(Section(id="aside", title="Laissé de côté", blocks=blocks))
    text = "La rédaction d'un article, le sens d'un code et une réserve sont donnés à leur première mention."
    return Section(id="criteria", title="Critère par critère", blocks=(Paragraph(text=text),), sections=sections)


def _aside(context: ReportContext, left: list[Finding], closed: set[str]) -> list[Block]:
    """What no verdict rests on: a list by outcome when a refusal stands whatever it says, else a line each."""
    items = []
    for outcome, word in load_words().aside.items():
        names = [
            f"{one.criterion}, {lower_first(one.title)}"
            for one in left
            if one.criterion in closed and (Nuance.NOT_APPLICABLE if one.idle else one.outcome) == outcome
        ]
        if names:
            items.append(Item(lead=word, text=f"{' ; '.join(names)}."))
    others = (_other(one) for one in left if one.criterion not in closed)
    blocks = [
        *Bullets.announced(items, "Ne peut plus rien changer au refus :"),
        *Bullets.announced(others, "Autres voies et autres buts, non empruntés ici :"),
    ]
    if blocks:
        blocks.append(Paragraph(text=_EACH_HANDED if context.handed else _EACH))
    return blocks


_EACH = "« ess-advisor expliquer DOSSIER ID » donne la preuve de chacun."
_EACH_HANDED = "Le conseiller peut remettre, à part, la preuve de chacun."


def _other(finding: Finding) -> Item:
    # Without any test, the law itself closed it that day, and says why.
    by_law = not finding.leaves and not finding.rests_on
    return Item(
        mark=mark_of(finding),
        lead=f"{finding.criterion} {finding.title}",
        text=finding.explanation if by_law else "",
    )


_WORTH_FOLDING = 3


class _CriterionWriter:
    """Writes criteria in full, one after the other; what was already written is not written again."""

    def __init__(self, context: ReportContext) -> None:
        self.context = context
        self.reserves: dict[str, str] = {}
        self.versions: set[tuple[str, str]] = set()
        self.codes: set[str] = set()
        self.lines: dict[tuple[str, str], str] = {}

    def criterion(self, finding: Finding) -> Section:
        context = self.context
        leaves = relevant_leaves(finding.criterion, context.assessment, context.knowledge)
        said = finding_sentence(finding, context.why_idle(finding))
        if len(leaves) == 1 and not leaves[0].calculation and leaves[0].finding.startswith("réponse") and said:
            # One plain answer says it all: it needs no line of its own; of an answer to come, the sentence says which.
            waits = finding.outcome == Outcome.TO_COMPLETE or said.endswith("?")
            said, leaves = said if waits else f"{said.rstrip('.')} ({leaves[0].finding}).", ()
        blocks: list[Block] = [KeyValues(pairs=(("Règle", finding.statement), ("Constat", said)))]
        if not all(leaf.not_applicable for leaf in leaves):
            blocks += [
                self.calculation(block, finding.criterion) if isinstance(block, Calculation) else block
                for block in leaf_blocks(leaves, finding.outcome, context, _alternatives(context, finding))
            ]
            blocks += shared_costs(context, (address for leaf in leaves for address in leaf.used))
        texts = [("Texte", text) for text in self.texts(finding.references)]
        objective = finding.nature == "objective" and not finding.evidence
        sure = self.confidence(finding.confidence)
        end = "." if ":" in sure else ""
        pairs = (
            ("Repose sur", _rests_on(context, finding)),
            *texts,
            ("Confiance", f"{sure} ; critère objectif" if objective else f"{sure}{end}"),
            ("Nature", "" if objective else nature(finding)),
            ("Portée", "" if finding.counts else "vigilance ; ne pèse sur aucun verdict"),
            *(("Réserve", self.reserve(note, finding.criterion)) for note in finding.reserves),
        )
        blocks.append(KeyValues(pairs=pairs))
        title = f"{finding.criterion} {finding.title}"
        return Section(id=finding.criterion, title=title, mark=mark_of(finding), blocks=blocks)

    def texts(self, references: tuple[Reference, ...]) -> Iterator[str]:
        """Articles in their version, the passages of one together; a version is described once."""
        cited: dict[tuple[str, str], list[Reference]] = {}
        for one in references:
            cited.setdefault((one.source, str(one.start)), []).append(one)
        again: list[str] = []
        for key, passages in cited.items():
            name, first = articles(passages), passages[0]
            if key in self.versions and first.read:
                again.append(f"{name} {self.context.tag(first.read)}")
            else:
                if again:
                    yield " ; ".join(again)
                    again = []
                self.versions.add(key)
                yield version_text(self.context.knowledge, first.model_copy(update={"text": name}))
        if again:
            yield " ; ".join(again)

    def confidence(self, code: str) -> str:
        """A code with its meaning, which is given once."""
        whole = meaning(self.context.knowledge, code).rstrip(".")
        if code in self.codes:
            return whole.partition(f"{NBSP}:")[0].partition(" :")[0]
        self.codes.add(code)
        return whole

    def calculation(self, block: Calculation, criterion: str) -> Calculation:
        """A calculation without the lines that another criterion has just shown."""
        fresh = tuple(line for line in block.lines if self.lines.setdefault(line, criterion) == criterion)
        dropped = next((self.lines[line] for line in block.lines if line not in fresh), "")
        if len(block.lines) - len(fresh) < _WORTH_FOLDING:
            return block
        return block.model_copy(update={"lines": (("Mêmes montants", f"comme plus haut, à {dropped}"), *fresh)})

    def reserve(self, note: Note, criterion: str) -> str:
        """A reserve; the same one met again only says where it stands."""
        first = self.reserves.setdefault(note.text, criterion)
        if first != criterion:
            return f"comme plus haut, à {first} {self.context.tag(note.confidence)}"
        source = f" ({articles(note.references)})" if note.references else ""
        return f"{note.text.rstrip('.')}{source}. {self.context.tag(note.confidence)}"


def shared_costs(context: ReportContext, addresses: Iterable[str] | None = None) -> tuple[Block, ...]:
    """How shared costs were divided, when a figure among the addresses rests on it."""
    divided = shared_lines(context.assessment, addresses)
    words = Paragraph(text="Charges communes, réparties avec une clé :")
    return (words, Calculation(lines=divided)) if divided else ()


def _alternatives(context: ReportContext, finding: Finding) -> bool:
    """Whether any one of the tests of a criterion would be enough."""
    tree = criterion_tree(finding.criterion, context.assessment, context.knowledge)
    return tree is not None and isinstance(tree.condition, AnyOf)


def leaf_blocks(
    leaves: tuple[LeafResult, ...], outcome: Outcome, context: ReportContext, either: bool = False
) -> list[Block]:
    """Tests as short lines; a figure as a calculation that ends on its margin.

    ``either``: any one of them would be enough, which must be heard when several fail.
    """
    blocks: list[Block] = []
    plain: list[Item] = []
    for rank, leaf in enumerate(leaves):
        item = leaf_item(leaf, context, None if leaf.outcome == outcome else leaf.outcome)
        again = either and rank and item.lead == EXPECTED
        plain.append(item.model_copy(update={"lead": "Ou bien"}) if again else item)
        if leaf.calculation:
            lines = tuple((line.label, line.text) for line in leaf.calculation)
            margin = "" if leaf.readings else leaf.margin  # each reading has told its own
            blocks += [Bullets(items=plain), Calculation(lines=lines, margin=margin)]
            plain = []
    return [*blocks, *Bullets.announced(plain)]


def leaf_item(leaf: LeafResult, context: ReportContext, mark: Mark | None) -> Item:
    """One elementary test: what it asks, what was found, and the point of law it hangs on when that one matters."""
    shown: Mark | None = Nuance.NOT_APPLICABLE if leaf.not_applicable else mark
    question = context.knowledge.open_questions.get(leaf.open_point or "")
    if leaf.readings and question:
        return Item(mark=shown, lead=f"Point discuté {question.id}", text=question.title, items=reading_items(leaf))
    found = f"{leaf.finding} ({leaf.margin})" if leaf.margin and not leaf.calculation else leaf.finding
    below = None
    if question and leaf.outcome in (Outcome.UNCERTAIN, Outcome.TO_COMPLETE):
        below = Item(text=f"point discuté {question.id} : {lower_first(question.title)}")
    failed = leaf.outcome == Outcome.NOT_MET and not leaf.not_applicable
    lead, text = found_words(leaf.label, found, failed)
    return Item(mark=shown, lead=lead, text=text, items=(below,))


EXPECTED = "Attendu"


def found_words(label: str, found: str, failed: bool) -> tuple[str, str]:
    """A test and what was found; one that fails is said as what was expected, never as what is."""
    if failed and found:
        between = f" ({found})" if found.startswith("réponse") else f". Trouvé : {found}"
        return EXPECTED, f"{lower_first(label.rstrip('.'))}{between}"
    if found.startswith("réponse"):
        return "", f"{label} ({found})"
    return label.rstrip("."), found


def reading_items(leaf: LeafResult) -> Iterator[Item]:
    """Each reading of an open point, with its own finding and margin."""
    for one in leaf.readings:
        text = f"{one.finding} ({one.margin})" if one.margin else one.finding
        mark = None if one.outcome == leaf.outcome else one.outcome
        lead, text = found_words(one.label, text, one.outcome == Outcome.NOT_MET)
        yield Item(mark=mark, lead=lead, text=text)


def nature(finding: Finding) -> str:
    """Objective, or appraised by whom and with what evidence."""
    papers = " ; ".join(finding.evidence)
    if finding.nature == "objective":
        return "objective" + (f" ; preuve : {papers}" if papers else "")
    who = APPRAISERS[finding.appraised_by]
    return f"appréciée par {who}" + (f" ; ce qui la porte : {papers}" if papers else "")


def _rests_on(context: ReportContext, finding: Finding) -> str:
    """The criteria that carry this one's outcome, by outcome."""
    tree = criterion_tree(finding.criterion, context.assessment, context.knowledge)
    ends = carrying(tree) if tree else ()
    findings = context.assessment.findings
    found: dict[str, CriterionOutcome] = {}
    for node in ends:
        if isinstance(node.condition, CriterionRef):
            id = node.condition.id
            found[id] = Nuance.NOT_APPLICABLE if id in findings and findings[id].idle else node.outcome
    parts = []
    for outcome in CRITERION_OUTCOMES:
        ids = [id for id, value in found.items() if value == outcome]
        if ids:
            said = load_words().marks[outcome]
            parts.append(f"{', '.join(ids)} ({said.plural or said.words})")
    return " ; ".join(parts)
