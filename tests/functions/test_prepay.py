"""Prepay and financing, tested against every payment, and against the equation that defines the cost of cash."""

import math
from decimal import Decimal, localcontext

import numpy as np
import numpy_financial
import pytest
from hypothesis import assume, given, strategies as st
from strategies import money, months, rates, some_money, some_rates

from xl_quadrant.errors import NoAnswer, OutOfDomain
from xl_quadrant.functions.cost_of_cash import prepay_cost_of_cash
from xl_quadrant.functions.lifetime_value import ltv_continuity
from xl_quadrant.functions.prepay import finance_net, installment_cash, prepay_breakeven, prepay_cash

shares_of_price = st.one_of(st.sampled_from((0.0, 0.25, 1.0)), st.floats(0, 1))


@given(
    price=money(),
    down_share=shares_of_price,
    prepaying=st.integers(0, 20),
    discount=rates(),
    fee_rate=rates(),
)
def test_prepay_cash_is_the_mean_over_buyers(price, down_share, prepaying, discount, fee_rate):
    down_payment = price * down_share
    paid = [price * (1 - discount)] * prepaying + [down_payment] * (20 - prepaying)
    expected = math.fsum(amount - amount * fee_rate for amount in paid) / 20
    answer = prepay_cash(price, down_payment, prepaying / 20, discount, fee_rate)
    assert math.isclose(answer, expected, rel_tol=1e-12, abs_tol=1e-9)


def test_a_prepay_discount_of_a_tenth_goes_without_saying():
    assert prepay_cash(2500, 500, 0.2) == prepay_cash(2500, 500, 0.2, 0.1) == 850


@given(churn=rates(), payments=months(1))
def test_at_break_even_prepaid_months_bring_what_monthly_ones_would(churn, payments):
    prepaid = (1 - prepay_breakeven(churn, payments)) * payments
    assert math.isclose(prepaid, ltv_continuity(1, churn, payments), rel_tol=1e-12)


@given(churn=some_rates(), payments=months(2))
def test_break_even_grows_with_churn_and_length(churn, payments):
    answer = prepay_breakeven(churn, payments)
    assert 0 < answer <= 1 - 1 / payments
    assert answer <= prepay_breakeven(churn, payments + 1)
    assert answer <= prepay_breakeven(min(1, churn * 1.1), payments)


def test_break_even_at_the_ends():
    assert prepay_breakeven(0, [1, 12]).tolist() == [0, 0]
    assert prepay_breakeven(1, 4) == 0.75
    assert prepay_breakeven([0, 1e-9, 0.3, 1], 1).tolist() == [0, 0, 0, 0]
    assert prepay_breakeven(1e-12, 12) == pytest.approx(5.5e-12, rel=1e-10)


def left_over(price, down_payment, discount, payments, every_days, quoted, annual_rate):
    """Return what the prepaid price leaves over the down payment and the installments discounted at a rate, exactly."""
    price, down_payment, discount, days, year = map(Decimal, (price, down_payment, discount, every_days, annual_rate))
    periods = 365 / days
    growth = (1 + year) ** (1 / periods) if quoted == "effective" else 1 + year / periods
    installment = (price - down_payment) / payments
    owed = payments * Decimal(1) if growth == 1 else (1 - growth**-payments) / (growth - 1)
    return price * (1 - discount) - down_payment - installment * owed


@given(
    price=some_money(),
    down_share=st.one_of(st.just(0.0), st.floats(0, 0.99)),
    discount=st.one_of(some_rates(), st.floats(0.01, 0.99)),
    payments=st.integers(1, 120),
    every_days=st.sampled_from((7.0, 20.0, 30.0, 90.5)),
    quoted=st.sampled_from(("effective", "nominal")),
)
def test_the_cost_of_cash_solves_its_equation(price, down_share, discount, payments, every_days, quoted):
    down_payment = price * down_share
    cash_now = 1 - discount - down_share
    assume(cash_now > 1e-3)
    plan = price, down_payment, discount, payments, every_days, quoted
    assume(quoted == "nominal" or every_days > 7 or cash_now > 0.01)  # 52 periods compound to more than any number
    answer = prepay_cost_of_cash(*plan)
    assert answer > 0
    with localcontext(prec=60):
        less, more = (left_over(*plan, answer * (1 + side)) for side in (-1e-9, 1e-9))
    assert less < 0 < more


@given(down_share=st.floats(0, 0.8), discount=st.floats(0.01, 0.15), payments=st.integers(2, 36), price=some_money(1e4))
def test_the_cost_of_cash_is_what_numpy_financial_finds_where_it_finds_the_root(down_share, discount, payments, price):
    down_payment = price * down_share
    cash_now = price * (1 - discount) - down_payment
    installment = (price - down_payment) / payments
    monthly = numpy_financial.rate(payments, -installment, cash_now, 0)
    assume(np.isfinite(monthly) and monthly > 0)
    assume(math.isclose(numpy_financial.pv(monthly, payments, -installment), cash_now, rel_tol=1e-6))
    answer = prepay_cost_of_cash(price, down_payment, discount, payments)
    assert (1 + answer) ** (30 / 365) - 1 == pytest.approx(monthly, rel=1e-4, abs=1e-7)
    nominal = prepay_cost_of_cash(price, down_payment, discount, payments, 30, "nominal")
    assert nominal * 30 / 365 == pytest.approx(monthly, rel=1e-4, abs=1e-7)


