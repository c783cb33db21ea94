"""Any workbook recalculated, single formulas, and the catalogue."""

import openpyxl
import pytest
from commands import Ended, formulas, in_its_own_process

from xl_quadrant.bridges.reference import text_page
from xl_quadrant.catalogue import CATALOGUE, by_name
from xl_quadrant.command_line.recalc import SHOWN


class TestRecalc:
    def test_values_are_stored_in_the_workbook_itself(self, xlq, tmp_path):
        book = formulas(tmp_path, A1=200, A2="=LTV_CONTINUITY(A1, 10%)", A3="=LTV_CONTINUITY(A1, 10)", A4="=1+1")
        ended = xlq("recalc", book)
        assert ended.code == 0
        assert ended.out == (
            "forecast.xlsx: 3 cells calculated, 1 show an error\n"
            "Sheet!A3 #NUM! churn: 10 is above 1; write 10% or 0.1\n"
        )
        stored = openpyxl.load_workbook(tmp_path / book, data_only=True).active
        assert [stored[cell].value for cell in ("A2", "A3", "A4")] == [2000, "#NUM!", 2]
        assert openpyxl.load_workbook(tmp_path / book).active["A2"].value == "=LTV_CONTINUITY(A1, 10%)"

    def test_of_very_many_errors_the_first_are_told(self, xlq, tmp_path):
        book = formulas(tmp_path, **{f"A{row}": "=1/0" for row in range(1, SHOWN + 6)})
        lines = xlq("recalc", book).out.splitlines()
        assert (len(lines), lines[-1]) == (SHOWN + 2, "and 5 more, which --json lists")

    def test_or_in_another_which_is_not_replaced_without_force(self, xlq, tmp_path):
        book = formulas(tmp_path, A1="=1+1")
        before = (tmp_path / book).read_bytes()
        assert xlq("recalc", book, "-o", "done.xlsx").code == 0
        assert xlq("recalc", book, "-o", "done.xlsx").code == 1
        assert xlq("recalc", book, "-o", book).code == 1
        assert xlq("recalc", book, "-o", "done.xlsx", "--force").code == 0
        assert (tmp_path / book).read_bytes() == before

    def test_json_has_every_value_and_every_error(self, xlq, tmp_path):
        answer = xlq("recalc", formulas(tmp_path, A1="=1/0", B1='="é"&"x"', B2="=LTV_TO_CAC(9, 3)"), "--json").answer
        assert answer["values"] == {"Sheet": {"A1": None, "B1": "éx", "B2": 3}}
        (fault,) = answer["errors"]
        assert (answer["file"], fault["sheet"], fault["cell"], fault["error"]) == (
            "forecast.xlsx",
            "Sheet",
            "A1",
            "#DIV/0!",
        )

    def test_a_workbook_that_takes_too_long_is_given_up_and_stays_as_it_was(self, xlq, tmp_path):
        book = formulas(tmp_path, A1="=1+1")
        before = (tmp_path / book).read_bytes()
        ended = xlq("recalc", book, "--timeout", "0")
        assert ended.err == (
            "xlq: forecast.xlsx: takes longer than 0 seconds to calculate; "
            "look for formulas over whole columns, or allow more\n"
        )
        assert (ended.code, (tmp_path / book).read_bytes()) == (1, before)
        assert [path.name for path in tmp_path.iterdir()] == [book]

    def test_or_too_much_memory(self, xlq, tmp_path):
        ended = xlq("recalc", formulas(tmp_path, A1="=1+1"), "--memory", "9", "-o", "done.xlsx")
        assert ended.err.startswith("xlq: forecast.xlsx: takes more than 9 MB to calculate; ")
        assert ended.code == 1
        assert [path.name for path in tmp_path.iterdir()] == ["forecast.xlsx"]


class TestEval:
    @pytest.mark.parametrize(
        ("formula", "printed"),
        [
            ("=CASH_PER_SHOW(19, 50%, 2000, 200, 400, 0, 800)", "1719"),
            ("LTV_CONTINUITY(200, 0.1, 12)", "1435.140927038"),
            ("=CLIENT_FINANCED(609, 100)", "TRUE"),
            ("=CHANNEL_VERDICT(100, 150, 200, 300)", "paid on the day"),
            ("=MONTHLY_CHURN({0;0.5})*0", "0\n0"),
            ("=LTV_CONTINUITY({200,100;50,300}, {10,0.1;0.1,0.1})", "#NUM!\t1000\n500\t3000"),
            ("=1+1", "2"),
        ],
    )
    def test_a_formula_prints_its_answer(self, xlq, formula, printed):
        assert xlq("eval", formula) == Ended(0, printed + "\n", "")

    @pytest.mark.parametrize(
        ("formula", "line"),
        [
            ("=LTV_CONTINUITY(200, 10)", "xlq: #NUM! churn: 10 is above 1; write 10% or 0.1"),
            ("=LTV_CONTINUTY(200, 10%)", "xlq: #NAME? formula: '=LTV_CONTINUTY(200, 10%)' "),
            ("=A1+1", "xlq: #VALUE! formula: '=A1+1' refers to A1"),
            ("=(", "xlq: #VALUE! formula: '=(' cannot be read"),
        ],
    )
    def test_a_formula_without_an_answer_says_why(self, xlq, formula, line):
        ended = xlq("eval", formula)
        assert (ended.code, ended.out) == (1, "")
        assert ended.err.startswith(line)
        assert ended.err.count("\n") == 1

    def test_json_has_the_answer_or_the_error_and_its_reason(self, xlq):
        assert xlq("eval", "=1+1", "--json").answer == {"formula": "=1+1", "value": 2}
        assert xlq("eval", "=SHOW_RATE({1;3}, {2;2})", "--json").answer["value"] == [[0.5], [None]]
        failed = xlq("eval", "=SHOW_RATE(3, 2)", "--json")
        assert failed.code == 1
        assert (failed.answer["value"], failed.answer["error"]) == (None, "#NUM!")
        (error,) = failed.answer["errors"]
        assert error["why"] in failed.err

    def test_in_a_process_of_its_own(self, tmp_path):
        formula = "=CASH_PER_SHOW(19, 50%, 2000, 200, 400, 0, 800)"
        assert in_its_own_process("eval", formula, cwd=tmp_path).out.split() == ["1719"]


class TestFunctions:
    def test_every_function_is_listed_with_what_it_returns(self, xlq):
        shown = " ".join(xlq("functions").out.split())
        assert [f.name for f in CATALOGUE if f.name not in shown] == []
        assert [f.name for f in CATALOGUE if f.summary not in shown] == []

    def test_one_function_has_its_page(self, xlq):
        assert xlq("functions", "ltv_continuity").out == text_page(by_name("LTV_CONTINUITY"))

    def test_json_says_all_of_each(self, xlq):
        records = xlq("functions", "--json").answer
        assert [record["name"] for record in records] == [function.name for function in CATALOGUE]
        one = xlq("functions", "REBASE", "--json").answer
        assert one in records
        assert [argument["name"] for argument in one["arguments"]][:3] == ["value", "from_basis", "to_basis"]

    def test_a_name_that_is_not_known_brings_the_nearest(self, xlq):
        ended = xlq("functions", "LTV_CONTINUTY")
        assert (ended.code, ended.out) == (1, "")
        assert "did you mean LTV_CONTINUITY" in ended.err
