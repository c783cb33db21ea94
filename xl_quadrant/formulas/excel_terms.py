"""A formula in which functions that the engine has otherwise than Excel are written in terms of others."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from xl_quadrant.excel_functions.names import NAMES
from xl_quadrant.formulas.call_rules import rewritten
from xl_quadrant.formulas.elements import each_element
from xl_quadrant.formulas.lookup_rules import found_in
from xl_quadrant.formulas.our_calls import our_name
from xl_quadrant.formulas.parameters import (
    ARRAYS,
    ELEMENT_BY_ELEMENT,
    FILL_SEVERAL,
    FLATTEN,
    MAY_FILL_SEVERAL,
    WHOLE,
)
from xl_quadrant.formulas.powers import powered
from xl_quadrant.formulas.reference_operators import crossed, in_one_column, joined
from xl_quadrant.formulas.references import Surroundings, resolved
from xl_quadrant.formulas.templates import as_number
from xl_quadrant.formulas.tree import (
    COMPARISONS,
    OMITTED,
    Tree,
    binary,
    call,
    literal,
    name_of,
    reference,
    unary,
)
from xl_quadrant.formulas.value_checks import OWN_CELL, Check, can_be_checked
from xl_quadrant.formulas.value_kinds import is_exact, is_rounded, is_text, may_have_digits, that_are_returned

_CHOOSING: Final = frozenset(("IF", "IFERROR", "IFNA", "CHOOSE"))
"""Functions that return one of their arguments as it is."""


class ExcelTerms:
    """
    One formula, or a part of it; nodes that are arrays are marked as ``several``.

    Parameters
    ----------
    around : Surroundings
        The sheets and names of its workbook.
    sheet : str
        The title of its sheet.
    array : bool
        Whether everything is calculated for each element.
    variables : mapping of str to bool
        The names that LET or LAMBDA give, in lower case, and whether each is an array.
    checks : list of Check, optional
        Where to note what holds for most values, so that it is left as it is; without it everything is written so that
        it holds for all values.
    sized : frozenset of str
        The addresses that hold its own cell, and of which it asks for the number of rows or columns only.
    """

    def __init__(
        self,
        around: Surroundings,
        sheet: str,
        *,
        array: bool,
        variables: Mapping[str, bool] | None = None,
        checks: list[Check] | None = None,
        sized: frozenset[str] = frozenset(),
    ) -> None:
        self.around = around
        self.sheet = sheet
        self.array = array
        self.variables = dict(variables or {})
        self.checks = checks
        self.sized = sized

    def left_to_a_check(self, operation: str, *operands: Tree) -> bool:
        """
        Note a check instead of writing an operation otherwise, if that is enough.

        Parameters
        ----------
        operation : str
            As in `Check`.
        *operands : dict
            What it takes.

        Returns
        -------
        bool
            False if the operation must be written so that it holds for all values.
        """
        if self.checks is None or self.variables or not can_be_checked(operands):
            return False
        self.checks.append(Check(operation, operands))
        return True

    def value(self, node: Tree) -> Tree:
        """
        Return a node where one value belongs.

        Parameters
        ----------
        node : dict
            The node.

        Returns
        -------
        dict
            The node for the engine.
        """
        new = self.whole(node, one=True)
        is_variable = str(new.get("reference", "")).lower() in self.variables
        refers = (new["node_type"] == "Reference" and not is_variable) or new.get("operator") in ("#", ":")
        return unary("@", new) if refers and new.get("several") and not self.array else new

    def answer(self, node: Tree) -> Tree:
        """
        Return a whole formula; one that is not entered as an array shows one value, whatever comes out.

        Parameters
        ----------
        node : dict
            The formula.

        Returns
        -------
        dict
            The formula for the engine.
        """
        new = self.value(node)
        if self.array:
            return new
        if new.get("operator") in ("+", "-") and "left" in new and not (is_exact(new) or "closed" in node):
            return self._without_a_trace(new)
        if new["node_type"] == "Literal" or new.get("operator") == "@":
            return new
        return unary("@", new) if new.get("several") or self._may_fill_several(new) else new

    def _may_fill_several(self, node: Tree) -> bool:
        """Say whether the answer of a call may be an array, or a reference to several cells."""
        name, arguments = name_of(node), node.get("args", [])
        if name == "INDEX":
            places = [place.get("value") for place in arguments[1:3] if place["node_type"] != "Omitted"]
            return not places or 0.0 in places or len(places) < len(arguments[1:3])
        if name == "CHOOSE":
            return any(argument.get("several") for argument in arguments)
        if name in FILL_SEVERAL or name in MAY_FILL_SEVERAL:
            return True
        return our_name(node.get("name", "")) is not None

    def _without_a_trace(self, node: Tree) -> Tree:
        """Return a sum or difference that is 0 where only its last bits are left, as Excel has the last one made."""
        if self.left_to_a_check("vanished", reference(OWN_CELL)):
            return node
        return call("XLQ_SUM_OF_TWO", node["left"], literal(node["operator"]), node["right"])

    def whole(self, node: Tree, *, one: bool = False) -> Tree:
        """
        Return a node where a range or an array may stand.

        Parameters
        ----------
        node : dict
            The node.
        one : bool
            Whether one value belongs there all the same; what an IF chooses is then one value too.

        Returns
        -------
        dict
            The node for the engine.
        """
        match node["node_type"], node.get("operator"):
            case "Reference", _:
                return self._referring(node)
            case "Array", _:
                return {**node, "several": True}
            case "Function", _:
                return self._called(node, one=one)
            case "Call", _:
                return {**node, "args": [self.whole(argument) for argument in node["args"]]}
            case "UnaryOp", "@":
                return {**node, "operand": self.whole(node["operand"])}
            case "UnaryOp", "#":
                return {**node, "several": True}
            case "UnaryOp", _:
                operand = as_number(self.value(node["operand"]))
                return {**node, "operand": operand, "several": operand.get("several", False)}
            case "BinaryOp", " ":
                both = crossed(self.whole(node["left"]), self.whole(node["right"]), self.around)
                return {**both, "several": self.around.is_several(both)}
            case "BinaryOp", ("," | ":") as operator:
                ends = [found_in(node[end], self) if operator == ":" else node[end] for end in ("left", "right")]
                return {**binary(self.whole(ends[0]), operator, self.whole(ends[1])), "several": True}
            case "BinaryOp", _:
                return self._calculated(node)
        return node

    def within(self, variables: Mapping[str, bool]) -> ExcelTerms:
        """
        Return the same for the body of a LAMBDA.

        Parameters
        ----------
        variables : mapping of str to bool
            Its arguments, and whether each is an array.

        Returns
        -------
        ExcelTerms
            One that knows them too.
        """
        return self._inside(variables={name.lower(): several for name, several in variables.items()})

    def _inside(self, *, array: bool = False, variables: Mapping[str, bool] | None = None) -> ExcelTerms:
        """Return the same for a part, perhaps calculated for each element or with more variables."""
        known = {**self.variables, **(variables or {})}
        return ExcelTerms(
            self.around, self.sheet, array=self.array or array, variables=known, checks=self.checks, sized=self.sized
        )

    def _referring(self, node: Tree) -> Tree:
        """Return a reference; those to several sheets are joined."""
        several = self.variables.get(str(node.get("reference")).lower())
        if several is not None:
            return {**node, "several": several}
        new = resolved(node, self.around)
        return {**new, "several": self.around.is_several(new)}

    def _calculated(self, node: Tree) -> Tree:
        """Return a calculation with two operands."""
        inside, operator = self._inside(array=True) if node.get("engine") else self, node["operator"]
        left, right = inside.value(node["left"]), inside.value(node["right"])
        several = bool(left.get("several") or right.get("several"))
        plain = several or "engine" in node or not (may_have_digits(left) and may_have_digits(right))
        if operator == "&":
            left, right = self._with_digits_shown(left), self._with_digits_shown(right)
        elif operator in COMPARISONS and not plain:
            if not self.left_to_a_check("compared", left, right):
                return call("XLQ_COMPARE", left, literal(operator), right)
        elif operator not in COMPARISONS:
            left, right = as_number(left), as_number(right)
            if operator == "^" and "engine" not in node:
                new = powered(left, right, self.around.counting)
                if new.get("operator") == "^" or several or not self.left_to_a_check("raised", left, right):
                    return {**new, "several": several}
        return {**node, "left": left, "right": right, "several": several}

    def _with_digits_shown(self, node: Tree) -> Tree:
        """Return an operand that is joined with a text, as the 15 digits that are shown if it is a number."""
        parts = [part for part in that_are_returned(node) if not (is_exact(part) or is_rounded(part) or is_text(part))]
        if not parts or (not node.get("several") and all(self.left_to_a_check("joined", part) for part in parts)):
            return node
        return {**call("XLQ_SHOWN", node), "several": node.get("several")}

    def _called(self, node: Tree, *, one: bool) -> Tree:
        """Return a call, its arguments mended, in the engine's terms."""
        other = rewritten(node, self)
        if other is not None:
            return self.whole(other, one=one)
        name = name_of(node)
        if name in ("LET", "LAMBDA"):
            return self._let(node, one=one) if name == "LET" else node
        by_element = self._inside(array=True) if name in ARRAYS else self
        arguments: list[Tree] = []
        for position, argument in enumerate(
            map(self._with_cell_for_name, node["args"]) if name not in _CHOOSING else node["args"]
        ):
            inside = self if name == "INDEX" and position > 0 else by_element
            takes_one = _takes_one(name, position, one=one)
            new = inside.value(argument) if takes_one else inside.whole(argument)
            areas = joined(new)
            arguments += areas if name in FLATTEN or len(areas) == 1 else [in_one_column(areas)]
        called = name if name in NAMES else node["name"]
        return self._for_each({**node, "name": called, "args": arguments}, name)

    def _with_cell_for_name(self, node: Tree) -> Tree:
        """Return an argument; an IF that asks for a name asks for its cell: functions take nothing of the other."""
        if name_of(node) not in _CHOOSING:
            return node
        first, *others = node["args"] or [OMITTED]
        if name_of(node) == "IF" and str(first.get("reference", "")).lower() not in self.variables:
            first = self.around.addressed(first)
        return {**node, "args": [first, *map(self._with_cell_for_name, others)]}

    def _for_each(self, node: Tree, name: str) -> Tree:
        """Return a call; where an array stands for one value, for each element."""
        takes_whole = WHOLE.get(name)
        lifts = takes_whole is not None and any(
            argument.get("several") and not takes_whole(position) for position, argument in enumerate(node["args"])
        )
        if lifts and takes_whole is not None and name not in ELEMENT_BY_ELEMENT:
            return {**each_element(node, takes_whole), "several": True}
        return {**node, "several": lifts or name in FILL_SEVERAL or (self.array and name in MAY_FILL_SEVERAL)}

    def _let(self, node: Tree, *, one: bool) -> Tree:
        """Return a LET, its names known within it."""
        inside = self._inside()
        arguments: list[Tree] = []
        for variable, meaning in zip(node["args"][:-1:2], node["args"][1::2], strict=False):
            new = inside.whole(meaning)
            inside.variables[str(variable.get("reference")).lower()] = bool(new.get("several"))
            arguments += [variable, new]
        body = inside.value(node["args"][-1]) if one else inside.whole(node["args"][-1])
        return {**node, "args": [*arguments, body], "several": body.get("several", False)}


def _takes_one(name: str, position: int, *, one: bool) -> bool:
    """Say whether an argument of a function is one value."""
    if name in _CHOOSING:
        return one or (position == 0 and name in ("IF", "CHOOSE"))
    takes_whole = WHOLE.get(name)
    return takes_whole is not None and not takes_whole(position)
