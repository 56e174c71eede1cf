"""The ways to a status: the smallest sets of changes that reach it, each proved by running the engine again."""

from advisor.advice.ways.find import find_ways
from advisor.advice.ways.model import STATUSES, Step, Way, Ways

__all__ = ["STATUSES", "Step", "Way", "Ways", "find_ways"]
