"""The reference: one page for each function, as plain text or markdown, and the table of all of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from xl_quadrant import errors
from xl_quadrant.bridges.equations import plain_equation
from xl_quadrant.bridges.examples import worked_examples
from xl_quadrant.catalogue import CATALOGUE, CATEGORIES, CatalogueFunction
from xl_quadrant.catalogue.docstrings import without_markup

PASSING_ON = (
    "An error in an argument passes through. "
    "A blank optional argument takes its default; a blank required one is #VALUE!."
)
"""What holds for every function, said once."""

NO_ARGUMENTS = ("none", "", "")
NO_ERRORS = ("none", "It never fails.")
"""What stands in the place of a list that is empty."""

_MATH = re.compile(r":math:`([^`]*)`")
_NAMED_ERROR = re.compile(r"\s*\(#[A-Z/0!?]+\)(?=\.?$)")


@dataclass(frozen=True, slots=True)
class Section:
    """
    One section of a page.

    Parameters
    ----------
    title : str
        Its heading.
    rows : tuple of tuple of str
        Its lines; the columns of a table where a line has more than one part.
    """

    title: str
    rows: tuple[tuple[str, ...], ...]


def sections(function: CatalogueFunction) -> Iterator[Section]:
    """
    Yield what a page says of a function, section by section, in plain words.

    Parameters
    ----------
    function : CatalogueFunction
        The function.

    Yields
    ------
    Section
        Syntax, arguments, returned value, error conditions, details, examples, references.

    Examples
    --------
    >>> from xl_quadrant.catalogue import by_name
    >>> [section.title for section in sections(by_name("LTV_TO_CAC"))][:4]
    ['Syntax', 'Arguments', 'Returned value', 'Error conditions']
    """
    yield Section("Syntax", ((function.syntax,),))
    yield Section("Arguments", tuple((a.spelled, a.unit, a.help) for a in function.arguments) or (NO_ARGUMENTS,))
    yield Section("Returned value", ((function.returned_unit, function.returns),))
    yield Section("Error conditions", tuple(_conditions(function)) or (NO_ERRORS,))
    yield Section("Details", tuple((text,) for text, _ in _paragraphs(function.notes)))
    yield Section("Examples", tuple((e.text, e.formula, e.answer_text) for e in worked_examples(function)))
    yield Section("References", ((" ".join(function.references.split()),),))


def text_page(function: CatalogueFunction) -> str:
    """
    Return the page of a function as plain text, for a terminal.

    Parameters
    ----------
    function : CatalogueFunction
        The function.

    Returns
    -------
    str
        Its name, summary and sections.
    """
    lines = [function.name, function.summary]
    for section in sections(function):
        lines += ["", section.title, *_aligned(section.rows)]
    return "\n".join(lines) + "\n"


def markdown_page(function: CatalogueFunction) -> str:
    """
    Return the page of a function as markdown.

    Parameters
    ----------
    function : CatalogueFunction
        The function.

    Returns
    -------
    str
        Its name, summary and sections; equations as GitHub shows them.
    """
    parts = [f"## {function.name}", function.summary]
    for section in sections(function):
        parts += [f"### {section.title}", _in_markdown(function, section)]
    return "\n\n".join(parts) + "\n"


def catalogue_table() -> str:
    """
    Return the table of all functions as markdown, a table for each category.

    Returns
    -------
    str
        What holds for all; then headings and tables: the syntax, what it returns, and its unit.
    """
    parts = [PASSING_ON]
    for category in CATEGORIES:
        rows = [(f"`{f.syntax}`", f.summary, f.returned_unit) for f in CATALOGUE if f.category == category]
        parts += [f"### {category}", _table(("function", "what it returns", "unit"), rows)]
    return "\n\n".join(parts) + "\n"


def _conditions(function: CatalogueFunction) -> Iterator[tuple[str, str]]:
    """Yield each error of a function by the name Excel has for it, and when it comes."""
    for entry in function.raises:
        yield getattr(errors, entry.name).excel_error, _NAMED_ERROR.sub("", entry.text)


def _paragraphs(notes: str) -> Iterator[tuple[str, str]]:
    """Yield the paragraphs of notes: plain text, and the equation in LaTeX where the paragraph is one."""
    blocks = [block for block in re.split(r"\n\s*\n", notes) if block.strip()]
    position = 0
    while position < len(blocks):
        head, found, equation = blocks[position].partition(".. math::")
        position += 1
        if not found:
            words = _MATH.sub(lambda math: plain_equation(math[1]), " ".join(head.split()))
            yield without_markup(words), ""
            continue
        if not equation.strip():
            equation = blocks[position]
            position += 1
        yield plain_equation(equation), " ".join(equation.split())


def _in_markdown(function: CatalogueFunction, section: Section) -> str:
    """Return what stands under the heading of a section as markdown."""
    match section.title:
        case "Syntax":
            return f"`{function.syntax}`"
        case "Arguments":
            return _table(("argument", "unit", "what it is"), _as_code(section.rows))
        case "Error conditions":
            return _table(("error", "when"), _as_code(section.rows))
        case "Details":
            return _details_in_markdown(function)
        case "Examples":
            return _examples_in_markdown(section.rows)
    return ": ".join(filter(None, section.rows[0]))


def _details_in_markdown(function: CatalogueFunction) -> str:
    """Return the details of a function as markdown, with equations as GitHub reads them."""
    return "\n\n".join(f"```math\n{latex}\n```" if latex else text for text, latex in _paragraphs(function.notes))


def _examples_in_markdown(rows: Iterable[tuple[str, ...]]) -> str:
    """Return examples as markdown: the words, then the formula and its answer."""
    return "\n\n".join("\n\n".join(filter(None, (text, f"`{formula}` → {answer}"))) for text, formula, answer in rows)


def _as_code(rows: Iterable[tuple[str, ...]]) -> list[tuple[str, ...]]:
    """Return rows with their first column as code."""
    return [(f"`{first}`", *others) for first, *others in rows]


def _table(headings: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> str:
    """Return a table as markdown."""
    lines = [headings, tuple("---" for _ in headings), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def _aligned(rows: tuple[tuple[str, ...], ...]) -> Iterator[str]:
    """Yield rows as indented lines, the columns below each other."""
    columns = zip(*rows, strict=True) if rows else ()
    widths = [max(map(len, column)) for column in columns]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True) if width)
        yield ("  " + "  ".join(cells)).rstrip()
