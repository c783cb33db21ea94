"""Rosters: the same client from every kind of file, row by row."""

import sys
import tracemalloc

import openpyxl
import pandas as pd
import pytest
from client_strategies import clients
from hypothesis import HealthCheck, given, settings, strategies as st
from roster_files import SMALL, clients_of, csv_roster, small_rows, text_roster

from xl_quadrant.business.client_row import flatten
from xl_quadrant.business.headings import place_under
from xl_quadrant.clients.client_file import client_from_row
from xl_quadrant.clients.example_roster import example_roster
from xl_quadrant.clients.presets import PRESETS, preset
from xl_quadrant.clients.rosters import ColumnRules, open_roster
from xl_quadrant.clients.templates_folder import templates_folder
from xl_quadrant.errors import FileError, InvalidClient, InvalidRoster, UnknownWord, XlQuadrantError

FORMATS = [("utf-8", ",", "."), ("utf-8-sig", ";", ","), ("utf-16", "\t", ","), ("utf-16-le", ";", ".")]
ROUND_TRIP = settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])


def as_excel_stores(row):
    """Return a row with its numbers to the 15 digits that Excel keeps."""
    return {heading: float(f"{cell:.15g}") if isinstance(cell, float) else cell for heading, cell in row.items()}


def survives(client):
    """Say whether a client is still one in 15 digits: shares that are 1 together may be a little more then."""
    try:
        client_from_row(as_excel_stores(flatten(client)), "row")
    except InvalidClient:
        return False
    return True


class TestRoundTrip:
    @ROUND_TRIP
    @given(st.lists(clients(), min_size=1, max_size=3), st.sampled_from(FORMATS))
    def test_text(self, tmp_path, written, form):
        path = csv_roster(tmp_path / "r.csv", [flatten(client) for client in written], *form)
        assert clients_of(path, decimal=form[2]) == written

    @ROUND_TRIP
    @given(st.lists(clients().filter(survives), min_size=1, max_size=3))
    def test_excel(self, tmp_path, drawn):
        rows = [as_excel_stores(flatten(client)) for client in drawn]
        written = [client_from_row(row, "row") for row in rows]
        headings = list(dict.fromkeys(heading for row in rows for heading in row))
        book = openpyxl.Workbook()
        for column, heading in enumerate(headings, start=1):
            for number, cell in enumerate([heading, *(row.get(heading) for row in rows)], start=1):
                written_cell = book.active.cell(number, column, cell)
                if isinstance(cell, str):
                    written_cell.data_type = "s"  # a name that begins with = is no formula
        book.save(tmp_path / "r.xlsx")
        assert clients_of(tmp_path / "r.xlsx") == written

    @ROUND_TRIP
    @given(st.lists(clients(), min_size=1, max_size=3))
    def test_parquet(self, tmp_path, written):
        pd.DataFrame([flatten(client) for client in written]).to_parquet(tmp_path / "r.parquet")
        assert clients_of(tmp_path / "r.parquet") == written

    @pytest.mark.parametrize("kind", [".csv", ".xlsx"])
    def test_the_example_has_every_preset_and_every_heading(self, tmp_path, kind):
        path = tmp_path / f"example{kind}"
        path.write_bytes(example_roster(kind))
        assert clients_of(path) == [preset(name) for name in PRESETS]
        first = openpyxl.load_workbook(path).active[1] if kind == ".xlsx" else ()
        assert all(place_under(cell.value) for cell in first)

    def test_a_folder_of_client_files_in_the_order_of_their_names(self, tmp_path):
        for name in PRESETS:
            (tmp_path / f"{name}.toml").write_bytes((templates_folder() / "presets" / f"{name}.toml").read_bytes())
        (tmp_path / "broken.toml").write_text("name = ", "utf-8")
        (tmp_path / "._gym.toml").write_text("left by a Mac", "utf-8")
        (tmp_path / "notes.txt").write_text("", "utf-8")
        rows = list(open_roster(tmp_path).rows())
        assert [row.label for row in rows] == sorted(f"{name}.toml" for name in (*PRESETS, "broken"))
        assert [row.client() for row in rows if not row.problems] == [preset(name) for name in sorted(PRESETS)]
        ((broken,),) = [row.problems for row in rows if row.problems]
        assert "is not valid TOML" in str(broken)


