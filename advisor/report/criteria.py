"""Criterion by criterion: the rule, what was found, the figure, the article, how sure it is, who appraises."""

from __future__ import annotations

from advisor.assessment import Finding, LeafResult, Outcome
from advisor.knowledge.conditions import CriterionRef
from advisor.report.guide import Desk
from advisor.report.model import Block, Bullets, Calculation, Item, KeyValues, Mark, Paragraph, Section
from advisor.report.tree import carrying, criterion_tree, resting_on, telling_leaves
from advisor.report.words import APPRAISERS, articles, lower_first, mark_of, meaning, told, version_text


def criteria(desk: Desk) -> Section:
    """Every criterion once: in full, by theme, when a verdict rests on it; in one line otherwise."""
    findings = desk.assessment.findings
    full = {id for id, finding in findings.items() if not finding.counts}
    for verdict in desk.assessment.verdicts.values():
        full |= resting_on(verdict, desk.assessment, desk.knowledge).keys()
        # A refusal may rest on another route than the one shown.
        full |= {ground.criterion for ground in verdict.grounds}
    titles = {theme.id: theme.title for theme in desk.knowledge.base.themes}
    order = desk.knowledge.theme_order
    themes = sorted(dict.fromkeys(finding.theme for finding in findings.values()), key=lambda one: order.get(one, 99))
    sections = []
    for theme in themes:
        members = [one for one in findings.values() if one.theme == theme and one.criterion in full]
        if members:
            inner = tuple(criterion(desk, one) for one in members)
            sections.append(Section(id=f"theme-{theme}", title=titles.get(theme, theme), sections=inner))
    aside = sorted(
        (one for one in findings.values() if one.criterion not in full), key=lambda one: order.get(one.theme, 99)
    )
    if aside:
        text = "Autres voies et autres buts, non empruntés ici ; « ess-advisor explain DOSSIER ID » en donne la preuve."
        blocks = (Paragraph(text=text), Bullets(items=tuple(_aside(one) for one in aside)))
        sections.append(Section(id="aside", title="Laissé de côté", blocks=blocks))
    return Section(id="criteria", title="Critère par critère", sections=tuple(sections))


def _aside(finding: Finding) -> Item:
    # Without any test, the law itself closed it that day, and says why.
    by_law = not finding.leaves and not finding.rests_on
    return Item(
        mark=mark_of(finding),
        lead=f"{finding.criterion} {finding.title}",
        text=finding.explanation if by_law else "",
    )


def criterion(desk: Desk, finding: Finding) -> Section:
    """One criterion in full."""
    leaves = telling_leaves(finding.criterion, desk.assessment, desk.knowledge)
    said = told(finding)
    if len(leaves) == 1 and not leaves[0].calculation and leaves[0].finding.startswith("réponse") and said:
        # One plain answer says it all: it needs no line of its own.
        said, leaves = f"{said.rstrip('.')} ({leaves[0].finding}).", ()
    blocks: list[Block] = [KeyValues(pairs=(("Règle", finding.statement), *((("Constat", said),) if said else ())))]
    if not all(leaf.not_applicable for leaf in leaves):
        blocks += leaf_blocks(leaves, finding.outcome, desk)
    pairs: list[tuple[str, str]] = []
    rests = _rests_on(desk, finding)
    if rests:
        pairs.append(("Repose sur", rests))
    pairs += [("Texte", version_text(desk.knowledge, reference)) for reference in finding.references]
    objective = finding.nature == "objective" and not finding.evidence
    sure = meaning(desk.knowledge, finding.confidence)
    pairs.append(("Confiance", f"{sure.rstrip('.')} ; critère objectif" if objective else sure))
    if not objective:
        pairs.append(("Nature", nature(finding)))
    if not finding.counts:
        pairs.append(("Portée", "vigilance ; ne pèse sur aucun verdict"))
    for note in finding.reserves:
        source = f" ({articles(note.references)})" if note.references else ""
        pairs.append(("Réserve", f"{note.text.rstrip('.')}{source}. {desk.tag(note.confidence)}"))
    blocks.append(KeyValues(pairs=tuple(pairs)))
    title = f"{finding.criterion} {finding.title}"
    return Section(id=finding.criterion, title=title, mark=mark_of(finding), blocks=tuple(blocks))


