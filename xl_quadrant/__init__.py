"""
Unit economics of a service business that sells face to face, as functions for spreadsheets and for Python.

Every function takes numbers, lists, arrays and pandas Series, element by element, and raises one of the errors below.
A function has the name it has in a spreadsheet, in lower case: ``CASH_PER_SHOW`` is `cash_per_show`.
"""

from typing import TYPE_CHECKING, Any

from xl_quadrant.business_functions import (
    cash_timeline,
    fix_first,
    quadrant,
)
from xl_quadrant.errors import (
    ArgumentError,
    BlankArgument,
    CellError,
    FileError,
    FileExists,
    FormulaError,
    InvalidClient,
    InvalidRoster,
    InvalidWorkbook,
    NoAnswer,
    OutOfDomain,
    UnknownName,
    UnknownWord,
    UnlikeShapes,
    WrongType,
    XlQuadrantError,
    ZeroDivisor,
)
from xl_quadrant.functions.continuity import (
    continuity_cash,
    ltv_continuity,
    ltv_curve,
    monthly_churn,
)
from xl_quadrant.functions.front_end import (
    front_end_cash,
    net_price,
)
from xl_quadrant.functions.funnel import (
    close_rate,
    cost_per_buyer,
    cost_per_show,
    funnel_count,
    rebase,
    show_rate,
)
from xl_quadrant.functions.growth import (
    member_ceiling,
    members_at,
    months_to_ceiling,
    referral_cac,
    referral_multiplier,
    revenue_ceiling,
)
from xl_quadrant.functions.levers import (
    churn_needed,
    close_rate_needed,
    price_needed,
    rate_interval,
    take_rate_needed,
)
from xl_quadrant.functions.payback import (
    client_financed,
    ltv_to_cac,
    payback_months,
)
from xl_quadrant.functions.per_show import (
    cash_per_show,
    channel_verdict,
    max_cost_per_lead,
    max_cost_per_show,
    talk_cash_per_show,
)
from xl_quadrant.functions.prepay import (
    finance_net,
    installment_cash,
    prepay_breakeven,
    prepay_cash,
    prepay_cost_of_cash,
)
from xl_quadrant.functions.products_services import (
    downsell_value,
    offer_value,
)
from xl_quadrant.help_functions import (
    explain,
    xlq_version,
)

if TYPE_CHECKING:
    from xl_quadrant.clients.frame_results import results
    from xl_quadrant.workbook.expected_cells import assert_cells
    from xl_quadrant.workbook.recalc import recalculate
    from xl_quadrant.workbook.recalculated import Recalculated

__version__ = "0.1.0"

__all__ = [
    "ArgumentError",
    "BlankArgument",
    "CellError",
    "FileError",
    "FileExists",
    "FormulaError",
    "InvalidClient",
    "InvalidRoster",
    "InvalidWorkbook",
    "NoAnswer",
    "OutOfDomain",
    "Recalculated",
    "UnknownName",
    "UnknownWord",
    "UnlikeShapes",
    "WrongType",
    "XlQuadrantError",
    "ZeroDivisor",
    "__version__",
    "assert_cells",
    "cash_per_show",
    "cash_timeline",
    "channel_verdict",
    "churn_needed",
    "client_financed",
    "close_rate",
    "close_rate_needed",
    "continuity_cash",
    "cost_per_buyer",
    "cost_per_show",
    "downsell_value",
    "explain",
    "finance_net",
    "fix_first",
    "front_end_cash",
    "funnel_count",
    "installment_cash",
    "ltv_continuity",
    "ltv_curve",
    "ltv_to_cac",
    "max_cost_per_lead",
    "max_cost_per_show",
    "member_ceiling",
    "members_at",
    "monthly_churn",
    "months_to_ceiling",
    "net_price",
    "offer_value",
    "payback_months",
    "prepay_breakeven",
    "prepay_cash",
    "prepay_cost_of_cash",
    "price_needed",
    "quadrant",
    "rate_interval",
    "rebase",
    "recalculate",
    "referral_cac",
    "referral_multiplier",
    "results",
    "revenue_ceiling",
    "show_rate",
    "take_rate_needed",
    "talk_cash_per_show",
    "xlq_version",
]

_LATER = {
    "Recalculated": "xl_quadrant.workbook.recalculated",
    "assert_cells": "xl_quadrant.workbook.expected_cells",
    "recalculate": "xl_quadrant.workbook.recalc",
    "results": "xl_quadrant.clients.frame_results",
}
"""Where the names are that need the headless engine or pandas; imported when first used, to stay light."""


def __getattr__(name: str) -> Any:
    """Return one of the names that are imported when first used."""
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from importlib import import_module

    found = globals()[name] = getattr(import_module(_LATER[name]), name)
    return found


def __dir__() -> list[str]:
    """Return every name, those that are not imported yet too."""
    return sorted({*globals(), *__all__})
