"""The rule engine room: the only package that knows durable_rules."""

from advisor.engine.program import Program, compile_program, part
from advisor.engine.session import Inference, infer

__all__ = ["Inference", "Program", "compile_program", "infer", "part"]
