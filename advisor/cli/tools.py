"""From the home menu: the register, a table of companies, the public record, a frozen record, each by its command."""

from __future__ import annotations

import contextlib

from advisor.cli.interview.keys import Choice
from advisor.cli.interview.screen import Screen
from advisor.cli.interview.terminal_layout import Workplace
from advisor.cli.interview.widgets import pick, wait, write
from advisor.cli.runner import main
from advisor.interview.tools import Tool

TABLE = (
    ("Table CSV, ou répertoire de dossiers :", ""),
    ("Fichier du résultat, en .csv :", "--sortie"),
    ("Droit de quel jour ? (Entrée : celui de chaque ligne)", "--au"),
)
TOOLS = (
    ("Lire le registre : ce que la DDETS admet sur les points ouverts", "registre liste", ()),
    ("Ajouter une ligne au registre", "registre ajouter", ()),
    ("Contrôler le registre", "registre verifier", ()),
    ("Évaluer une table de structures, sous le droit d'un jour", "lot", TABLE),
    ("Écrire une table vide, à remplir dans un tableur", "lot", (("Fichier à écrire, en .csv :", "--modele"),)),
    ("Chercher une structure (Internet)", "rechercher", (("SIREN ou nom ; seul ce texte est envoyé :", ""),)),
    ("Rejouer un procès-verbal et comparer", "rejouer", (("Fichier du procès-verbal, en .json :", ""),)),
)
"""What each does, its command, and what is asked for it: the question, and the option its answer goes to."""


def tools(place: Workplace) -> None:
    """What an adviser needs beside the dossiers, until they go back."""
    screen, chosen = Screen(), None
    rows = [Choice(rank, label) for rank, (label, *_) in enumerate(TOOLS)]
    while True:
        screen.clear()
        screen.rule("Autour des dossiers")
        back = (Tool.BACK,)
        chosen = pick("Que faire ?", rows, tools=back, back="Revenir", current=chosen, used=screen.used)
        screen.clear()
        if chosen is Tool.BACK:
            return
        label, command, questions = TOOLS[chosen]
        screen.rule(label)
        words = _asked(questions)
        if words is None:
            continue
        usual = ["--dossiers", str(place.folder), *(["--registre", place.register] if place.register else [])]
        with contextlib.suppress(SystemExit):  # what was typed is refused, and said
            main([*usual, *command.split(), *words])
        wait("Entrée pour continuer")


def _asked(questions: tuple[tuple[str, str], ...]) -> list[str] | None:
    """The words of the command; None when the person goes back, or has nothing to give to the first question."""
    options: list[str] = []
    places: list[str] = []
    for rank, (question, option) in enumerate(questions):
        typed = write(f"{question[:-1]}(r : revenir) :" if rank == 0 else question, tools=(Tool.BACK,))
        if isinstance(typed, Tool) or (rank == 0 and not typed.strip()):
            return None
        if typed.strip():
            (options if option else places).append(f"{option}={typed.strip()}" if option else typed.strip())
    return [*options, "--", *places] if places else options
