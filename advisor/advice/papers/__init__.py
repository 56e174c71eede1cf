"""What to write in the statutes and what to file: the gap list with draft clauses, the ESUS file, its calendar."""

from advisor.advice.papers.clauses import statutes
from advisor.advice.papers.esus import esus_file

__all__ = ["esus_file", "statutes"]
