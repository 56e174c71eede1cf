"""The site: the self-assessment in the browser."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from advisor.cli.output import OK, unusable
from advisor.report.letterhead import read_letterhead
from advisor.web.serve import checked_path, checked_url, default_data, run
from advisor.web.settings import Settings, read_operator, write_example


def serve(arguments: argparse.Namespace) -> int:
    """Serve the site until it is stopped."""
    if arguments.operator_example:
        sys.stdout.write(f"{write_example(Path(arguments.operator_example))}\n")
        return OK
    root = checked_path(arguments.root_path)
    url, path = checked_url(arguments.public_url) if arguments.public_url else ("", "")
    if path and root and path != root:
        message = f"--adresse-publique et --racine ne disent pas le même chemin (« {path} » et « {root} »)."
        raise unusable(message, "Gardez l'un des deux.")
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
