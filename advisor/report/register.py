"""The register of the CRESS, shown beside the open law: evidence for advice, binding nobody and judging nothing."""

from __future__ import annotations

from datetime import date

from advisor.advice.register import PracticeLine, Register, contrary
from advisor.common.french import capital, french_date
from advisor.report.model import Bullets, Item, Paragraph, Report, Section
from advisor.rules.load import Knowledge
from advisor.rules.words import load_words

TITLE = "Registre de la CRESS"
CAUTION = "Pratique locale constatée : elle ne lie pas l'administration et ne change aucun verdict."
CONTRARY = "Ces positions se contredisent : les deux sont données, de la plus récente à la plus ancienne."


def register_items(register: Register | None, point: str, on: date) -> tuple[Item, ...]:
    """What the register knows of an open point, newest first; what was said after a day, or is over then, says so."""
    lines = register.on(point) if register is not None else ()
    if not lines:
        return ()
    notes = (CONTRARY, CAUTION) if contrary(lines, on) else (CAUTION,)
    below = (*(Item(text=_words(line, on)) for line in lines), *(Item(text=note) for note in notes))
    return (Item(lead=TITLE, text="ce que l'administration en a dit.", items=below),)


def register_brief(register: Register | None, point: str, on: date) -> str:
    """The last position still holding, in a sentence, for a page where one line is all there is room for."""
    lines = register.on(point) if register is not None else ()
    current = [line for line in lines if line.day <= on and not line.over(on)]
    if not current:
        return ""
    if contrary(lines, on):
        return "Le registre de la CRESS porte des positions contraires. "
    return f"Registre de la CRESS : {_position(current[0])}, sans lier l'administration. "


def _position(line: PracticeLine) -> str:
    """« le 12 mars 2026, DDETS de la Loire : lecture favorable admise (courrier) »."""
    said = load_words()
    return f"le {french_date(line.day)}, {line.who} : {said.positions[line.reading]} ({said.bases[line.basis]})"


def _words(line: PracticeLine, on: date, later: str = "Position postérieure au jour de cet avis.") -> str:
    text = f"{capital(_position(line))}."
    if line.words:
        text += f" {line.words.strip()}"
        text += "" if text[-1] in ".!?…" else "."
    if line.day > on:
        text += f" {later}"
    if line.over(on):
        text += f" N'était donnée que jusqu'au {french_date(line.until)}." if line.until else ""
    elif line.until is not None:
        text += f" Donnée jusqu'au {french_date(line.until)}."
    return text


def register_report(register: Register, point: str | None, today: date, knowledge: Knowledge) -> Report:
    """The register itself, point by point, in the order of the rules."""
    sections = []
    count = 0
    for id in knowledge.open_questions if point is None else (point,):
        if lines := register.on(id):
            count += len(lines)
            items = (Item(text=_words(line, today, "Datée d'un jour à venir.")) for line in lines)
            blocks = (Bullets(items=items), Paragraph(text=CONTRARY) if contrary(lines, today) else None)
            title = f"{id}, {knowledge.open_questions[id].title}"
            sections.append(Section(id=id, title=title, blocks=blocks))
    empty = "Le registre ne dit rien de ce point." if point else "Le registre est vide."
    none = Section.saying("empty", "Rien encore", f"{empty} Pour y écrire : ess-advisor registre ajouter.")
    metadata = (("Fichier", str(register.path)), ("Lignes", str(count)))
    return Report(title=TITLE, metadata=metadata, notice=CAUTION, sections=sections or (none,))
