"""The commands. `main` runs one; what each needs is imported when it runs.

- ``arguments``, ``training``: the commands and their options; ``output``: streams, exit codes, errors in French;
- ``dossiers``, ``desk``, ``reference``, ``exercises``, …: the commands themselves; ``home``: the home menu;
- ``interview``: the screens of the interview in the terminal; ``workshop``: those of the workshop.
"""

from advisor.cli.arguments import build_parser, main

__all__ = ["build_parser", "main"]
