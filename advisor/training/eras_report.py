"""Report one company on two days: verdicts side by side, what moved and why, what changed without effect here."""

from __future__ import annotations

from collections.abc import Iterator

from advisor.advice.differences import TIME, TIME_TOO, RouteChange, VerdictCause
from advisor.advice.ways.whatif import StatusMove
from advisor.common.french import french_date, sentence
from advisor.report.model import Block, Bullets, Callout, Item, Paragraph, Report, Section, Table
from advisor.report.words import NOTICE, STATUSES, articles, bounds, marked, version_text
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Cause, VerdictId
from advisor.rules.words import CAUSE_WORDS, CHANGED, MARKS, UNMOVED, load_words
from advisor.training.eras import EraMove, Eras, LawChange

NEW, GONE = "n'existait pas", "n'existe plus"
SAME = "Même résultat les deux jours, mais plus de la même façon."


def eras_report(eras: Eras, knowledge: Knowledge, words: str = "") -> Report:
    """The comparison of two days.

    Args:
        words: what the trainer says of these two days.
    """
    days = tuple(f"Au {french_date(day)}" for day in (eras.first, eras.second))
    known = knowledge.base.law_as_of
    asked = f" (état du droit connu au {french_date(known)})" if eras.second > known else ""
    parts = (
        Section(
            id="verdicts", title="Les verdicts", blocks=tuple(_verdicts(eras, days, words, knowledge.base.before_start))
        ),
        _contradictions(eras, days),
        None if eras.unjudged else _moved(eras, knowledge),
        _quiet(eras),
    )
    return Report(
        title="Avant et après",
        metadata=(
            ("Structure", eras.name or "(sans nom)"),
            ("Premier jour", french_date(eras.first)),
            ("Second jour", f"{french_date(eras.second)}{asked}"),
        ),
        notice=f"Les mêmes réponses, sous le droit de deux jours : seuls la loi et le temps ont changé. {NOTICE}",
        sections=tuple(one for one in parts if one is not None),
    )


def _verdicts(eras: Eras, days: tuple[str, ...], words: str, before_start: str) -> Iterator[Block]:
    if words:
        yield Paragraph(text=words)
    yield Table(header=("Statut", *days), rows=tuple((one.title, *_sides(one, eras.unjudged)) for one in eras.statuses))
    moving = [one for one in eras.statuses if one.moves]
    for one in moving:
        yield Paragraph(lead=f"{STATUSES.get(one.status, one.title)}, le second jour", text=one.sentence)
    if eras.unjudged:
        yield Paragraph(text=before_start)
    elif not moving:
        yield Paragraph(text="Aucun des deux verdicts ne change.")


def _sides(one: StatusMove, unjudged: bool) -> tuple[str, str]:
    """Both verdicts; of one that is not settled, what it leaves possible; of a day before the law, nothing."""
    then = verdict_marked(one.before, one.worst_before, one.best_before)
    now = verdict_marked(one.after, one.worst_after, one.best_after)
    return CAUSE_WORDS[Cause.BEFORE_THE_LAW] if unjudged else then, now


def verdict_marked(outcome: VerdictId, worst: VerdictId, best: VerdictId) -> str:
    """A verdict with its mark; of one that is not settled, what it leaves possible."""
    return marked(outcome) + (f" ({bounds(worst, best)})" if outcome == VerdictId.UNDETERMINED else "")


def _contradictions(eras: Eras, days: tuple[str, ...]) -> Section | None:
    blocks = tuple(
        Callout(
            kind="warning",
            title=f"{day}, des réponses ne vont pas ensemble ou ne sont pas de ce temps ; elles sont écartées",
            blocks=(Bullets(items=tuple(Item(text=text) for text in messages)),),
        )
        for day, messages in zip(days, (eras.contradictions_before, eras.contradictions_after), strict=True)
        if messages
    )
    return Section(id="contradictions", title="À savoir", blocks=blocks) if blocks else None


def _moved(eras: Eras, knowledge: Knowledge) -> Section:
    items = [_route(one) for one in eras.routes]
    items += [_move(one, one.cause, knowledge) for one in eras.moved if one.cause is not None]
    items += [_following(one) for one in eras.moved if one.cause is None]
    for why in UNMOVED:
        inner = tuple(
            Item(mark=one.after, lead=f"{one.criterion} {one.title}", text=sentence(" ; ".join(one.found)))
            for one in eras.deciding
            if one.cause is not None and one.cause.why == why
        )
        if inner:
            items.append(Item(lead="Sans changement", text=UNMOVED[why], items=inner))
    none = Paragraph(text="Aucun critère ne change pour cette structure entre ces deux jours.")
    return Section(id="moved", title="Ce qui a bougé", blocks=(Bullets(items=tuple(items)) if items else none,))


def _route(route: RouteChange) -> Item:
    items = tuple(Item(text=sentence(words)) for words in route.words)
    return Item(lead=f"Voie « {route.title} »", text=load_words().routes[route.change], items=items)


def _between(move: EraMove) -> str:
    """« satisfait → non satisfait »."""
    then = MARKS[move.before][1] if move.before else NEW
    now = MARKS[move.after][1] if move.after else GONE
    return f"{then} → {now}" if then != now else ""


def _move(move: EraMove, cause: VerdictCause, knowledge: Knowledge) -> Item:
    below: list[Item] = []
    for one in cause.reasons:
        below += [Item(lead=CHANGED[one.why], text=sentence(words)) for words in one.words if one.why in CHANGED]
        if one.why == "date":
            below.append(Item(text=TIME if one is cause.reasons[0] else TIME_TOO))
    for lead, listed, others in (
        ("Article, avant", move.then, cause.references),
        ("Article, après", cause.references, move.then),
    ):
        # What is cited alike on both days changed nothing.
        below += [Item(lead=lead, text=version_text(knowledge, one)) for one in listed if one not in others]
    between = _between(move)
    return Item(
        mark=move.after,
        lead=f"{move.criterion} {move.title}",
        text=" ".join(sentence(part) for part in (between or SAME, " ; ".join(move.found)) if part),
        items=tuple(below),
    )


def _following(move: EraMove) -> Item:
    text = f"{_between(move)} ; il suit {', '.join(move.follows)}" if move.follows else _between(move)
    items = tuple(Item(lead=CHANGED["texte"], text=sentence(words)) for words in move.law)
    return Item(mark=move.after, lead=f"{move.criterion} {move.title}", text=sentence(text), items=items)


def _quiet(eras: Eras) -> Section | None:
    items = [_change(one) for one in eras.quiet]
    items += [Item(lead=one.title, text=f"{one.before}, puis {one.after}.") for one in eras.figures]
    if eras.unlisted:
        many = f"{eras.unlisted} autres critères ont" if eras.unlisted > 1 else "un autre critère a"
        days = f"{eras.first.isoformat()} {eras.second.isoformat()}"
        text = f"{many} changé de texte ; pour tout voir : ess-advisor regles comparer {days}."
        items.append(Item(lead="Ailleurs", text=text))
    if not items:
        return None
    text = "La loi a aussi changé sur ces points ; à eux seuls, ils n'ont rien déplacé pour cette structure."
    return Section(
        id="quiet",
        title="Changé aussi, sans effet à soi seul",
        blocks=(Paragraph(text=text), Bullets(items=tuple(items))),
    )


def _change(one: LawChange) -> Item:
    words = " ".join(sentence(words) for words in one.words)
    cited = f" ({articles(one.references)})" if one.references else ""
    return Item(lead=f"{one.criterion} {one.title}", text=f"{words}{cited}")
