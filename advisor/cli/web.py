"""The ``serve`` command: the self-assessment in the browser. Heavy imports are made inside."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from advisor.cli.output import OK, number

# As in `advisor.web.settings`, which must not be loaded before the command is known.
PORT, DAYS = 8765, 30


def serve_command(command: Callable[..., argparse.ArgumentParser]) -> None:
    """What may be typed to start the site."""
    parser = command("serve", "l'auto-diagnostic dans un navigateur, sur cet ordinateur ou pour un réseau", "web.serve")
    parser.add_argument(
        "--port",
        type=number(0, 65_535, "un port"),
        metavar="N",
        default=PORT,
        help=f"port (par défaut : {PORT} ; 0 : le premier libre)",
    )
    parser.add_argument(
        "--host",
        metavar="ADRESSE",
        default="127.0.0.1",
        help="où écouter (par défaut : 127.0.0.1, cet ordinateur seul ; 0.0.0.0 : tout le réseau)",
    )
    parser.add_argument("--open", action="store_true", help="ouvrir le navigateur dès que le site répond")
    parser.add_argument(
        "--data", metavar="F", help="fichier des réponses (par défaut : web.sqlite3, dans vos données personnelles)"
    )
    parser.add_argument(
        "--keep-days",
        type=number(1, 3650, "un nombre de jours"),
        metavar="N",
        default=DAYS,
        help=f"jours sans visite après lesquels un dossier est effacé (par défaut : {DAYS})",
    )
    parser.add_argument(
        "--public-url",
        metavar="URL",
        default="",
        help="adresse publique, quand un serveur de cet ordinateur relaie le site ; en https, les cookies le restent",
    )
    parser.add_argument(
        "--root-path", metavar="CHEMIN", default="", help="chemin sous lequel ce serveur le relaie, par exemple /ess"
    )
    parser.add_argument(
        "--letterhead", metavar="F", help="l'organisme qui propose le site : nom, adresse et logo (entete.toml)"
    )
    parser.add_argument(
        "--operator", metavar="F", help="qui met le site à disposition, pour la page « Mentions légales » (YAML)"
    )
    parser.add_argument(
        "--operator-example", metavar="F", help="écrire un modèle de ce fichier, à compléter, sans lancer le site"
    )
    parser.add_argument("--no-rooms", action="store_true", help="sans les séances de la journée d'information")


def serve(arguments: argparse.Namespace) -> int:
    """Serve the site until it is stopped.

    Raises:
        InputError: what was asked for cannot be used; nothing was started.
    """
    from pathlib import Path

    from advisor.common.errors import InputError, Problem
    from advisor.report.letterhead import read_letterhead
    from advisor.web.serve import checked_path, checked_url, default_data, run
    from advisor.web.settings import Settings, read_operator, write_example

    if arguments.operator_example:
        sys.stdout.write(f"{write_example(Path(arguments.operator_example))}\n")
        return OK
    root = checked_path(arguments.root_path)
    url, path = checked_url(arguments.public_url) if arguments.public_url else ("", "")
    if path and root and path != root:
        message = f"--public-url et --root-path ne disent pas le même chemin (« {path} » et « {root} »)."
        raise InputError(Problem(message, mend="Gardez l'un des deux."))
    letterhead = read_letterhead(Path(arguments.letterhead)) if arguments.letterhead else None
    if letterhead is not None and letterhead.template is not None:
        from advisor.report.wordxml import opened

        opened(letterhead.template)  # What is wrong with it is reported here, not to a visitor.
    run(
        Settings(
            data=Path(arguments.data) if arguments.data else default_data(),
            keep_days=arguments.keep_days,
            host=arguments.host,
            port=arguments.port,
            public_url=url,
            root_path=root or path,
            rooms=not arguments.no_rooms,
            letterhead=letterhead,
            operator=read_operator(Path(arguments.operator)) if arguments.operator else None,
        ),
        browse=arguments.open,
    )
    return OK
