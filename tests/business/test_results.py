"""Results: against a list of every payment by day, the talk's figures, the functions, and what has no number."""

from __future__ import annotations

import itertools
import math

import pytest
from client_strategies import scenarios
from hypothesis import given, strategies as st
from payments_one_by_one import payments, staying

from xl_quadrant.business.cash import cash_and_profit
from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.results import calculate
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.clients.presets import preset
from xl_quadrant.errors import NoAnswer, OutOfDomain, UnknownWord, WrongType, XlQuadrantError, ZeroDivisor
from xl_quadrant.functions import cost_limits, per_show
from xl_quadrant.functions.conditions import at_least
from xl_quadrant.functions.lifetime_value import ltv_continuity
from xl_quadrant.functions.payback import client_financed, payback_months
from xl_quadrant.functions.prepay import prepay_cash

FUNNEL = {"leads_per_month": 100, "cost_per_lead": 40, "booking_rate": 0.5, "show_rate": 0.8, "close_rate": 0.5}
HORIZONS = {"0": 1, "30": 30, "60": 60, "90": 90, "life": math.inf}


def scenario(**changes):
    today = {**FUNNEL, "core": {"price": 1000}, **changes}
    return client_from_mapping({"name": "Glow", "today": today}, "test").today


def close(value, expected, scale=0.0):
    return value == pytest.approx(expected, rel=1e-9, abs=1e-9 * max(1.0, scale))


def test_the_talk_business_in_its_own_figures():
    today, target = (calculate(s) for s in (preset("talk").today, preset("talk").target))
    assert today["buyers"] == 20
    assert today["talk_value_per_show"] == 2400
    assert today["cash_per_show_life"] == 1719
    assert today["cash_per_buyer_life"] == 3438
    assert today["cash_per_show_30"] == 609
    assert [today[f"{part}_life"] for part in ("front", "core", "products", "services", "prepay", "continuity")] == [
        19, 1000, 100, 200, 0, 400,
    ]  # fmt: skip
    assert target["cash_per_show_30"] >= 1000
    paid_in_full = preset("talk").today.model_copy(
        update={"core": preset("talk").today.core.model_copy(update={"installments": 0.0})}
    )
    assert calculate(paid_in_full)["cash_per_show_30"] == 1359


@given(scenarios(most_offers=3, lowest_churn=0.02))
def test_cash_and_profit_are_the_sum_of_every_payment_before_the_horizon(s):
    ledger = list(payments(s))
    scale = sum(cash + cost for _, cash, cost, _ in ledger)
    results = calculate(s)
    for end, days in HORIZONS.items():
        within = [(cash, cost) for day, cash, cost, _ in ledger if day < days]
        cash, cost = (math.fsum(amounts) for amounts in zip(*within, strict=True))
        assert close(results[f"cash_per_show_{end}"], cash, scale)
        assert close(results[f"profit_per_show_{end}"], cash - cost, scale)
    for end in ("30", "life"):
        for part in ("front", "products", "services", "continuity"):
            expected = math.fsum(cash for day, cash, _, kind in ledger if kind == part and day < HORIZONS[end])
            assert close(results[f"{part}_{end}"], expected, scale)
        package = math.fsum(cash for day, cash, _, kind in ledger if kind == "package" and day < HORIZONS[end])
        assert close(results[f"core_{end}"] + results[f"prepay_{end}"], package, scale)


