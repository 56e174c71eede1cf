"""The ``ess-advisor`` command: arguments in, calls out; no logic here.

Nothing heavy is imported before a command is known, so that ``--help`` and the first prompt are immediate.
"""

from advisor.cli.arguments import build_parser, main

__all__ = ["build_parser", "main"]
