"""
The functions of the catalogue as Excel formulas over the names of their arguments.

Each is written once, as a person would type it; names in small letters are arguments, or steps on the way.
The checks of the arguments come from their quantities (`xl_quadrant.catalogue.native`); only a function's own rules
stand here, in the order in which Python applies them. An optional argument without a default is an empty text where it
is left out.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from xl_quadrant.catalogue.native_series import (
    decay_steps,
    exponential_less_one,
    fading,
    log_one_plus,
    payments_made,
    small_shortfall,
)
from xl_quadrant.functions.cost_of_cash import DAYS_PER_YEAR
from xl_quadrant.functions.quantities import ROUNDING

DIV: Final = "#DIV/0!"
NUM: Final = "#NUM!"
NA: Final = "#N/A"
VALUE: Final = "#VALUE!"

NEWTON_STEPS: Final = 12
"""How many steps Newton's method takes to a root; eight were enough for 300,000 sums of 1 to 10,000,000 payments."""

_MISS: Final = f"{ROUNDING:.0E}".replace("E-0", "E-")


@dataclass(frozen=True, slots=True)
class Expression:
    """
    A function as an Excel formula.

    Parameters
    ----------
    answer : str
        The formula of the answer.
    steps : tuple of (str, str)
        Names for what lies between the arguments and the answer, each with its formula, in order.
    refused : tuple of (str, str)
        The function's own rules: a condition, and the error where it holds.
    """

    answer: str
    steps: tuple[tuple[str, str], ...] = ()
    refused: tuple[tuple[str, str], ...] = ()


def _refuse_zero(*names: str) -> tuple[tuple[str, str], ...]:
    """Return the rules by which arguments that divide must not be 0."""
    return tuple((f"{name}=0", DIV) for name in names)


def _rate_needed(most_added: str, current: str, *divisors: str) -> Expression:
    """Return the formula of the rate at which a lever reaches a target."""
    return Expression(
        "IF(needed<0,0,IF(needed>1,1,needed))",
        (("needed", f"(target-{current})/({most_added})"),),
        (
            *_refuse_zero(*divisors),
            (f"target*(1+{_MISS})<{current}", NA),
            (f"target*(1-{_MISS})>{current}+{most_added}", NA),
        ),
    )


def _rounded_up(number: str) -> str:
    """Return the formula that rounds a number up; unlike ROUNDUP it ignores no digit."""
    return f"-INT(-{number})"


_DOWN_PAYMENT = (("down_payment>price", NUM),)
_STEPS_OF_FUNNEL = (("booking_rate", 0), ("show_rate", 1), ("close_rate", 2))
_PLACE = '({0}="booking")+2*({0}="show")+3*({0}="buyer")'
_MOST_PER_SHOW = ("most", "(front_end_profit+close_rate*profit_per_buyer)/multiple-close_rate*cost_per_sale")

_FUNNEL: Final = {
    "SHOW_RATE": Expression("shows/booked", refused=(*_refuse_zero("booked"), ("shows>booked", NUM))),
    "CLOSE_RATE": Expression("buyers/shows", refused=(*_refuse_zero("shows"), ("buyers>shows", NUM))),
    "FUNNEL_COUNT": Expression("leads*booking_rate*show_rate*close_rate"),
    "COST_PER_SHOW": Expression(
        "cost_per_lead/(booking_rate*show_rate)", refused=_refuse_zero("booking_rate", "show_rate")
    ),
    "COST_PER_BUYER": Expression("cost_per_show/close_rate+cost_per_sale", refused=_refuse_zero("close_rate")),
    "REBASE": Expression(
        "value"
        + "".join(
            f"/IF((begin<={place})*(end>{place}),{rate},1)*IF((begin>{place})*(end<={place}),{rate},1)"
            for rate, place in _STEPS_OF_FUNNEL
        ),
        (("begin", _PLACE.format("from_basis")), ("end", _PLACE.format("to_basis"))),
        tuple((f"(begin<={place})*(end>{place})*({rate}=0)", DIV) for rate, place in _STEPS_OF_FUNNEL),
    ),
}

