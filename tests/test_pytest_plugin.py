"""The pytest plugin, in test runs of its own: fixtures, marker, option, and what a failing test prints."""

import subprocess
import sys

import openpyxl
import pytest
from openpyxl.workbook.defined_name import DefinedName

pytest_plugins = ["pytester"]


@pytest.fixture
def project(pytester):
    """Return a project of its own with a workbook in its root; the plugin is installed with the package."""
    pytester.makeini("[pytest]\naddopts = --strict-markers\nfilterwarnings = error\n")
    write_book(pytester.path / "glow.xlsx", 200)
    return pytester


def write_book(path, price):
    """Write a workbook: a price, its lifetime value and what it makes of its cost."""
    book = openpyxl.Workbook()
    book.active.append([price, "=LTV_CONTINUITY(A1,10%)", "=LTV_TO_CAC(B1,D1)", 500])
    for name, cell in {"price": "$A$1", "ltv": "$B$1", "ratio": "$C$1", "cac": "$D$1"}.items():
        book.defined_names[name] = DefinedName(name, attr_text=f"Sheet!{cell}")
    path.parent.mkdir(exist_ok=True)
    book.save(path)


def passed(project, code, *arguments):
    """Run tests in the project, and return how many passed; none may fail."""
    project.makepyfile(test_it=code)
    outcomes = project.runpytest_inprocess(*arguments).parseoutcomes()
    assert outcomes.keys() <= {"passed"}, outcomes
    return outcomes["passed"]


class TestRecalc:
    def test_it_recalculates_a_workbook_with_inputs(self, project):
        code = """
            import openpyxl, pathlib
            def test_inputs(recalc):
                assert recalc("glow.xlsx")["ltv"] == 2000
                assert recalc("glow.xlsx", inputs={"price": 300})["ltv"] == 3000
                assert recalc("glow.xlsx", inputs={"price": 300}, source="mine").source == "mine"
            def test_books(recalc):
                path = pathlib.Path("glow.xlsx")
                openpyxl_book = openpyxl.load_workbook(path)
                for book in (path, path.resolve(), str(path.resolve()), path.read_bytes(), openpyxl_book):
                    assert recalc(book)["ltv"] == 2000
        """
        assert passed(project, code) == 2

    def test_a_path_is_looked_for_beside_the_test_and_then_in_rootdir(self, project):
        write_book(project.path / "tests" / "glow.xlsx", 100)
        write_book(project.path / "books" / "other.xlsx", 50)
        test = project.path / "tests" / "test_where.py"
        test.write_text(
            "def test_it(recalc):\n"
            "    assert recalc('glow.xlsx')['price'] == 100\n"
            "    assert recalc('../glow.xlsx')['price'] == 200\n"
            "    assert recalc('books/other.xlsx')['price'] == 50\n"
        )
        project.runpytest_inprocess(test).assert_outcomes(passed=1)

    def test_a_file_that_is_not_there_is_named_with_where_it_was_looked_for(self, project):
        project.makepyfile("def test_it(recalc):\n    recalc('none.xlsx')")
        result = project.runpytest_inprocess()
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(f"*FileError: none.xlsx: is not in {project.path}; check the path")


