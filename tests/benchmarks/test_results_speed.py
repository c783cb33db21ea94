"""A frame of 100,000 clients against the same sums written by hand in numpy, for one scenario after the other."""

import numpy as np
import pandas as pd
import pytest

from xl_quadrant.business.results import calculate
from xl_quadrant.clients.client_file import client_from_row
from xl_quadrant.clients.frame_results import results

CLIENTS = 100_000
OFFERS = 2
"""Rows in each list of offers."""

MOST = 20
"""How many times as long as the sums by hand."""


def a_frame(count):
    """Return clients whose every figure differs, with products, services and memberships, today and target."""
    random = np.random.default_rng(1)
    columns = {}

    def put(name, low, high):
        columns[f"today_{name}"] = random.uniform(low, high, count)
        columns[f"target_{name}"] = columns[f"today_{name}"] * random.uniform(0.9, 1.0, count)

    for name, low, high in (
        ("leads_per_month", 50, 500), ("cost_per_lead", 10, 60), ("booking_rate", 0.2, 0.9), ("show_rate", 0.3, 0.9),
        ("close_rate", 0.1, 0.8), ("front_end_list_price", 0, 100), ("front_end_discount", 0, 0.9),
        ("front_end_paying_share", 0, 1), ("front_end_unit_cost", 0, 20), ("core_price", 1000, 4000),
        ("core_unit_cost", 0, 500), ("core_down_payment", 0, 800), ("core_default_rate", 0, 0.05),
        ("prepay_share", 0, 0.4), ("prepay_discount", 0, 0.2), ("financing_share", 0, 0.5),
        ("financing_merchant_fee", 0, 0.1), ("referral_rate", 0, 0.3), ("referral_reward", 0, 100),
        ("costs_card_fee_rate", 0, 0.05), ("costs_refund_rate", 0, 0.1), ("costs_commission_rate", 0, 0.1),
        ("costs_cost_per_sale", 0, 50),
    ):  # fmt: skip
        put(name, low, high)
    for scenario in ("today", "target"):
        columns[f"{scenario}_core_installments"] = random.integers(1, 13, count).astype(float)
        columns[f"{scenario}_front_end_offer"] = random.choice(("free", "discount", "value"), count)
    for block in ("products", "services", "continuity"):
        for number in range(1, OFFERS + 1):
            for scenario in ("today", "target"):
                columns[f"{scenario}_{block}_{number}_name"] = f"{block} {number}"
            put(f"{block}_{number}_price", 50, 300)
            put(f"{block}_{number}_unit_cost", 0, 45)
            put(f"{block}_{number}_take_rate", 0, 1)
            if block == "continuity":
                put(f"{block}_{number}_churn", 0.02, 0.3)
                put(f"{block}_{number}_start_day", 0, 60)
    return pd.DataFrame(columns)


