"""What a range gives is what its cells give one by one, whatever they hold."""

import pytest
from hypothesis import given, settings, strategies as st

from xl_quadrant.bridges.calling import UsedCells, call_cells
from xl_quadrant.catalogue import by_name
from xl_quadrant.errors import CellError, XlQuadrantError

CELLS = st.one_of(
    st.floats(0, 1),
    st.floats(0, 50),
    st.sampled_from(
        [0.0, 1.0, 10.0, -1.0, None, "", "abc", "start", "END", True, "#N/A", "#NUM! churn: 2 is above 1", 1e308]
    ),
)
FUNCTIONS = st.sampled_from(
    ["LTV_CONTINUITY", "SHOW_RATE", "NET_PRICE", "REBASE", "CHANNEL_VERDICT", "CLIENT_FINANCED", "CHURN_NEEDED"]
)


def tables(height, width):
    """Return a strategy for rows of cells."""
    return st.lists(st.lists(CELLS, min_size=width, max_size=width), min_size=height, max_size=height)


@st.composite
def calls(draw):
    """Draw a function with arguments that are single cells, columns, rows and tables of one size."""
    function = by_name(draw(FUNCTIONS))
    height, width = draw(st.tuples(st.integers(1, 5), st.integers(1, 3)))
    count = draw(st.integers(1, len(function.arguments)))
    shapes = st.sampled_from([(1, 1), (height, 1), (1, width), (height, width)])
    return function, [draw(shapes.flatmap(lambda shape: tables(*shape))) for _ in range(count)]


def cell_at(rows, row, column):
    """Return what a range holds for one element of the answer."""
    return rows[row if len(rows) > 1 else 0][column if len(rows[0]) > 1 else 0]


def plain(answer):
    """Return an answer so that two can be compared."""
    return (type(answer), str(answer)) if isinstance(answer, XlQuadrantError) else answer


def needed(ranges, axis):
    """Return how many rows or columns hold anything in a range that is longer than one there."""
    longest = 1
    for rows in ranges:
        lines = rows if axis == 0 else list(zip(*rows, strict=True))
        if len(lines) > 1:
            longest = max([longest, *(n for n, line in enumerate(lines, 1) if any(c not in (None, "") for c in line))])
    return longest


@given(calls())
@settings(max_examples=100)
def test_each_element_of_a_range_is_what_its_cells_alone_give(call):
    function, ranges = call
    height = max(len(rows) for rows in ranges)
    width = max(len(rows[0]) for rows in ranges)
    answer = call_cells(function, ranges)
    rows = answer if isinstance(answer, list) else [[answer]]
    assert [len(row) for row in rows] == [width] * height
    for row in range(height):
        for column in range(width):
            calculated = row < needed(ranges, 0) and column < needed(ranges, 1)
            alone = call_cells(function, [cell_at(cells, row, column) for cells in ranges]) if calculated else None
            assert plain(rows[row][column]) == plain(alone)


@given(st.lists(st.tuples(CELLS, CELLS), min_size=1, max_size=6))
@settings(deadline=None)
def test_a_function_with_several_answers_gives_a_row_of_them_for_each_row(pairs):
    function = by_name("RATE_INTERVAL")
    columns = [[[pair[position]] for pair in pairs] for position in (0, 1)]
    answer = call_cells(function, columns)
    rows = answer if isinstance(answer, list) else [[answer]]
    assert len(rows) == len(pairs)
    for number, (row, pair) in enumerate(zip(rows, pairs, strict=True)):
        alone = call_cells(function, pair)
        if number >= needed(columns, 0):
            assert set(row) == {None}
        elif isinstance(alone, XlQuadrantError):
            assert {plain(cell) for cell in row} == {plain(alone)}
        else:
            assert [row] == alone


def test_failing_elements_among_ten_thousand_stand_alone():
    churns = [[10.0 if number % 10 == 0 else 0.0 if number in (1, 5001) else 0.1] for number in range(10_000)]
    rows = call_cells(by_name("LTV_CONTINUITY"), [200.0, churns])
    for number, [cell] in enumerate(rows):
        if number % 10 == 0:
            assert str(cell) == "churn: 10 is above 1; write 10% or 0.1"
        elif number in (1, 5001):
            assert str(cell).startswith("churn: 0 has no finite lifetime value")
        else:
            assert cell == 2000.0


def test_unlike_ranges_are_one_error():
    answer = call_cells(by_name("LTV_TO_CAC"), [[[1.0], [2.0], [3.0]], [[1.0], [2.0]]])
    assert str(answer) == "ltv: '3 × 1 cells' does not fit the shape of cac, 2 × 1 cells; give ranges of one shape"
    assert "unlike length" in str(call_cells(by_name("LTV_TO_CAC"), [[[1.0], [2.0, 3.0]], 1.0]))


def test_the_error_in_a_cell_is_the_answer_itself():
    answer = call_cells(by_name("LTV_TO_CAC"), ["#DIV/0!", 1.0])
    assert isinstance(answer, CellError)
    assert (answer.value, answer.excel_error) == ("#DIV/0!", "#DIV/0!")


def test_too_many_arguments_are_an_error_that_shows_the_syntax():
    answer = call_cells(by_name("LTV_TO_CAC"), [1.0, 2.0, 3.0])
    assert "the function takes 2 at most: LTV_TO_CAC(ltv, cac)" in str(answer)


def test_several_answers_to_a_table_have_no_room():
    answer = call_cells(by_name("RATE_INTERVAL"), [[[1.0, 2.0], [3.0, 4.0]], 5.0])
    assert str(answer) == "range: '2 × 2 cells' leaves no room beside it; give one column or row"


def test_a_range_for_an_argument_of_one_value_is_an_error_where_columns_are_reduced():
    assert "give one cell" in str(call_cells(by_name("LTV_CURVE"), [[[1.0], [2.0]], [[0.1], [0.2]]]))


@pytest.mark.parametrize("filled", [1, 3])
def test_of_whole_columns_the_answer_ends_with_the_last_filled_row(filled):
    prices = UsedCells([[200.0]] * filled, (1_048_576, 1))
    assert call_cells(by_name("LTV_CONTINUITY"), [prices, 0.1]) == [[2000.0]] * filled
    assert call_cells(by_name("LTV_CONTINUITY"), [[[200.0]] * filled + [[None]] * 70_000, 0.1]) == [[2000.0]] * filled


def test_whole_columns_of_unlike_use_go_together():
    prices, churns = UsedCells([[200.0], [100.0]], (1_048_576, 1)), UsedCells([[0.1], [0.2], [0.5]], (1_048_576, 1))
    rows = call_cells(by_name("LTV_CONTINUITY"), [prices, churns])
    assert rows[:2] == [[2000.0], [500.0]]
    assert str(rows[2][0]).startswith("price: blank")
    assert len(rows) == 3
