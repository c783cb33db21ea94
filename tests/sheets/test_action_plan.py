"""The Action plan and the Poster: the light of the business, the owner's offers in sentences, no costs on the wall."""

import io

import openpyxl
import pytest

from tests.extreme_clients import FUNNEL, a_loss, only_a_core_price
from tests.filled_workbook import made, named, workbook
from xl_quadrant.client_book.client_workbook import template_bytes
from xl_quadrant.clients.client_file import client_from_mapping
from xl_quadrant.clients.presets import PRESETS, preset
from xl_quadrant.sheets import action_plan, poster
from xl_quadrant.sheets.case_list import RANKED


def texts(content, title):
    """Every text that is printed of a sheet."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[title]
    return [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]


def light(content):
    """The sentences of the light, and its words."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[action_plan.TITLE]
    return [
        (sheet[f"C{row}"].value, sheet[f"G{row}"].value) for row in (action_plan.LIGHT_ROW, action_plan.LIGHT_ROW + 1)
    ]


def levers(content):
    """The sentences of the three levers."""
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[action_plan.TITLE]
    return [sheet[f"C{action_plan.LEVERS_ROW + number}"].value for number in range(1, action_plan.TOP + 1)]


def test_the_light_is_about_the_business():
    today, target = light(made(preset("med_spa")))
    assert today == ("Today each show earns $131 in 30 days and costs $135: it does not yet pay for itself.", "LATER")
    assert target == ("At target each show earns $492 in 30 days and costs $117: it pays for itself.", "YES")


def test_a_loss_is_said():
    today, _ = light(made(a_loss()))
    assert today[0].startswith("Today each show earns nothing in 30 days and costs £500: it does not pay for itself")
    assert today[1] == "NO"


@pytest.mark.parametrize("name", PRESETS)
def test_the_light_follows_the_results(name):
    content = made(preset(name))
    values = named(content)
    for scenario in ("today", "target"):
        cost, most, life = (
            values[f"out_{metric}_{scenario}"]
            for metric in ("cost_per_show", "max_cost_per_show_30", "max_cost_per_show_life")
        )
        assert values[f"out_light_{scenario}"] == ("YES" if most >= cost else "LATER" if life >= cost else "NO")


def test_the_levers_are_the_first_of_fix_first_in_the_owners_words():
    content = made(preset("med_spa"))
    first = named(content)["out_fix_first_ranked_30"][:3]
    sentences = levers(content)
    assert all(sentences)
    for label, sentence in zip(first, sentences, strict=True):
        assert ("CoolSculpting" in sentence) == (label == "Add-on services")
        assert ("Total beauty package" in sentence) == (label in ("Close rate", "Core package price", "Payment terms"))


def test_every_ranked_lever_has_a_sentence():
    assert list(action_plan.lever_sentences()) == [lever.name for lever in RANKED]


def test_a_sentence_says_what_moves():
    client = client_from_mapping(
        {"name": "One", "today": FUNNEL | {"core": {"name": "Plan", "price": 900}}, "target": {"close_rate": 0.65}},
        "one",
    )
    assert levers(made(client)) == ["Sell Plan to 65% of shows instead of 50%.", "–", "–"]


def test_nothing_to_move_is_said_once():
    for content in (template_bytes(), workbook(only_a_core_price(), {"in_close_rate_target": 0.5})):
        first, *others = levers(content)
        assert first.startswith("Nothing to move yet")
        assert others == ["–", "–"]


def test_no_sentence_of_any_lever_has_a_hole():
    for name in PRESETS:
        for sentence in named(made(preset(name)))["lst_plan_sentence"]:
            assert "#" not in sentence
            assert "  " not in sentence
            assert sentence.endswith(".")


def test_the_poster_has_offers_prices_and_targets_and_no_costs():
    content = made(preset("med_spa"))
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[poster.TITLE]
    row = poster.UPPER + 1
    assert [sheet[f"{letter}{row}"].value for letter in "BCD"] == ["Take-home kit", 180, pytest.approx(0.7)]
    assert "Each person who walks in brings $536 in 30 days today. We go for $1,074." in texts(content, poster.TITLE)
    formulas = openpyxl.load_workbook(io.BytesIO(content))[poster.TITLE]
    written = " ".join(str(cell.value) for cells in formulas.iter_rows() for cell in cells)
    assert "cost" not in written.lower()
    assert "profit" not in written.lower()


def test_the_poster_of_a_blank_target_is_that_of_today():
    content = workbook(preset("med_spa"), {"in_products_price_target": [], "in_products_take_rate_target": []})
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[poster.TITLE]
    assert [sheet[f"{letter}{poster.UPPER + 1}"].value for letter in "CD"] == [180, pytest.approx(0.3)]


def test_its_type_is_large_on_the_page():
    sheet = openpyxl.load_workbook(io.BytesIO(template_bytes()))[poster.TITLE]
    assert {sheet[f"{letter}{poster.UPPER + 1}"].font.sz for letter in "BCD"} == {20}