def by_hand(frame, scenario):
    """Return the same figures as one would write them in numpy for one frame; the payback month is left out."""
    c = {name.removeprefix(f"{scenario}_"): frame[name].to_numpy() for name in frame if name.startswith(scenario)}
    found = {}
    bookings = c["leads_per_month"] * c["booking_rate"]
    shows = bookings * c["show_rate"]
    close = c["close_rate"]
    buyers = shows * close
    cost_per_show = c["cost_per_lead"] / (c["booking_rate"] * c["show_rate"])
    cac = cost_per_show / close + c["costs_cost_per_sale"]
    more = 1 / (1 - c["referral_rate"])
    found |= {"bookings": bookings, "shows": shows, "buyers": buyers, "cost_per_show": cost_per_show, "cac": cac}
    found["blended_cac"] = cac * (1 - c["referral_rate"]) + c["referral_rate"] * c["referral_reward"]
    kept = 1 - c["costs_card_fee_rate"] - c["costs_refund_rate"]
    price, down, share, financed = c["core_price"], c["core_down_payment"], c["prepay_share"], c["financing_share"]
    offer = c["front_end_offer"]
    charged = np.where(offer == "discount", 1 - c["front_end_discount"], np.where(offer == "value", 1.0, 0.0))
    front = c["front_end_list_price"] * charged * c["front_end_paying_share"] * kept
    prepaid = share * price * (1 - c["prepay_discount"])
    sales, costs = {}, c["core_unit_cost"] + 0.0
    for block in ("products", "services"):
        sales[block] = 0.0
        for n in range(1, OFFERS + 1):
            take = c[f"{block}_{n}_take_rate"]
            sales[block] = sales[block] + take * c[f"{block}_{n}_price"]
            costs = costs + take * c[f"{block}_{n}_unit_cost"]
    over_time = 1 - share - financed
    sold = prepaid + financed * price + over_time * price + sales["products"] + sales["services"]
    costs = costs + c["costs_commission_rate"] * sold
    stays = 1 - c["core_default_rate"]
    products, services = kept * sales["products"] * close, kept * sales["services"] * close
    for end, days in {"0": 1, "30": 30, "60": 60, "90": 90, "life": np.inf}.items():
        number = np.minimum(c["core_installments"], np.ceil(days / 30) - 1)
        paid = stays * (1 - stays**number) / c["core_default_rate"]
        core = kept * (down + (price - down) / c["core_installments"] * paid)
        drawn = prepaid * kept + financed * price * (1 - c["financing_merchant_fee"] - c["costs_refund_rate"])
        prepay = drawn + over_time * core - core
        members = served = 0.0
        for n in range(1, OFFERS + 1):
            take, churn = c[f"continuity_{n}_take_rate"], c[f"continuity_{n}_churn"]
            months = np.maximum(np.ceil((days - c[f"continuity_{n}_start_day"]) / 30), 0)
            payments = take * ((1 - (1 - churn) ** months) / churn if days < np.inf else 1 / churn)
            members = members + payments * c[f"continuity_{n}_price"]
            served = served + payments * c[f"continuity_{n}_unit_cost"]
        cash = front + close * (core + prepay + kept * members) + products + services
        profit = cash - c["front_end_unit_cost"] - close * (costs + served)
        found |= {f"cash_per_show_{end}": cash, f"cash_per_buyer_{end}": cash / close}
        found |= {f"profit_per_show_{end}": profit, f"profit_per_buyer_{end}": profit / close}
        if end in ("30", "life"):
            parts = {"front": front, "core": close * core, "products": products, "services": services}
            parts |= {"prepay": close * prepay, "continuity": close * kept * members}
            found |= {f"{part}_{end}": money for part, money in parts.items()}
            found |= {f"max_cost_per_show_{end}": profit}
            found |= {f"max_cost_per_lead_{end}": profit * c["booking_rate"] * c["show_rate"]}
    found["max_cost_per_show_2x"] = found["profit_per_show_30"] / 2
    found["max_cost_per_lead_2x"] = found["max_cost_per_lead_30"] / 2
    found["ltgp_to_cac"] = found["profit_per_buyer_life"] / cac
    found["client_financed"] = found["profit_per_buyer_30"] / cac
    found["pays_100"], found["pays_200"] = found["cash_per_show_30"] >= 100, found["cash_per_show_30"] >= 200
    found["revenue_ceiling"] = buyers * more * found["cash_per_buyer_life"]
    taken = [c[f"continuity_{n}_take_rate"] / c[f"continuity_{n}_churn"] for n in range(1, OFFERS + 1)]
    found["members_ceiling"] = buyers * more * sum(taken)
    slowest = np.minimum.reduce([c[f"continuity_{n}_churn"] for n in range(1, OFFERS + 1)])
    found["months_to_members_ceiling"] = np.ceil(np.log(0.1) / np.log(1 - slowest))
    per_buyer = (
        found["products_life"] + found["services_life"] + found["prepay_life"] + found["continuity_life"]
    ) / close
    found["talk_value_per_show"] = found["core_life"] + per_buyer
    return found


@pytest.fixture(scope="module")
def frame():
    return a_frame(CLIENTS)


def test_the_sums_by_hand_are_the_same(frame):
    ours = results(frame.head(1000))
    for scenario in ("today", "target"):
        theirs = by_hand(frame.head(1000), scenario)
        names = {name.removesuffix(f"_{scenario}") for name in ours if name.endswith(scenario)}
        assert theirs.keys() == names - {"payback_month"}
        for name, figures in theirs.items():
            assert np.allclose(ours[f"{name}_{scenario}"].astype(float), figures, rtol=1e-9, atol=1e-9), name


def test_results_of_100_000_clients(against, frame):
    def theirs():
        return by_hand(frame, "today"), by_hand(frame, "target")

    against(lambda: results(frame), theirs, peer="all but the payback month by hand in numpy", limit=MOST, rounds=3)


def test_results_of_one_client(against, frame):
    row = frame.head(1).to_dict("records")[0]
    client = client_from_row({**row, "name": "Glow"}, "one")
    few = frame.head(1)

    def theirs():
        return by_hand(few, "today"), by_hand(few, "target")

    against(
        lambda: (calculate(client.today), calculate(client.target)),
        theirs,
        peer="the same by hand in numpy, of one client",
        limit=1,
    )
