"""The catalogue is complete, says what the docstrings and signatures say, and has names that Excel and VBA accept."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import xl_quadrant.functions
from xl_quadrant import errors
from xl_quadrant.catalogue import CATALOGUE, by_name, excel_literal
from xl_quadrant.catalogue.docstrings import read_docstring

GOLDEN = Path(__file__).parents[1] / "golden"
BUILT_IN = frozenset((GOLDEN / "excel_functions.txt").read_text("utf-8").split())
VBA_KEYWORDS = frozenset(
    """
    AddressOf Alias And Any Append Array As Attribute Base Binary Boolean ByRef Byte ByVal Call Case CBool CByte CCur
    CDate CDbl CDec CDecl CInt CLng CLngLng CLngPtr Close Compare Const CSng CStr Currency CVar CVErr Date Debug Decimal
    Declare DefBool DefByte DefCur DefDate DefDbl DefDec DefInt DefLng DefObj DefSng DefStr DefVar Dim Do Double Each
    Else ElseIf Empty End EndIf Enum Eqv Erase Error Event Exit Explicit False Fix For Friend Function Get Global GoSub
    GoTo If Imp Implements In Input InputB Int Integer Is Lbound Len LenB Let Lib Like Line LINEINPUT Local Lock Long
    LongLong LongPtr Loop LSet Me Mod Module Name New Next Not Nothing Null Object On Open Option Optional Or Output
    ParamArray Preserve Print Private Property Proc PSet Public Put RaiseEvent Random Read ReDim Rem Resume Return RSet
    Scale Seek Select Set Sgn Shared Single Spc Static Step Stop String Sub Tab Text Then To True Type TypeOf UBound
    Unknown Until Variant Wend While Width With WithEvents Write Xor
    """.upper().split()
)
TRANSLATED = dict(
    line.split(maxsplit=1)
    for line in (GOLDEN / "excel_functions_translated.txt").read_text("utf-8").splitlines()
    if line and not line.startswith("#")
)
"""The built-in functions of Excel in other languages, each with the languages that have it."""

VLOOKUP = {
    "de": "SVERWEIS", "fr": "RECHERCHEV", "es": "BUSCARV", "it": "CERCA.VERT", "pt-br": "PROCV", "nl": "VERT.ZOEKEN",
    "pl": "WYSZUKAJ.PIONOWO", "ru": "ВПР", "tr": "DÜŞEYARA", "sv": "LETARAD", "da": "LOPSLAG", "fi": "PHAKU",
}  # fmt: skip
"""One name that is known in each of some languages; Chinese, Japanese and Korean have the English names."""

OUR_VBA_NAMES = frozenset({"XLPY", "APPLICATION", "THISWORKBOOK", "ACTIVEWORKBOOK", "ERR", "FAILED", "APP", "CALLER"})

each_function = pytest.mark.parametrize("function", CATALOGUE, ids=[function.name for function in CATALOGUE])


def is_cell(name):
    """Say whether Excel reads a name as a cell, A1 to XFD1048576."""
    found = re.fullmatch(r"([A-Z]{1,3})(\d{1,7})", name)
    if not found:
        return False
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - ord("A") + 1
    return column <= 16_384 and 1 <= int(found[2]) <= 1_048_576


def is_r1c1(name):
    """Say whether Excel reads a name as a row, a column or a cell of the R1C1 kind."""
    return bool(re.fullmatch(r"R\d*(C\d*)?|C\d*", name))


@pytest.mark.parametrize("name", ["LTV1", "CAC30", "CPL90", "XFD1048576", "A1"])
def test_the_lint_knows_cells(name):
    assert is_cell(name)


@pytest.mark.parametrize("name", ["XFE1", "A1048577", "LTV_1", "PROFIT30", "A0"])
def test_the_lint_knows_what_is_no_cell(name):
    assert not is_cell(name)


@pytest.mark.parametrize("name", ["R", "C", "R1", "C12", "R1C1", "RC", "RC2"])
def test_the_lint_knows_r1c1(name):
    assert is_r1c1(name)


@each_function
def test_the_name_is_one_that_excel_and_vba_accept(function):
    assert re.fullmatch(r"[A-Z][A-Z0-9_]*", function.name)
    assert len(function.name) <= 255
    assert not is_cell(function.name)
    assert not is_r1c1(function.name)
    assert function.name not in BUILT_IN
    assert function.name not in TRANSLATED
    assert function.name not in VBA_KEYWORDS


@pytest.mark.parametrize("language", VLOOKUP)
def test_the_lint_knows_the_functions_of_other_languages(language):
    assert language in TRANSLATED[VLOOKUP[language]].split()
    assert sum(language in languages.split() for languages in TRANSLATED.values()) > 300


@each_function
def test_the_arguments_have_names_that_vba_accepts(function):
    names = [argument.name.upper() for argument in function.arguments]
    assert not VBA_KEYWORDS.intersection(names)
    assert not OUR_VBA_NAMES.intersection(names)


def test_every_public_function_of_the_mathematics_is_in_the_catalogue_once():
    found = []
    for module in pkgutil.iter_modules(xl_quadrant.functions.__path__, "xl_quadrant.functions."):
        for name, value in vars(importlib.import_module(module.name)).items():
            defined_here = inspect.isfunction(value) and value.__module__ == module.name
            wrapped = getattr(value, "__wrapped__", None)
            if defined_here and wrapped and not inspect.isgeneratorfunction(wrapped) and not name.startswith("_"):
                found.append(value)
    assert len(found) == len(set(found))
    assert set(found) == {function.python for function in CATALOGUE if function.kind != "whole"}


def test_names_order_and_defaults_of_arguments_stay_as_workbooks_have_them():
    assert [function.syntax for function in CATALOGUE] == (GOLDEN / "syntax.txt").read_text("utf-8").splitlines()


@each_function
def test_every_argument_is_documented_in_order_with_its_unit_and_default(function):
    entries = read_docstring(function.python.__doc__).parameters
    assert [entry.name for entry in entries] == [argument.name for argument in function.arguments]
    for entry, argument in zip(entries, function.arguments, strict=True):
        _, _, rest = entry.kind.partition(", ")
        if argument.required:
            tail = ""
        else:
            default = argument.default
            spelled = (
                f'"{default}"'
                if isinstance(default, str)
                else f"{default:g}"
                if isinstance(default, float)
                else default
            )
            tail = ", optional" if default is None else f", default {spelled}"
        assert rest == f"{argument.unit}{tail}"
        assert argument.help.endswith((".", "!", "?"))


@each_function
def test_the_page_has_all_its_parts(function):
    assert function.summary.endswith(".")
    assert function.returned_unit
    assert function.returns
    assert bool(function.raises) == (function.name not in {"EXPLAIN", "XLQ_VERSION"})
    assert function.notes
    assert function.references
    assert function.examples


@each_function
def test_each_documented_error_carries_the_excel_error_its_text_names(function):
    for entry in function.raises:
        assert f"({getattr(errors, entry.name).excel_error})" in entry.text


@each_function
def test_the_kind_is_what_the_function_does_with_columns(function):
    takes_columns = any(argument.quantity.column for argument in function.arguments)
    assert takes_columns == (function.kind == "reducing")
    shape = {"elementwise": (2, 1), "spilling": (2, 1, 3)}
    if (
        function.kind != "whole"
        and not takes_columns
        and not any(hasattr(argument.quantity, "words") for argument in function.arguments)
    ):
        ones = [[[1.0], [1.0]]] * sum(argument.required for argument in function.arguments)
        try:
            answer = function.python(*ones)
        except errors.ArgumentError:
            return
        assert answer.shape == shape[function.kind]


def test_functions_are_found_in_upper_and_lower_case():
    assert by_name("cash_per_show") is by_name(" CASH_PER_SHOW ")


def test_an_unknown_function_is_an_error_that_names_the_nearest():
    with pytest.raises(errors.UnknownWord, match=r"'CASH_PER_SHO' is not a function .* did you mean CASH_PER_SHOW"):
        by_name("CASH_PER_SHO")
    with pytest.raises(errors.UnknownWord, match="the catalogue lists all names"):
        by_name("?")


def test_quotes_in_a_literal_are_doubled():
    assert excel_literal('6" pipe') == '"6"" pipe"'
