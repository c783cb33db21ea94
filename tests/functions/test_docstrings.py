"""The docstrings agree with the annotations, and each error they name can be raised."""

import inspect
import re

import pytest
from strategies import every_function, is_reducing

from xl_quadrant import errors
from xl_quadrant.functions.arguments import arguments_of
from xl_quadrant.functions.quantities import Flag, Word

FUNCTIONS = every_function()
SECTIONS = ["Parameters", "Returns", "Raises", "Notes", "References", "Examples"]

each_function = pytest.mark.parametrize("name", FUNCTIONS)


def section(function, heading):
    """Return the text of one section of a docstring."""
    text = inspect.getdoc(function)
    start = re.search(rf"^{heading}\n-+\n", text, re.MULTILINE).end()
    end = re.search(r"\n\n\w+\n-+\n|\Z", text[start:])
    return text[start : start + end.start()]


def entries(function, heading):
    """Return the lines that are not indented, each with the text below it."""
    return re.findall(r"^(\S.*)\n((?:    .*\n?|\n)*)", section(function, heading), re.MULTILINE)


def parameter_line(function, argument):
    """Return the line that a parameter's quantity and default ask for."""
    quantity = argument.quantity
    single = is_reducing(function)
    if quantity.column:
        kind = "array_like"
    elif isinstance(quantity, Flag):
        kind = "bool"
    else:
        kind = ("str" if isinstance(quantity, Word) else "float") + ("" if single else " or array_like")
    line = f"{argument.name} : {kind}, {quantity.unit}"
    if argument.required:
        return line
    if argument.default is None:
        return f"{line}, optional"
    default = argument.default
    shown = f'"{default}"' if isinstance(default, str) else f"{default:g}" if type(default) is float else str(default)
    return f"{line}, default {shown}"


def test_there_are_as_many_functions_as_in_the_catalogue_of_record():
    assert len(FUNCTIONS) == 38


@each_function
def test_sections_are_complete_and_in_order(name):
    text = inspect.getdoc(FUNCTIONS[name])
    assert re.findall(r"^(\w+)\n-+$", text, re.MULTILINE) == SECTIONS
    summary = text.split("\n\n")[0]
    assert "\n" not in summary
    assert summary.endswith(".")


@each_function
def test_parameters_have_the_unit_and_default_of_the_signature(name):
    function = FUNCTIONS[name]
    lines = [line for line, _ in entries(function, "Parameters")]
    assert lines == [parameter_line(function, argument) for argument in arguments_of(function)]


@each_function
def test_defaults_are_of_the_type_that_is_documented(name):
    for argument in arguments_of(FUNCTIONS[name]):
        assert argument.default is None or type(argument.default) in (float, str, bool)


@each_function
def test_what_is_returned_has_a_unit(name):
    (line, text), *others = entries(FUNCTIONS[name], "Returns")
    assert re.fullmatch(r"((float|bool|str) or ndarray|ndarray|float), \S.*", line)
    assert text.strip().endswith(".")
    assert not others


@each_function
def test_the_equation_is_there_and_the_examples_call_the_function(name):
    assert ".. math::" in section(FUNCTIONS[name], "Notes") or name == "channel_verdict"
    assert re.search(rf">>> .*\b{name}\(", section(FUNCTIONS[name], "Examples"))


@each_function
def test_documented_errors_name_their_excel_error(name):
    for error, text in entries(FUNCTIONS[name], "Raises"):
        assert f"(``{getattr(errors, error).excel_error}``)." in text.replace("\n", " ")


