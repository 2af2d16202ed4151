"""The `row_condition` of an expectation: a small grammar, read here and asked of DuckDB, never run as Python.

    column == value     != < <= > >=; a value is a string, a number, True, False or another column
    column in [value, ...]     not in
    column.notnull()     column.isnull()     (also notna, isna, notNull, isNull)
    and, or, not, parentheses; & | ~ mean the same     col("name") stands for a column too

A value that is missing is equal to nothing, unlike everything, and neither greater nor less.
"""

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import cache

LONGEST = 1_000  # characters; a condition is a line that a person wrote
OPERATORS: Mapping[type[ast.cmpop], str] = {
    ast.Eq: "is not distinct from",
    ast.NotEq: "is distinct from",
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
}
NULL_TESTS = {
    **dict.fromkeys(("isnull", "isna", "isNull"), "is null"),
    **dict.fromkeys(("notnull", "notna", "notNull"), "is not null"),
}


class ConditionError(ValueError):
    """The condition is not of the grammar; the message says which part."""


def sql_of_condition(condition: str) -> str:
    """Return the condition as an SQL expression that is true or false, with every name and value quoted."""
    return _truth(_parse(condition))


def columns_of_condition(condition: str) -> list[str]:
    """Return the columns that the condition speaks of, sorted."""
    return sorted(set(_columns(_parse(condition))))


@cache
def _parse(condition: str) -> ast.expr:
    if len(condition) > LONGEST:
        raise ConditionError(f"a condition has at most {LONGEST:,} characters")
    try:
        parsed = ast.parse(condition.strip(), mode="eval").body
        _truth(parsed)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        if isinstance(error, ConditionError):
            raise
        raise ConditionError(f"{condition!r} is no condition") from error
    return parsed


def _truth(node: ast.expr) -> str:
    match node:
        case ast.BoolOp(op=operator, values=parts):
            return _joined(" and " if isinstance(operator, ast.And) else " or ", parts)
        case ast.BinOp(left=left, op=ast.BitAnd(), right=right):
            return _joined(" and ", [left, right])
        case ast.BinOp(left=left, op=ast.BitOr(), right=right):
            return _joined(" or ", [left, right])
        case ast.UnaryOp(op=ast.Not() | ast.Invert(), operand=part):
            return f"(not {_truth(part)})"
        case ast.Compare(left=left, ops=operators, comparators=others):
            sides = [left, *others]
            pairs = zip(sides, operators, others, strict=False)
            return f"({' and '.join(_comparison(one, operator, other) for one, operator, other in pairs)})"
        case ast.Call(func=ast.Attribute(value=column, attr=test), args=[], keywords=[]) if test in NULL_TESTS:
            return f"({_column(column)} {NULL_TESTS[test]})"
        case _:
            raise ConditionError(f"{ast.unparse(node)!r} is neither a comparison nor a test for null")


def _joined(word: str, parts: Sequence[ast.expr]) -> str:
    return f"({word.join(map(_truth, parts))})"


def _comparison(left: ast.expr, operator: ast.cmpop, right: ast.expr) -> str:
    if isinstance(operator, ast.In | ast.NotIn):
        if not isinstance(right, ast.List | ast.Tuple | ast.Set) or not right.elts:
            raise ConditionError(f"{ast.unparse(right)!r} is no list of values")
        among = f"coalesce({_value(left)} in ({', '.join(map(_value, right.elts))}), false)"
        return among if isinstance(operator, ast.In) else f"not {among}"
    if type(operator) not in OPERATORS:
        raise ConditionError(f"a value is compared with == or !=, not with is: {ast.unparse(left)!r}")
    return f"coalesce({_value(left)} {OPERATORS[type(operator)]} {_value(right)}, false)"


def _value(node: ast.expr) -> str:
    match node:
        case ast.Constant(value=str(text)):
            return "'" + text.replace("'", "''").replace("\0", "") + "'"
        case ast.Constant(value=bool(truth)):
            return str(truth).lower()
        case ast.Constant(value=int() | float() as number):
            return repr(number)
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as number)):
            return f"(-{number!r})"
        case _:
            return _column(node)


def _column(node: ast.expr) -> str:
    name = _name(node)
    if name is None:
        raise ConditionError(f"{ast.unparse(node)!r} is neither a column nor a value")
    return '"' + name.replace('"', '""') + '"'


def _name(node: ast.expr) -> str | None:
    match node:
        case ast.Name(id=name):
            return name
        case ast.Call(func=ast.Name(id="col"), args=[ast.Constant(value=str(name))], keywords=[]):
            return name
        case _:
            return None


def _columns(node: ast.AST) -> Iterator[str]:
    name = _name(node) if isinstance(node, ast.expr) else None
    if name is not None:
        yield name
        return
    for child in ast.iter_child_nodes(node):
        yield from _columns(child)