@given(scenarios(lowest_churn=0.02))
def test_identities_between_results(s):
    r = calculate(s)
    cells = r.cells()
    assert list(cells) == [metric.name for metric in METRICS] == list(r)
    assert len(r) == len(METRICS)
    for end in ("30", "life"):
        parts = [r[f"{part}_{end}"] for part in ("front", "core", "products", "services", "prepay", "continuity")]
        assert close(math.fsum(parts), r[f"cash_per_show_{end}"], max(map(abs, parts)))
    ends = [r[f"cash_per_show_{end}"] for end in HORIZONS]
    assert s.costs.card_fixed_fee or all(later >= sooner * (1 - 1e-12) for sooner, later in itertools.pairwise(ends))
    for end in ("30", "2x", "life"):
        assert close(r[f"max_cost_per_lead_{end}"], r[f"max_cost_per_show_{end}"] * s.booking_rate * s.show_rate)
    if s.close_rate:
        for kind in ("cash", "profit"):
            for end in HORIZONS:
                per_buyer = r[f"{kind}_per_buyer_{end}"]
                assert close(per_buyer * s.close_rate, r[f"{kind}_per_show_{end}"], abs(per_buyer))
        assert close(r["revenue_ceiling"], r["buyers"] / (1 - s.referral.rate) * r["cash_per_buyer_life"])
    lasting = sum(x.take_rate * x.every_days / 30 * math.fsum(left for _, left in staying(x)) for x in s.continuity)
    assert close(r["members_ceiling"], r["buyers"] / (1 - s.referral.rate) * lasting)


@given(scenarios(most_offers=3))
def test_results_agree_with_the_functions_of_the_catalogue(s):
    s = s.model_copy(update={"costs": s.costs.model_copy(update={"card_fixed_fee": 0.0})})
    r = calculate(s)
    buyer = cash_and_profit(s.model_copy(update={"close_rate": 1.0}), 30)
    parts = (buyer.core, buyer.products, buyer.services, buyer.prepay, buyer.continuity)
    scale = max(map(abs, parts))
    assert close(r["cash_per_show_30"], per_show.cash_per_show(buyer.front, s.close_rate, *parts), scale)
    kept = 1 - (s.costs.card_fee_rate + s.costs.refund_rate)
    if not any(x.early_payments and x.later_churn for x in s.continuity):
        lifetime = sum(x.take_rate * ltv_continuity(x.price, x.churn, margin=kept) for x in s.continuity)
        assert close(r["continuity_life"], s.close_rate * lifetime)
    if not s.financing.share and s.core.installments:
        day_0 = prepay_cash(s.core.price, s.core.down_payment, s.prepay.share, s.prepay.discount, 1 - kept)
        assert close(r["core_30"] + r["prepay_30"], s.close_rate * day_0, s.core.price)
    if s.close_rate and s.booking_rate and s.show_rate and r["cac"]:
        assert client_financed(r["profit_per_buyer_30"], r["cac"]) == (r["client_financed"] >= 2 * (1 - 1e-9))
        spent = r["profit_per_buyer_30"] - s.costs.cost_per_sale
        limit = max(0.0, cost_limits.max_cost_per_lead(spent, s.booking_rate, s.show_rate, s.close_rate))
        assert close(r["max_cost_per_lead_30"], limit, abs(r["profit_per_buyer_30"]))


@given(scenarios(most_offers=2, lowest_churn=0.02))
def test_payback_is_the_first_month_whose_payments_cover_the_cac(s):
    r = calculate(s)
    error = r.error("payback_month")
    if isinstance(error, ZeroDivisor):
        assert not (s.booking_rate and s.show_rate and s.close_rate)
        return
    ledger, cac = sorted(payments(s)), r["cac"]

    def profit(month):
        return math.fsum(cash - cost for day, cash, cost, _ in ledger if day <= 30 * month) / s.close_rate

    near = 1e-6 * max(1.0, cac, *(abs(cash) + cost for _, cash, cost, _ in ledger)) / s.close_rate
    if isinstance(error, NoAnswer):
        assert all(profit(month) < cac + near for month in range(121))
    else:
        month = int(r["payback_month"])
        assert profit(month) >= cac - near
        assert all(profit(earlier) < cac + near for earlier in range(month))


@pytest.mark.parametrize(("start_day", "paid", "months"), [(0, "start", 9), (30, "end", 10)])
def test_payback_agrees_with_the_function_for_a_single_membership(start_day, paid, months):
    s = scenario(
        core={"price": 100},
        cost_per_lead=100,
        continuity=[{"name": "Care", "price": 50, "take_rate": 1, "churn": 0.05, "start_day": start_day}],
    )
    r = calculate(s)
    assert r["cac"] == 500
    assert r["payback_month"] == payback_months(500, 100, 50, 0.05, 1, paid) == months


