"""A workbook of formualizer, opened with the settings that it is calculated with here."""

from __future__ import annotations

import re
from typing import Any, Final

import formualizer

from xl_quadrant.engine.sheet_titles import ENGINES_OWN, AnyCaseBook

ENGINE_ERRORS: Final = (
    OSError,
    RuntimeError,
    ValueError,
    TypeError,
    formualizer.InspectionError,
    formualizer.FormualizerHostError,
    formualizer.ExcelEvaluationError,
    formualizer.ParserError,
)
"""What the engine raises when it cannot do what it was asked."""

_LONGEST_SAID: Final = 160
_STAGES = re.compile(r"^(?:(?:open failed|load failed|\w+ error|\w+ error in \w+|#[\w/]+!?): )+")
"""What the engine puts before its words: where in itself it stood."""


def opened(content: bytes | None, *, from_1904: bool) -> Any:
    """
    Open a workbook in formualizer; it keeps no changes to undo, and has no threads: they make it no faster.

    Parameters
    ----------
    content : bytes or None
        An .xlsx or .xlsm; None for an empty workbook.
    from_1904 : bool
        Whether its days are counted from 1904.

    Returns
    -------
    formualizer.Workbook
        The workbook, not calculated.
    """
    settings = formualizer.EvaluationConfig()
    settings.enable_parallel = False
    settings.cycle_detection = "runtime"
    settings.date_system = "1904" if from_1904 else "1900"
    config = formualizer.WorkbookConfig(eval_config=settings, enable_changelog=False)
    if content is None:
        return formualizer.Workbook(config=config)
    book = formualizer.Workbook.from_bytes(content, config=config)
    return AnyCaseBook(book) if ENGINES_OWN in book.sheet_names else book


def said(error: Exception) -> str:
    """
    Return what the engine says of a workbook that it cannot open or calculate.

    Parameters
    ----------
    error : Exception
        What it raised.

    Returns
    -------
    str
        Its words, shortened.
    """
    words = _STAGES.sub("", str(error)).strip()
    return (words if len(words) <= _LONGEST_SAID else f"{words[:_LONGEST_SAID]}…") or type(error).__name__
