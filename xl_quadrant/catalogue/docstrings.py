"""Docstrings of the numpy kind, read into records, so that every page of help has one source."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import dataclass

_HEADING = re.compile(r"^(?P<title>[A-Z][A-Za-z ]+)\n-{3,}$", re.MULTILINE)
_EXAMPLE = re.compile(r"^(?P<source>>>> .*\n?(?:\.\.\. .*\n?)*)(?P<result>(?:(?!>>> ).+\n?)*)", re.MULTILINE)
_ROLE = re.compile(r":[a-z]+:`([^`]*)`")
_LITERAL = re.compile(r"``(.+?)``|`([^`]+)`")


@dataclass(frozen=True, slots=True)
class Entry:
    """
    One entry of a list in a docstring: an argument, what is returned, or an error.

    Parameters
    ----------
    name : str
        The argument or the error; empty for what is returned.
    kind : str
        What stands after the colon, such as ``float or array_like, money per month``.
    text : str
        The description, on one line, with its mark-up.
    """

    name: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class Example:
    """
    One worked example.

    Parameters
    ----------
    text : str
        What the example shows, in words.
    source : str
        The Python expression.
    result : str
        What it prints.
    """

    text: str
    source: str
    result: str


@dataclass(frozen=True, slots=True)
class Docstring:
    """
    A docstring, section by section.

    Parameters
    ----------
    summary : str
        The first line.
    details : str
        What follows the summary, before the first section.
    parameters, returns, raises : tuple of Entry
        The sections that are lists.
    notes, references : str
        The sections in prose, with their mark-up.
    examples : tuple of Example
        The worked examples.
    """

    summary: str
    details: str = ""
    parameters: tuple[Entry, ...] = ()
    returns: tuple[Entry, ...] = ()
    raises: tuple[Entry, ...] = ()
    notes: str = ""
    references: str = ""
    examples: tuple[Example, ...] = ()


def read_docstring(docstring: str) -> Docstring:
    r"""
    Read a docstring of the numpy kind.

    Parameters
    ----------
    docstring : str
        As ``__doc__`` has it.

    Returns
    -------
    Docstring
        Its sections.

    Examples
    --------
    >>> found = read_docstring("Say so.\n\nRaises\n------\nWrongType\n    If a is text (``#VALUE!``).")
    >>> found.summary, found.raises[0].name, without_markup(found.raises[0].text)
    ('Say so.', 'WrongType', 'If a is text (#VALUE!).')
    """
    text = inspect.cleandoc(docstring)
    headings = list(_HEADING.finditer(text))
    ends = [heading.start() for heading in headings[1:]] + [len(text)]
    sections = {
        heading["title"]: text[heading.end() : end].strip("\n")
        for heading, end in zip(headings, ends, strict=bool(headings))
    }
    opening = text[: headings[0].start()] if headings else text
    summary, _, details = opening.strip().partition("\n\n")
    return Docstring(
        summary=_one_line(summary),
        details=details.strip(),
        parameters=tuple(_entries(sections.get("Parameters", ""))),
        returns=tuple(_returned(sections.get("Returns", ""))),
        raises=tuple(_entries(sections.get("Raises", ""))),
        notes=sections.get("Notes", "").strip(),
        references=sections.get("References", "").strip(),
        examples=tuple(_examples(sections.get("Examples", ""))),
    )


def without_markup(text: str) -> str:
    """
    Return a text without the mark-up of docstrings.

    Parameters
    ----------
    text : str
        A text with literals in backticks and roles.

    Returns
    -------
    str
        The words alone.

    Examples
    --------
    >>> without_markup("With churn :math:`c`, or ``#NUM!`` if `paid` is unknown.")
    'With churn c, or #NUM! if paid is unknown.'
    """
    return _LITERAL.sub(lambda found: found[1] or found[2], _ROLE.sub(r"\1", text))


def _one_line(text: str) -> str:
    """Return a paragraph on one line."""
    return " ".join(text.split())


def _entries(section: str) -> Iterator[Entry]:
    """Yield the entries of a list: a line at the margin, then its indented description."""
    for block in re.split(r"\n(?=\S)", section):
        head, _, body = block.partition("\n")
        names, _, kind = head.partition(" : ")
        for name in names.split(","):
            if name.strip():
                yield Entry(name.strip(), kind.strip(), _one_line(body))


def _returned(section: str) -> Iterator[Entry]:
    """Yield what is returned: a line with the type, then its description."""
    for block in filter(None, re.split(r"\n(?=\S)", section)):
        head, _, body = block.partition("\n")
        yield Entry("", head.strip(), _one_line(body))


def _examples(section: str) -> Iterator[Example]:
    """Yield the examples, each with the words before it."""
    end = 0
    for found in _EXAMPLE.finditer(section):
        source = "\n".join(line[4:] for line in found["source"].splitlines())
        yield Example(_one_line(section[end : found.start()]), source, found["result"].strip())
        end = found.end()