class TestWorkbook:
    def test_without_a_marker_it_is_the_template_with_nothing_in_it(self, project):
        code = """
            def test_it(workbook):
                assert workbook["chk_master"] == "CHECK"
                assert workbook["in_core_price_today"] is None
                assert workbook.source == "quadrant.xlsx"
            def test_again(workbook):
                assert workbook["out_cash_per_show_30_today"] == "–"
        """
        assert passed(project, code) == 2

    def test_a_marker_names_it_and_what_stands_closer_to_the_test_comes_first(self, project):
        write_book(project.path / "other.xlsx", 50)
        code = """
            import pytest
            pytestmark = pytest.mark.workbook("glow.xlsx")
            def test_of_the_module(workbook):
                assert (workbook["price"], workbook["ratio"]) == (200, 4)
            @pytest.mark.workbook(inputs={"cac": 100})
            class TestCheap:
                def test_of_the_class(self, workbook):
                    assert (workbook["price"], workbook["ratio"]) == (200, 20)
                @pytest.mark.workbook(inputs={"price": 300})
                def test_both(self, workbook):
                    assert (workbook["price"], workbook["ratio"]) == (300, 30)
                @pytest.mark.workbook("other.xlsx", inputs={"cac": 50})
                def test_another(self, workbook):
                    assert (workbook["price"], workbook["ratio"]) == (50, 10)
        """
        assert passed(project, code) == 4

    def test_an_option_names_that_of_all_tests(self, project):
        project.makeini("[pytest]\nxlq_workbook = books/glow.xlsx\n")
        write_book(project.path / "books" / "glow.xlsx", 100)
        code = """
            import pytest
            def test_it(workbook):
                assert workbook["price"] == 100
            @pytest.mark.workbook("glow.xlsx")
            def test_marked(workbook):
                assert workbook["price"] == 200
        """
        assert passed(project, code) == 2

    def test_as_it_stands_it_is_calculated_once_and_anew_when_the_file_changes(self, project):
        code = """
            import openpyxl, pytest
            pytestmark = pytest.mark.workbook("glow.xlsx")
            seen = []
            def test_first(workbook):
                seen.append(workbook)
            def test_second(workbook):
                assert workbook is seen[0]
                book = openpyxl.load_workbook("glow.xlsx")
                book.active["A1"] = 12345
                book.save("glow.xlsx")
            def test_third(workbook):
                assert workbook["price"] == 12345
        """
        assert passed(project, code) == 3

    def test_a_marker_with_something_else_is_an_error(self, project):
        project.makepyfile("import pytest\n@pytest.mark.workbook(input={})\ndef test_it(workbook): pass")
        result = project.runpytest_inprocess()
        result.assert_outcomes(errors=1)
        result.stdout.fnmatch_lines("*'input' is not what the marker takes; write workbook(*")


class TestAssertCells:
    def test_it_is_a_function_and_a_fixture(self, project):
        code = """
            import pytest
            from xl_quadrant import assert_cells
            pytestmark = pytest.mark.workbook("glow.xlsx")
            def test_function(workbook):
                assert_cells(workbook, {"ltv": 2000, "Sheet!A1:B1": [200, 2000]})
            def test_fixture(workbook, assert_cells):
                assert_cells(workbook, {"ltv": 2000.4}, tolerance=0.5)
        """
        assert passed(project, code) == 2

    def test_a_failing_test_shows_its_own_line_and_every_difference(self, project):
        project.makepyfile(
            """
            import pytest
            from xl_quadrant import assert_cells
            @pytest.mark.workbook("glow.xlsx", inputs={"cac": 0})
            def test_it(workbook):
                assert_cells(workbook, {"price": 200, "ltv": 1800, "Sheet!C1": 4})
            """
        )
        result = project.runpytest_inprocess()
        result.assert_outcomes(failed=1)
        result.stdout.fnmatch_lines(
            [
                '>       assert_cells(workbook, {"price": 200, "ltv": 1800, "Sheet!C1": 4})',
                "E       AssertionError: 2 of 3 cells differ in glow.xlsx",
                "E       Sheet!Cell      expected  got      formula",
                "E       Sheet!B1 (ltv)  1800      2000     =LTV_CONTINUITY(A1,10%)",
                "E       Sheet!C1        4         [#]DIV/0!  =LTV_TO_CAC(B1,D1)",
                "E                       cac: 0 is nothing to divide by; write a number above 0",
            ],
        )
        result.stdout.no_fnmatch_line("*expected_cells.py*")


def test_pytest_starts_without_the_rest_of_the_package():
    script = "import xl_quadrant.pytest_plugin, sys; print(*(m for m in sys.modules if m.split('.')[0] in {packages}))"
    script = script.format(packages={"xl_quadrant", "numpy", "openpyxl"})
    ended = subprocess.run([sys.executable, "-c", script], capture_output=True, check=True, text=True)
    assert ended.stdout.split() == ["xl_quadrant", "xl_quadrant.pytest_plugin"]


def test_it_can_be_left_out(pytester):
    pytester.makepyfile("def test_it(workbook): pass")
    result = pytester.runpytest_inprocess("-p", "no:xl_quadrant")
    result.stdout.fnmatch_lines("*fixture 'workbook' not found")
