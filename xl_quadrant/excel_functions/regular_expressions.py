"""REGEXTEST, REGEXEXTRACT and REGEXREPLACE."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from xl_quadrant.excel_functions.cell_values import number, shown
from xl_quadrant.excel_functions.error_kinds import Fault

_GROUP: Final = re.compile(r"\$(\d+|\{\w+\})")


@lru_cache(maxsize=256)
def _compiled(pattern: str, *, any_case: bool) -> re.Pattern[str]:
    """Return an expression; Excel's own, PCRE2, has a few signs more, which are an error here."""
    try:
        return re.compile(re.sub(r"\(\?<(?=[A-Za-z_])", "(?P<", pattern), re.IGNORECASE if any_case else 0)
    except re.error as failure:
        raise Fault("Value") from failure


def _case(value: object) -> bool:
    """Return whether capitals do not count: 0 or 1."""
    kind = 0.0 if value is None else number(value)
    if kind not in (0.0, 1.0):
        raise Fault("Value")
    return kind == 1.0


def _test(text: object, pattern: object, case: object = None) -> bool:
    """Return REGEXTEST: whether some part of a text fits."""
    return _compiled(shown(pattern), any_case=_case(case)).search(shown(text)) is not None


def _extracted(text: object, pattern: object, mode: object = None, case: object = None) -> object:
    """Return REGEXEXTRACT: the first part that fits, all of them, or the groups of the first."""
    found = list(_compiled(shown(pattern), any_case=_case(case)).finditer(shown(text)))
    kind = 0 if mode is None else int(number(mode))
    if kind not in (0, 1, 2):
        raise Fault("Value")
    if not found:
        raise Fault("Na")
    if kind == 0:
        return found[0][0]
    return [[match[0] for match in found]] if kind == 1 else [[group or "" for group in found[0].groups()]]


def _replaced(text: object, pattern: object, new: object, which: object = None, case: object = None) -> str:
    """Return REGEXREPLACE: all parts that fit replaced, or one of them, counted from the end if below 0."""
    expression, whole = _compiled(shown(pattern), any_case=_case(case)), shown(text)
    replacement = _GROUP.sub(lambda found: rf"\g<{found[1].strip('{}')}>", shown(new).replace("\\", "\\\\"))
    nth = 0 if which is None else int(number(which))
    try:
        if nth == 0:
            return expression.sub(replacement, whole)
        found = list(expression.finditer(whole))
        at = nth - 1 if nth > 0 else len(found) + nth
        if not 0 <= at < len(found):
            return whole
        return whole[: found[at].start()] + found[at].expand(replacement) + whole[found[at].end() :]
    except (re.error, IndexError) as failure:
        raise Fault("Value") from failure


REGULAR_EXPRESSIONS: Final[dict[str, Callable[..., object]]] = {"REGEXTEST": _test, "REGEXREPLACE": _replaced}
"""Functions of single values."""

OF_PARTS: Final[dict[str, Callable[..., object]]] = {"REGEXEXTRACT": _extracted}
"""Functions whose answer may be several parts."""
