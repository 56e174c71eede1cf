"""The desk, printed: the list of dossiers, what a review found, and what a change of the rules moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date, datetime

from advisor.advice.differences import TIME, TIME_TOO, RouteChange, VerdictCause
from advisor.advice.ways.whatif import StatusMove
from advisor.common.french import brief, french_date, french_number, glued, plural, sentence, short_date
from advisor.desk.cards import Card, Deadline
from advisor.desk.repository import Damaged
from advisor.desk.review import Moved, ShelfReview
from advisor.desk.rule_change import Bases, Compared, RuleChange, Stirred
from advisor.report.model import Block, Bullets, Callout, Item, Paragraph, Report, Section, Table
from advisor.report.words import STATUSES, base_of, marked, version_text
from advisor.rules.load import Knowledge
from advisor.rules.vocabulary import Mark, VerdictId, Why
from advisor.rules.words import CHANGED, DOSSIER_STATES, MARKS, UNMOVED, load_words

LONGEST_NAME = 40

NONE = "Aucun dossier ici. Pour en commencer un : ess-advisor, puis « Nouvel entretien »."

NOT_FOUND = "Aucun dossier ne répond à cette recherche."

NOT_YET = "Cette rédaction n'est pas encore en vigueur au jour de la revue."


def named(name: str, file: str = "") -> str:
    """Return a company in a column or a heading, cut when its name would fill it, with its file when given."""
    short = brief(name, LONGEST_NAME)
    return f"{short or '(sans nom)'} ({file})" if file else short


def _section(id: str, title: str, items: Iterable[Item] = (), text: str = "") -> Section:
    """A text, if any, then a list, if any."""
    listed = tuple(items)
    blocks = (*([Paragraph(text=text)] if text else []), *([Bullets(items=listed)] if listed else []))
    return Section(id=id, title=title, blocks=blocks)


# -- the list -----------------------------------------------------------------------------------------------------


def list_report(cards: Sequence[Card], damaged: Sequence[Damaged], folder: str, searched: bool = False) -> Report:
    """Report the dossiers of a folder, one a line, then what each waits for.

    Args:
        cards: in the order in which to show them.
        damaged: files that could not be read.
        folder: as the person knows it.
        searched: the list is what a search left.
    """
    counts = [plural(len(cards), "dossier")]
    counts += [
        f"{said.words} : {count}"
        for state, said in DOSSIER_STATES.items()
        if (count := sum(one.state == state for one in cards))
    ]
    dated = sorted((one for one in cards if one.deadlines and not one.archived), key=lambda one: one.deadlines[0].day)
    dates = (Item(lead=named(one.name) or one.file, items=_deadlines(one.deadlines)) for one in dated)
    unread = (Item(lead=one.path.name, text=one.problems[0].message) for one in damaged)
    none = "" if damaged else NOT_FOUND if searched else NONE
    sections = (
        Section(id="dossiers", title="Les dossiers", blocks=(_table(cards),))
        if cards
        else _section("dossiers", "Les dossiers", text=none),
        _section("waiting", "Ce qui est attendu", _waiting(cards)),
        _section("dates", "Échéances", dates),
        _section("damaged", "Illisibles", unread),
    )
    return Report(
        title="Mes dossiers",
        metadata=(("Répertoire", folder), ("En tout", " ; ".join(counts))),
        notice="Verdicts recalculés à l'instant, d'après le droit du jour, ou du jour fixé dans le dossier "
        "(« ! conformité » : à mettre en conformité).",
        sections=tuple(one for one in sections if one.blocks),
    )


def _table(cards: Sequence[Card]) -> Table:
    names = Counter(one.name for one in cards)
    rows = tuple(
        (
            # Two dossiers may bear one name: their files tell them apart.
            named(one.name)
            if names[one.name] == 1 and one.name
            else f"{named(one.name)} {brief(one.file, LONGEST_NAME)}",
            DOSSIER_STATES[one.state].words,
            *(_seen(one, id) for id in STATUSES),
            short_date(one.changed.date()),
        )
        for one in cards
    )
    return Table(header=("Structure", "État", *STATUSES.values(), "Modifié"), rows=rows)


def _seen(one: Card, status: str) -> str:
    """One verdict in a narrow column, its sign and its words kept on a line."""
    sight = one.verdicts.get(status)
    if sight is None:
        return ""
    symbol, words, _ = MARKS[sight.outcome]
    return glued(f"{symbol} {'conformité' if sight.outcome == VerdictId.TO_MEND else words}")


def _waiting(cards: Iterable[Card]) -> Iterator[Item]:
    """What clients have to look for, by dossier; those with questions never asked say how many."""
    for one in cards:
        below = tuple(Item(text=sentence(words)) for words in one.wrong if not one.archived)
        below += tuple(Item(lead=waited.short, text=f"{waited.holder} {waited.where}") for waited in one.waited)
        if one.unasked and one.state == "en_cours":
            below += (Item(text=f"{plural(one.unasked, 'question utile')} à poser encore."),)
        if below:
            yield Item(lead=named(one.name) or one.file, text=f"{DOSSIER_STATES[one.state].words}.", items=below)


def _deadlines(found: Iterable[Deadline], today: date | None = None) -> tuple[Item, ...]:
    day = today or datetime.now().date()
    return tuple(
        Item(lead=french_date(one.day) + (" (date passée)" if one.day < day else ""), text=sentence(one.title))
        for one in found
    )


# -- the review ---------------------------------------------------------------------------------------------------


def review_report(found: ShelfReview, knowledge: Knowledge, folder: str) -> Report:
    """Report what moves, dossier by dossier, then the agreements that end."""
    total = len(found.moved) + found.steady
    known = f" (état du droit connu au {french_date(found.law_as_of)})" if found.on > found.law_as_of else ""
    sections = [_moved(found, knowledge), _expired(found), *_left_out(found)]
    return Report(
        title="Revue des dossiers",
        metadata=(
            ("Répertoire", folder),
            ("Droit appliqué", f"au {french_date(found.on)}{known}"),
            ("Revus", f"{plural(total, 'dossier')}, dont {len(found.moved)} au verdict changé"),
        ),
        notice="Chaque dossier est évalué tel qu'il est, au jour où il l'avait été, puis au jour de la revue. Les "
        "réponses n'ont pas été remises à jour : un verdict qui tombe demande d'abord de revoir le client.",
        sections=tuple(sections),
    )


def _left_out(found: ShelfReview) -> Iterator[Section]:
    """The dossiers that were not compared, and why."""
    if found.damaged:
        names = Paragraph(text=", ".join(found.damaged))
        callout = Callout(kind="warning", title="Illisibles, non revus", blocks=(names,))
        yield Section(id="damaged", title="Ce qui n'a pas été revu", blocks=(callout,))
    if found.uncompared:
        items = (
            Item(lead=named(one.name, one.file), text=f"dossier daté du {french_date(one.day)}.")
            for one in found.uncompared
        )
        text = "Ces dossiers fixent un jour d'avant la loi, dont rien ne se dit. Corrigez leur date d'examen."
        yield _section("uncompared", "Sans comparaison possible", items, text)


def _moved(found: ShelfReview, knowledge: Knowledge) -> Section:
    if not found.moved:
        text = "Aucun verdict ne change." if found.steady else "Aucun dossier à revoir."
        return _section("moved", "Les verdicts qui changent", text=text)
    inner = tuple(
        Section(id=f"moved-{rank}", title=named(one.name, one.file), blocks=_moved_blocks(one, knowledge))
        for rank, one in enumerate(found.moved, 1)
    )
    return Section(id="moved", title="Les verdicts qui changent", sections=inner)


def _moved_blocks(one: Moved, knowledge: Knowledge) -> tuple[Block, ...]:
    header = ("Statut", f"Au {short_date(one.before)}", f"Au {short_date(one.after)}")
    rows = tuple((move.title, *_sides(move)) for move in one.statuses)
    blocks: list[Block] = [Table(header=header, rows=rows)]
    if one.contradictions:
        items = tuple(Item(text=text) for text in one.contradictions)
        title = "Des réponses ne vont plus ensemble à cette date"
        blocks.append(Callout(kind="warning", title=title, blocks=(Bullets(items=items),)))
    back = one.after < one.before
    reasons = [_opened(route, back) for route in one.routes]
    reasons += [_why(cause, knowledge, back) for cause in one.causes if cause.why not in UNMOVED]
    reasons += [_unmoved(same, why) for why in UNMOVED if (same := [it for it in one.causes if it.why == why])]
    if reasons:
        blocks += [Paragraph(lead="Pourquoi", text=""), Bullets(items=tuple(reasons))]
    elif not one.contradictions:
        blocks.append(Paragraph(lead="Pourquoi", text="aucun critère ne change à lui seul ; voyez le rapport entier."))
    blocks += [Paragraph(lead=STATUSES[move.status], text=move.sentence) for move in one.statuses]
    return tuple(blocks)


def _sides(move: StatusMove) -> tuple[str, str]:
    """Both verdicts; when they bear one name, how long the accreditation lasts, or what they leave possible."""
    if move.before != move.after:
        return marked(move.before), marked(move.after)
    if not move.moves:
        return _lasting(move.before, move.duration_before), _lasting(move.after, move.duration_after)
    both = (move.before, move.worst_before, move.best_before), (move.after, move.worst_after, move.best_after)
    return _between(*both[0]), _between(*both[1])


def _lasting(outcome: VerdictId, years: int | None) -> str:
    return f"{marked(outcome)} ({plural(years, 'an') if years else 'durée à préciser'})"


def _between(outcome: VerdictId, worst: VerdictId, best: VerdictId) -> str:
    return f"{marked(outcome)} (au mieux {MARKS[best][1]}, au pire {MARKS[worst][1]})"


def _opened(route: RouteChange, back: bool) -> Item:
    items = tuple(Item(text=sentence(words)) for words in route.words) + ((Item(text=NOT_YET),) if back else ())
    return Item(lead=f"Voie « {route.title} »", text=load_words().routes[route.change], items=items)


def _why(cause: VerdictCause, knowledge: Knowledge, back: bool) -> Item:
    then = MARKS[cause.before][1] if cause.before else "n'existait pas"
    now = MARKS[cause.after][1] if cause.after else "n'existe pas encore" if back else "n'existe plus"
    if back and cause.before is None:
        then = "n'existait plus"
    moved = f"{then} → {now}" if then != now else ""
    below: list[Item] = []
    for one in cause.reasons:
        below += [Item(lead=CHANGED[one.why], text=sentence(words)) for words in one.words if one.why in CHANGED]
        if one.why == "date":
            below.append(Item(text=TIME if one is cause.reasons[0] else TIME_TOO))
        below += [Item(text=NOT_YET)] if back and one.why == "texte" else []
    below += [Item(lead="Article", text=version_text(knowledge, one)) for one in cause.references]
    return Item(
        mark=cause.after,
        lead=f"{cause.criterion} {cause.title}",
        text=sentence(". ".join(filter(None, (moved, cause.finding)))),
        items=tuple(below),
    )


def _unmoved(same: Sequence[VerdictCause], why: Why) -> Item:
    """The criteria that are what they were, together: they only tell where to look next."""
    items = tuple(Item(mark=one.after, lead=f"{one.criterion} {one.title}") for one in same)
    return Item(lead="Sans changement", text=UNMOVED[why], items=items)


def _expired(found: ShelfReview) -> Section:
    heading = f"Les agréments qui finissent dans les {found.months} mois, ou sont finis"
    items = [Item(lead=named(one.name, one.file), items=_deadlines(one.deadlines, found.on)) for one in found.expiring]
    for one in found.undated:
        text = f"date notée, mais contredite. {one.doubt}" if one.doubt else "date inconnue, à demander au client."
        below = (Item(lead=sentence(one.title), text=sentence(text)),)
        items.append(Item(lead=named(one.name, one.file), items=below))
    none = "" if items else "Aucun, d'après les dates de fin d'agrément notées dans les dossiers."
    return _section("expiring", heading, items, none)


# -- two rule bases ------------------------------------------------------------------------------------------------


def rule_change_report(found: RuleChange, bases: Bases) -> Report:
    """Report which worked cases and dossiers a change of the rules moves, and by which criterion."""
    summary = [Paragraph(lead="Changent de verdict", text=f"{_counted(found, lambda one: len(one.moved))}.")]
    if found.cases.stirred or found.dossiers.stirred:
        counts = _counted(found, lambda one: len(one.stirred))
        summary.append(Paragraph(lead="Changent de critère, pas de verdict", text=f"{counts}."))
    entries = (("Changées", found.changed), ("Ajoutées", found.added), ("Retirées", found.removed))
    rules = [Item(lead=f"{lead} ({len(ids)})", text=", ".join(ids)) for lead, ids in entries if ids]
    lost = [Item(lead=fact, text=f"{plural(count, 'structure')}.") for fact, count in found.withdrawn.items()]
    return Report(
        title="Ce que déplace un changement de règles",
        metadata=(("Avant", base_of(bases.before)[1]), ("Après", base_of(bases.after)[1])),
        sections=(
            Section(id="summary", title="En une phrase", blocks=tuple(summary)),
            Section.listing("cases", "Les cas d'école", map(_displaced, found.cases.moved)),
            Section.listing("dossiers", "Les dossiers", map(_displaced, found.dossiers.moved)),
            Section.listing("stirred", "Les critères qui changent sans changer de verdict", _stirred(found)),
            _section("rules", "Les règles qui diffèrent", rules, "" if rules else "Aucune."),
            Section.listing(
                "withdrawn", "Réponses que l'une des deux bases ne lit pas, laissées de côté sous elle", lost
            ),
            Section.saying("unread", "Dossiers illisibles, non comparés", ", ".join(found.dossiers.unread)),
        ),
    )


def _counted(found: RuleChange, count: Callable[[Compared], int]) -> str:
    """« 4 cas sur 158, 37 dossiers sur 2 000 »."""
    return ", ".join(
        f"{plural(count(one), noun)} sur {french_number(one.total)}" if one.total else f"aucun {noun} à comparer"
        for noun, one in (("cas", found.cases), ("dossier", found.dossiers))
    )


def _displaced(one: Moved) -> Item:
    """A company that moves: its verdicts, then the criteria that make them move."""
    moves = " ; ".join(f"{STATUSES[move.status]} {' → '.join(_sides(move))}" for move in one.statuses)
    deciding = [cause for cause in one.causes if cause.why not in UNMOVED] or one.causes
    items = [
        Item(mark=cause.after, lead=f"{cause.criterion} {cause.title}", text=_then_now(cause)) for cause in deciding
    ]
    items += [Item(lead=f"Voie « {route.title} »", text=load_words().routes[route.change]) for route in one.routes]
    items += [Item(text=text) for text in one.contradictions]
    return Item(lead=named(one.name, one.file), text=f"{moves}.", items=tuple(items))


def _then_now(cause: VerdictCause) -> str:
    then, now = (MARKS[one][1] if one else "absent" for one in (cause.before, cause.after))
    moved = f"{then} → {now}" if then != now else ""
    return sentence(". ".join(filter(None, (moved, cause.finding))))


def _stirred(found: RuleChange) -> Iterator[Item]:
    """Each move of a criterion, with the cases and the number of dossiers it is seen in."""
    cases, dossiers = (_by_move(one.stirred) for one in (found.cases, found.dossiers))
    for move in dict.fromkeys((*cases, *dossiers)):
        criterion, title, before, after = move
        seen = [f"cas {', '.join(file.partition('-')[0] for file in cases[move])}"] if move in cases else []
        seen += [plural(len(dossiers[move]), "dossier")] if move in dossiers else []
        yield Item(lead=f"{criterion} {title}", text=f"{MARKS[before][1]} → {MARKS[after][1]} : {' ; '.join(seen)}.")


def _by_move(companies: Iterable[Stirred]) -> dict[tuple[str, str, Mark, Mark], list[str]]:
    found: dict[tuple[str, str, Mark, Mark], list[str]] = {}
    for company in companies:
        for one in company.criteria:
            found.setdefault((one.criterion, one.title, one.before, one.after), []).append(company.file)
    return found
