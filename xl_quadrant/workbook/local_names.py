"""
Names that LET and LAMBDA give within formulas that are calculated for each element.

Such a formula stands in a template, ``XLQ_EACH("LET(XLQ_1,XLQ_0,XLQ_1*2)","ew",A1:A9,y)``: what it refers to is given
beside it and numbered, the names that it gives itself included, though nothing stands for them outside. They get names
again.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Final

from xl_quadrant.workbook.formula_tree import Call, Nodes, Word, read_formula, written

_NUMBERED: Final = re.compile(r"XLQ_([0-9]+)")
_TEXT: Final = re.compile(r'"(?:[^"]|"")*"')
_NAMING: Final = re.compile(r"\b(?:LET|LAMBDA)\(\s*XLQ_[0-9]", re.IGNORECASE)


def with_local_names(formula: str) -> str:
    """
    Return a formula whose templates have names of their own.

    Parameters
    ----------
    formula : str
        The formula for the engine, with ``=``.

    Returns
    -------
    str
        The formula; the same if no template gives a name.

    Examples
    --------
    >>> with_local_names('=SUM(XLQ_EACH("LET(XLQ_1,XLQ_0,XLQ_1*2)","ew",A1:A9,y))')
    '=SUM(XLQ_EACH("LET(_e1,XLQ_0,_e1*2)","ew",A1:A9,0))'
    """
    if "XLQ_EACH(" not in formula or not _NAMING.search(formula):
        return formula
    nodes = read_formula(formula.removeprefix("="))
    return formula if nodes is None else f"={written(_mended(nodes))}"


def template_of(call: Call) -> Nodes | None:
    """
    Return the formula that is calculated for each element.

    Parameters
    ----------
    call : Call
        A call of a function.

    Returns
    -------
    tuple of nodes, or None
        None if it is another function, or its template cannot be read.
    """
    if call.name != "XLQ_EACH":
        return None
    return read_formula(written(call.arguments[0]).strip()[1:-1].replace('""', '"'))


def _mended(nodes: Nodes) -> Nodes:
    """Return nodes whose templates have names of their own."""
    found: list[Word | Call] = []
    for node in nodes:
        if isinstance(node, Word):
            found.append(node)
            continue
        arguments = [_mended(argument) for argument in node.arguments]
        template = template_of(node)
        if template is not None:
            given = set(_given(template))
            text = written(_renamed(_mended(template), {f"XLQ_{number}": f"_e{number}" for number in given}))
            quoted = text.replace('"', '""')
            arguments[0] = (Word(f'"{quoted}"'),)
            used = set(map(int, _NUMBERED.findall(_TEXT.sub("", text))))
            for number, kind in enumerate(written(arguments[1]).strip('" ')):
                if kind == "w" and number not in used:
                    arguments[number + 2] = (Word("0"),)  # after the template and the letters
        found.append(Call(node.opening, arguments))
    return tuple(found)


def _given(nodes: Nodes) -> Iterator[int]:
    """Yield the numbers of the names that LET and LAMBDA give."""
    for call in (node for node in nodes if isinstance(node, Call)):
        step = {"LET": 2, "LAMBDA": 1}.get(call.name, 0)
        for argument in call.arguments[:-1:step] if step else ():
            number = _NUMBERED.fullmatch(written(argument).strip())
            if number:
                yield int(number[1])
        for argument in call.arguments:
            yield from _given(argument)


def _renamed(nodes: Nodes, names: Mapping[str, str]) -> Nodes:
    """Return nodes with other names."""
    return tuple(
        Word(names.get(node.text.strip(), node.text), node.refers)
        if isinstance(node, Word)
        else Call(node.opening, [_renamed(argument, names) for argument in node.arguments])
        for node in nodes
    )
