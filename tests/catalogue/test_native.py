"""LAMBDA twins against Python, by formulon; their plain formulas, by LibreOffice and formualizer."""

import csv
import io
import json
import math
import random
import re
from decimal import Decimal, localcontext
from functools import cache
from pathlib import Path

import formulon
import openpyxl
import pytest
from libreoffice import values_by_libreoffice

from xl_quadrant.bridges.calling import call_cells
from xl_quadrant.bridges.lambda_names import with_function_names
from xl_quadrant.catalogue import CATALOGUE, by_name, excel_literal, native
from xl_quadrant.catalogue.native import has_twin, lambda_as_stored, lambda_as_typed, plain_formula, why_no_twin
from xl_quadrant.catalogue.native_expressions import EXPRESSIONS, WITHOUT_TWIN
from xl_quadrant.clients.templates_folder import templates_folder
from xl_quadrant.engine.recalc import recalculate
from xl_quadrant.errors import UnknownWord, XlQuadrantError
from xl_quadrant.functions.quantities import Number, Word
from xl_quadrant.package.parts import Package
from xl_quadrant.package.values import ErrorValue

TWINS = [function for function in CATALOGUE if has_twin(function)]
ELEMENTWISE = [function for function in TWINS if function.kind == "elementwise"]
ROOTS = {"PREPAY_COST_OF_CASH", "CHURN_NEEDED"}
"""The functions that find a root, for which a plain formula is too little."""

PLAIN = [function for function in ELEMENTWISE if function.name not in ROOTS]
VECTORS = list(csv.DictReader((Path(__file__).parents[1] / "golden" / "vectors.csv").read_text("utf-8").splitlines()))
ERRORS = ("#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A")
"""In formulon's order."""

CALLS = 250
"""How many random calls of each function are calculated as one column."""

FEW = 20
"""How many of them are calculated one by one too, and how many are put to the other engines."""

DEEPEST = 64
"""How deep functions may be nested in Excel."""

WRONG = ("abc", True, "#N/A", "#REF!", -1.0, -1e-9, 1.5, 10.0, 1.0000001, None, "")
"""What stands in a cell by mistake; blanks and errors among it."""

NAMES = re.compile(r'"[^"]*"|#[A-Z/0]+[!?A]|[A-Za-z_][A-Za-z0-9_.]*')


def names_in(formula):
    """Return the names and functions of a formula, without texts and errors."""
    return [name for name in NAMES.findall(formula) if name[0] not in '"#']


def depth_of(formula):
    """Return how deep the functions of a formula are nested."""
    depth = deepest = 0
    calls = []
    for token in re.findall(r'"[^"]*"|[A-Za-z.]\(|\(|\)', formula):
        if token.endswith("("):
            calls.append(len(token) > 1)
            depth += calls[-1]
            deepest = max(deepest, depth)
        elif token == ")":
            depth -= calls.pop()
    return deepest


def a_number(random_, quantity):
    ordinary = {"money": 1000, "rate": 1, "months": 24, "days": 365, "count": 100, "ratio": 4}[quantity.kind]
    few = round(ordinary * random_.random(), 2)
    number = random_.choice((0.0, 1.0, random_.random(), few, ordinary * random_.random(), 100 * few, 1e-7))
    if quantity.low < 0 and random_.random() < 0.3:
        number = -number
    number = min(float(round(number)) if quantity.whole else number, quantity.high)
    return number if quantity.allows(number) else 0.5


def a_call(random_, function):
    """Return arguments for a function: most of them allowed, at times one or two that are not."""
    arguments = []
    for check in function.checks:
        if not check.required and random_.random() < 0.2:
            arguments.append(None)
        elif isinstance(check.quantity, Word):
            word = random_.choice(check.quantity.words)
            arguments.append(random_.choice((word, word.title(), word.upper())))
        elif isinstance(check.quantity, Number):
            arguments.append(a_number(random_, check.quantity))
        else:
            arguments.append(random_.choice((True, False, 1.0, 0.0)))
    for chance in (0.35, 0.1):
        if random_.random() < chance:
            arguments[random_.randrange(len(arguments))] = random_.choice(WRONG)
    return arguments


