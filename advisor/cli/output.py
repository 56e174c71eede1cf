"""What a command prints and how it ends: streams, pager, exit codes, errors in French."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

TYPE_CHECKING = False  # `typing` alone would take a tenth of the time of ``--aide``.
if TYPE_CHECKING:
    from advisor.common.errors import InputError

OK, UNUSABLE, FOUND = 0, 2, 1


def unusable(message: str, mend: str = "", where: str = "") -> InputError:
    """Return what says, in French, that what is asked for cannot be done, and what to do instead."""
    from advisor.common.errors import InputError, Problem

    return InputError(Problem(message, where, mend=mend))


def ready_streams() -> None:
    """Make reading and printing never fail: a closed stream is empty, a character lacked has a near sign."""
    import io
    import os

    from advisor.common.ascii import NAME

    if sys.stdin is None:
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123
    for name in ("stdout", "stderr"):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, "w", encoding="utf-8"))  # noqa: SIM115, PTH123
        elif isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors=NAME)


def guarded(run: Callable[[argparse.Namespace], int], arguments: argparse.Namespace) -> int:
    """Run a command; whatever stops it is reported in French on stderr, and becomes an exit code.

    Returns:
        What the command returns; `UNUSABLE` for an input that cannot be used, a refusal of the system or a defect of
        ours; `OK` when the reader of our output left early; 130 after Ctrl-C.
    """
    from advisor.common.errors import SHOWN, EngineError, InputError, system_reason
    from advisor.common.french import plural

    try:
        _check_places(arguments)
        code = run(arguments)
        sys.stdout.flush()
        return code
    except InputError as error:
        for problem in error.problems[:SHOWN]:
            sys.stderr.write(f"{problem}\n")
        if len(error.problems) > SHOWN:
            sys.stderr.write(f"… et {plural(len(error.problems) - SHOWN, 'autre')}.\n")
    except EngineError as error:
        sys.stderr.write(f"{error}\n")
    except BrokenPipeError:
        # The reader (head, less) closed early: nothing more can be said, and Python must not try at exit.
        _discard_output()
        return OK
    except OSError as error:
        _discard_output()
        what = f"{error.filename} : " if isinstance(error.filename, str) else "Le système a refusé : "
        sys.stderr.write(f"{what}{system_reason(error)}.\n")
    except Exception as error:
        import os

        # Ctrl-C while models are built comes back as an error of theirs.
        if "KeyboardInterrupt" in str(error):
            raise KeyboardInterrupt from error

        if os.environ.get("ESS_ADVISOR_DEBUG"):
            raise
        sys.stderr.write(
            f"\nErreur interne ({type(error).__name__} : {error}). Ce qui était enregistré l'est toujours.\n"
            "Pour la signaler avec ses détails, relancez la même commande avec ESS_ADVISOR_DEBUG=1.\n"
        )
    except KeyboardInterrupt:
        sys.stderr.write("\nInterrompu.\n")
        return 130
    return UNUSABLE


WRITTEN = {"output": "--sortie", "save_record": "--proces-verbal", "ics": "--ics", "progress": "--progression"}
"""Files that a command is to write, and the options that name them."""


def _check_places(arguments: argparse.Namespace) -> None:
    """Whatever a command is to write can be written: reported before any work, when nothing is lost."""
    for name, option in WRITTEN.items():
        named = getattr(arguments, name, None)
        if named is not None:
            from advisor.common.files import refuse_unwritable

            refuse_unwritable(named, option)


def _discard_output() -> None:
    """Send what is still to be printed nowhere, or Python would fail on it once more at exit."""
    import contextlib
    import os

    with contextlib.suppress(OSError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def emit(text: str, output: str | None) -> None:
    """Write a text where the command wants it: a file, a terminal (paged when long), or a pipe.

    Raises:
        InputError: the file cannot be written.
    """
    text = text if text.endswith("\n") else text + "\n"
    if output:
        from pathlib import Path

        from advisor.common.files import write_atomically

        write_atomically(Path(output), text)
        sys.stderr.write(f"Écrit dans {output}\n")
    elif sys.stdout.isatty():
        _page(text)
    else:
        sys.stdout.write(text)


def say(text: str) -> None:
    """Tell something beside the result, folded between words in a terminal."""
    if sys.stderr.isatty():
        from advisor.cli.interview.terminal_layout import columns, wrapped

        text = "\n".join(wrapped(line, columns() - 1, 2) for line in text.split("\n"))
    sys.stderr.write(text + "\n")


def _page(text: str) -> None:
    """Show a long text from its first line: printed at once, its verdicts would scroll out of sight."""
    import os
    import shutil

    if text.count("\n") < shutil.get_terminal_size().lines:
        sys.stdout.write(text)
        return
    import pydoc

    from advisor.common.ascii import NAME

    # The pager encodes by itself, and would print escapes.
    encoding = sys.stdout.encoding or "utf-8"
    text = text.encode(encoding, NAME).decode(encoding)
    os.environ.setdefault("LESS", "-RFX")
    pydoc.pager(text)


def coloured(arguments: argparse.Namespace) -> bool:
    """Tell whether to colour: for a terminal, never for a file or a pipe; NO_COLOR refuses it everywhere."""
    import os

    return sys.stdout.isatty() and not arguments.output and not os.environ.get("NO_COLOR")


def go_offline(arguments: argparse.Namespace) -> None:
    """Obey ``--hors-ligne`` as the variable of the environment does: nothing is even offered."""
    if arguments.offline:
        import os

        from advisor.common.resources import SWITCH

        os.environ[SWITCH] = "1"
