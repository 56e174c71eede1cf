"""A table of companies in, a table of verdicts out: ``ess-advisor lot``.

Read a line at a time (`reading`), cell by cell (`cells`), rated (`rows`) over several processes (`run`), written so
that an interruption costs nothing (`journal`).
"""
