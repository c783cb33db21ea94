"""
Functions for Excel that do nothing: one for each of ours, with the same arguments and the same conversion of them.

What a call of ours takes beyond one of them is the checks and the calculation.
"""

from inspect import Parameter, Signature

import xlwings as xw

from xl_quadrant.bridges.excel import CellValues
from xl_quadrant.catalogue import CATALOGUE


def empty_function(function):
    """Return a function for Excel with the arguments of another, that returns 0 at once."""

    def empty(*_values):
        return 0.0

    empty.__name__ = empty.__qualname__ = function.name
    names = [f"argument_{place}" for place in range(1, len(function.arguments) + 1)]
    empty.__signature__ = Signature([Parameter(n, Parameter.POSITIONAL_OR_KEYWORD, default=None) for n in names])
    for name in names:
        xw.arg(name, CellValues)(empty)
    xw.ret(CellValues)(empty)
    return xw.func(empty)


globals().update({function.name: empty_function(function) for function in CATALOGUE})