class TestHeadings:
    def test_case_and_spaces_do_not_count_and_blank_columns_are_left_out(self, tmp_path):
        names = " Name ,Today Core Price,,TODAY_LEADS_PER_MONTH,today cost per lead"
        text = f"{names},today booking_rate,today_show_rate,today_close_rate\nGlow,2000,,200,25,0.5,0.6,0.5\n"
        (client,) = clients_of(text_roster(tmp_path, text))
        assert (client.name, client.today.core.price) == ("Glow", 2000)

    def test_each_wrong_one_is_told_with_its_column(self, tmp_path):
        rows = [{**SMALL, "today_core_prise": 1, "email": "a@b.c", "today_products_0_name": "x"}]
        del rows[0]["today_close_rate"]
        text = csv_roster(tmp_path / "r.csv", rows).read_text("utf-8").replace("email", "name")
        with pytest.raises(InvalidRoster) as caught:
            next(open_roster(text_roster(tmp_path, text)).rows())
        assert str(caught.value).splitlines() == [
            f"{tmp_path / 'roster.csv'}: 4 headings are wrong",
            """  column G: 'today_core_prise' is not a known heading; did you mean "today_core_price"?""",
            "  column H: 'name' stands above column A too; keep one of them",
            """  column I: 'today_products_0_name' is not a known heading; did you mean "today_products_8_name"?""",
            "  today_close_rate: blank where a heading belongs; every client needs this column",
        ]

    def test_columns_of_ones_own_are_left_out_when_told(self, tmp_path):
        path = csv_roster(tmp_path / "r.csv", [{"E-mail": "a@b.c", **SMALL, "Notes": "call"}])
        assert clients_of(path, rules=ColumnRules(ignored=["e-mail", "NOTES"]))[0].name == "Glow"

    @pytest.mark.parametrize("text", ["Glow,2000\n", "\n\n", "", "a;b\n1;2\n"])
    def test_without_headings_nothing_can_be_read(self, tmp_path, text):
        with pytest.raises(FileError, match=r"--example roster\.csv|write headings"):
            next(open_roster(text_roster(tmp_path, text)).rows(), None)

    def test_what_stands_under_no_heading_is_told(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.append([*SMALL, None])
        book.active.append([*SMALL.values(), None, "lost"])
        book.save(tmp_path / "r.xlsx")
        (row,) = open_roster(tmp_path / "r.xlsx").rows()
        assert [str(problem) for problem in row.problems] == [
            "column I: 'lost' stands under no heading; write one above it, or delete it"
        ]


class TestText:
    @pytest.mark.parametrize(
        ("encoding", "named"),
        [
            ("utf-8", "UTF-8"),
            ("utf-8-sig", "UTF-8"),
            ("utf-16", "UTF-16"),
            ("utf-16-be", "UTF-16"),
            ("cp1252", "Windows-1252"),
        ],
    )
    @pytest.mark.parametrize("separator", [",", ";", "\t"])
    def test_its_encoding_and_separator_are_found(self, tmp_path, encoding, named, separator):
        path = csv_roster(tmp_path / "r.csv", small_rows("Café “Müller”"), encoding, separator)
        assert clients_of(path)[0].name == "Café “Müller”"
        assert open_roster(path).read_as.startswith(
            f"{named}, separator {'tab' if separator == chr(9) else separator}, "
        )

    def test_an_encoding_can_be_told(self, tmp_path):
        path = csv_roster(tmp_path / "r.csv", small_rows("Żółw"), "cp1250")
        assert clients_of(path)[0].name != "Żółw"
        assert clients_of(path, encoding="cp1250")[0].name == "Żółw"
        with pytest.raises(UnknownWord, match="not a known encoding"):
            open_roster(path, encoding="utf-9")

    def test_a_broken_letter_in_utf_8_is_told_rather_than_all_others_garbled(self, tmp_path):
        path = csv_roster(tmp_path / "r.csv", small_rows("Café"))
        path.write_bytes(path.read_bytes() + "Bär".encode("cp1252"))
        with pytest.raises(FileError, match="is not all UTF-8: it holds the byte 0xe4"):
            open_roster(path)

    def test_a_byte_of_no_letter_is_told(self, tmp_path):
        path = csv_roster(tmp_path / "r.csv", small_rows("Glow"))
        path.write_bytes(path.read_bytes().replace(b"Glow", b"Gl\x81w"))
        with pytest.raises(FileError, match="is not all Windows-1252"):
            open_roster(path)

    def test_a_workbook_under_a_wrong_name_is_told(self, tmp_path):
        (tmp_path / "r.csv").write_bytes(example_roster(".xlsx"))
        with pytest.raises(FileError, match=r"ends in \.xlsx"):
            open_roster(tmp_path / "r.csv")

    def test_the_line_for_excel_names_the_separator(self, tmp_path):
        path = csv_roster(tmp_path / "r.csv", small_rows("Glow"), separator=";")
        (row,) = open_roster(text_roster(tmp_path, "sep=;\r\n" + path.read_text("utf-8"))).rows()
        assert (row.number, row.client().name) == (3, "Glow")

    @pytest.mark.parametrize(("decimal", "separator"), [(".", ","), (",", ";"), (".", ";"), (",", "\t")])
    def test_a_number_that_may_be_two_is_refused_whatever_the_others_show(self, tmp_path, decimal, separator):
        text = csv_roster(tmp_path / "r.csv", small_rows("Glow"), "utf-8", separator, decimal).read_text("utf-8")
        thousands = {".": ",", ",": "."}[decimal]
        path = text_roster(tmp_path, text.replace("2000", f'"2{thousands}000"'))
        (row,) = open_roster(path).rows()
        with pytest.raises(XlQuadrantError, match="may be 2000 or 2"):
            row.client()
        assert open_roster(path).read_as.endswith("each number by its own marks")
        assert clients_of(path, decimal=decimal)[0].today.core.price == 2000

    def test_where_no_number_shows_it_a_number_that_may_be_two_is_refused_until_it_is_told(self, tmp_path):
        text = csv_roster(tmp_path / "r.csv", small_rows("Glow"), "utf-8", ";").read_text("utf-8")
        path = text_roster(tmp_path, text.replace("2000", "2.000"))
        (row,) = open_roster(path).rows()
        with pytest.raises(XlQuadrantError, match=r"today_core_price: '2\.000' may be 2000 or 2\.000; write 2000"):
            row.client()
        assert [clients_of(path, decimal=mark)[0].today.core.price for mark in ",."] == [2000, 2]

    def test_rows_are_counted_as_a_spreadsheet_counts_them(self, tmp_path):
        text = csv_roster(tmp_path / "r.csv", small_rows("One", "Two\nlines", "Three")).read_text("utf-8")
        head, *rest = text.split("\n", 1)
        rows = list(open_roster(text_roster(tmp_path, f"\n{head}\n\n,,,,,,\n{rest[0]}")).rows())
        assert [(row.number, row.name) for row in rows] == [(5, "One"), (6, "Two lines"), (7, "Three")]

    @pytest.mark.parametrize(
        ("row", "said"),
        [
            ("Short,1,2", "row 3: has 3 cells under 7 headings; put quotes around a text that holds the separator"),
            ("Glow, Inc,200,25,0.5,0.6,0.5,2000", "row 3: has 8 cells under 7 headings"),
            ('"Glow" Inc,200,25,0.5,0.6,0.5,2000', "line 3: cannot be read: text follows a closing quote"),
            ('"Glow,200,25,0.5,0.6,0.5,2000', "lines 3 to 4: cannot be read: a quote is opened and never closed"),
            ("x" * 140_000, "line 3: cannot be read: a text of over 131,072 characters"),
        ],
        ids=["short", "long", "after a quote", "open quote", "endless"],
    )
    def test_a_row_that_cannot_be_read_says_why_and_stops_nothing(self, tmp_path, row, said):
        first, *others = csv_roster(tmp_path / "r.csv", small_rows("One", "Two")).read_text("utf-8").splitlines()
        rows = list(open_roster(text_roster(tmp_path, "\n".join([first, others[0], row, others[1]]))).rows())
        assert rows[0].client().name == "One"
        assert str(rows[1].problems[0]).startswith(said)
        assert [each.client().name for each in rows[2:]] == ([] if "never closed" in said else ["Two"])

    def test_more_separators_than_headings_are_no_mistake_while_nothing_stands_there(self, tmp_path):
        text = csv_roster(tmp_path / "r.csv", small_rows("Glow")).read_text("utf-8").rstrip()
        assert clients_of(text_roster(tmp_path, text + ",,,"))[0].name == "Glow"


class TestCells:
    @pytest.mark.parametrize(
        ("heading", "cell", "said"),
        [
            ("today_close_rate", "50", "50 is above 1; write 50% or 0.5"),
            ("today_close_rate", "half", "'half' is text; write a number (share of shows)"),
            ("today_core_price", "#DIV/0!", "is an error in the cell this argument refers to; mend that cell first"),
            ("today_core_price", "€2.50", "is in EUR, and the row in USD; write EUR under currency"),
            ("today_core_price", "", "blank where a number belongs"),
            ("today_core_price", "-5", "-5 is below 0"),
            ("name", "", "blank where a name belongs"),
            ("date", "31/01/2026", "is not a date; write a date such as 2026-01-31"),
            ("today_front_end_offer", "gratis", 'is not known; write "free", "discount" or "value"'),
            ("target_products", "all", 'is not known here; write "none" for no offers'),
            ("today_products_2_price", "5", "where a name belongs"),
            ("currency", "dollars", "is not a currency code"),
        ],
    )
    def test_a_wrong_one_is_told_by_its_heading(self, tmp_path, heading, cell, said):
        (row,) = open_roster(csv_roster(tmp_path / "r.csv", [{**SMALL, "date": "", heading: cell}])).rows()
        with pytest.raises(XlQuadrantError) as caught:
            row.client()
        (problem,) = caught.value.problems
        assert problem.argument == ("today_products_2_name" if "products_2" in heading else heading)
        assert said in str(problem)

    def test_all_wrong_ones_are_told_at_once(self, tmp_path):
        wrong = {**SMALL, "today_close_rate": 50, "today_core_price": "€5", "today_show_rate": None}
        (row,) = open_roster(csv_roster(tmp_path / "r.csv", [wrong])).rows()
        with pytest.raises(XlQuadrantError) as caught:
            row.client()
        assert {problem.argument for problem in caught.value.problems} == {
            "today_close_rate",
            "today_core_price",
            "today_show_rate",
        }

    def test_a_number_under_a_heading_of_texts_is_a_text(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.append([*SMALL])
        book.active.append([24, *list(SMALL.values())[1:]])
        book.save(tmp_path / "r.xlsx")
        assert [client.name for client in clients_of(tmp_path / "r.xlsx")] == ["24"]


class TestExcel:
    def test_the_first_sheet_that_shows_or_the_one_that_is_named(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.title = "Hidden"
        book.active.sheet_state = "hidden"
        for title in ("First", "Second"):
            page = book.create_sheet(title)
            page.append([*SMALL])
            page.append([title, *list(SMALL.values())[1:]])
        book.save(tmp_path / "r.xlsx")
        assert clients_of(tmp_path / "r.xlsx")[0].name == "First"
        assert clients_of(tmp_path / "r.xlsx", sheet="Second")[0].name == "Second"
        with pytest.raises(UnknownWord, match="it has Hidden, First, Second"):
            clients_of(tmp_path / "r.xlsx", sheet="Third")

    def test_formulas_that_nobody_has_calculated_are_told_rather_than_read_as_blanks(self, tmp_path):
        book = openpyxl.Workbook()
        book.active.append([*SMALL])
        book.active.append([*list(SMALL.values())[:-1], "=1000*2"])
        book.save(tmp_path / "r.xlsx")
        with pytest.raises(FileError, match="formulas without values, as in "):
            clients_of(tmp_path / "r.xlsx")

    @pytest.mark.parametrize(
        "content", [b"", b"PK", b"\xd0\xcf\x11\xe0 with a password"], ids=["empty", "cut", "locked"]
    )
    def test_what_is_no_workbook_is_told(self, tmp_path, content):
        (tmp_path / "r.xlsx").write_bytes(content)
        with pytest.raises(FileError, match="cannot be read"):
            clients_of(tmp_path / "r.xlsx")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("none.csv", "does not exist"),
        ("old.xls", "is of no kind"),
        ("folder", "no client files"),
        ("r.parquet", "Parquet"),
    ],
)
def test_what_is_no_roster_is_told(tmp_path, name, said):
    (tmp_path / "folder").mkdir()
    for broken in ("old.xls", "r.parquet"):
        (tmp_path / broken).write_bytes(b"no roster at all")
    with pytest.raises(FileError, match=said):
        next(open_roster(tmp_path / name).rows())


def test_without_pyarrow_it_is_told_how_to_get_it(tmp_path, monkeypatch):
    (tmp_path / "r.parquet").write_bytes(b"")
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(FileError, match=r'pip install "xl-quadrant\[parquet\]"'):
        next(open_roster(tmp_path / "r.parquet").rows())


@pytest.mark.parametrize("kind", ["csv", "xlsx", "parquet"])
def test_its_rows_are_counted_without_being_kept(tmp_path, kind):
    path = tmp_path / f"r.{kind}"
    if kind == "parquet":
        pd.DataFrame(small_rows("One", "Two")).to_parquet(path)
    else:
        path.write_bytes(example_roster(f".{kind}"))
    assert open_roster(path).count() == (2 if kind == "parquet" else len(PRESETS))


@pytest.mark.parametrize("kind", ["csv", "parquet"])
def test_memory_does_not_grow_with_the_length(tmp_path, kind):
    def most_held(count):
        rows = small_rows(*(f"Client {number}" for number in range(count)))
        path = tmp_path / f"{count}.{kind}"
        csv_roster(path, rows) if kind == "csv" else pd.DataFrame(rows).to_parquet(path, row_group_size=500)
        tracemalloc.start()
        assert sum(1 for _ in open_roster(path).rows()) == count
        most = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        return most

    most_held(10)
    assert most_held(6000) < 1.5 * most_held(1500)
