"""
The functions of the catalogue, written in Excel's own functions: as a LAMBDA, and as a plain formula.

A LAMBDA runs in Excel 2024 and 365 on every device with nothing installed; a plain formula runs in any spreadsheet.
Both check their arguments in the same order as Python, by the same quantities, and fail with the same errors. They take
ranges element by element and spill; only `OFFER_VALUE` and `LTV_CURVE` reduce a range to one number. What differs:

- Excel compares numbers at 15 digits, Python at all of them: an amount that misses a bound by less passes it there;
- a text that begins with the name of an error passes as that error in Python; here it is text, so ``#VALUE!``;
- a number typed into a formula keeps 15 digits in Excel;
- Excel has no numbers nearer to 0 than about 2E-308.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from xl_quadrant.catalogue import CatalogueFunction, excel_literal
from xl_quadrant.catalogue.native_expressions import EXPRESSIONS, NUM, VALUE, WITHOUT_TWIN, Expression
from xl_quadrant.errors import UnknownWord
from xl_quadrant.functions.arguments import Argument
from xl_quadrant.functions.quantities import Flag, Number, Quantity, Word

LONGEST_FORMULA: Final = 8192
"""The most characters a formula may have in Excel."""

_NAME = re.compile(r'"[^"]*"|[a-z][a-z0-9_]*')
_NEW = re.compile(r"\b(?=(?:LAMBDA|LET|ISOMITTED|REDUCE|SCAN|SEQUENCE)\()")

Rule = tuple[str, str]
"""A condition, and the answer where it holds."""


def has_twin(function: CatalogueFunction) -> bool:
    """
    Say whether a function can be written in Excel's own functions.

    Parameters
    ----------
    function : CatalogueFunction
        The function.

    Returns
    -------
    bool
        True if it has a LAMBDA.
    """
    return function.name in EXPRESSIONS


def why_no_twin(function: CatalogueFunction) -> str:
    """
    Return why a function has no LAMBDA.

    Parameters
    ----------
    function : CatalogueFunction
        A function without one.

    Returns
    -------
    str
        What it does that a LAMBDA does not; reads after its name.
    """
    return WITHOUT_TWIN[function.name]


def lambda_as_typed(function: CatalogueFunction) -> str:
    """
    Return a function as a LAMBDA, as it is typed into the name manager.

    Parameters
    ----------
    function : CatalogueFunction
        A function that has one.

    Returns
    -------
    str
        The formula, without ``=``.

    Raises
    ------
    UnknownWord
        If it has none.

    Examples
    --------
    >>> from xl_quadrant.catalogue import by_name
    >>> lambda_as_typed(by_name("REVENUE_CEILING"))[:75]
    'LAMBDA(new_buyers,ltv,IF(ISERROR(new_buyers),new_buyers,IF(ISNUMBER(new_buy'
    """
    parameters = [argument.name if argument.required else f"[{argument.name}]" for argument in function.checks]
    return _lambda(function, parameters)


def lambda_as_stored(function: CatalogueFunction) -> str:
    """
    Return a function as a LAMBDA, as Excel stores it in a file.

    Parameters
    ----------
    function : CatalogueFunction
        A function that has one.

    Returns
    -------
    str
        The formula, without ``=``: functions newer than the format with ``_xlfn.``, parameters with ``_xlpm.``, and an
        optional one with ``_xlop.`` where it is declared.

    Raises
    ------
    UnknownWord
        If it has none.

    Examples
    --------
    >>> from xl_quadrant.catalogue import by_name
    >>> lambda_as_stored(by_name("REFERRAL_CAC"))[:66]
    '_xlfn.LAMBDA(_xlpm.cac,_xlpm.referral_rate,_xlop.reward,_xlfn.LET('
    """
    optional = {argument.name for argument in function.checks if not argument.required}
    parameters = [argument.name for argument in function.checks]
    typed = _lambda(function, parameters)
    head = len("LAMBDA(" + ",".join(parameters) + ",")
    declared = ",".join(f"{'_xlop' if name in optional else '_xlpm'}.{name}" for name in parameters)
    body = _NAME.sub(lambda found: found[0] if found[0].startswith('"') else f"_xlpm.{found[0]}", typed[head:])
    return _NEW.sub("_xlfn.", f"LAMBDA({declared},{body}")


def plain_formula(function: CatalogueFunction, arguments: Mapping[str, str]) -> str:
    """
    Return a function as a formula without LAMBDA, with its arguments filled in.

    Parameters
    ----------
    function : CatalogueFunction
        A function that works element by element, and finds no root.
    arguments : mapping of str to str
        What stands for each argument, such as ``B3`` or ``in_churn_today``; an optional one may be left out.

    Returns
    -------
    str
        The formula, without ``=``, for any spreadsheet.

    Raises
    ------
    UnknownWord
        If there is no such formula, or it comes out longer than a cell may hold.

    Examples
    --------
    >>> from xl_quadrant.catalogue import by_name
    >>> plain_formula(by_name("MONTHLY_CHURN"), {"annual_churn": "A1"})[:77]
    'IF(ISERROR(A1),A1,IF(ISNUMBER(A1)=FALSE,#VALUE!,IF((A1<0)+(A1>1),#NUM!,IF(A1='
    """
    expression = _expression(function)
    if function.kind != "elementwise":
        raise UnknownWord("function", function.name, "reduces ranges; use its LAMBDA")
    put_in = {}
    for argument in function.checks:
        given = arguments.get(argument.name)
        default = excel_literal(argument.default) or '""'
        if given is None:
            put_in[argument.name] = default
        else:
            put_in[argument.name] = given if argument.required else f'IF({given}="",{default},{given})'
    for name, formula in expression.steps:
        put_in[name] = f"({_with_names(formula, put_in)})"
    rules = [rule for check in function.checks if check.name in arguments for rule in _checks(check)]
    text = _with_names(_nested([*rules, *expression.refused], expression.answer), put_in)
    if "LAMBDA(" in text or len(text) >= LONGEST_FORMULA:
        raise UnknownWord("function", function.name, "cannot be said in one plain formula; use its LAMBDA")
    return text


def _lambda(function: CatalogueFunction, parameters: Iterable[str]) -> str:
    """Return a LAMBDA with its parameters declared as given."""
    expression = _expression(function)
    used = {argument.name: f"{argument.name}_" for argument in function.checks if not argument.required}
    steps = [(used[argument.name], _or_default(argument)) for argument in function.checks if not argument.required]
    steps += [(name, _with_names(formula, used)) for name, formula in expression.steps]
    reducing = function.kind == "reducing"
    rules = [rule for check in function.checks for rule in (_reduced_checks(check) if reducing else _checks(check))]
    body = _with_names(_nested([*rules, *expression.refused], expression.answer), used)
    if steps:
        body = f"LET({','.join(f'{name},{formula}' for name, formula in steps)},{body})"
    return f"LAMBDA({','.join(parameters)},{body})"


def _expression(function: CatalogueFunction) -> Expression:
    """Return the formula of a function that has one."""
    if not has_twin(function):
        raise UnknownWord("function", function.name, f"has no LAMBDA: it {why_no_twin(function)}")
    return EXPRESSIONS[function.name]


def _or_default(argument: Argument) -> str:
    """Return an optional argument, or its default where it is left out or blank; an empty text where it has none."""
    name, default = argument.name, excel_literal(argument.default) or '""'
    return f'IF(ISOMITTED({name}),{default},IF({name}="",{default},{name}))'


def _checks(argument: Argument) -> Iterator[Rule]:
    """Yield the rules that refuse an argument, in the order in which Python checks them."""
    name = argument.name
    may_lack = not argument.required and argument.default is None
    yield f"ISERROR({name})", name
    for condition, error in _wrong(argument.quantity, name):
        yield (f'IF({name}="",FALSE,{condition})' if may_lack else condition), error


def _reduced_checks(argument: Argument) -> Iterator[Rule]:
    """Yield the rules that refuse an argument of a reducing function; a column has the first error of its cells."""
    name = argument.name
    if not argument.quantity.column:
        yield f"ROWS({name})*COLUMNS({name})>1", VALUE
        yield from _checks(argument)
        return
    cells = _nested([(f"ISERROR({name})", name), (f'{name}=""', "0"), *_wrong(argument.quantity, name)], "0")
    yield f"ISERROR(SUM({cells}))", f"SUM({cells})"


def _wrong(quantity: Quantity, name: str) -> Iterator[Rule]:
    """Yield the conditions under which a value is not what its quantity allows."""
    if isinstance(quantity, Word):
        yield "*".join(f'({name}<>"{word}")' for word in quantity.words), VALUE
    elif isinstance(quantity, Flag):
        yield f"(ISLOGICAL({name})=FALSE)*({name}<>0)*({name}<>1)", VALUE
    else:
        yield f"ISNUMBER({name})=FALSE", VALUE
        outside = "+".join(_outside(quantity, name))
        if outside:
            yield outside, NUM


def _outside(quantity: Number, name: str) -> Iterator[str]:
    """Yield the conditions under which a number is out of bounds."""
    if quantity.low > -math.inf:
        yield f"({name}{'<=' if quantity.above_low else '<'}{quantity.low:g})"
    if quantity.high < math.inf:
        yield f"({name}{'>=' if quantity.below_high else '>'}{quantity.high:g})"
    if quantity.whole:
        yield f"({name}<>INT({name}))"


def _nested(rules: Iterable[Rule], answer: str) -> str:
    """Return the rules as nested IFs around the answer; the first rule that holds decides."""
    text = answer
    for condition, result in reversed(list(rules)):
        text = f"IF({condition},{result},{text})"
    return text


def _with_names(formula: str, replaced: Mapping[str, str]) -> str:
    """Return a formula with names replaced; what stands in quotes is text."""
    return _NAME.sub(lambda found: replaced.get(found[0], found[0]), formula)
