"""Every function has its page, as text and as markdown, with live examples."""

import doctest
import re

import pytest

import xl_quadrant
from xl_quadrant.bridges.equations import plain_equation
from xl_quadrant.bridges.examples import worked_examples
from xl_quadrant.bridges.reference import catalogue_table, markdown_page, sections, text_page
from xl_quadrant.catalogue import CATALOGUE, CATEGORIES, by_name

TITLES = ["Syntax", "Arguments", "Returned value", "Error conditions", "Details", "Examples", "References"]

each_function = pytest.mark.parametrize("function", CATALOGUE, ids=[function.name for function in CATALOGUE])


@each_function
def test_the_page_has_its_sections_in_order_and_none_is_empty(function):
    found = list(sections(function))
    assert [section.title for section in found] == TITLES
    assert all(any(any(row) for row in section.rows) for section in found)


@each_function
def test_the_text_page_says_everything_in_plain_words(function):
    page = text_page(function)
    assert page.startswith(f"{function.name}\n{function.summary}\n")
    assert not re.search(r"[\\`{}]|:math|\.\. ", page.split("Examples")[0])
    for argument in function.arguments:
        assert re.search(
            rf"^  {re.escape(argument.spelled)} +{re.escape(argument.unit)} +{re.escape(argument.help)}$", page, re.M
        )
    for entry in function.raises:
        assert getattr(xl_quadrant, entry.name).excel_error in page


@each_function
def test_the_markdown_page_has_a_heading_for_each_section(function):
    page = markdown_page(function)
    assert re.findall(r"^### (.+)$", page, re.MULTILINE) == TITLES
    assert ":math:" not in page
    assert page.count("```math") == function.notes.count(".. math::")
    widths = {line.count(" | ") for line in page.split("### Arguments")[1].split("###")[0].strip().splitlines()}
    assert widths == {2}


@each_function
def test_every_example_of_the_docstring_is_live_on_the_page(function):
    page = text_page(function)
    examples = list(worked_examples(function))
    assert len(examples) == len(function.examples)
    for shown, example in zip(examples, function.examples, strict=True):
        assert shown.formula in page
        assert shown.answer_text in page
        names = {name: getattr(xl_quadrant, name) for name in xl_quadrant.__all__}
        test = doctest.DocTest([doctest.Example(example.source, example.result)], names, function.name, None, 0, None)
        assert doctest.DocTestRunner(verbose=False).run(test).failed == 0


def test_the_examples_of_the_contract():
    page = text_page(by_name("CASH_PER_SHOW"))
    assert "=CASH_PER_SHOW(19, 0.5, 2000, 200, 400, 0, 800)  1719" in re.sub(r" {2,}", "  ", page)


def test_the_table_lists_every_function_under_its_category():
    table = catalogue_table()
    assert re.findall(r"^### (.+)$", table, re.MULTILINE) == list(CATEGORIES)
    assert re.findall(r"^\| `(\w+)\(", table, re.MULTILINE) == [function.name for function in CATALOGUE]


@pytest.mark.parametrize(
    ("latex", "plain"),
    [
        (
            r"P \sum_{k=0}^{n-1} \frac{\prod_{j=1}^{k} (1-c_j)}{(1+d)^k}",
            "P Σ(k=0 … n−1) (Π(j=1 … k) (1−c_j)) / (1+d)^k",
        ),
        (r"\sum_{k \ge 0} K^k = \frac{1}{1 - K}", "Σ(k ≥ 0) K^k = 1 / (1 − K)"),
        (r"D + \sum_{k=1}^{t} \frac{A-D}{n} (1-h)^k", "D + Σ(k=1 … t) ((A−D) / n) (1−h)^k"),
        (r"(1+i)^{12} - 1", "(1+i)^12 − 1"),
        (r"\frac{\text{cost per lead}}{b \, w}", "(cost per lead) / (b w)"),
        (r"\mathrm{Beta}(k + \tfrac12,\; n)", "Beta(k + 1/2, n)"),
        (r"\varphi A (1-\delta)", "φ A (1−δ)"),
        (r"a \oplus b", "a oplus b"),
        (r"50\% of a", "50% of a"),
    ],
)
def test_an_equation_in_plain_text(latex, plain):
    assert plain_equation(latex) == plain
