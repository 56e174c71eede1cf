"""The rule engine room: the only package that knows durable_rules."""

from advisor.assessment.engine.program import Inference, Program, Proposition, above, compile_program
from advisor.assessment.engine.session import infer

__all__ = ["Inference", "Program", "Proposition", "above", "compile_program", "infer"]
