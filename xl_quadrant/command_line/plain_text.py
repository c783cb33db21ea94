"""Texts of strangers as a terminal can show them: nothing moves its cursor, colours it, or turns what is read."""

from __future__ import annotations

from typing import Final

LONGEST_LINE: Final = 500
"""The most characters of a line on stderr."""

_SHOWN_TOO: Final = "\u200c\u200d\n\t"
"""Not printable as Python has it, but harmless: joiners of Persian words and of emoji, ends of lines, tabs."""


def plain(text: str) -> str:
    r"""
    Return a text without what a terminal would obey.

    Parameters
    ----------
    text : str
        Any text.

    Returns
    -------
    str
        Control characters, marks that turn the direction of writing and lone surrogates are shown as ``?``, odd blanks
        as blanks.

    Examples
    --------
    >>> plain("a\x1b[2Jb\u202ec\x9bd\xa0e")
    'a?[2Jb?c?d e'
    """
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() or sign in _SHOWN_TOO else _instead(sign) for sign in text)


def one_line(text: str, longest: int) -> str:
    r"""
    Return a text on one line.

    Parameters
    ----------
    text : str
        Any text.
    longest : int
        The most characters it may have.

    Returns
    -------
    str
        The text as `plain` has it; ends of lines and tabs are shown as ``?``, and what is too long ends in ``…``.

    Examples
    --------
    >>> one_line("clients/a\nb.xlsx: does not exist", 20)
    'clients/a?b.xlsx: d…'
    """
    shown = plain(text).replace("\n", "?").replace("\t", "?")
    return shown if len(shown) <= longest else f"{shown[: longest - 1]}…"


def _instead(sign: str) -> str:
    """Return what is shown for a character that is not."""
    return " " if sign.isspace() and sign not in "\r\v\f\x1c\x1d\x1e\x1f\x85\u2028\u2029" else "?"