def test_payback_counts_a_tie_and_says_why_it_never_comes():
    assert calculate(scenario(core={"price": 200}))["payback_month"] == 0
    assert calculate(scenario(core={"price": 300, "down_payment": 0, "installments": 3}))["payback_month"] == 2
    never = calculate(scenario(core={"price": 199}))
    with pytest.raises(
        NoAnswer, match="199 is the most profit one buyer brings within 120 months, below the CAC of 200"
    ):
        never["payback_month"]
    assert never.cells()["payback_month"] == "#N/A"


@pytest.mark.parametrize(
    ("changes", "argument", "without", "with_number"),
    [
        (
            {"close_rate": 0},
            "close_rate",
            {
                "cac",
                "blended_cac",
                "cash_per_buyer_30",
                "profit_per_buyer_life",
                "ltgp_to_cac",
                "payback_month",
                "revenue_ceiling",
            },
            {"buyers": 0, "cost_per_show": 100, "cash_per_show_life": 0, "members_ceiling": 0},
        ),
        (
            {"booking_rate": 0},
            "booking_rate",
            {"cost_per_show", "cac", "blended_cac", "ltgp_to_cac", "client_financed", "payback_month"},
            {"shows": 0, "cash_per_show_30": 500, "cash_per_buyer_30": 1000, "revenue_ceiling": 0},
        ),
        (
            {"show_rate": 0},
            "show_rate",
            {"cost_per_show", "cac", "payback_month"},
            {"bookings": 50, "shows": 0, "max_cost_per_lead_30": 0},
        ),
        (
            {"cost_per_lead": 0},
            "cac",
            {"ltgp_to_cac", "client_financed"},
            {"cost_per_show": 0, "cac": 0, "payback_month": 0},
        ),
    ],
)
def test_a_zero_to_divide_by_is_div_0_where_it_divides_and_nowhere_else(changes, argument, without, with_number):
    r = calculate(scenario(**changes))
    for name in without:
        assert r.cells()[name] == "#DIV/0!"
        with pytest.raises(ZeroDivisor) as found:
            r[name]
        assert found.value.argument == argument
        assert r.error(name) is found.value
    for name, expected in with_number.items():
        assert r[name] == expected
        assert r.error(name) is None


def test_an_amount_too_large_is_num_and_not_infinity():
    r = calculate(
        scenario(core={"price": 1e308}, products=[{"name": "Gold", "price": 1e308, "take_rate": 1}], close_rate=1)
    )
    assert r.cells()["cash_per_show_30"] == "#NUM!"
    with pytest.raises(OutOfDomain, match="too large"):
        r["cash_per_show_30"]
    assert r.cells()["cost_per_show"] == 100


def test_months_to_the_members_ceiling_are_those_of_the_slowest_offer_anyone_takes():
    offers = [
        {"name": "Fast", "price": 10, "take_rate": 0.1, "churn": 0.2},
        {"name": "Slow", "price": 10, "take_rate": 0.1, "churn": 0.1},
        {"name": "Nobody", "price": 10, "take_rate": 0, "churn": 0.01},
    ]
    assert calculate(scenario(continuity=offers))["months_to_members_ceiling"] == 22
    assert calculate(scenario(continuity=offers[:1]))["months_to_members_ceiling"] == 11
    assert calculate(scenario(continuity=offers[2:])).cells()["months_to_members_ceiling"] == "#N/A"
    assert calculate(scenario()).cells()["months_to_members_ceiling"] == "#N/A"


@pytest.mark.parametrize(("offer", "expected"), [("free", 0), ("discount", 24), ("value", 80)])
def test_a_front_end_offer_ignores_what_is_not_its_own(offer, expected):
    front_end = {"offer": offer, "list_price": 100, "discount": 0.7, "paying_share": 0.8}
    assert calculate(scenario(front_end=front_end))["front_30"] == pytest.approx(expected)


