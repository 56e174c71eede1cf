"""The pre-diagnosis: some ten questions without a single figure, and what they already tell of each status.

What is asked, in which order and in which words is data (``rules/parcours/prediagnostic.yaml``); what it means comes
from the engine, through `advisor.interview.machine.Interview`. It prints nothing.
"""

from advisor.prediagnosis.model import Article, Avenue, Outlook, Reason, RouteOutlook, StatusOutlook, Step, StepKind
from advisor.prediagnosis.outlook import outlook
from advisor.prediagnosis.script import Question, Script, load_script, read_script
from advisor.prediagnosis.talk import Wording, asked, commonly, left, left_at_most, minutes, next_question, wording

__all__ = [
    "Article", "Avenue", "Outlook", "Question", "Reason", "RouteOutlook", "Script", "StatusOutlook", "Step",
    "StepKind", "Wording", "asked", "commonly", "left", "left_at_most", "load_script", "minutes", "next_question",
    "outlook", "read_script", "wording",
]  # fmt: skip
