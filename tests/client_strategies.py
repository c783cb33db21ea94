"""Hypothesis strategies for whole clients, over everything that the model allows and a person can type."""

from __future__ import annotations

import datetime

from hypothesis import strategies as st

from xl_quadrant.business.currencies import AMOUNTS
from xl_quadrant.clients.client_file import client_from_mapping

MOST_OFFERS = 8
"""As many offers in a list, both scenarios together, as the template has rows."""

_CHARACTERS = st.characters(exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff")
_AWKWARD = (
    "=1+1",
    "+SUM(A1)",
    "-5%",
    "@name",
    "'quoted'",
    '"',
    "<b>&amp;",
    "_x000D_",
    "100%",
    "TRUE",
    "1",
    "Kräuter-Öl",
    "美容",
    "🧴",
)


def names():
    """Names as a client may write them: any script, and what looks like a formula, a number or markup."""
    typed = st.text(_CHARACTERS, min_size=1, max_size=40).map(lambda text: " ".join(text.split()))
    return st.one_of(st.sampled_from(_AWKWARD), typed).filter(lambda text: text and not text.startswith("#"))


def rates(low=0.0, high=1.0):
    """Rates to a hundredth of a percent, both ends often."""
    return st.one_of(
        st.just(low), st.just(high), st.integers(round(low * 1e4), round(high * 1e4)).map(lambda n: n / 1e4)
    )


def money(most=1_000_000):
    """Amounts in cents, 0 often."""
    return st.one_of(st.just(0.0), st.integers(0, most).map(float), st.integers(0, most * 100).map(lambda n: n / 100))


def fixed_fees():
    """Fees of a payment: mostly none or cents, at times more than the payment brings."""
    return st.one_of(st.just(0.0), st.just(0.3), money(20))


@st.composite
def split_rates(draw, parts):
    """Return rates that add up to 1 at most."""
    left, shares = 10_000, []
    for _ in range(parts):
        share = draw(st.one_of(st.just(0), st.just(left), st.integers(0, left)))
        shares.append(share / 1e4)
        left -= share
    return shares


@st.composite
def offers(draw, offer_names):
    """Return products or services with these names."""
    return [
        {"name": name, "price": draw(money()), "unit_cost": draw(money()), "take_rate": draw(rates())}
        for name in offer_names
    ]


@st.composite
def memberships(draw, offer_names, lowest_churn=0.001):
    """Return continuity offers with these names."""
    return [
        {
            "name": name,
            "price": draw(money(10_000)),
            "unit_cost": draw(money(10_000)),
            "take_rate": draw(rates()),
            "churn": draw(rates(low=lowest_churn)),
            "early_payments": draw(st.one_of(st.just(0.0), st.integers(0, 24).map(float))),
            "later_churn": draw(st.one_of(st.none(), rates(low=lowest_churn))),
            "start_day": draw(st.one_of(st.just(0.0), st.integers(0, 400).map(float))),
            "every_days": draw(
                st.one_of(st.just(30.0), st.sampled_from((7.0, 45.5, 90.0)), st.integers(7, 365).map(float))
            ),
            "members": draw(st.one_of(st.just(0.0), st.integers(0, 5_000).map(float))),
        }
        for name in offer_names
    ]


@st.composite
def scenario_tables(draw, offer_names, lowest_churn=0.001):
    """Return a scenario as the tables of a client file, its offers called as `offer_names` says by list."""
    price = draw(money())
    down_payment = min(price, round(price * draw(rates()), 2))
    prepay, financing = draw(split_rates(2))
    card_fee, refund = draw(split_rates(2))
    return {
        "leads_per_month": draw(st.one_of(st.just(0.0), st.integers(0, 100_000).map(float))),
        "cost_per_lead": draw(money(10_000)),
        "booking_rate": draw(rates()),
        "show_rate": draw(rates()),
        "close_rate": draw(rates()),
        "front_end": {
            "offer": draw(st.sampled_from(("free", "discount", "value"))),
            "list_price": draw(money(10_000)),
            "discount": draw(rates()),
            "paying_share": draw(rates()),
            "unit_cost": draw(money(10_000)),
        },
        "core": {
            "name": draw(names()),
            "price": price,
            "unit_cost": draw(money()),
            "down_payment": down_payment,
            "installments": float(draw(st.integers(0, 60))),
            "default_rate": draw(rates()),
        },
        "prepay": {"share": prepay, "discount": draw(rates())},
        "financing": {"share": financing, "merchant_fee": draw(rates(high=1 - refund)), "fixed_fee": draw(money(100))},
        "products": draw(offers(offer_names["products"])),
        "services": draw(offers(offer_names["services"])),
        "continuity": draw(memberships(offer_names["continuity"], lowest_churn)),
        "referral": {"rate": draw(rates(high=0.99)), "reward": draw(money(10_000))},
        "costs": {
            "card_fee_rate": card_fee,
            "card_fixed_fee": draw(fixed_fees()),
            "refund_rate": refund,
            "commission_rate": draw(rates()),
            "cost_per_sale": draw(money(10_000)),
            "fixed_costs_per_month": draw(money(100_000)),
        },
    }


@st.composite
def client_tables(draw, most_offers=MOST_OFFERS, lowest_churn=0.001):
    """
    Return a client as the tables of a client file, both scenarios in full.

    The lists of the two scenarios share some offers, which stand first and in one order, so that they fit the rows of
    a template and come back from one as they were.
    """
    of_today, of_target = {}, {}
    for block in ("products", "services", "continuity"):
        pool = draw(st.lists(names(), max_size=most_offers, unique_by=str.casefold))
        here = draw(st.integers(0, len(pool)))
        of_today[block] = pool[:here]
        of_target[block] = [name for name in pool[:here] if draw(st.booleans())] + pool[here:]
    return {
        "name": draw(names()),
        "industry": draw(st.one_of(st.just(""), names())),
        "currency": draw(st.sampled_from(("USD", "EUR", "GBP", "JPY", "CHF"))),
        "prepared_by": draw(st.one_of(st.just(""), names())),
        "date": draw(st.one_of(st.none(), st.dates(datetime.date(1901, 1, 1), datetime.date(2199, 12, 31)))),
        **{name: draw(st.one_of(st.none(), money())) for name in AMOUNTS},
        "today": draw(scenario_tables(of_today, lowest_churn)),
        "target": draw(scenario_tables(of_target, lowest_churn)),
    }


def clients(most_offers=MOST_OFFERS, lowest_churn=0.001):
    """Clients over the whole input space."""
    return client_tables(most_offers, lowest_churn).map(lambda tables: client_from_mapping(tables, "strategy"))


def scenarios(most_offers=MOST_OFFERS, lowest_churn=0.001):
    """Scenarios over the whole input space."""
    return clients(most_offers, lowest_churn).map(lambda client: client.today)
