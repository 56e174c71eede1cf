"""Which statute for this project: every one weighed against what the project wants, by a rule that hides nothing."""

from advisor.advice.comparison.model import Candidate, Comparison
from advisor.advice.comparison.rank import check_wants, compare

__all__ = ["Candidate", "Comparison", "check_wants", "compare"]