@given(price=some_money(), down_share=st.floats(0, 0.99), payments=months(1))
def test_no_discount_costs_nothing(price, down_share, payments):
    answer = prepay_cost_of_cash(price, price * down_share, 0, payments)
    assert answer == 0
    assert math.copysign(1, answer) == 1


def test_one_installment_costs_its_discount_in_a_month():
    assert prepay_cost_of_cash(2000, 0, 0.1, 1) == pytest.approx((1 / 0.9) ** (365 / 30) - 1, rel=1e-14)
    assert prepay_cost_of_cash(2000, 0, 0.1, 1, 365) == pytest.approx(1 / 0.9 - 1, rel=1e-14)
    assert prepay_cost_of_cash(2000, 0, 1e-12, 1, 36.5) == pytest.approx(10e-12, rel=1e-10)
    assert prepay_cost_of_cash(2000, 0, 1 - 1e-9, 1, 36.5) == pytest.approx(1e90, rel=1e-6)


@given(periods=st.floats(0.1, 60), discount=st.floats(1e-6, 0.5), payments=st.integers(1, 24))
def test_the_effective_rate_is_the_nominal_one_with_interest_on_interest(periods, discount, payments):
    every_days = 365 / periods
    effective, nominal = prepay_cost_of_cash(2000, 0, discount, payments, every_days, ["effective", "NOMINAL"]).tolist()
    assert math.isclose(math.log1p(effective), periods * math.log1p(nominal / periods), rel_tol=1e-9)


@given(price=money(), discount=rates(), payments=months(1), share=st.floats(0, 1))
def test_without_cash_to_draw_forward_there_is_no_rate(price, discount, payments, share):
    prepaid = price * (1 - discount)
    down_payment = prepaid + (price - prepaid) * share
    assume(prepaid <= down_payment <= price)
    with pytest.raises(NoAnswer, match=r"^discount: .* leaves no cash to draw forward: prepaying brings"):
        prepay_cost_of_cash(price, down_payment, discount, payments)


def test_what_no_cash_to_draw_forward_says():
    with pytest.raises(NoAnswer) as caught:
        prepay_cost_of_cash(2000, 1900, 0.1, 6)
    assert str(caught.value) == (
        "discount: 0.1 leaves no cash to draw forward: prepaying brings 1800 on the day, the down payment 1900"
    )


@given(
    price=money(),
    down_share=shares_of_price,
    payments=st.integers(1, 60),
    default_rate=rates(),
    through=st.one_of(st.none(), st.integers(0, 80)),
)
def test_installment_cash_is_the_sum_of_its_installments(price, down_share, payments, default_rate, through):
    down_payment = price * down_share
    paid, still_paying = [down_payment], 1.0
    for installment in range(1, payments + 1):
        still_paying *= 1 - default_rate
        if through is None or installment <= through:
            paid.append((price - down_payment) / payments * still_paying)
    answer = installment_cash(price, down_payment, payments, default_rate, through)
    assert math.isclose(answer, math.fsum(paid), rel_tol=1e-11, abs_tol=1e-9)


@given(price=money(), down_share=shares_of_price, default_rate=rates(), through=st.one_of(st.none(), months()))
def test_without_installments_the_whole_price_is_paid_on_the_day(price, down_share, default_rate, through):
    answer = installment_cash(price, price * down_share, 0, default_rate, through)
    assert answer == pytest.approx(price, rel=1e-14)


def test_columns_mix_payment_plans_and_payment_on_the_day():
    answer = installment_cash(2000, 500, [0, 6, 6, 6], [1, 0, 1, 0], [3, 99, None, 0])
    assert answer.tolist() == [2000, 2000, 500, 500]


@given(price=money(), merchant_fee=rates(), approved=st.integers(0, 50), fixed_fee=money(100))
def test_financing_pays_for_who_is_approved_and_takes_a_fixed_fee_of_each(price, merchant_fee, approved, fixed_fee):
    expected = math.fsum([price, -price * merchant_fee, -fixed_fee] * approved) / 50
    answer = finance_net(price, merchant_fee, approved / 50, fixed_fee)
    assert math.isclose(answer, expected, rel_tol=1e-12, abs_tol=1e-9)
    if not fixed_fee:
        assert finance_net(price, merchant_fee, approved / 50) == answer


@pytest.mark.parametrize(
    "call",
    [
        lambda: prepay_cash(2000, 2000.01, 0.2),
        lambda: prepay_cost_of_cash(2000, 2000.01, 0.1, 6),
        lambda: installment_cash(2000, 2000.01, 0),
    ],
)
def test_a_down_payment_above_the_price_is_said_so(call):
    with pytest.raises(OutOfDomain, match=r"^down_payment: 2000\.01 is above the price, 2000; write at most that"):
        call()
