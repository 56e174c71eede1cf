"""The rule engine room: the only package that knows durable_rules."""

from advisor.engine.program import Inference, Program, Proposition, above, compile_program, part
from advisor.engine.recall import find, learn
from advisor.engine.session import infer

__all__ = ["Inference", "Program", "Proposition", "above", "compile_program", "find", "infer", "learn", "part"]