def leaf_blocks(leaves: tuple[LeafResult, ...], outcome: Outcome, desk: Desk) -> list[Block]:
    """Tests as short lines; a figure as a calculation that ends on its margin."""
    blocks: list[Block] = []
    plain: list[Item] = []
    for leaf in leaves:
        plain.append(leaf_item(leaf, desk, None if leaf.outcome == outcome else leaf.outcome))
        if leaf.calculation:
            lines = tuple((line.label, line.text) for line in leaf.calculation)
            margin = "" if leaf.readings else leaf.margin  # each reading has told its own
            blocks += [Bullets(items=tuple(plain)), Calculation(lines=lines, margin=margin)]
            plain = []
    if plain:
        blocks.append(Bullets(items=tuple(plain)))
    return blocks


def leaf_item(leaf: LeafResult, desk: Desk, mark: Mark | None) -> Item:
    """One elementary test: what it asks, what was found, and the point of law it hangs on when that one matters."""
    shown: Mark | None = "sans_objet" if leaf.not_applicable else mark
    question = desk.knowledge.open_questions.get(leaf.open_point or "")
    if leaf.readings and question:
        return Item(mark=shown, lead=f"Point discuté {question.id}", text=question.title, items=reading_items(leaf))
    found = f"{leaf.finding} ({leaf.margin})" if leaf.margin and not leaf.calculation else leaf.finding
    below = []
    if question and leaf.outcome in ("incertain", "a_completer"):
        below.append(Item(text=f"point discuté {question.id} : {lower_first(question.title)}"))
    if found.startswith("réponse"):
        return Item(mark=shown, text=f"{leaf.label} ({found})", items=tuple(below))
    return Item(mark=shown, lead=leaf.label, text=found, items=tuple(below))


def reading_items(leaf: LeafResult) -> tuple[Item, ...]:
    """Each reading of an open point, with its own finding and margin."""
    items = []
    for one in leaf.readings:
        text = f"{one.finding} ({one.margin})" if one.margin else one.finding
        mark = None if one.outcome == leaf.outcome else one.outcome
        if text.startswith("réponse"):
            items.append(Item(mark=mark, text=f"{one.label} ({text})"))
        else:
            items.append(Item(mark=mark, lead=one.label.rstrip("."), text=text))
    return tuple(items)


def nature(finding: Finding) -> str:
    """Objective, or appraised by whom and with what evidence."""
    papers = " ; ".join(finding.evidence)
    if finding.nature == "objective":
        return "objective" + (f" ; preuve : {papers}" if papers else "")
    who = APPRAISERS.get(finding.appraised_by or "", "l'administration")
    return f"appréciée par {who}" + (f" ; ce qui la porte : {papers}" if papers else "")


_STATES = (
    ("satisfait", "remplis"),
    ("non_satisfait", "non remplis"),
    ("a_completer", "à compléter"),
    ("incertain", "à trancher"),
    ("sans_objet", "sans objet"),
)


def _rests_on(desk: Desk, finding: Finding) -> str:
    """The criteria that carry this one's outcome, by outcome."""
    tree = criterion_tree(finding.criterion, desk.assessment, desk.knowledge)
    ends = carrying(tree) if tree else ()
    findings = desk.assessment.findings
    found: dict[str, str] = {}
    for node in ends:
        if isinstance(node.condition, CriterionRef):
            id = node.condition.id
            found[id] = "sans_objet" if id in findings and findings[id].idle else node.outcome
    parts = []
    for outcome, word in _STATES:
        ids = [id for id, value in found.items() if value == outcome]
        if ids:
            parts.append(f"{', '.join(ids)} ({word if len(ids) > 1 else word.replace('remplis', 'rempli')})")
    return " ; ".join(parts)
