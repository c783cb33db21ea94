"""What `xl_quadrant` exports, and where it is: for type checkers, and for whoever uses a name the first time."""

from .business.result_ranges import ranges as ranges
from .business.results import calculate as calculate
from .catalogue.business_functions import cash_timeline as cash_timeline, fix_first as fix_first, quadrant as quadrant
from .catalogue.help_functions import explain as explain, xlq_version as xlq_version
from .client_book.workbook_files import new_workbook as new_workbook, update_workbook as update_workbook
from .clients.client_file import read_client as read_client
from .clients.frame_results import results as results
from .engine.calculated_book import Recalculated as Recalculated
from .engine.expected_cells import assert_cells as assert_cells
from .engine.recalc import recalculate as recalculate
from .errors import (
    ArgumentError as ArgumentError,
    BlankArgument as BlankArgument,
    CellError as CellError,
    FileError as FileError,
    FileExists as FileExists,
    FormulaError as FormulaError,
    InvalidClient as InvalidClient,
    InvalidRoster as InvalidRoster,
    InvalidWorkbook as InvalidWorkbook,
    NoAnswer as NoAnswer,
    OutOfDomain as OutOfDomain,
    UnknownName as UnknownName,
    UnknownWord as UnknownWord,
    UnlikeShapes as UnlikeShapes,
    WrongType as WrongType,
    XlQuadrantError as XlQuadrantError,
    ZeroDivisor as ZeroDivisor,
)
from .functions.churn_needed import churn_needed as churn_needed
from .functions.continuity import continuity_cash as continuity_cash, monthly_churn as monthly_churn
from .functions.cost_limits import max_cost_per_lead as max_cost_per_lead, max_cost_per_show as max_cost_per_show
from .functions.cost_of_cash import prepay_cost_of_cash as prepay_cost_of_cash
from .functions.front_end import front_end_cash as front_end_cash, net_price as net_price
from .functions.funnel import (
    cost_per_buyer as cost_per_buyer,
    cost_per_show as cost_per_show,
    funnel_count as funnel_count,
    rebase as rebase,
)
from .functions.funnel_rates import close_rate as close_rate, show_rate as show_rate
from .functions.growth import (
    member_ceiling as member_ceiling,
    members_at as members_at,
    months_to_ceiling as months_to_ceiling,
    referral_cac as referral_cac,
    referral_multiplier as referral_multiplier,
    revenue_ceiling as revenue_ceiling,
)
from .functions.levers import (
    close_rate_needed as close_rate_needed,
    price_needed as price_needed,
    rate_interval as rate_interval,
    take_rate_needed as take_rate_needed,
)
from .functions.lifetime_value import ltv_continuity as ltv_continuity, ltv_curve as ltv_curve
from .functions.payback import (
    client_financed as client_financed,
    ltv_to_cac as ltv_to_cac,
    payback_months as payback_months,
)
from .functions.per_show import (
    cash_per_show as cash_per_show,
    channel_verdict as channel_verdict,
    talk_cash_per_show as talk_cash_per_show,
)
from .functions.prepay import (
    finance_net as finance_net,
    installment_cash as installment_cash,
    prepay_breakeven as prepay_breakeven,
    prepay_cash as prepay_cash,
)
from .functions.products_services import downsell_value as downsell_value, offer_value as offer_value
from .records.measurement import actuals as actuals

__version__: str
