"""« Et si… ? » in the interview: other answers are tried on a copy of the dossier, then shown side by side.

The copy is an interview of its own that no file goes with. The ordinary prompts fill it, with their checks; it is
thrown away unless the adviser asks to keep what was tried.
"""

from __future__ import annotations

import contextlib
from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

from advisor.assessment.model import ContradictionView
from advisor.cli.interview.conversation import Conversation
from advisor.cli.interview.keys import Choice
from advisor.cli.interview.question_tools import use_tool
from advisor.cli.interview.screen import show
from advisor.cli.interview.sheets import answers_given, retype
from advisor.cli.interview.widgets import pick
from advisor.common.french import agree, plural
from advisor.dossier import Answer
from advisor.interview.feedback import Feedback, Standing
from advisor.interview.machine import Interview
from advisor.interview.outlook import words_of
from advisor.interview.tools import LEAVE, Tool

if TYPE_CHECKING:
    from advisor.interview.groups import GroupItem
    from advisor.report.model import Report

UNASKED = "à supposer"
HEADING = "Et si… ? Un essai : le dossier ne change pas"


class TrialConversation(Conversation):
    """The prompts of the interview, on a copy of the dossier as it is now; neither it nor its file is touched."""

    def __init__(self, talk: Conversation) -> None:
        one = talk.interview
        super().__init__(Interview(one.knowledge, one.dossier, None, one.on), talk.screen)
        self.before = self.interview.dossier  # as the copy starts

    def tried(self) -> dict[str, Answer]:
        """Return what is answered otherwise than in the dossier, what a worksheet computes from it included."""
        return {
            address: given
            for address, given in self.interview.dossier.answers.items()
            if (old := self.before.answers.get(address)) is None or old.value != given.value
        }

    def top(self, title: str) -> None:
        super().top(HEADING)

    def tell(self, feedback: Feedback) -> None:
        """Say nothing: what the answers decide is shown side by side, once tried."""

    def tool(self, tool: Tool, item: GroupItem) -> None:
        if tool is Tool.CHANGE:
            self.notice("Une réponse à la fois : finissez celle-ci, puis changez-en une autre.")
        else:
            use_tool(self, tool, item)

    def contradict(self, found: Sequence[ContradictionView]) -> None:
        """Say nothing: what the answers contradict is shown side by side, once tried."""


def try_answers(talk: Conversation, address: str = "") -> Report | None:
    """Try other answers, as many as wished, and tell the verdicts before and after.

    Args:
        talk: the interview.
        address: the answer to try first; by default it is chosen.

    Returns:
        What was found last; None when nothing was tried.

    Raises:
        Pause: asked for at a question.
        InputError: what was to be saved cannot be, the dossier being open elsewhere.
    """
    trial = TrialConversation(talk)
    found = _one_more(trial, address)
    while trial.tried():
        match _next(trial):
            case "more":
                found = _one_more(trial) or found
            case "again" if found is not None:
                show(trial.screen, found)
            case "fresh":
                trial = TrialConversation(talk)
                found = _one_more(trial)
            case "keep":
                _keep(talk, trial)
                return found
            case _:
                return found
    return None


def _one_more(trial: TrialConversation, address: str = "") -> Report | None:
    """One answer tried, and the verdicts told; None when the adviser goes back, or when all is as in the dossier."""
    chosen = address or _which(trial)
    if chosen is None:
        return None
    retype(trial, chosen)
    trial.screen.notices.clear()
    if not trial.tried():
        return None
    report = _report(trial)
    show(trial.screen, report)
    return report


def _which(trial: TrialConversation) -> str | None:
    """The answer to try: one given, or one that the interview would still ask for; None to go back."""
    waiting = [Choice(one, f"{trial.label(one)} : pas encore demandé") for one in _unasked(trial)]
    more = Choice(UNASKED, f"Une réponse qui n'est pas encore donnée ({len(waiting)})")
    while True:
        trial.top(HEADING)
        rows = [*([more] if waiting else []), *answers_given(trial)]
        chosen = _picked(trial, "Quelle réponse serait autre ?", rows)
        if chosen != UNASKED:
            return chosen
        trial.top(HEADING)
        chosen = _picked(trial, "Quelle réponse supposer ?", waiting)
        if chosen is not None:
            return chosen


def _picked(trial: TrialConversation, message: str, rows: list[Choice]) -> str | None:
    chosen = pick(message, rows, preset=False, used=trial.screen.used, back=LEAVE)
    return None if chosen is Tool.BACK else str(chosen)


def _unasked(trial: TrialConversation) -> list[str]:
    """What could still move a verdict, then what would be of use, and has no answer at all."""
    interview = trial.interview
    needs = dict.fromkeys(need.address for need in (*interview.pending(), *interview.useful()))
    return [address for address in needs if address not in interview.dossier.answers]


def _report(trial: TrialConversation) -> Report:
    from advisor.advice.ways.whatif import what_if
    from advisor.report.ways import what_if_report

    interview = trial.interview
    changes = {address: given.value for address, given in trial.tried().items()}
    return what_if_report(what_if(trial.before, changes, interview.on, interview.knowledge))


def _next(trial: TrialConversation) -> str:
    """What to do of the answers tried, which are listed."""
    trial.top(HEADING)
    tried = trial.tried()
    for address in tried:
        old = trial.before.answers.get(address)
        then = "sans réponse" if old is None else words_of(trial.interview.knowledge, trial.before, address)
        trial.screen.say(f"– {trial.label(address)} : {then} → {trial.said(address)}")
    several = f"dans le dossier {plural(len(tried), 'réponse essayée')}"
    saved = "cette réponse dans le dossier" if len(tried) == 1 else several
    rows = [
        Choice("more", "Changer une réponse de plus"),
        Choice("again", "Revoir les verdicts avant et après"),
        Choice("fresh", "Recommencer l'essai à partir du dossier"),
        Choice("keep", f"Garder {saved}"),
        Choice("leave", "Revenir ; le dossier reste tel qu'il est"),
    ]
    return str(pick("Que faire de cet essai ?", rows, used=trial.screen.used))


def _keep(talk: Conversation, trial: TrialConversation) -> None:
    """Record what was tried, then tell what it comes to: between two answers of one trial, nothing is worth telling.

    Raises:
        InputError: the dossier is open in another window; nothing is recorded.
    """
    path, tried = talk.interview.path, trial.tried()
    with contextlib.ExitStack() as stack:
        if path is not None and talk.lock is None:
            # Outside an interview, nothing holds the dossier yet.
            from advisor.desk.archive import closed_elsewhere

            stack.enter_context(closed_elsewhere(path))
        before = Standing.of(talk.interview)
        for one in tried.items():
            talk.saved(partial(_record, talk, *one))
        talk.tell(before.changed(talk.interview))
    talk.notice(f"{plural(len(tried), 'réponse essayée')}, {agree(len(tried), 'gardée')} dans le dossier.", "bold")


def _record(talk: Conversation, address: str, given: Answer) -> Feedback:
    if given.value is None:
        return talk.interview.unknown(address, note=given.note)
    return talk.interview.answer(
        address, given.value, article=given.article, quote=given.quote, evidence=given.evidence, note=given.note
    )
