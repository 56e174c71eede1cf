"""The conversation: a state machine that knows what to ask next, and the terminal face that drives it.

`advisor.interview.machine.Interview` prints nothing and may be driven by any face; `advisor.cli.home` is the
face of ``ess-advisor``. Nothing is imported here: the first prompt must not wait for the rules.
"""