PROVOKED = {
    "show_rate": {"OutOfDomain": [(2, 1), (-1, 1)], "ZeroDivisor": [(0, 0)]},
    "close_rate": {"OutOfDomain": [(2, 1), (-1, 1)], "ZeroDivisor": [(1, 0)]},
    "funnel_count": {"OutOfDomain": [(100, 50, 1), (-1, 1, 1)]},
    "cost_per_show": {"OutOfDomain": [(-1, 1, 1)], "ZeroDivisor": [(25, 0, 1), (25, 1, 0)]},
    "cost_per_buyer": {"OutOfDomain": [(100, 2)], "ZeroDivisor": [(100, 0)]},
    "rebase": {
        "UnknownWord": [(1, "moon", "show"), (1, "show", "moon")],
        "OutOfDomain": [(1, "lead", "show", 2)],
        "ZeroDivisor": [
            (1, "lead", "show", 1, 1, 0),
            (1, "booking", "show", 1, 0),
            (1, "lead", "buyer", 0),
        ],
    },
    "front_end_cash": {"UnknownWord": [(99, "gift")], "OutOfDomain": [(99, "discount", 50)]},
    "net_price": {"OutOfDomain": [(-1,), (1, 0, 0, 2)]},
    "offer_value": {
        "BlankArgument": [([None, None], [1, 1]), ([1, 1], [None, None])],
        "UnlikeShapes": [([1, 1], [1]), ([1, 1], [1, 1], [1, 1, 1]), ([[1, 1]], [[1], [1]]), ([1], [1], 0, [[1, 1]])],
        "OutOfDomain": [([-1], [1]), ([1], [2]), ([1, 1], [0.6, 0.5], 0, True)],
    },
    "downsell_value": {"OutOfDomain": [(-1, 1, 1, 1), (1, 1, 2, 1)]},
    "prepay_cash": {"OutOfDomain": [(2000, 2500, 0.2), (2000, 500, 20)]},
    "prepay_breakeven": {"OutOfDomain": [(10, 12), (0.1, 1.5)], "ZeroDivisor": [(0.1, 0), (0, 0)]},
    "prepay_cost_of_cash": {
        "UnknownWord": [(2000, 500, 0.1, 6, 30, "yearly")],
        "OutOfDomain": [(2000, 2500, 0.1, 6), (2000, 500, 0.1, 1.5)],
        "ZeroDivisor": [(2000, 500, 0.1, 0)],
        "NoAnswer": [(2000, 1900, 0.1, 6), (2000, 1800, 0.1, 6), (2000, 2000, 0, 6), (0, 0, 0.1, 6)],
    },
    "finance_net": {"OutOfDomain": [(2000, 9.9), (2000, 0.1, 1, -1)]},
    "installment_cash": {"OutOfDomain": [(2000, 2500, 6), (2000, 500, 1.5), (2000, 500, 6, 0, 0.5)]},
    "ltv_continuity": {
        "UnknownWord": [(200, 0.1, 12, 0, "middle")],
        "OutOfDomain": [(200, 0), (200, 10), (200, 0.1, 1.5)],
    },
    "ltv_curve": {
        "BlankArgument": [(100, [None, None]), (100, [0.1, None, 0.1]), (100, None), (100, [])],
        "UnlikeShapes": [(100, [[0.1, 0.1], [0.1, 0.1]]), ([100, 200], [0.1])],
        "OutOfDomain": [(100, [0.1, 0]), (100, [0.1], 0), (100, [10])],
    },
    "continuity_cash": {"OutOfDomain": [(200, 0.1, -1), (200, 0.1, 30, 0, 0)]},
    "monthly_churn": {"OutOfDomain": [(48,)]},
    "cash_per_show": {"OutOfDomain": [(19, 50, 2000), (-19, 0.5, 2000)]},
    "talk_cash_per_show": {"OutOfDomain": [(19, 50, 2000), (-19, 0.5, 2000)]},
    "ltv_to_cac": {"OutOfDomain": [(1700, -1)], "ZeroDivisor": [(1700, 0)]},
    "client_financed": {"OutOfDomain": [(400, -1), (400, 200, -1)]},
    "payback_months": {
        "UnknownWord": [(500, 150, 200, 0.1, 1, "middle")],
        "OutOfDomain": [(-1, 0, 200, 0.1)],
        "NoAnswer": [(5000, 150, 200, 0.1), (500, 150, 0, 0.1), (500, 150, 200, 0.1, 0), (2150, 150, 200, 0.1)],
    },
    "max_cost_per_show": {"OutOfDomain": [(1180, 50)], "ZeroDivisor": [(1180, 0.5, 19, 0)]},
    "max_cost_per_lead": {"OutOfDomain": [(1180, 50, 1, 1)], "ZeroDivisor": [(1180, 0.5, 0.6, 0.5, 19, 0)]},
    "channel_verdict": {"OutOfDomain": [(-1, 0, 0, 0)]},
    "revenue_ceiling": {"OutOfDomain": [(-1, 2000)]},
    "members_at": {"OutOfDomain": [(1.5, 8, 0.1), (-1, 8, 0.1)]},
    "member_ceiling": {"OutOfDomain": [(8, 0), (8, 10)]},
    "months_to_ceiling": {"OutOfDomain": [(0,), (0.1, 1), (0.1, 90)]},
    "referral_multiplier": {"OutOfDomain": [(1,), (20,)]},
    "referral_cac": {"OutOfDomain": [(200, 1)]},
    "close_rate_needed": {
        "OutOfDomain": [(-1, 0, 1)],
        "ZeroDivisor": [(1000, 19, 0)],
        "NoAnswer": [(1000, 19, 500), (10, 19, 500)],
    },
    "take_rate_needed": {
        "OutOfDomain": [(1000, 609, 1000, 50)],
        "ZeroDivisor": [(1000, 609, 0, 0.5), (1000, 609, 1000, 0)],
        "NoAnswer": [(1000, 609, 100, 0.5), (600, 609, 100, 0.5)],
    },
    "price_needed": {
        "OutOfDomain": [(1000, 609, 40, 0.5)],
        "ZeroDivisor": [(1000, 609, 0, 0.5), (1000, 609, 0.4, 0)],
        "NoAnswer": [(600, 609, 0.4, 0.5)],
    },
    "churn_needed": {
        "OutOfDomain": [(2000, 200, 2), (2000, 200, 1, 1.5)],
        "NoAnswer": [(5000, 200, 1, 12), (1, 0), (1, 200, 0), (1, 200, 1, 0)],
    },
    "rate_interval": {
        "OutOfDomain": [(6, 5), (2, 5, 0), (2, 5, 1), (2, 5, 90)],
        "ZeroDivisor": [(0, 0)],
    },
}


@each_function
def test_text_and_logicals_are_refused_where_a_number_belongs(name):
    function = FUNCTIONS[name]
    for position, argument in enumerate(arguments_of(function)):
        if isinstance(argument.quantity, (Word, Flag)):
            continue
        for wrong in ("abc", True):
            arguments = [None] * position + [wrong]
            with pytest.raises(errors.ArgumentError) as caught:
                function(*arguments)
            assert isinstance(caught.value, errors.WrongType) or caught.value.value is None
            with pytest.raises(errors.WrongType) as caught:
                argument.many([wrong]) if argument.quantity.column else argument.single(wrong)
            assert (caught.value.argument, caught.value.value) == (argument.name, wrong)


@each_function
def test_each_documented_error_can_be_provoked(name):
    function = FUNCTIONS[name]
    documented = {error for error, _ in entries(function, "Raises")}
    provoked = {"WrongType": [("abc", "abc", "abc", "abc")[: len(arguments_of(function))]], **PROVOKED[name]}
    assert documented == set(provoked)
    for error, calls in provoked.items():
        for arguments in calls:
            with pytest.raises(errors.ArgumentError) as caught:
                function(*arguments)
            assert type(caught.value).__name__ == error, (arguments, caught.value)
            assert str(caught.value).count("{") == 0
