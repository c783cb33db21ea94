"""The results of one scenario that are a single formula, and the steps they share, as plain Excel formulas on names."""

from __future__ import annotations

from typing import Final


def _sold(block: str, column: str) -> str:
    """Return Σ take rate × a column of a block of offers."""
    return f"SUMPRODUCT(in_{block}_take_rate_{{s}},in_{block}_{column}_{{s}})"


_TAKEN = "in_continuity_take_rate_{s}"
_CHURN = "in_continuity_churn_{s}"

STEPS: Final = {
    "kept": ("Kept of each payment", "share of payments", "rate", "1-(in_costs_card_fee_rate_{s}+in_costs_refund_rate_{s})"),
    "kept_financed": ("Kept of a financed sale", "share of price", "rate",
                      "1-(in_financing_merchant_fee_{s}+in_costs_refund_rate_{s})"),
    "front_end_cash": ("Front-end cash", "money per show", "money",
                       'IF(OR(in_front_end_offer_{s}="discount",in_front_end_offer_{s}="value"),in_front_end_list_price_{s}*in_front_end_paying_share_{s}'
                       '*calc_kept_{s}*(1-(in_front_end_offer_{s}="discount")*in_front_end_discount_{s}),0)'),
    "paid_at_once": ("Paid on the day", "money per buyer", "money",
                     "IF(in_core_installments_{s}=0,in_core_price_{s},in_core_down_payment_{s})"),
    "installment": ("Each installment", "money per month", "money",
                    "IF(in_core_installments_{s}=0,0,(in_core_price_{s}-in_core_down_payment_{s})/in_core_installments_{s})"),
    "drawn_forward": ("Paid at once by prepay and financing", "money per buyer", "money",
                      "in_prepay_share_{s}*in_core_price_{s}*(1-in_prepay_discount_{s})*calc_kept_{s}"
                      "+in_financing_share_{s}*in_core_price_{s}*calc_kept_financed_{s}"),
    "own_terms": ("Share on your own terms", "share of buyers", "rate", "1-(in_prepay_share_{s}+in_financing_share_{s})"),
    "products_price": ("Products sold", "money per buyer", "money", _sold("products", "price")),
    "services_price": ("Add-on services sold", "money per buyer", "money", _sold("services", "price")),
    "commission": ("Commission", "money per buyer", "money",
                   "in_costs_commission_rate_{s}*(in_core_price_{s}*(1-in_prepay_share_{s}*in_prepay_discount_{s})"
                   "+calc_products_price_{s}+calc_services_price_{s})"),
    "day_0_cost": ("Costs on the day", "money per buyer", "money",
                   f"in_core_unit_cost_{{s}}+{_sold('products', 'unit_cost')}+{_sold('services', 'unit_cost')}"
                   "+calc_commission_{s}"),
    "new_buyers": ("New buyers, with referrals", "buyers per month", "count", "out_buyers_{s}/(1-in_referral_rate_{s})"),
    "new_shows": ("New shows, with referrals", "shows per month", "count", "out_shows_{s}/(1-in_referral_rate_{s})"),
    "cost_of_sales": ("Cost per sale, for each show", "money per show", "money", "in_close_rate_{s}*in_costs_cost_per_sale_{s}"),
    "month_spent": ("Ads, cost per sale and rewards", "money per month", "money",
                    "in_leads_per_month_{s}*in_cost_per_lead_{s}+out_buyers_{s}*in_costs_cost_per_sale_{s}"
                    "+calc_new_buyers_{s}*in_referral_rate_{s}*in_referral_reward_{s}"),
    "referral_multiplier": ("Buyers for each buyer won", "ratio", "ratio", "1/(1-in_referral_rate_{s})"),
}  # fmt: skip
"""Steps on the way, each with a name ``calc_<step>_<scenario>``: label, unit, kind, formula."""

SCALARS: Final = {
    "bookings": "in_leads_per_month_{s}*in_booking_rate_{s}",
    "shows": "out_bookings_{s}*in_show_rate_{s}",
    "buyers": "out_shows_{s}*in_close_rate_{s}",
    "cost_per_show": "in_cost_per_lead_{s}/(in_booking_rate_{s}*in_show_rate_{s})",
    "cac": "out_cost_per_show_{s}/in_close_rate_{s}+in_costs_cost_per_sale_{s}",
    "blended_cac": "out_cac_{s}*(1-in_referral_rate_{s})+in_referral_rate_{s}*in_referral_reward_{s}",
    "max_cost_per_show_30": "MAX(0,out_profit_per_show_30_{s}-calc_cost_of_sales_{s})",
    "max_cost_per_show_2x": "MAX(0,out_profit_per_show_30_{s}/set_multiple-calc_cost_of_sales_{s})",
    "max_cost_per_show_life": "MAX(0,out_profit_per_show_life_{s}-calc_cost_of_sales_{s})",
    "max_cost_per_lead_30": "out_max_cost_per_show_30_{s}*in_show_rate_{s}*in_booking_rate_{s}",
    "max_cost_per_lead_2x": "out_max_cost_per_show_2x_{s}*in_show_rate_{s}*in_booking_rate_{s}",
    "max_cost_per_lead_life": "out_max_cost_per_show_life_{s}*in_show_rate_{s}*in_booking_rate_{s}",
    "ltgp_to_cac": "out_profit_per_buyer_life_{s}/out_cac_{s}",
    "client_financed": "out_profit_per_buyer_30_{s}/out_cac_{s}",
    "payback_month": "IF(COUNT(lst_paid_back_{s})+ISERROR(out_cac_{s})=0,NA(),MIN(lst_paid_back_{s}))",
    "cash_financed": "out_cash_per_buyer_30_{s}/(out_cac_{s}+out_cash_per_buyer_30_{s}-out_profit_per_buyer_30_{s})",
    **{
        f"pays_door_{number}": f"out_max_cost_per_show_30_{{s}}>=calc_door_price_{number}"
        f"-set_tolerance*MAX(1,calc_door_price_{number})"
        for number in (1, 2, 3, 4)
    },
    **{
        f"month_profit_{end}": f"calc_new_shows_{{s}}*out_profit_per_show_{end}_{{s}}-calc_month_spent_{{s}}"
        for end in ("30", "life")
    },
    "revenue_ceiling": "out_buyers_{s}*calc_referral_multiplier_{s}*out_cash_per_buyer_life_{s}",
    "members_ceiling": f"out_buyers_{{s}}*calc_referral_multiplier_{{s}}*SUMPRODUCT({_TAKEN}/({_CHURN}+({_TAKEN}=0)))",
    "months_to_members_ceiling": "IF(COUNT(lst_months_to_ceiling_{s})=0,NA(),MAX(lst_months_to_ceiling_{s}))",
    "talk_value_per_show": (
        "in_close_rate_{s}*calc_core_per_buyer_life_{s}+calc_products_per_buyer_life_{s}"
        "+calc_services_per_buyer_life_{s}+calc_prepay_per_buyer_life_{s}+calc_continuity_per_buyer_life_{s}"
    ),
}
"""Results that the table of money by horizon does not hold, by metric."""
