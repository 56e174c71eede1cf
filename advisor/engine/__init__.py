"""The rule engine room: the only package that knows durable_rules."""

from advisor.engine.program import Program, Proposition, above, compile_program, part
from advisor.engine.session import Inference, infer

__all__ = ["Inference", "Program", "Proposition", "above", "compile_program", "infer", "part"]
