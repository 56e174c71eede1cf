"""The register of the CRESS: what its DDETS accepts on the points the law leaves open, dated. Advice, never a rule."""

from advisor.advice.register.model import FILE_NAME, Line, Register
from advisor.advice.register.read import find_register, parse_register, read_register
from advisor.advice.register.write import add_line

__all__ = ["FILE_NAME", "Line", "Register", "add_line", "find_register", "parse_register", "read_register"]
