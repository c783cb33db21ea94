"""LAMBDAs applied to their arguments: the engine calculates LET, not a LAMBDA that is called at once or by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xl_quadrant.formulas.formula_tree import Call, Nodes, Word, plain


@dataclass(frozen=True, slots=True)
class Lambda:
    """
    A LAMBDA.

    Parameters
    ----------
    parameters : tuple of str
        Their names in lower case, without Excel's prefixes.
    required : int
        How many must be given; the others are optional.
    body : tuple of nodes
        What it calculates.
    """

    parameters: tuple[str, ...]
    required: int
    body: Nodes

    def applied(self, arguments: Sequence[Nodes], fresh: Iterator[int]) -> Nodes:
        """
        Return the LAMBDA with its arguments in place.

        Parameters
        ----------
        arguments : sequence of nodes
            The arguments; an empty one is left out.
        fresh : iterator of int
            Numbers for names that stand nowhere else.

        Returns
        -------
        tuple of nodes
            A LET that names the arguments, each calculated once; ``#VALUE!`` if there are too few or too many.
        """
        given = list(arguments) if self.parameters or _is_something(arguments[0]) else []
        if not self.required <= len(given) <= len(self.parameters):
            return (Word("#VALUE!"),)
        given += [()] * (len(self.parameters) - len(given))
        names = {parameter: f"_q{next(fresh)}" for parameter in self.parameters}
        omitted = {name for name, argument in zip(self.parameters, given, strict=True) if not _is_something(argument)}
        body = _renamed(self.body, names, omitted)
        if not names:
            return (Call("(", [body]),)
        bound: list[Nodes] = []
        for name, argument in zip(names.values(), given, strict=True):
            bound += [(Word(name, refers=True),), tuple(argument)]
        return (Call("LET(", [*bound, body]),)


def as_lambda(nodes: Nodes) -> Lambda | None:
    """
    Return a formula as a LAMBDA.

    Parameters
    ----------
    nodes : tuple of nodes
        The formula.

    Returns
    -------
    Lambda or None
        None if it is not one, or its parameters cannot be read.

    Examples
    --------
    >>> from itertools import count
    >>> from xl_quadrant.formulas.formula_tree import read_formula, written
    >>> margin = as_lambda(read_formula("_xlfn.LAMBDA(_xlpm.price,_xlpm.cost,1-_xlpm.cost/_xlpm.price)"))
    >>> written(margin.applied([read_formula("A1"), read_formula("B1")], count(1)))
    'LET(_q1,A1,_q2,B1,1-_q2/_q1)'
    """
    inner = [node for node in nodes if isinstance(node, Call) or node.text.strip()]
    if len(inner) != 1 or not isinstance(inner[0], Call) or inner[0].name != "LAMBDA":
        return None
    *parameters, body = inner[0].arguments
    named = [parameter_in(parameter) for parameter in parameters]
    names = tuple(name for name, _ in named)
    if "" in names or len(set(names)) < len(names):
        return None
    return Lambda(names, sum(not optional for _, optional in named), body)


def parameter_in(nodes: Nodes) -> tuple[str, bool]:
    """
    Return a parameter of a LAMBDA.

    Parameters
    ----------
    nodes : tuple of nodes
        As it stands there.

    Returns
    -------
    str
        Its name in lower case, without Excel's prefixes; empty if it is none.
    bool
        Whether it is optional.

    Examples
    --------
    >>> parameter_in((Word("_xlop.Margin", refers=True),)), parameter_in((Word("[margin]"),))
    (('margin', True), ('margin', True))
    """
    words = [node.text.strip() for node in nodes if isinstance(node, Word) and node.text.strip()]
    if len(words) != 1 or not all(isinstance(node, Word) for node in nodes):
        return "", False
    bracketed = words[0].startswith("[") and words[0].endswith("]")
    word = words[0][1:-1] if bracketed else words[0]
    return plain(word).lower(), bracketed or word.lower().startswith("_xlop.")


def _renamed(nodes: Nodes, names: Mapping[str, str], omitted: set[str]) -> Nodes:
    """Return the body of a LAMBDA with other names for its parameters, and the answers of ISOMITTED."""
    found: list[Word | Call] = []
    for node in nodes:
        if isinstance(node, Word):
            new = names.get(plain(node.text).lower()) if node.refers else None
            found.append(Word(new, refers=True) if new else node)
            continue
        asked = _asked_for(node) if node.name == "ISOMITTED" else ""
        if asked in names:
            found.append(Word("TRUE" if asked in omitted else "FALSE"))
            continue
        called = names.get(plain(node.opening[:-1]).lower())
        opening = f"{called}(" if called else node.opening
        found.append(Call(opening, [_renamed(argument, names, omitted) for argument in node.arguments]))
    return tuple(found)


def _asked_for(call: Call) -> str:
    """Return which parameter ISOMITTED asks for."""
    return parameter_in(call.arguments[0])[0]


def _is_something(argument: Nodes) -> bool:
    """Say whether something stands between two commas."""
    return any(isinstance(node, Call) or node.text.strip() for node in argument)
