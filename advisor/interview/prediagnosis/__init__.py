"""The pre-diagnosis: some ten questions without a single figure, and what they already tell of each status.

What is asked, in which order and in which words is data (``rules/parcours/prediagnostic.yaml``); what it means comes
from the engine, through `advisor.interview.machine.Interview`. It prints nothing.
"""
