"""A table of companies in, a table of verdicts out: ``ess-advisor batch``.

Read a line at a time (`reading`), cell by cell (`columns`, `cells`), rated (`rows`) over several processes
(`workers`), written so that an interruption costs nothing (`journal`) and a spreadsheet runs nothing (`output`).
"""

from advisor.desk.batch.run import Report, run_batch
from advisor.desk.batch.template import write_template

__all__ = ["Report", "run_batch", "write_template"]
