"""The Channels sheet: costs and verdicts as the functions give them, and what the log says of each channel."""

import pytest
from hypothesis import given, settings, strategies as st
from libreoffice import recalculated_by_libreoffice

from tests.client_strategies import clients, money, rates
from tests.filled_workbook import NOT_KNOWN, named, unlike, workbook
from tests.logged_shows import CHANNELS, cells_of
from xl_quadrant.business.channels import TALK_CHANNELS, VERDICTS, Channel, cost_of_show
from xl_quadrant.business.results import calculate
from xl_quadrant.business.shows import Show
from xl_quadrant.business.tracker import tracked
from xl_quadrant.client_book.client_workbook import template_bytes
from xl_quadrant.client_book.contract import CHANNEL_ROWS, SCENARIOS
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.clients.presets import preset
from xl_quadrant.errors import XlQuadrantError
from xl_quadrant.functions.funnel import cost_per_buyer
from xl_quadrant.functions.payback import ltv_to_cac
from xl_quadrant.functions.per_show import channel_verdict


def channels():
    """Channels with everything, something or nothing known of their cost."""
    maybe = {"cost_per_show": money(), "cost_per_lead": money(10_000), "booking_rate": rates(), "show_rate": rates()}
    known = {name: st.one_of(st.none(), amounts) for name, amounts in maybe.items()}
    return st.builds(Channel, name=st.sampled_from(("", *CHANNELS)), **known)


def channel_cells(rows):
    """Return channels as the named columns of the sheet."""
    return {f"in_channels_{column}": [getattr(row, column) or _blank(row, column) for row in rows] for column in FIELDS}


FIELDS = tuple(Channel.model_fields)


def _blank(row, column):
    """Return what stands for nothing: a blank, unless it is a 0."""
    return 0 if getattr(row, column) == 0 else None


def answer(function, *arguments):
    """Return what a cell shows: the answer, or the Excel error."""
    try:
        return function(*arguments)
    except XlQuadrantError as error:
        return error.excel_error


def differences(client, rows, names):
    """Every calculated cell in which a workbook differs from the functions."""
    wrong = []
    for row in range(CHANNEL_ROWS):
        cost = cost_of_show(rows[row], client.today) if row < len(rows) else None
        cells = {"cost_per_show": NOT_KNOWN if cost is None else cost}
        for scenario in SCENARIOS:
            business = getattr(client, scenario)
            cells |= {f"{name}_{scenario}": value for name, value in judged(cost, business).items()}
        for name, expected in cells.items():
            found = names[f"out_channels_{name}"][row]
            if unlike(found, expected):
                wrong.append(f"{name} {row}: workbook {found!r}, Python {expected!r}")
    return wrong


def judged(cost, business):
    """Return what a scenario makes of a cost per show."""
    if cost is None:
        return dict.fromkeys(("cost_per_buyer", "ltgp_to_cac", "verdict"), NOT_KNOWN)
    results = calculate(business)
    buyer = answer(cost_per_buyer, cost, business.close_rate, business.costs.cost_per_sale)
    profits = [results[f"profit_per_show_{end}"] for end in ("0", "30", "life")]
    ratio = NOT_KNOWN if buyer == 0 else buyer
    if not isinstance(buyer, str) and buyer:
        ratio = ltv_to_cac(results["profit_per_buyer_life"], buyer)
    return {"cost_per_buyer": buyer, "ltgp_to_cac": ratio, "verdict": channel_verdict(cost, *profits)}


@settings(max_examples=5)
@given(clients(), st.lists(channels(), max_size=CHANNEL_ROWS))
def test_the_sheet_says_what_the_functions_say(client, rows):
    assert not differences(client, rows, named(workbook(client, channel_cells(rows))))


def sample():
    """Channels that bring out every verdict for the sample med spa, one without a cost, one free, one nobody books."""
    costs = (90, 200, 500, 900, 5000, None, 0)
    rows = [Channel(name=f"Channel {number}", cost_per_show=cost) for number, cost in enumerate(costs)]
    rows += [Channel(cost_per_lead=35), Channel(cost_per_lead=12.5, booking_rate=0.25, show_rate=1)]
    return [*rows, Channel(cost_per_lead=10, show_rate=0)]


def test_a_fixed_sample_agrees_and_has_every_verdict():
    client = preset("med_spa")
    names = named(workbook(client, channel_cells(sample())))
    assert not differences(client, sample(), names)
    said = set(names["out_channels_verdict_today"]) | set(names["out_channels_verdict_target"])
    assert said == {*VERDICTS, NOT_KNOWN} - {"paid in 30 days"}
    assert names["out_channels_cost_per_show"][7] == pytest.approx(calculate(client.today)["cost_per_show"])


def first_payment_after_ten_days():
    """Return a client whose members first pay ten days after the sale: 30 days bring more than the day."""
    member = {"name": "Membership", "price": 200, "take_rate": 0.5, "churn": 0.1, "start_day": 10}
    today = {"leads_per_month": 100, "cost_per_lead": 40, "booking_rate": 0.5, "show_rate": 0.8, "close_rate": 0.5}
    return client_from_mapping({"name": "c", "today": {**today, "core": {"price": 1000}, "continuity": [member]}}, "c")


def test_a_channel_is_paid_on_the_day_up_to_the_days_profit_and_in_30_days_up_to_theirs():
    client = first_payment_after_ten_days()
    profits = [calculate(client.today)[f"profit_per_show_{end}"] for end in ("0", "30", "life")]
    assert profits == [500, 550, 1000]
    costs = (500, 501, 550, 551, 1000, 1001)
    names = named(workbook(client, channel_cells([Channel(cost_per_show=cost) for cost in costs])))
    assert names["out_channels_verdict_today"][:6] == [VERDICTS[at] for at in (0, 1, 1, 2, 2, 3)]


@pytest.mark.libreoffice
def test_libreoffice_says_the_same():
    client = preset("med_spa")
    books = {"med_spa": workbook(client, channel_cells(sample()))}
    assert not differences(client, sample(), named(recalculated_by_libreoffice(books)["med_spa"]))


def test_a_blank_form_names_the_talks_channels_and_has_dashes():
    names = named(template_bytes())
    assert tuple(names["in_channels_name"][: len(TALK_CHANNELS)]) == TALK_CHANNELS
    assert len(names["in_channels_name"]) == CHANNEL_ROWS == 12
    for output in ("cost_per_show", "verdict_today", "verdict_target", "cost_per_buyer_today", "ltgp_to_cac_target"):
        assert set(names[f"out_channels_{output}"]) == {NOT_KNOWN}


def test_the_log_is_counted_channel_by_channel_whatever_signs_a_name_holds():
    log = [
        Show(bought="yes" if number % 3 else "no", channel=CHANNELS[number % 4], core_paid=100.0 * number)
        for number in range(24)
    ]
    rows = [Channel(name=name) for name in (*CHANNELS, "Nobody yet", "What?s on? *~")]
    names = named(workbook(preset("talk"), {**channel_cells(rows), **cells_of(log)}))
    for row, channel in enumerate(CHANNELS):
        found = tracked([show for show in log if show.channel == channel])
        assert names["out_channels_logged_shows"][row] == found["close_rate"].count == 6
        assert names["out_channels_logged_close_rate"][row] == pytest.approx(found["close_rate"].value)
        assert names["out_channels_logged_cash_per_show"][row] == pytest.approx(found["cash_per_show_0"].value)
    assert names["out_channels_logged_shows"][4:] == [0] * 8
    assert set(names["out_channels_logged_close_rate"][4:]) == {NOT_KNOWN}
