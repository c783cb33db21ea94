"""Arguments that are whole ranges of a sheet, and the wrapper around the functions that take them."""

from __future__ import annotations

import functools
import inspect
import math
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, ClassVar, ParamSpec, TypeVar

from xl_quadrant.errors import BlankArgument, WrongType
from xl_quadrant.functions.arguments import arguments_of
from xl_quadrant.functions.quantities import pass_error
from xl_quadrant.functions.ranges import one_value

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Cells:
    """
    A range, handed over as it stands in the sheet; or a single value.

    Parameters
    ----------
    unit : str
        What the cells hold.
    """

    unit: str
    column: ClassVar = False
    surely_allowed: ClassVar = (math.nan, math.nan)

    def check(self, name: str, value: object) -> object:
        """Return the cells as they are, or raise BlankArgument (``#VALUE!``) if there are none."""
        if value is None:
            raise BlankArgument(name, value, f"where a range belongs; {self.allowed}")
        return value

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        return f"select {self.unit}"


@dataclass(frozen=True, slots=True)
class Name:
    """
    A name, such as that of a metric; the function that takes it knows which names there are.

    Parameters
    ----------
    unit : str
        What is named.
    example : str
        A name.
    """

    unit: str
    example: str
    column: ClassVar = False
    surely_allowed: ClassVar = (math.nan, math.nan)

    def check(self, name: str, value: object) -> str:
        """Return a name without spaces around it; errors as `Number.check`."""
        if value is None or (isinstance(value, str) and not value.strip()):
            raise BlankArgument(name, None, f"where a name belongs; {self.allowed}")
        if not isinstance(value, str):
            raise WrongType(name, value, f"is not text; {self.allowed}")
        pass_error(name, value)
        return value.strip()

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        return f'write the {self.unit}, such as "{self.example}"'


def whole(function: Callable[P, R]) -> Callable[P, R]:
    """
    Let a function take whole ranges; its other arguments are checked as in every function.

    Parameters
    ----------
    function : callable
        Every parameter's annotation is ``Annotated[type, quantity]``; one whose quantity is `Cells` reaches it as it
        was given.

    Returns
    -------
    callable
        The same function; a blank takes the default.
    """
    calculate: Callable[..., Any] = function
    signature = inspect.signature(function)
    arguments = arguments_of(function)

    @functools.wraps(function)
    def call(*given: Any, **named: Any) -> Any:
        values = signature.bind_partial(*given, **named).arguments
        checked = []
        for argument in arguments:
            value = values.get(argument.name)
            if not isinstance(argument.quantity, Cells):
                value = argument.single(one_value(argument.name, value))
            elif argument.required:
                value = argument.quantity.check(argument.name, value)
            checked.append(value)
        return calculate(*checked)

    return call
