"""The names under which the engine calls the functions of this room."""

from __future__ import annotations

from typing import Final

from xl_quadrant.excel_functions.array_functions import OF_ARRAYS
from xl_quadrant.excel_functions.text_functions import OF_TEXTS
from xl_quadrant.excel_functions.value_functions import BY_ELEMENT

NAMES: Final = frozenset({*OF_ARRAYS, *BY_ELEMENT, *OF_TEXTS, "XLQ_COMPARE", "XLQ_DAYS", "XLQ_EACH"})
"""What the engine calls here instead of its own, or because it has none."""
