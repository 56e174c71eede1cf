"""The commands. `main` runs one; what each needs is imported when it runs.

- ``commands``, ``options``: every command and what may follow it; ``runner``: reads what was typed, runs, delivers;
- ``output``, ``documents``: streams, exit codes, errors in French, what is shown or written;
- ``dossiers``, ``desk``, ``reference``, ``upkeep``, ``exercises``, …: the commands themselves; ``home``: the home menu;
- ``interview``: the screens of the interview in the terminal; ``workshop``: those of the workshop.
"""

from advisor.cli.runner import build_parser, main

__all__ = ["build_parser", "main"]
