"""Small mistakes in the code of ``advisor/assessment/``, and what notices them.

A mutant is a copy of the project with one file written anew: an import that fails, a line of the record or a test may
tell it.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Iterator
from functools import cache

from tests.mutations import ROOT, Mutant, Verdict, argued, changed
from tests.mutations.forks import forked
from tests.mutations.trial import tested, tried

KINDS = {
    "comparison": "another comparison: its limit, or its contrary",
    "boolean": "and / or, a negation less, a test turned round, any / all",
    "constant": "a number one more, true / false",
    "return": "nothing returned",
    "removed": "a call, a step of a sum, a break or a continue less",
    "min-max": "min / max, plus / minus, times / over",
}

_COMPARISONS: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,), ast.In: (ast.NotIn,),
    ast.NotIn: (ast.In,),
}  # fmt: skip
_ARITHMETIC: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult,
}  # fmt: skip
_NAMES = {"min": "max", "max": "min", "any": "all", "all": "any"}


def mutants() -> list[Mutant]:
    """Return them all, in the order of the files."""
    found = []
    for path in sorted((ROOT / "advisor" / "assessment").rglob("*.py")):
        name = str(path.relative_to(ROOT))
        for rank, (node, owner) in enumerate(_nodes(_tree(name))):
            before = ast.unparse(node)
            for variant, (kind, other) in enumerate(_variants(node)):
                change = changed(before, ast.unparse(other))
                found.append(Mutant(kind, name, node.lineno, f"{name} {owner}", change, rank, variant))
    return found


def written(mutant: Mutant) -> str:
    """Return the mutated file."""
    tree = ast.parse((ROOT / mutant.file).read_text(encoding="utf-8"))
    node, _ = list(_nodes(tree))[mutant.start]
    _, other = list(_variants(node))[mutant.end]

    class Swap(ast.NodeTransformer):
        def visit(self, one: ast.AST) -> ast.AST:
            return other if one is node else self.generic_visit(one)

    return ast.unparse(ast.fix_missing_locations(Swap().visit(tree)))


@cache
def _tree(name: str) -> ast.Module:
    return ast.parse((ROOT / name).read_text(encoding="utf-8"))


def _nodes(tree: ast.AST, owner: str = "") -> Iterator[tuple[ast.stmt | ast.expr, str]]:
    """Statements and expressions that do something, with the name of what holds them; neither words nor types."""
    for name, value in ast.iter_fields(tree):
        if name in ("annotation", "returns", "decorator_list", "type_params"):
            continue
        for node in value if isinstance(value, list) else [value]:
            if not isinstance(node, ast.AST) or _is_text(node):
                continue
            inside = f"{owner}.{node.name}".strip(".") if isinstance(node, ast.FunctionDef | ast.ClassDef) else owner
            if isinstance(node, ast.stmt | ast.expr):
                yield node, inside or "module"
            yield from _nodes(node, inside)


def _is_text(node: ast.AST) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _variants(node: ast.stmt | ast.expr) -> Iterator[tuple[str, ast.stmt | ast.expr]]:
    match node:
        case ast.Compare(left=left, ops=[op], comparators=right):
            yield from (("comparison", ast.Compare(left, [other()], right)) for other in _COMPARISONS[type(op)])
        case ast.BoolOp(op=op, values=values):
            yield "boolean", ast.BoolOp(ast.Or() if isinstance(op, ast.And) else ast.And(), values)
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            yield "boolean", operand
        case ast.IfExp(test=test, body=body, orelse=orelse):
            yield "boolean", ast.IfExp(test, orelse, body)
        case ast.If(test=ast.Name() | ast.Call() | ast.Attribute() as test, body=body, orelse=orelse):
            yield "boolean", ast.If(ast.UnaryOp(ast.Not(), test), body, orelse)
        case ast.Call(func=ast.Name(id=name), args=args, keywords=keywords) if name in _NAMES:
            kind = "boolean" if name in ("any", "all") else "min-max"
            yield kind, ast.Call(ast.Name(_NAMES[name], ast.Load()), args, keywords)
        case ast.Constant(value=bool() as value):
            yield "constant", ast.Constant(not value)
        case ast.Constant(value=int() as value):
            yield "constant", ast.Constant(value + 1)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
            if not any(isinstance(one, ast.Constant | ast.JoinedStr) and not _is_number(one) for one in (left, right)):
                yield "min-max", ast.BinOp(left, _ARITHMETIC[type(op)](), right)
        case ast.Return(value=ast.expr() as value) if not _is_nothing(value):
            yield "return", ast.Return(ast.Constant(None))
        case ast.Expr(value=ast.Call()) | ast.AugAssign() | ast.Break() | ast.Continue():
            yield "removed", ast.Pass()


def _is_nothing(node: ast.expr) -> bool:
    """None and what is false like it: nothing tells them apart, most often."""
    return (isinstance(node, ast.Constant) and not node.value) or (
        isinstance(node, ast.List | ast.Tuple) and not node.elts
    )


def _is_number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, int)


def judge_all(chosen: list[Mutant], jobs: int) -> Iterator[tuple[Mutant, Verdict]]:
    """Return each mutant with what notices it: the record first, then the tests for those that are left.

    Raises:
        SystemExit: the code as it stands does not give what the record says.
    """
    if (sound := tried(None, "", "conclusions")).by:
        sys.exit(f"mend this first, or renew the record: {sound}")
    left = []
    for one, found in forked(lambda one: tried(one.file, written(one), "conclusions"), chosen, jobs):
        verdict = found or Verdict("stopped")
        if verdict.by or (one.place, one.change) in argued():
            yield one, verdict
        else:
            left.append(one)
    yield from tested(left, "assessment", written, jobs)
