"""Functions of texts, held against Python's own texts and against each other."""

import pytest
from hypothesis import given, strategies as st

from xl_quadrant.engine.evaluate import evaluate
from xl_quadrant.excel_functions.cell_values import shown
from xl_quadrant.excel_functions.error_kinds import Fault, error
from xl_quadrant.excel_functions.text_functions import OF_MANY_TEXTS, OF_TEXTS, pattern_of

ONE_EACH = st.text(st.characters(max_codepoint=0xFFFF, exclude_categories=["Cs"]), max_size=12)
"""Texts whose characters count as one each."""

ANY = st.text("ab c🙂é", max_size=12)


def halves(text):
    """Return how many numbers of 16 bits a text takes."""
    return len(text.encode("utf-16-le")) // 2


@given(ONE_EACH, st.integers(0, 14), st.integers(0, 14))
def test_pieces_are_those_of_python(text, count, start):
    assert OF_TEXTS["LEFT"](text, count) == text[:count]
    assert OF_TEXTS["RIGHT"](text, count) == text[len(text) - min(count, len(text)) :]
    assert OF_TEXTS["MID"](text, start + 1, count) == text[start : start + count]
    assert OF_TEXTS["LEN"](text) == len(text)
    assert OF_TEXTS["REPLACE"](text, start + 1, count, "new") == text[:start] + "new" + text[start + count :]


@given(ANY, ANY)
def test_lengths_add_up_and_what_is_joined_is_found(one, other):
    length, find = OF_TEXTS["LEN"], OF_TEXTS["FIND"]
    assert length(one + other) == length(one) + length(other) == halves(one + other)
    assert find(other, one + other, length(one) + 1) == length(one) + 1
    assert OF_TEXTS["MID"](one + other, length(one) + 1, length(other)) == other
    assert OF_TEXTS["REPLACE"](one + other, 1, length(one), "") == other


@given(ANY, st.integers(1, 3))
def test_one_of_several_is_replaced(text, which):
    pieces = text.split("a")
    found = OF_TEXTS["SUBSTITUTE"](text, "a", "X", which)
    assert found.count("X") == (which < len(pieces))
    assert OF_TEXTS["SUBSTITUTE"](found, "X", "a") == text
    assert OF_TEXTS["SUBSTITUTE"](text, "a", "X") == "X".join(pieces)


@given(st.lists(st.text("ab-/", max_size=3), min_size=1, max_size=6), st.booleans())
def test_delimiters_come_in_turn(texts, skip):
    left = [text for text in texts if text or not skip]
    expected = "".join(text + "-/"[at % 2] for at, text in enumerate(left))[: -1 if left else None]
    assert OF_MANY_TEXTS["TEXTJOIN"]([["-", "/"]], skip, [[text] for text in texts]) == expected


@given(ANY.filter(bool), st.integers(1, 4))
def test_before_and_after_a_delimiter_are_the_whole(text, which):
    before, after = OF_MANY_TEXTS["TEXTBEFORE"], OF_MANY_TEXTS["TEXTAFTER"]
    if text.count("a") < which <= len(text):
        for part in (before, after):
            assert part(text, "a", which, 0.0, 0.0, "none") == "none"
    elif which <= len(text):
        assert before(text, "a", which) + "a" + after(text, "a", which) == text
        from_the_end = -(text.count("a") - which + 1)
        assert before(text, "a", from_the_end) == before(text, "a", which)
        assert after(text, "A", which, 1.0) == after(text, "a", which)


@pytest.mark.parametrize(
    ("name", "arguments", "kind"),
    [
        ("MID", ("a🙂b", 3, 1), "Value"),
        ("REPLACE", ("🙂", 1, 1, ""), "Value"),
        ("MID", ("abc", 0, 1), "Value"),
        ("LEFT", ("abc", -1), "Value"),
        ("LEFT", ("abc", "x"), "Value"),
        ("FIND", ("", "abc", 5), "Value"),
        ("FIND", ("B", "abc"), "Value"),
        ("SUBSTITUTE", ("abc", "a", "b", 0), "Value"),
        ("REPT", ("ab", 20_000), "Value"),
        ("CODE", ("",), "Value"),
        ("TEXTBEFORE", ("abc", "b", 0), "Value"),
        ("TEXTAFTER", ("abc", "b", 4), "Value"),
        ("TEXTAFTER", ("abc", "x"), "Na"),
    ],
)
def test_half_a_character_and_what_is_not_there_are_errors(name, arguments, kind):
    with pytest.raises(Fault) as raised:
        (OF_TEXTS | OF_MANY_TEXTS)[name](*arguments)
    assert raised.value.kind == kind


def test_errors_pass_through_what_joins():
    assert OF_MANY_TEXTS["CONCAT"]("a", [[1.0, error("Div")]]) == error("Div")
    assert OF_MANY_TEXTS["TEXTJOIN"](error("Na"), True, "a") == error("Na")
    assert OF_MANY_TEXTS["TEXTAFTER"]("ab", [["b", error("Num")]]) == error("Num")


@given(ONE_EACH, ONE_EACH)
def test_a_text_without_wildcards_finds_itself_only(one, other):
    escaped = "".join(f"~{letter}" if letter in "?*~" else letter for letter in one)
    assert pattern_of(escaped).fullmatch(one)
    assert bool(pattern_of(escaped).fullmatch(other)) <= (one.casefold() == other.casefold() or len(one) == len(other))
    assert pattern_of("*").fullmatch(other)
    assert bool(pattern_of("?").fullmatch(other)) == (len(other) == 1)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_number_as_text_is_short_and_the_same_to_15_digits(size):
    text = shown(size)
    assert float(text) == float(f"{size:.15g}")
    assert len(text.lstrip("-")) <= 21


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ('TEXT(3>2,"0.0")', "TRUE"),
        ('TEXT(IF(1,FALSE,1),"0.0")', "FALSE"),
        ('TEXT({TRUE,0.5},"0%")', [["TRUE", "50%"]]),
        ("LEFT(FALSE,2)", "FA"),
        ("LEN({TRUE,FALSE})", [[4.0, 5.0]]),
        ("LEN(0.1+0.2)", 3.0),
        ('EXACT(0.1+0.2,"0.3")', True),
        ('CONCATENATE("a",,1/3)', "a0.333333333333333"),
        ('SUBSTITUTE("a-b","-",)', "ab"),
        ('TEXTAFTER("abc","x",,,,"none")', "none"),
        ('SUM(LEN(TEXTBEFORE({"a-bb";"cc-d"},{"-","b"})))', 3.0),
        ('"$1,000.50"*2', 2001.0),
        ('-"(5)"', 5.0),
        ('IF("false",1,2)', 2.0),
        ('AND("TRUE",1)', True),
    ],
)
def test_formulas_with_texts_are_calculated_as_in_excel(formula, expected):
    assert evaluate(formula) == expected
