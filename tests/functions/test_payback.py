"""Payback, payment by payment."""

import math

import pytest
from hypothesis import assume, given, strategies as st
from strategies import money, rates, some_money

from xl_quadrant.errors import NoAnswer
from xl_quadrant.functions.payback import client_financed, ltv_to_cac, payback_months


def payment_by_payment(cac, upfront, price, churn, margin, paid, forgiven, months=2000):
    """Return the month of the payment by which all but what is forgiven is paid back; None if there is none."""
    earned, still_there = upfront, 1.0
    if earned >= cac - forgiven:
        return 0
    for month in range(months) if paid == "start" else range(1, months + 1):
        earned += margin * price * still_there
        still_there *= 1 - churn
        if earned >= cac - forgiven:
            return month
    return None


paid_when = st.sampled_from(("start", "end"))


signed = st.one_of(money(2000), money(2000).map(lambda amount: -amount))


@given(cac=money(2000), upfront=signed, price=some_money(500), churn=rates(), margin=st.floats(0.1, 1), paid=paid_when)
def test_payback_is_the_month_in_which_the_sum_reaches_the_cac(cac, upfront, price, churn, margin, paid):
    scale = max(cac, cac - upfront)
    early = payment_by_payment(cac, upfront, price, churn, margin, paid, 1.1e-9 * scale)
    late = payment_by_payment(cac, upfront, price, churn, margin, paid, 0.9e-9 * scale)
    at_the_limit = churn > 0 and math.isclose((cac - upfront) * churn, margin * price, rel_tol=2e-9)
    assume(early == late and not at_the_limit)
    assume(early is not None or churn > 0.02)
    if early is None:
        with pytest.raises(NoAnswer, match=r"^cac: .* is never paid back: a buyer brings less than .* in all$"):
            payback_months(cac, upfront, price, churn, margin, paid)
    else:
        assert payback_months(cac, upfront, price, churn, margin, paid) == early


@given(
    payments=st.integers(1, 100),
    price=st.integers(1, 500),
    churn=st.integers(1, 30).map(lambda percent: percent / 100),
    upfront=signed,
)
def test_a_cac_that_some_payments_pay_back_exactly_is_paid_back_with_the_last_of_them(payments, price, churn, upfront):
    cac = upfront + price * (1 - (1 - churn) ** payments) / churn
    assume(cac > 0 and (1 - churn) ** payments > 1e-6)
    assert payback_months(cac, upfront, price, churn) == payments - 1
    assert payback_months(cac, upfront, price, churn, 1, "end") == payments


@given(price=st.integers(1, 500), churn=st.integers(1, 100).map(lambda percent: percent / 100))
def test_a_sum_that_only_nears_the_cac_never_pays_it_back(price, churn):
    if churn == 1:
        assert payback_months(price, 0, price, churn, 1, "end") == 1
        return
    with pytest.raises(NoAnswer):
        payback_months(price / churn, 0, price, churn)


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ((0, 0, 0, 0), 0),
        ((100, 100, 0, 0), 0),
        ((100, 150, 0, 0), 0),
        ((0, -200, 100, 0), 2),
        ((1200, 0, 100, 0), 12),
        ((1201, 0, 100, 0), 13),
        ((1200, 0, 200, 0, 0.5), 12),
        ((200, 0, 200, 1), 1),
        ((0.3, 0, 0.1, 0), 3),
        ((500, 150, 200, 1e-15), 2),
        ((600, 0, 200, 1e-12), 3),
    ],
)
def test_ends_of_the_domain(arguments, expected):
    cac, upfront, price, churn, margin = (*arguments, 1)[:5]
    answer = payback_months(cac, upfront, price, churn, margin, "end")
    assert answer == expected
    assert type(answer) is float
    assert payback_months(cac, upfront, price, churn, margin) == max(expected - 1, 0)


def test_never_says_what_a_buyer_brings_in_all():
    with pytest.raises(NoAnswer) as caught:
        payback_months([500, 5000], 150, 200, 0.1)
    assert str(caught.value) == "cac: 5000 is never paid back: a buyer brings less than 2150 in all"
    with pytest.raises(NoAnswer, match=r"a buyer brings less than -50 in all"):
        payback_months(500, -50, 0, 0)


def test_columns_mix_all_cases():
    answer = payback_months([100, 500, 300, 600], 150, [200, 200, 150, 150], [0.1, 0.1, 1, 0])
    assert answer.tolist() == [0, 1, 0, 2]
    at_the_end = payback_months([100, 500, 500], 150, 200, 0.1, 1, ["end", "END", "start"])
    assert at_the_end.tolist() == [0, 2, 1]


@given(ltv=signed, cac=some_money())
def test_ltv_to_cac_times_cac_is_ltv(ltv, cac):
    assert math.isclose(ltv_to_cac(ltv, cac) * cac, ltv, rel_tol=1e-12)


@given(cac=money(), buyers=st.integers(0, 5))
def test_client_financed_pays_for_a_multiple_of_buyers(cac, buyers):
    cost = math.fsum([cac] * buyers)
    assert client_financed(cost, cac, buyers) is True
    assert client_financed(cost - 1, cac, buyers) is False
    assert client_financed(2 * cac, cac) is True
    assert client_financed([2 * cac, 2 * cac - 1], cac).tolist() == [True, False]
