"""
Functions for Excel that do nothing: one for each of ours, with as many arguments.

Their conversion hands on what was typed, reads the cell of a reference, and does nothing else. So what a call of ours
takes beyond one of them is our conversion, the checks and the calculation.
"""

from inspect import Parameter, Signature

import xlwings as xw
from xlwings.conversion import Pipeline

from xl_quadrant.catalogue import CATALOGUE


class AsGiven:
    """A conversion for xlwings that changes nothing."""

    @classmethod
    def reader(cls, _options):
        return Pipeline((_read_cell,))

    @classmethod
    def router(cls, *_):
        return cls

    @classmethod
    def writer(cls, _options):
        return Pipeline((_in_rows,))


def _read_cell(context):
    if context.range is not None:
        context.value = context.range.api.Value2


def _in_rows(context):
    context.value = [[context.value]]


def _empty(function):
    """Return a function for Excel with the arguments of another, that returns 0 at once."""

    def empty(*_values):
        return 0.0

    empty.__name__ = empty.__qualname__ = function.name
    names = [f"argument_{place}" for place in range(1, len(function.arguments) + 1)]
    empty.__signature__ = Signature([Parameter(n, Parameter.POSITIONAL_OR_KEYWORD, default=None) for n in names])
    for name in names:
        xw.arg(name, AsGiven)(empty)
    xw.ret(AsGiven)(empty)
    return xw.func(empty)


globals().update({function.name: _empty(function) for function in CATALOGUE})
