"""LAMBDAs applied to their arguments: the engine calculates LET, not a LAMBDA that is called at once or by name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from xl_quadrant.formulas.tree import OMITTED, Tree, call, changed, literal, name_of, plain, reference, variable


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
    body : dict
        What it calculates.
    """

    parameters: tuple[str, ...]
    required: int
    body: Tree

    def applied(self, arguments: Sequence[Tree], fresh: Iterator[int]) -> Tree:
        """
        Return the LAMBDA with its arguments in place.

        Parameters
        ----------
        arguments : sequence of dict
            The arguments; one that is omitted is left out.
        fresh : iterator of int
            Numbers for names that stand nowhere else.

        Returns
        -------
        dict
            A LET that names the arguments, each calculated once; ``#VALUE!`` if there are too few or too many.
        """
        if not self.required <= len(arguments) <= len(self.parameters):
            return literal("#VALUE!")
        given = [*arguments, *([OMITTED] * (len(self.parameters) - len(arguments)))]
        names = {parameter: f"_q{next(fresh)}" for parameter in self.parameters}
        pairs = zip(self.parameters, given, strict=True)
        omitted = {name for name, argument in pairs if argument["node_type"] == "Omitted"}
        body = _renamed(self.body, names, omitted)
        bound = [part for pair in zip(map(reference, names.values()), given, strict=True) for part in pair]
        return call("LET", *bound, body) if bound else body


def as_lambda(tree: Tree) -> Lambda | None:
    """
    Return a formula as a LAMBDA.

    Parameters
    ----------
    tree : dict
        The formula.

    Returns
    -------
    Lambda or None
        None if it is not one, or its parameters cannot be read.

    Examples
    --------
    >>> from itertools import count
    >>> from xl_quadrant.formulas.syntax import read, written
    >>> margin = as_lambda(read("=_xlfn.LAMBDA(_xlpm.price,_xlpm.cost,1-_xlpm.cost/_xlpm.price)"))
    >>> written(margin.applied([read("=A1"), read("=B1")], count(1)))
    '=LET(_q1,A1,_q2,B1,1-_q2/_q1)'
    """
    if name_of(tree) != "LAMBDA" or not tree["args"]:
        return None
    *parameters, body = tree["args"]
    named = [parameter_in(parameter) for parameter in parameters]
    names = tuple(name for name, _ in named)
    if "" in names or len(set(names)) < len(names):
        return None
    return Lambda(names, sum(not optional for _, optional in named), body)


def parameter_in(node: Tree) -> tuple[str, bool]:
    """
    Return a parameter of a LAMBDA.

    Parameters
    ----------
    node : dict
        As it stands there.

    Returns
    -------
    str
        Its name in lower case, without Excel's prefixes; empty if it is none.
    bool
        Whether it is optional.

    Examples
    --------
    >>> parameter_in(reference("_xlop.Margin")), parameter_in(reference("[margin]")), parameter_in(literal(1.0))
    (('margin', True), ('margin', True), ('', False))
    """
    word = str(node.get("reference", ""))
    bracketed = word.startswith("[") and word.endswith("]")
    name = word[1:-1] if bracketed else word
    return plain(name).lower(), bracketed or name.lower().startswith("_xlop.")


def given_names(node: Tree) -> list[str]:
    """
    Return the names that a LET or a LAMBDA gives.

    Parameters
    ----------
    node : dict
        Any node.

    Returns
    -------
    list of str
        In lower case, in the order of the arguments; none for another node.
    """
    step = {"LET": 2, "LAMBDA": 1}.get(name_of(node), 0)
    return [parameter_in(argument)[0] for argument in node["args"][:-1:step]] if step else []


def _renamed(body: Tree, names: Mapping[str, str], omitted: set[str]) -> Tree:
    """Return the body of a LAMBDA with other names for its parameters, and the answers of ISOMITTED."""

    def renamed(node: Tree) -> Tree | None:
        if node["node_type"] == "Reference":
            new = names.get(variable(node))
            return reference(new) if new else None
        if name_of(node) == "ISOMITTED" and node["args"] and variable(node["args"][0]) in names:
            return literal(variable(node["args"][0]) in omitted)
        called = names.get(plain(node["name"]).lower()) if node["node_type"] == "Function" else None
        return changed({**node, "name": called}, renamed) if called else None

    return changed(body, renamed)
