"""LTV_CURVE as a LAMBDA answers what Python does: columns and rows of churns, blanks and mistakes among them."""

import io
import random

import openpyxl
import pytest
from test_native import ERRORS, expected, in_formulon, same

from xl_quadrant.bridges.lambda_names import with_function_names
from xl_quadrant.catalogue import by_name

CURVE = by_name("LTV_CURVE")
CALLS = 200
MONTHS = 8
CHURNS = (0.0, 1.0, 0.5, 1e-7, 0.3, 0.25)
OTHERS = ((None, None, 0.0, 0.02, 1.0), (None, None, 0.0, 1.0, 3.0, 8.0, 24.0, 600.0), (None, 0.0, 0.01, 1.0))
WRONG = ("abc", True, "#N/A", -0.1, 1.5, "")


def a_row(random_):
    """Return price, tail churn, payments, discount rate and churns, blank from some month on; at times one mistake."""
    row = [random_.choice((0.0, 200.0, round(1000 * random_.random(), 2))), *map(random_.choice, OTHERS)]
    filled = random_.randint(0, MONTHS)
    row += [random_.choice((*CHURNS, random_.random(), random_.random() / 10)) for _ in range(filled)]
    row += [None] * (MONTHS - filled)
    if random_.random() < 0.3:
        row[random_.randrange(len(row))] = random_.choice((*WRONG, None))
    return row


@pytest.fixture(scope="module")
def rows():
    random_ = random.Random("a curve")
    return [a_row(random_) for _ in range(CALLS)]


@pytest.fixture(scope="module")
def engine(rows):
    """Return the rows in a workbook with the LAMBDA as a name, and turned by a quarter on a second sheet."""
    book = openpyxl.Workbook(write_only=True)
    across, down = book.create_sheet("Across"), book.create_sheet("Down")
    for row in rows:
        across.append(row)
    for cells in zip(*rows, strict=True):
        down.append(cells)
    stream = io.BytesIO()
    book.save(stream)
    return in_formulon(with_function_names(stream.getvalue()))


def answer(engine, formula):
    ((cell,),) = engine.evaluate_formula_array(0, CALLS + 10, 300, formula)
    return ERRORS[cell.error_code] if cell.kind.name == "ERROR" else cell.to_python()


def test_churns_in_a_row_give_what_python_gives(engine, rows):
    wrong = []
    for number, row in enumerate(rows, start=1):
        found = answer(engine, f"=LTV_CURVE(A{number},E{number}:L{number},B{number},C{number},D{number})")
        wanted = expected(CURVE, [row[0], [row[4:]], *row[1:4]])
        wrong += [] if same(found, wanted) else [(row, found, wanted)]
    assert not wrong[:5]


def test_churns_in_a_column_give_what_python_gives(engine, rows):
    wrong = []
    for number, row in enumerate(rows):
        column = openpyxl.utils.get_column_letter(number + 1)
        places = [f"Down!{column}{place}" for place in (1, f"5:{column}12", 2, 3, 4)]
        found = answer(engine, f"=LTV_CURVE({','.join(places)})")
        wanted = expected(CURVE, [row[0], [[cell] for cell in row[4:]], *row[1:4]])
        wrong += [] if same(found, wanted) else [(row, found, wanted)]
    assert not wrong[:5]


def test_the_calls_reach_every_kind_of_answer(rows):
    found = {answer for row in rows if isinstance(answer := expected(CURVE, [row[0], [row[4:]], *row[1:4]]), str)}
    assert found == {"#VALUE!", "#NUM!", "#N/A"}


@pytest.mark.parametrize(
    ("typed", "wanted"),
    [
        ("200,0.1", 2000.0),
        ("200,{0.1}", 2000.0),
        ("100,{0.2;0.1;0.05}", 100 * (1 + 0.8 + 0.72 + 0.72 * 0.95 / 0.05)),
        ("100,{0.2,0.1,0.05}", 100 * (1 + 0.8 + 0.72 + 0.72 * 0.95 / 0.05)),
        ("100,{0.5;0.5},,2", 150.0),
        ("100,{0.5;0.5},,0", 0.0),
        ("100,{0.5;1;0.5}", 150.0),
        ("100,{0.5;0},,,0.25", 100 * (1 + 0.4 + 0.32 / 0.2)),
        ("100,{0.5;0}", "#NUM!"),
        ("100,{0.5;0},0.1", 100 * (1 + 0.5 + 0.5 / 0.1)),
        ("100,{1;0}", 100.0),
        ("{100;100},{0.5;0.5}", "#VALUE!"),
        ("100,{0.5,0.5;0.5,0.5}", "#VALUE!"),
        ('100,{0.5;"";0.5}', "#VALUE!"),
        ('100,{"";""}', "#VALUE!"),
        ('100,{0.5;0.25;""}', 100 * (1 + 0.5 + 0.5 * 0.75 / 0.25)),
    ],
)
def test_churns_typed_in_the_formula(engine, typed, wanted):
    assert same(answer(engine, f"=LTV_CURVE({typed})"), wanted)