@given(scenarios(most_offers=3))
def test_at_exactly_the_most_you_can_pay_the_ratio_is_what_it_promises(s):
    tests = {"30": ("client_financed", 1), "2x": ("client_financed", 2), "life": ("ltgp_to_cac", 1)}
    for end, (ratio, promised) in tests.items():
        most = calculate(s)[f"max_cost_per_show_{end}"]
        assert most >= 0
        if not (most > 1e-3 and s.booking_rate and s.show_rate and s.close_rate):
            continue
        paid = calculate(s.model_copy(update={"cost_per_lead": most * s.booking_rate * s.show_rate}))
        scale = max(most, s.costs.cost_per_sale, abs(paid["profit_per_show_life"]), abs(paid["cash_per_show_life"]))
        assert close(paid[ratio], promised, scale / most)


def test_the_most_you_can_pay_is_never_below_nothing():
    r = calculate(scenario(core={"price": 100, "unit_cost": 500}, costs={"cost_per_sale": 20}))
    assert r["profit_per_show_30"] == -200
    assert [r[f"max_cost_per_show_{end}"] for end in ("30", "2x", "life")] == [0, 0, 0]
    assert [r[f"pays_door_{number}"] for number in (1, 2, 3, 4)] == [False] * 4


def test_door_prices_are_asked_of_profit_and_not_of_cash():
    def answers(price, cost=0, cost_per_sale=0):
        changes = {"core": {"price": price, "unit_cost": cost}, "costs": {"cost_per_sale": cost_per_sale}}
        r = calculate(scenario(close_rate=1, **changes), (100, 200, 500, 1000))
        return [r[f"pays_door_{number}"] for number in (1, 2, 3, 4)]

    assert answers(99.99) == [False, False, False, False]
    assert answers(100) == [True, False, False, False]
    assert answers(500) == [True, True, True, False]
    assert answers(500, cost=301) == [True, False, False, False]
    assert answers(500, cost_per_sale=401) == [False, False, False, False]


@given(scenarios(most_offers=2))
def test_what_a_months_leads_earn_is_their_profit_less_what_winning_them_costs(s):
    r = calculate(s)
    for end in ("30", "life"):
        won = r["shows"] / (1 - s.referral.rate) * r[f"profit_per_show_{end}"]
        referred = r["buyers"] / (1 - s.referral.rate) * s.referral.rate
        costs = [s.leads_per_month * s.cost_per_lead, r["buyers"] * s.costs.cost_per_sale, referred * s.referral.reward]
        assert close(r[f"month_profit_{end}"], won - sum(costs), abs(won) + sum(costs))


@given(st.floats(-1e9, 1e9), st.floats(1e-6, 1e6))
def test_at_least_forgives_rounding_and_nothing_more(threshold, gap):
    assert at_least(threshold, threshold)
    assert at_least(math.nextafter(threshold, -math.inf), threshold)
    assert at_least(threshold - gap, threshold) == (threshold - gap >= threshold - 1e-9 * max(1, abs(threshold)))


def test_blended_cac_pays_the_reward_for_referred_buyers():
    r = calculate(scenario(referral={"rate": 0.2, "reward": 50}, costs={"cost_per_sale": 10}))
    assert r["cac"] == 210
    assert r["blended_cac"] == pytest.approx(0.8 * 210 + 0.2 * 50)


def test_an_unknown_result_names_the_nearest():
    with pytest.raises(UnknownWord, match='write "cash_per_show_30"'):
        calculate(scenario())["cash_per_show_3"]
    with pytest.raises(XlQuadrantError, match="see METRICS"):
        calculate(scenario()).error("zzz")


def test_metrics_are_named_labelled_and_explained_once():
    assert len({metric.name for metric in METRICS}) == len(METRICS)
    assert len({metric.label for metric in METRICS}) == len(METRICS)
    for metric in METRICS:
        assert metric.note.endswith(".")
        assert metric.kind in ("money", "count", "ratio", "months", "flag")
        assert metric.kind != "money" or metric.unit.startswith("money")


def test_a_whole_client_is_told_which_of_its_scenarios_to_give():
    with pytest.raises(WrongType, match=r"give client\.today or client\.target"):
        calculate(preset("gym"))
    with pytest.raises(WrongType, match="is no scenario of a client"):
        calculate({"close_rate": 0.5})