_OFFERS: Final = {
    "FRONT_END_CASH": Expression(
        'IF(offer="free",0,list_price*IF(offer="discount",1-discount,1)*paying_share)',
    ),
    "NET_PRICE": Expression("price*(1-refund_rate-fee_rate-commission_rate)-fixed_fee-unit_cost"),
    "OFFER_VALUE": Expression(
        "SUMPRODUCT(takes*(amounts-costs))",
        (
            ("amounts", 'IF(prices="",0,prices)'),
            ("takes", 'IF(take_rates="",0,take_rates)'),
            ("costs", 'IF(unit_costs="",0,unit_costs)'),
            ("unlike_takes", "(ROWS(take_rates)<>ROWS(prices))+(COLUMNS(take_rates)<>COLUMNS(prices))"),
            ("unlike_costs", "(ROWS(unit_costs)<>ROWS(prices))+(COLUMNS(unit_costs)<>COLUMNS(prices))"),
        ),
        (
            ('SUMPRODUCT(1*(prices<>""))=0', VALUE),
            ('SUMPRODUCT(1*(take_rates<>""))=0', VALUE),
            ("unlike_takes", VALUE),
            ("unlike_costs*(ROWS(unit_costs)*COLUMNS(unit_costs)>1)", VALUE),
            (f"exclusive*(SUM(takes)>1+{_MISS})", NUM),
        ),
    ),
    "DOWNSELL_VALUE": Expression("upsell_take*upsell_value+(1-upsell_take)*downsell_take*downsell_value"),
    "PREPAY_CASH": Expression(
        "(prepay_share*price*(1-discount)+(1-prepay_share)*down_payment)*(1-fee_rate)", refused=_DOWN_PAYMENT
    ),
    "PREPAY_BREAKEVEN": Expression(
        f"IF(payments*churn<0.01,{small_shortfall('churn', 'payments')},1-paid_for/payments)",
        (("fading", fading("churn", "payments")), ("paid_for", payments_made("churn", "payments", "fading"))),
        _refuse_zero("payments"),
    ),
    "PREPAY_COST_OF_CASH": Expression(
        f'IF(quoted="nominal",{exponential_less_one("decay")}*periods,{exponential_less_one("year")})',
        (
            ("forward", "price*(1-discount)-down_payment"),
            ("total", "payments*(forward/(price-down_payment))"),
            ("gap", "payments*(price*discount/(price-down_payment))"),
            *decay_steps("total", "gap", "payments", NEWTON_STEPS),
            ("periods", f"{DAYS_PER_YEAR}/every_days"),
            ("year", "periods*decay"),
        ),
        (*_DOWN_PAYMENT, *_refuse_zero("payments"), ("forward<=0", NA)),
    ),
    "FINANCE_NET": Expression("approval_rate*(price*(1-merchant_fee)-fixed_fee)"),
    "INSTALLMENT_CASH": Expression(
        "IF(payments=0,price,down_payment+(price-down_payment)*(1-default_rate)*paid_for/payments)",
        (
            ("counted", 'IF(through="",payments,IF(through<payments,through,payments))'),
            ("fading", fading("default_rate", "counted")),
            ("paid_for", payments_made("default_rate", "counted", "fading")),
        ),
        _DOWN_PAYMENT,
    ),
    "LTV_CONTINUITY": Expression(
        'margin/IF(paid="end",1+discount_rate,1)*price*IF(payments="",1/lost,paid_for)+signup_fee',
        (
            ("lost", "(churn+discount_rate)/(1+discount_rate)"),
            ("fading", fading("lost", "payments")),
            ("paid_for", payments_made("lost", "payments", "fading")),
        ),
        (('(churn=0)*(discount_rate=0)*(payments="")', NUM),),
    ),
    "LTV_CURVE": Expression(
        'price*(first+IF(staying=0,0,staying*IF(payments="",1/lost,paid_for)))',
        (
            ("months", "SEQUENCE(ROWS(churns),COLUMNS(churns))"),
            ("rates", 'IF(churns="",0,churns)'),
            ("filled", 'SUM(1*(churns<>""))'),
            ("still", "SCAN(1,rates,LAMBDA(before,churn,before*(1-churn)/(1+discount_rate)))"),
            ("staying", "SUM(still*(months=filled))"),
            ("tail", 'IF(tail_churn="",SUM(rates*(months=filled)),tail_churn)'),
            ("counted", 'IF(payments="",filled,IF(payments<filled,payments,filled))'),
            ("first", "IF(counted=0,0,1+SUM(still*(months<counted)))"),
            ("later", 'IF(payments="",0,payments-counted)'),
            ("lost", "(tail+discount_rate)/(1+discount_rate)"),
            ("fading", fading("lost", "later")),
            ("paid_for", payments_made("lost", "later", "fading")),
        ),
        (
            ("(ROWS(churns)>1)*(COLUMNS(churns)>1)", VALUE),
            ("filled=0", VALUE),
            ('SUM(months*(churns<>""))<>filled*(filled+1)/2', VALUE),
            ('(staying>0)*(tail=0)*(discount_rate=0)*(payments="")', NUM),
        ),
    ),
    "CONTINUITY_CASH": Expression(
        "price*paid_for",
        (
            ("payments", f"IF(days>start_day,{_rounded_up('((days-start_day)/every_days)')},0)"),
            ("fading", fading("churn", "payments")),
            ("paid_for", payments_made("churn", "payments", "fading")),
        ),
    ),
    "MONTHLY_CHURN": Expression(
        f"IF(annual_churn=1,1,-{exponential_less_one('fading')})",
        (("fading", f"{log_one_plus('(-annual_churn)')}/12"),),
    ),
}

