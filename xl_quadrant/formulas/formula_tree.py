"""A formula as its calls, one within the other, and everything between them as it is written."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final, TypeAlias

import formualizer

from xl_quadrant.formulas.our_calls import DEEPEST

_PREFIX: Final = re.compile(r"_xl(?:fn|ws|pm|op)\.", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Word:
    """
    What stands between calls: an operand, an operator or blanks.

    Parameters
    ----------
    text : str
        As written.
    refers : bool
        Whether it may be a cell, a range or a name.
    """

    text: str
    refers: bool = False


@dataclass(frozen=True, slots=True)
class Call:
    """
    A call of a function, or parentheses.

    Parameters
    ----------
    opening : str
        The name as written and the parenthesis: ``SUM(``, or ``(``.
    arguments : sequence of nodes
        What stands between the commas; one empty argument if there is nothing between the parentheses.
    """

    opening: str
    arguments: Sequence[Nodes]

    @property
    def name(self) -> str:
        """The function in capitals, without Excel's prefixes; empty for parentheses."""
        return plain(self.opening[:-1]).upper()


Nodes: TypeAlias = "tuple[Word | Call, ...]"
"""A formula or a part of one."""


def read_formula(formula: str) -> Nodes | None:
    """
    Return a formula as a tree.

    Parameters
    ----------
    formula : str
        The formula, without ``=``.

    Returns
    -------
    tuple of Word and Call, or None
        None if it cannot be read, or is nested deeper than `DEEPEST`.

    Examples
    --------
    >>> read_formula("1+SUM(A1,2)")[2]
    Call(opening='SUM(', arguments=[(Word(text='A1', refers=True),), (Word(text='2', refers=False),)])
    """
    try:
        tokens: list[Any] = list(formualizer.tokenize(f"={formula}"))
    except formualizer.TokenizerError:
        return None
    written = f"={formula}".encode()
    calls: list[tuple[str, list[list[Word | Call]]]] = [("", [[]])]
    for token in tokens:
        kind, subtype = str(token.token_type), str(token.subtype)
        text = written[token.start : token.end].decode()
        if len(calls) > DEEPEST:
            return None
        if kind in ("Func", "Paren") and subtype == "Open":
            calls.append((text, [[]]))
        elif kind in ("Func", "Paren"):
            if len(calls) < 2:
                return None
            opening, arguments = calls.pop()
            calls[-1][1][-1].append(Call(opening, [tuple(argument) for argument in arguments]))
        elif text == "," and len(calls) > 1 and not _in_braces(calls[-1][1][-1]):
            calls[-1][1].append([])
        else:
            calls[-1][1][-1].append(Word(text, kind == "Operand" and subtype == "Range"))
    return tuple(calls[0][1][0]) if len(calls) == 1 else None


def written(nodes: Nodes) -> str:
    """
    Return a tree as a formula.

    Parameters
    ----------
    nodes : tuple of Word and Call
        The tree.

    Returns
    -------
    str
        The formula, without ``=``.

    Examples
    --------
    >>> written(read_formula(' IF( A1 > {1,2}, "a,b" ,)'))
    ' IF( A1 > {1,2}, "a,b" ,)'
    """
    return "".join(
        node.text if isinstance(node, Word) else f"{node.opening}{','.join(map(written, node.arguments))})"
        for node in nodes
    )


def plain(name: str) -> str:
    """
    Return a name without the prefixes that Excel stores.

    Parameters
    ----------
    name : str
        Such as ``_xlfn.LAMBDA`` or ``_xlpm.price``.

    Returns
    -------
    str
        Such as ``LAMBDA`` or ``price``.

    Examples
    --------
    >>> plain("_xlfn._xlws.SORT"), plain("_xlpm.price"), plain("price")
    ('SORT', 'price', 'price')
    """
    return _PREFIX.sub("", name)


def _in_braces(nodes: list[Word | Call]) -> bool:
    """Say whether an array constant is open."""
    texts = [node.text for node in nodes if isinstance(node, Word)]
    return texts.count("{") > texts.count("}")