@cache
def calls_of(function):
    """Return random calls of a function, the same each time."""
    random_ = random.Random(function.name)
    return [a_call(random_, function) for _ in range(CALLS)]


def first_row(function):
    """Return the first row of a function's calls in the sheet."""
    return 1 + CALLS * TWINS.index(function)


@cache
def workbook():
    """Return a workbook with every call of every function, and the LAMBDAs as names, as Excel stores them."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Calls")
    for function in TWINS:
        for arguments in calls_of(function):
            sheet.append(arguments)
    stream = io.BytesIO()
    book.save(stream)
    return with_function_names(stream.getvalue())


def in_formulon(content):
    """Return a workbook in formulon 0.18, which reads an optional parameter only where it is declared in brackets."""
    package = Package(content)
    lowered = re.sub(rb"_xlop\.(\w+)", rb"[_xlpm.\1]", package.part(package.workbook_part))
    return formulon.Workbook.load(package.replaced({package.workbook_part: lowered}))


@cache
def engine():
    """Return the workbook with all calls in formulon."""
    return in_formulon(workbook())


def answer_to(formula):
    """Return the rows a formula answers with, an error by its name."""
    rows = engine().evaluate_formula_array(0, CALLS * len(TWINS), 60, formula)
    return [[ERRORS[c.error_code] if c.kind.name == "ERROR" else c.to_python() for c in row] for row in rows]


def expected(function, arguments):
    """Return what Python answers to cells, an error by its name."""
    answer = call_cells(function, arguments)
    return answer.excel_error if isinstance(answer, XlQuadrantError) else answer


def same(found, wanted):
    if isinstance(wanted, float) and isinstance(found, float):
        return math.isclose(found, wanted, rel_tol=1e-9, abs_tol=1e-12)
    return type(found) is type(wanted) and found == wanted


def differing(function, calls, found):
    """Return the calls to which an engine answers otherwise than Python."""
    triples = ((arguments, value, expected(function, arguments)) for arguments, value in zip(calls, found, strict=True))
    return [triple for triple in triples if not same(triple[1], triple[2])]


def test_every_function_has_a_twin_or_a_reason():
    names = {function.name for function in CATALOGUE}
    assert names <= EXPRESSIONS.keys() | WITHOUT_TWIN.keys()
    assert not EXPRESSIONS.keys() & WITHOUT_TWIN.keys()
    assert names >= EXPRESSIONS.keys()
    assert {function.name for function in CATALOGUE if function.kind == "elementwise"} <= EXPRESSIONS.keys()
    assert len(TWINS) >= 34


@pytest.mark.parametrize("function", ELEMENTWISE, ids=lambda function: function.name)
def test_a_column_of_calls_spills_what_python_answers(function):
    first = first_row(function)
    columns = (f"{chr(65 + at)}{first}:{chr(65 + at)}{first + CALLS - 1}" for at in range(len(function.checks)))
    found = [value for (value,) in answer_to(f"={function.name}({','.join(columns)})")]
    assert not differing(function, calls_of(function), found)[:5]
    assert {"#VALUE!", "#N/A", "#REF!"} <= set(found)
    assert any(not isinstance(value, str) or not value.startswith("#") for value in found)


@pytest.mark.parametrize("function", TWINS, ids=lambda function: function.name)
def test_one_call_at_a_time_answers_what_python_does(function):
    """A blank stands as a blank cell, as nothing between commas, or is left out at the end."""
    random_ = random.Random(f"{function.name} one by one")
    calls = calls_of(function)[: FEW if function.kind == "elementwise" else CALLS]
    found = []
    for row, arguments in enumerate(calls, start=first_row(function)):
        places = [f"{chr(65 + at)}{row}" for at in range(len(arguments))]
        for at, (check, value) in enumerate(zip(function.checks, arguments, strict=True)):
            if value is None and not check.required and random_.random() < 0.5:
                places[at] = ""
        while not places[-1]:
            places.pop()
        found.append(answer_to(f"={function.name}({','.join(places)})")[0][0])
    assert not differing(function, calls, found)[:5]


@pytest.mark.parametrize(
    "line",
    [line for line in VECTORS if line["function"] in EXPRESSIONS],
    ids=lambda line: f"{line['function']}{line['arguments']}",
)
def test_acceptance_figures_hold(line):
    wanted = json.loads(line["expected"])
    typed = ",".join(excel_literal(argument) for argument in json.loads(line["arguments"]))
    found = answer_to(f"={line['function']}({typed})")[0][0]
    assert same(found, float(wanted) if type(wanted) is int else wanted)


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("{200;1000},{1;0.4},{50;100}", 510.0),
        ("{200,1000},{1,0.4},50", 530.0),
        ("{200;1000},{1,0.4}", "#VALUE!"),
        ("{200;1000},{1;0.4},{1;2;3}", "#VALUE!"),
        ('{200;"x"},{1;2}', "#VALUE!"),
        ('{200;-1;"x"},{1;2}', "#NUM!"),
        ("{200;1000},{1;#N/A}", "#N/A"),
        ("{200;1000},{0.7;0.3000000001},,TRUE", 440.0 + 1e-7),
        ("{200;1000},{0.7;0.4},,1", "#NUM!"),
        ("{200;1000},{0.7;0.4},,2", "#VALUE!"),
        ("{200;1000},{0.7;0.4},,{TRUE;TRUE}", "#VALUE!"),
        ('{200;""},{1;0.4}', 200.0),
        ('{"";""},{1;0.4}', "#VALUE!"),
        ("-5,1", "#NUM!"),
        ("5,0.5", 2.5),
    ],
)
def test_offers_in_ranges(typed, wanted):
    assert same(answer_to(f"=OFFER_VALUE({typed})")[0][0], wanted)


@pytest.mark.parametrize("payments", [2, 12, 600, 100_000])
def test_tiny_rates_lose_no_digits(payments):
    """Against sums to 80 digits; measured at 6e-15 and 2e-12."""
    for exponent in range(0, 180, 5):
        rate = float(f"1E{-exponent / 10:.0f}") * (1 if exponent % 10 else 0.3)
        with localcontext(prec=80):
            worth = (1 - (1 - Decimal(rate)) ** payments) / Decimal(rate)
            lost = 1 - worth / payments
        ((found, breakeven),) = answer_to(
            f"=CHOOSE({{1,2}},LTV_CONTINUITY(1,{rate!r},{payments}),PREPAY_BREAKEVEN({rate!r},{payments}))"
        )
        assert found == pytest.approx(float(worth), rel=2e-14), rate
        assert breakeven == pytest.approx(float(lost), rel=1e-11), rate


@pytest.mark.parametrize("function", TWINS, ids=lambda function: function.name)
def test_formulas_keep_within_what_excel_holds(function):
    stored, typed = lambda_as_stored(function), lambda_as_typed(function)
    assert len(stored) < native.LONGEST_FORMULA
    assert depth_of(typed) <= DEEPEST
    assert typed.count("(") == typed.count(")")
    assert typed.count('"') % 2 == 0
    assert not re.search(r"\b[A-Za-z]{1,3}[0-9]+\b", re.sub(r'"[^"]*"|[0-9.]+E[-+][0-9]+', "", typed)), (
        "looks like a cell"
    )
    assert not {"r", "c", "rc"} & set(names_in(typed))


@pytest.mark.parametrize("function", TWINS, ids=lambda function: function.name)
def test_lambdas_are_written_as_excel_stores_them(function):
    stored = lambda_as_stored(function)
    declared = [f"{'_xlpm' if a.required else '_xlop'}.{a.name}" for a in function.arguments]
    head = f"_xlfn.LAMBDA({','.join(declared)},"
    assert stored.startswith(head)
    body = stored[len(head) :]
    assert "_xlop." not in body
    for name in names_in(body):
        new = name.removeprefix("_xlfn.")
        if new in ("LAMBDA", "LET", "ISOMITTED", "REDUCE", "SCAN", "SEQUENCE"):
            assert name.startswith("_xlfn."), name
        else:
            assert name.isupper() or name.startswith("_xlpm."), name
    unmarked = re.sub(r"_xl(fn|pm)\.", "", body)
    assert unmarked == lambda_as_typed(function)[-len(unmarked) :]


def test_what_has_no_twin_says_why():
    for function in CATALOGUE:
        if not has_twin(function):
            with pytest.raises(UnknownWord, match=why_no_twin(function)):
                lambda_as_stored(function)
    for name in (*ROOTS, "OFFER_VALUE"):
        with pytest.raises(UnknownWord, match="use its LAMBDA"):
            plain_formula(by_name(name), {argument.name: "A1" for argument in by_name(name).arguments})


def test_the_committed_pack_calculates_to_the_values_it_stores():
    content = (templates_folder() / "functions.xlsx").read_bytes()
    stored = openpyxl.load_workbook(io.BytesIO(content), data_only=True)
    written = openpyxl.load_workbook(io.BytesIO(content))
    book = in_formulon(content)
    book.recalc()
    live = [(at, c) for at, sheet in enumerate(written) for c in sheet["E"] if str(c.value).startswith("=")]
    assert len(live) == 2 * len(TWINS)
    for number, cell in live:
        found = book.get_value(number, cell.row - 1, 4).to_python()
        wanted = stored[cell.parent.title][cell.coordinate].value
        assert same(found, float(wanted) if type(wanted) is int else wanted), (cell.parent.title, cell.coordinate)


def plain_workbook(count):
    """Return a workbook whose column L holds plain formulas over the arguments before it, and the calls."""
    book = openpyxl.Workbook()
    sheet, calls = book.active, []
    for function in PLAIN:
        for arguments in calls_of(function)[:count]:
            calls.append((function, arguments))
            row = len(calls)
            for column, value in enumerate(arguments, start=1):
                sheet.cell(row, column).value = value
            places = {check.name: f"{chr(65 + at)}{row}" for at, check in enumerate(function.checks)}
            sheet.cell(row, 12).value = f"={plain_formula(function, places)}"
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue(), calls


def plainly_differing(found, calls):
    """Return the calls whose plain formula another engine calculates otherwise than Python."""
    shown = (str(value) if isinstance(value, ErrorValue) else value for value in found)
    triples = zip(calls, shown, strict=True)
    return [(f.name, a, value, expected(f, a)) for (f, a), value in triples if not same(value, expected(f, a))]


@pytest.mark.libreoffice
def test_libreoffice_calculates_the_plain_formulas_as_python_does():
    """It takes a cell with TRUE for the number 1, so such arguments are left out here."""
    content, calls = plain_workbook(2 * FEW)
    values = values_by_libreoffice({"plain": content})["plain"]
    kept = [row for row, (_, arguments) in enumerate(calls) if not any(value is True for value in arguments)]
    assert len(kept) > 1000
    found = [values["Sheet", row + 1, 12] for row in kept]
    assert not plainly_differing(found, [calls[row] for row in kept])[:5]


def test_formualizer_calculates_the_plain_formulas_as_python_does():
    """With every argument given LTV_CONTINUITY nests deeper than it reads."""
    content, calls = plain_workbook(FEW)
    values = recalculate(content).values
    kept = [row for row, (function, _) in enumerate(calls) if function.name != "LTV_CONTINUITY"]
    found = [values["Sheet", f"L{row + 1}"] for row in kept]
    assert not plainly_differing(found, [calls[row] for row in kept])[:5]