_PER_SHOW: Final = {
    "CASH_PER_SHOW": Expression("front_end+close_rate*(core+products+services+prepay+continuity)"),
    "TALK_CASH_PER_SHOW": Expression("close_rate*core+products+services+prepay+continuity+0*front_end"),
    "LTV_TO_CAC": Expression("ltv/cac", refused=_refuse_zero("cac")),
    "CLIENT_FINANCED": Expression("profit_30>=multiple*cac"),
    "PAYBACK_MONTHS": Expression(
        f"IF(forgiven<=0,0,IF(nearly<=1,1,IF(churn=0,{_rounded_up('nearly')},{_rounded_up('faded')}))"
        '-IF(paid="start",1,0))',
        (
            ("missing", "cac-upfront_profit"),
            ("forgiven", f"missing-{_MISS}*IF(cac>missing,cac,missing)"),
            ("monthly", "price*margin"),
            ("needed", "missing/monthly"),
            ("nearly", "forgiven/monthly"),
            ("share", "-churn*nearly"),
            ("faded", f"({log_one_plus('share')}/{log_one_plus('(-churn)')})"),
        ),
        (
            ("(forgiven>0)*(monthly=0)", NA),
            ("IF(forgiven>0,churn*nearly>1,FALSE)", NA),
            ("IF(forgiven>0,(churn<1)*(churn*needed>=1-1E-15)*(nearly>1),FALSE)", NA),
        ),
    ),
    "MAX_COST_PER_SHOW": Expression("IF(most>0,most,0)", (_MOST_PER_SHOW,), _refuse_zero("multiple")),
    "MAX_COST_PER_LEAD": Expression(
        "IF(most>0,most,0)*show_rate*booking_rate", (_MOST_PER_SHOW,), _refuse_zero("multiple")
    ),
    "CHANNEL_VERDICT": Expression(
        'IF(cost_per_show<=profit_day_0,"paid on the day",IF(cost_per_show<=profit_30,"paid in 30 days",'
        'IF(cost_per_show<=profit_lifetime,"paid over lifetime","loses money")))'
    ),
}

_GROWTH: Final = {
    "REVENUE_CEILING": Expression("new_buyers*ltv"),
    "MEMBERS_AT": Expression(
        "start*IF(month=0,1,IF(churn=1,0,EXP(fading)))+new_members*paid_for",
        (("fading", fading("churn", "month")), ("paid_for", payments_made("churn", "month", "fading"))),
    ),
    "MEMBER_CEILING": Expression("new_members/churn", refused=(("churn=0", NUM),)),
    "MONTHS_TO_CEILING": Expression(
        "IF(missing>=1-start_share,0,IF(churn=1,1,IF(months<1,1,months)))",
        (
            ("missing", f"1-fraction+{_MISS}"),
            ("months", _rounded_up(f"(LN(missing/(1-start_share))/{log_one_plus('(-churn)')})")),
        ),
        (("churn=0", NUM), ("fraction>=1", NUM)),
    ),
    "REFERRAL_MULTIPLIER": Expression("1/(1-referral_rate)"),
    "REFERRAL_CAC": Expression("cac*(1-referral_rate)+referral_rate*reward"),
}

_LEVERS: Final = {
    "CLOSE_RATE_NEEDED": _rate_needed("per_buyer", "front_end", "per_buyer"),
    "TAKE_RATE_NEEDED": _rate_needed("close_rate*price", "current", "price", "close_rate"),
    "PRICE_NEEDED": Expression(
        "IF(target>current,target-current,0)/(close_rate*take_rate)",
        refused=(*_refuse_zero("take_rate", "close_rate"), (f"target*(1+{_MISS})<current", NA)),
    ),
    "CHURN_NEEDED": Expression(
        'IF(target_ltv<=monthly,1,IF(payments="",monthly/target_ltv,IF(payments=1,1,'
        f"-{exponential_less_one('(-decay)')})))",
        (
            ("monthly", "price*margin"),
            ("most", 'IF(monthly=0,0,IF(payments="",9E+307,payments*monthly))'),
            ("worth", "IF(target_ltv/monthly<payments,target_ltv/monthly,payments)"),
            ("later", "payments-1"),
            ("total", "worth-1"),
            ("gap", "payments-worth"),
            *decay_steps("total", "gap", "later", NEWTON_STEPS),
        ),
        ((f"target_ltv*(1-{_MISS})>most", NA),),
    ),
}

EXPRESSIONS: Final = _FUNNEL | _OFFERS | _PER_SHOW | _GROWTH | _LEVERS
"""Every function that can be written in Excel's own functions, by its name."""

WITHOUT_TWIN: Final = {
    "RATE_INTERVAL": "answers with three figures side by side, from an inverse Beta distribution",
    "QUADRANT": "takes a whole business and calculates all of it",
    "CASH_TIMELINE": "takes a whole business and answers with a table",
    "FIX_FIRST": "takes two whole businesses and answers with a table",
    "EXPLAIN": "answers with words about any other function",
    "XLQ_VERSION": "tells the version that is installed, and with a LAMBDA nothing is",
}
"""Every function that has no LAMBDA, and why."""
