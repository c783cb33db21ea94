"""
What was shown where: on Windows Python, outside Windows, and what only Excel can show, as `tests/golden/hosts.md`.

``python tests/addin/test_host_table.py`` writes the table anew.
"""

from pathlib import Path

TESTS = Path(__file__).parents[1]
TABLE = TESTS / "golden" / "hosts.md"
TYPED, SERVER = "windows/test_typed_functions.py", "windows/test_server_on_windows.py"
INSTALLED, LINE = "windows/test_installation_on_windows.py", "windows/test_command_line_on_windows.py"
VBA, FILE, CALC = "addin/test_vba_in_calc.py", "addin/test_excel_addin.py", "addin/test_calc_extension.py"

ROWS = (
    (
        "Every vector and worked example, with values and with ranges",
        (TYPED, "test_every_vector_holds_with_references"),
        ("bridges/test_excel.py", "test_every_vector_holds_with_references_to_single_cells"),
        "that Excel passes the same to VBA",
    ),
    (
        "Errors in cells pass; an error of ours is a number that VBA turns into an error",
        (TYPED, "test_every_error_in_a_cell_or_an_argument_passes"),
        (VBA, "test_a_long_becomes_the_error_of_its_number"),
        "that the cell shows #NUM!, and IFERROR catches it",
    ),
    (
        "Errors inside an answer of many cells",
        (TYPED, "test_blanks_dates_amounts_texts_and_logicals"),
        (VBA, "test_errors_inside_an_array_are_errors_and_the_rest_stays"),
        "that they spill as errors",
    ),
    (
        "Why this error?",
        (TYPED, "test_the_reasons_of_errors_are_told"),
        (VBA, "test_the_reason_of_an_error_is_kept"),
        "the address of the caller, and of a spilled cell",
    ),
    (
        "Blanks, dates, amounts, texts, logicals, arguments left out",
        (TYPED, "test_blanks_dates_amounts_texts_and_logicals"),
        ("addin/test_server.py", "test_numbers_texts_and_logicals"),
        "",
    ),
    (
        "Whole columns and rows; a column formatted to its last row",
        (TYPED, "test_a_column_formatted_to_its_last_row_is_read_as_far_as_it_is_filled"),
        ("bridges/test_excel.py", "test_a_column_formatted_to_its_last_row_costs_only_what_is_filled"),
        "that CountA may be called while a formula is calculated",
    ),
    (
        "Several areas, a busy Excel, cells that Excel refuses",
        (TYPED, "test_cells_that_excel_refuses_are_an_error_of_ours_in_every_function"),
        ("bridges/test_excel.py", "test_a_busy_excel_is_asked_again"),
        "when Excel is busy",
    ),
    ("A whole business", (TYPED, "test_a_whole_business"), ("bridges/test_parity.py", ""), ""),
    ("10,000 rows", (TYPED, "test_ten_thousand_rows"), None, "its seconds there"),
    (
        "Python is started through the DLL, restarted, ended",
        (SERVER, "test_python_is_restarted_and_answers_as_before"),
        None,
        "that it ends with Excel",
    ),
    (
        "Long work beside Excel: progress, stop",
        (SERVER, "test_a_workbook_is_made_beside_excel"),
        ("addin/test_server.py", "test_long_work_is_stopped"),
        "the status bar, Application.OnTime",
    ),
    (
        "The VBA compiles and is read back; the package is in order",
        None,
        (FILE, "test_the_analysis_of_the_vba_finds_no_error"),
        "that Excel opens it without a question",
    ),
    ("The tab and its buttons", None, (FILE, "test_the_tab_has_the_named_buttons"), "that each does what it says"),
    (
        "Help in the function wizard",
        None,
        (FILE, "test_the_conf_sheet_says_which_python_and_the_help_sheet_all_help"),
        "that MacroOptions takes it",
    ),
    (
        "Installing and taking away: file, registry",
        (INSTALLED, "test_it_is_installed_beside_others_once_and_taken_away_whole"),
        None,
        "that Excel opens what OPEN names",
    ),
    ("xlq doctor", (INSTALLED, "test_the_doctor_finds_what_is_missing_and_what_is_well"), None, "Office of the Store"),
    (
        "The command line: names, locked files, processes, Ctrl-C",
        (LINE, "test_a_workbook_is_made_read_checked_and_calculated"),
        ("command_line/test_new_and_read.py", ""),
        "",
    ),
    (
        "LAMBDA functions in a workbook of one's own",
        None,
        ("command_line/test_functions_command.py", "test_the_functions_are_brought_into_a_workbook_in_one_step"),
        "that Excel 2024 and 365 take them",
    ),
    ("The extension of LibreOffice Calc", None, (CALC, "test_every_vector_holds"), ""),
    (
        "The files for xlwings Lite",
        None,
        ("command_line/test_addin_command.py", "test_main_of_lite_imports_every_function"),
        "all of it: Lite runs in Excel only",
    ),
)
"""What, the test on Windows Python, the test outside it, and what only Excel can show."""


def linked(test):
    """Return a test as the table has it."""
    if test is None:
        return "–"
    file, name = test
    return f"[{name or Path(file).stem}](../{file})"


def rendered():
    """Return the table."""
    lines = [
        "What was shown where. Windows Python is python.org's, under Wine, called through the DLL of xlwings by",
        "a program that stands for Excel; `XLQ_HOSTS=windows,calc` and `.ci/run` run these tests. What only Excel can",
        "show is unproven.",
        "",
        "| what | on Windows Python | outside it | only Excel can show |",
        "| --- | --- | --- | --- |",
        *(
            f"| {what} | {linked(windows)} | {linked(outside)} | {excel or '–'} |"
            for what, windows, outside, excel in ROWS
        ),
    ]
    return "\n".join(lines) + "\n"


def test_the_table_is_as_it_is_rendered():
    assert TABLE.read_text("utf-8") == rendered()


def test_every_test_that_it_names_is_there():
    for _, *tests, _ in ROWS:
        for file, name in filter(None, tests):
            assert not name or f"\ndef {name}(" in (TESTS / file).read_text("utf-8"), name


if __name__ == "__main__":
    TABLE.write_text(rendered(), "utf-8")
