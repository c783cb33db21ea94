"""What `xl_quadrant` exports, and where it is: for type checkers, and for whoever uses a name the first time."""

from .business_functions import cash_timeline as cash_timeline
from .business_functions import fix_first as fix_first
from .business_functions import quadrant as quadrant
from .clients.frame_results import results as results
from .errors import (
    ArgumentError as ArgumentError,
)
from .errors import (
    BlankArgument as BlankArgument,
)
from .errors import (
    CellError as CellError,
)
from .errors import (
    FileError as FileError,
)
from .errors import (
    FileExists as FileExists,
)
from .errors import (
    FormulaError as FormulaError,
)
from .errors import (
    InvalidClient as InvalidClient,
)
from .errors import (
    InvalidRoster as InvalidRoster,
)
from .errors import (
    InvalidWorkbook as InvalidWorkbook,
)
from .errors import (
    NoAnswer as NoAnswer,
)
from .errors import (
    OutOfDomain as OutOfDomain,
)
from .errors import (
    UnknownName as UnknownName,
)
from .errors import (
    UnknownWord as UnknownWord,
)
from .errors import (
    UnlikeShapes as UnlikeShapes,
)
from .errors import (
    WrongType as WrongType,
)
from .errors import (
    XlQuadrantError as XlQuadrantError,
)
from .errors import (
    ZeroDivisor as ZeroDivisor,
)
from .functions.continuity import (
    continuity_cash as continuity_cash,
)
from .functions.continuity import (
    ltv_continuity as ltv_continuity,
)
from .functions.continuity import (
    ltv_curve as ltv_curve,
)
from .functions.continuity import (
    monthly_churn as monthly_churn,
)
from .functions.front_end import front_end_cash as front_end_cash
from .functions.front_end import net_price as net_price
from .functions.funnel import (
    close_rate as close_rate,
)
from .functions.funnel import (
    cost_per_buyer as cost_per_buyer,
)
from .functions.funnel import (
    cost_per_show as cost_per_show,
)
from .functions.funnel import (
    funnel_count as funnel_count,
)
from .functions.funnel import (
    rebase as rebase,
)
from .functions.funnel import (
    show_rate as show_rate,
)
from .functions.growth import (
    member_ceiling as member_ceiling,
)
from .functions.growth import (
    members_at as members_at,
)
from .functions.growth import (
    months_to_ceiling as months_to_ceiling,
)
from .functions.growth import (
    referral_cac as referral_cac,
)
from .functions.growth import (
    referral_multiplier as referral_multiplier,
)
from .functions.growth import (
    revenue_ceiling as revenue_ceiling,
)
from .functions.levers import (
    churn_needed as churn_needed,
)
from .functions.levers import (
    close_rate_needed as close_rate_needed,
)
from .functions.levers import (
    price_needed as price_needed,
)
from .functions.levers import (
    rate_interval as rate_interval,
)
from .functions.levers import (
    take_rate_needed as take_rate_needed,
)
from .functions.payback import (
    client_financed as client_financed,
)
from .functions.payback import (
    ltv_to_cac as ltv_to_cac,
)
from .functions.payback import (
    payback_months as payback_months,
)
from .functions.per_show import (
    cash_per_show as cash_per_show,
)
from .functions.per_show import (
    channel_verdict as channel_verdict,
)
from .functions.per_show import (
    max_cost_per_lead as max_cost_per_lead,
)
from .functions.per_show import (
    max_cost_per_show as max_cost_per_show,
)
from .functions.per_show import (
    talk_cash_per_show as talk_cash_per_show,
)
from .functions.prepay import (
    finance_net as finance_net,
)
from .functions.prepay import (
    installment_cash as installment_cash,
)
from .functions.prepay import (
    prepay_breakeven as prepay_breakeven,
)
from .functions.prepay import (
    prepay_cash as prepay_cash,
)
from .functions.prepay import (
    prepay_cost_of_cash as prepay_cost_of_cash,
)
from .functions.products_services import downsell_value as downsell_value
from .functions.products_services import offer_value as offer_value
from .help_functions import explain as explain
from .help_functions import xlq_version as xlq_version
from .workbook.expected_cells import assert_cells as assert_cells
from .workbook.recalc import recalculate as recalculate
from .workbook.recalculated import Recalculated as Recalculated

__version__: str
