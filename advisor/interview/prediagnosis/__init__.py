"""The pre-diagnosis: some ten questions without a single figure, and what they already tell of each status.

What is asked, in which order and in which words is data (``rules/parcours/prediagnostic.yaml``); what it means comes
from the engine, through `advisor.interview.machine.Interview`. It prints nothing.
"""

from advisor.interview.prediagnosis.outlook import outlook
from advisor.interview.prediagnosis.talk import (
    Article,
    Avenue,
    Outlook,
    Reason,
    RouteOutlook,
    StatusOutlook,
    Step,
    StepKind,
    Wording,
    asked,
    commonly,
    left,
    left_at_most,
    minutes,
    next_question,
    wording,
)
from advisor.rules.prediagnosis import Question, Script, load_script, read_script

__all__ = [
    "Article", "Avenue", "Outlook", "Question", "Reason", "RouteOutlook", "Script", "StatusOutlook", "Step",
    "StepKind", "Wording", "asked", "commonly", "left", "left_at_most", "load_script", "minutes", "next_question",
    "outlook", "read_script", "wording",
]  # fmt: skip
