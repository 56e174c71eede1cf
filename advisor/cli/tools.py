"""From the home menu: the register, a table of companies, the public record, a frozen record."""

from __future__ import annotations

import argparse
from collections.abc import Callable
from datetime import date
from pathlib import Path

from advisor.cli.interview.dossier_header import bad_date
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.pages import ReadablePage
from advisor.cli.interview.reader import read_and_keep
from advisor.cli.interview.screen import Screen
from advisor.cli.interview.terminal_layout import Workplace
from advisor.cli.interview.widgets import pick, wait, write
from advisor.common.errors import InputError
from advisor.common.french import parse_date
from advisor.interview.tools import Tool

BACK = (Tool.BACK,)


def tools(place: Workplace) -> None:
    """What an adviser needs beside the dossiers, until they go back."""
    screen, chosen = Screen(), None
    rows = [Choice(key, label) for key, (label, _) in TOOLS.items()]
    messages: list[str] = []
    while True:
        screen.clear()
        screen.rule("Autour des dossiers")
        for text in messages:
            screen.say(f"→ {text}")
        messages = []
        chosen = pick("Que faire ?", rows, tools=BACK, back="Revenir", current=chosen, used=screen.used)
        if chosen is Tool.BACK:
            screen.clear()
            return
        screen.clear()
        try:
            TOOLS[chosen][1](place, screen)
        except InputError as error:
            messages = [str(one) for one in error.problems[:4]]


def _options(place: Workplace, **given: object) -> argparse.Namespace:
    """What the command of the same name would be given."""
    usual = {"dossiers": str(place.folder), "register": place.register, "offline": False, "dossier": ""}
    return argparse.Namespace(**{**dict.fromkeys(("format", "output", "width", "on", "point")), **usual, **given})


def _asked(message: str, check: Callable[[str], str | None] = lambda _: None) -> str | None:
    """A line of text; None when the person goes back, or writes nothing."""
    typed = write(message, tools=BACK, check=check)
    return None if isinstance(typed, Tool) else typed.strip() or None


def _there(text: str) -> str | None:
    return None if not text.strip() or Path(text.strip()).exists() else "Ce fichier n'existe pas."


def _read_register(place: Workplace, screen: Screen) -> None:
    from advisor.cli.register import open_register
    from advisor.report.register import register_report
    from advisor.rules.load import load_knowledge

    knowledge = load_knowledge()
    report = register_report(open_register(_options(place), knowledge), None, date.today(), knowledge)
    read_and_keep(screen, place, ReadablePage(report, "le registre", "registre"))


def _add_to_register(place: Workplace, screen: Screen) -> None:
    from advisor.cli.register import register_add

    screen.rule("Une position de l'administration")
    empty = dict.fromkeys(("date", "who", "reading", "basis", "words", "until"))
    register_add(_options(place, **empty))
    wait("Entrée pour continuer")


def _rate_table(place: Workplace, screen: Screen) -> None:
    from advisor.cli.batch import batch
    from advisor.common.files import free_name

    screen.rule("Une table de structures")
    screen.say("Une ligne par structure ; le résultat est écrit à côté, dans une autre table.")
    source = _asked("Table CSV, ou répertoire de dossiers (r : revenir) :", _there)
    if source is None:
        return
    day = _asked("Droit de quel jour ? (Entrée : celui de chaque ligne)", lambda text: bad_date(text) if text else None)
    table = Path(source)
    output = free_name(table.with_name(f"{table.stem}-verdicts.csv"))
    batch(_options(place, template=None, source=source, output=str(output), on=day and parse_date(day), jobs=None))
    wait("Entrée pour continuer")


def _write_template(place: Workplace, screen: Screen) -> None:
    from advisor.cli.batch import batch
    from advisor.common.files import free_name

    batch(_options(place, template=str(free_name(place.folder.parent / "structures.csv"))))
    wait("Entrée pour continuer")


def _look_up(place: Workplace, screen: Screen) -> None:
    from advisor.cli.reference import look_up

    screen.rule("L'annuaire public (Internet)")
    query = _asked("SIREN ou nom ; seul ce texte est envoyé (r : revenir) :")
    if query is not None:
        look_up(_options(place, query=[query], format="terminal"))
        wait("Entrée pour continuer")


def _replay(place: Workplace, screen: Screen) -> None:
    from advisor.cli.dossiers import replay_record

    screen.rule("Rejouer un procès-verbal")
    record = _asked("Fichier du procès-verbal, en .json (r : revenir) :", _there)
    if record is not None:
        replay_record(_options(place, record=record))
        wait("Entrée pour continuer")


TOOLS: dict[str, tuple[str, Callable[[Workplace, Screen], None]]] = {
    "register": ("Lire le registre : ce que la DDETS admet sur les points ouverts", _read_register),
    "add": ("Ajouter une ligne au registre", _add_to_register),
    "table": ("Évaluer une table de structures, sous le droit d'un jour", _rate_table),
    "template": ("Écrire une table vide, à remplir dans un tableur", _write_template),
    "lookup": ("Chercher une structure dans l'annuaire public (Internet)", _look_up),
    "replay": ("Rejouer un procès-verbal et comparer", _replay),
}
