"""Operators on references: where two meet, and several as one."""

from __future__ import annotations

from xl_quadrant.formulas.references import Surroundings, text_of
from xl_quadrant.formulas.tree import Tree, binary, call, literal, reference
from xl_quadrant.package.addresses import Area


def crossed(left: Tree, right: Tree, around: Surroundings) -> Tree:
    """
    Return where two references meet.

    Parameters
    ----------
    left, right : dict
        The references.
    around : Surroundings
        The sheets and names of their workbook.

    Returns
    -------
    dict
        The cells; ``#NULL!`` if there are none; both with a blank between where it is not known before calculating.
    """
    one, other = (around.area(str(node.get("reference", ""))) for node in (left, right))
    if one is None or other is None:
        return binary(left, " ", right)
    rows = max(one.first_row, other.first_row), min(one.last_row, other.last_row)
    columns = max(one.first_column, other.first_column), min(one.last_column, other.last_column)
    if one.sheet.lower() != other.sheet.lower() or rows[0] > rows[1] or columns[0] > columns[1]:
        return literal("#NULL!")
    return reference(text_of(Area(one.sheet, rows[0], columns[0], rows[1], columns[1])))


def joined(node: Tree) -> list[Tree]:
    """
    Return the references of a union.

    Parameters
    ----------
    node : dict
        Any node.

    Returns
    -------
    list of dict
        The node itself if it is no union.
    """
    if node.get("operator") != "," or node["node_type"] != "BinaryOp":
        return [node]
    return joined(node["left"]) + joined(node["right"])


def in_one_column(areas: list[Tree]) -> Tree:
    """
    Return several references as one array.

    Parameters
    ----------
    areas : list of dict
        The references.

    Returns
    -------
    dict
        Their cells, one below the other.
    """
    return {**call("VSTACK", *(call("TOCOL", area) for area in areas)), "several": True}
