"""The functions that calculate: an explicit list, in the order of the reference."""

from __future__ import annotations

from typing import Final

from xl_quadrant.catalogue.business_functions import cash_timeline, fix_first, quadrant
from xl_quadrant.catalogue.catalogue_function import CatalogueFunction, grouped
from xl_quadrant.functions.churn_needed import churn_needed
from xl_quadrant.functions.continuity import continuity_cash, monthly_churn
from xl_quadrant.functions.cost_limits import max_cost_per_lead, max_cost_per_show
from xl_quadrant.functions.cost_of_cash import prepay_cost_of_cash
from xl_quadrant.functions.front_end import front_end_cash, net_price
from xl_quadrant.functions.funnel import cost_per_buyer, cost_per_show, funnel_count, rebase
from xl_quadrant.functions.funnel_rates import close_rate, show_rate
from xl_quadrant.functions.growth import (
    member_ceiling,
    members_at,
    months_to_ceiling,
    referral_cac,
    referral_multiplier,
    revenue_ceiling,
)
from xl_quadrant.functions.levers import close_rate_needed, price_needed, rate_interval, take_rate_needed
from xl_quadrant.functions.lifetime_value import ltv_continuity, ltv_curve
from xl_quadrant.functions.payback import client_financed, ltv_to_cac, payback_months
from xl_quadrant.functions.per_show import cash_per_show, channel_verdict, talk_cash_per_show
from xl_quadrant.functions.prepay import finance_net, installment_cash, prepay_breakeven, prepay_cash
from xl_quadrant.functions.products_services import downsell_value, offer_value

_QUADRANTS = "Front end and quadrants"
_LEVERS = "What must be true"

CALCULATIONS: Final[tuple[CatalogueFunction, ...]] = (
    *grouped("Funnel", show_rate, close_rate, funnel_count, cost_per_show, cost_per_buyer, rebase),
    *grouped(_QUADRANTS, front_end_cash, net_price),
    *grouped(_QUADRANTS, offer_value, kind="reducing"),
    *grouped(_QUADRANTS, downsell_value, prepay_cash, prepay_breakeven, prepay_cost_of_cash),
    *grouped(_QUADRANTS, finance_net, installment_cash, ltv_continuity),
    *grouped(_QUADRANTS, ltv_curve, kind="reducing"),
    *grouped(_QUADRANTS, continuity_cash, monthly_churn),
    *grouped("Per show", cash_per_show, talk_cash_per_show, ltv_to_cac, client_financed, payback_months),
    *grouped("Per show", max_cost_per_show, max_cost_per_lead, channel_verdict),
    *grouped("Growth", revenue_ceiling, members_at, member_ceiling, months_to_ceiling),
    *grouped("Growth", referral_multiplier, referral_cac),
    *grouped(_LEVERS, close_rate_needed, take_rate_needed, price_needed, churn_needed),
    *grouped(_LEVERS, rate_interval, kind="spilling"),
    *grouped("Whole business", quadrant, cash_timeline, fix_first, kind="whole"),
)
"""Every function of the catalogue that calculates; `explain` explains them."""
