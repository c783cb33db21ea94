"""Client workbooks: written, printed and read back."""

from pathlib import Path

import openpyxl
import pytest
from commands import SMALL_CLIENT, Ended, formulas, small_client

from xl_quadrant.business.metrics import METRICS
from xl_quadrant.business.model import FIELDS
from xl_quadrant.business.results import calculate
from xl_quadrant.client_book.client_workbook import template_bytes
from xl_quadrant.clients.presets import SAMPLE_NOTICE, preset
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import index_sheet
from xl_quadrant.package.stored_values import read_names


class TestNew:
    def test_a_preset_gives_a_calculated_workbook_and_its_results(self, talk_workbook):
        path, out = talk_workbook
        stored = openpyxl.load_workbook(path, data_only=True)
        (sheet, cell), *_ = stored.defined_names["out_cash_per_show_30_today"].destinations
        assert stored[sheet][cell.replace("$", "")].value == pytest.approx(609)
        rows = {line[:38].strip(): line[38:].split()[:2] for line in out.splitlines()}
        assert rows["Cash per show, 30 days"][0] == "$609"
        assert rows["Cash per show, lifetime"][0] == "$1,719"
        assert "\x1b" not in out

    def test_a_client_file_gives_its_workbook_in_its_currency(self, xlq, tmp_path):
        ended = xlq("new", small_client(tmp_path), "-o", "OUT.XLSX")
        assert (ended.code, ended.err) == (0, "")
        assert ended.out.startswith("Café Müller [bold], EUR\n")
        assert "€300,000" in ended.out
        assert SAMPLE_NOTICE not in ended.out
        names = read_names(Package((tmp_path / "OUT.XLSX").read_bytes()))
        assert names["in_client_name"] == "Café Müller [bold]"
        assert not names["in_sample_note"]

    def test_the_workbook_of_a_preset_says_that_its_figures_are_samples(self, talk_workbook):
        path, out = talk_workbook
        assert SAMPLE_NOTICE in out
        assert read_names(Package(path.read_bytes()))["in_sample_note"] == SAMPLE_NOTICE

    @pytest.mark.parametrize("source", [["client.toml"], ["--preset", "gym"]], ids=["client file", "preset"])
    def test_the_client_can_be_given_another_name(self, xlq, tmp_path, source):
        small_client(tmp_path)
        assert xlq("new", *source, "--name", "=1+1", "-o", "out.xlsx", "--json").answer["client"]["name"] == "=1+1"
        assert read_names(Package((tmp_path / "out.xlsx").read_bytes()))["in_client_name"] == "=1+1"

    def test_a_template_of_ones_own_is_filled(self, xlq, tmp_path):
        (tmp_path / "own.xlsx").write_bytes(template_bytes())
        ended = xlq("new", small_client(tmp_path), "--template", "own.xlsx", "-o", "out.xlsx", "--json")
        assert ended.answer["today"]["cash_per_show_life"] == pytest.approx(1000)
        assert (tmp_path / "own.xlsx").read_bytes() == template_bytes()

    def test_a_workbook_that_holds_a_client_is_no_template(self, xlq, tmp_path, talk_workbook):
        (tmp_path / "talk.xlsx").write_bytes(talk_workbook[0].read_bytes())
        ended = xlq("new", small_client(tmp_path), "--template", "talk.xlsx", "-o", "out.xlsx")
        assert ended.code == 1
        assert "would empty it; xlq update brings new figures into it" in ended.err
        assert not (tmp_path / "out.xlsx").exists()

    def test_a_template_without_our_names_is_refused(self, xlq, tmp_path):
        template = formulas(tmp_path, A1="=1+1")
        ended = xlq("new", "--preset", "gym", "--template", template, "-o", "out.xlsx")
        assert ended.code == 1
        assert "lacks" in ended.err
        assert not (tmp_path / "out.xlsx").exists()

    def test_a_file_is_replaced_with_force_only(self, xlq, tmp_path):
        (tmp_path / "out.xlsx").write_text("precious")
        refused = xlq("new", "--preset", "gym", "-o", "out.xlsx")
        assert refused == Ended(1, "", refused.err)
        assert refused.err == "xlq: out.xlsx: is there already; choose another name, or add --force to replace it\n"
        assert (tmp_path / "out.xlsx").read_text() == "precious"
        assert xlq("new", "--preset", "gym", "-o", "out.xlsx", "--force").code == 0
        assert xlq("read", "out.xlsx").code == 0

    def test_a_failure_leaves_nothing_behind(self, xlq, tmp_path):
        assert xlq("new", "--preset", "gym", "-o", "nowhere/out.xlsx").code == 1
        assert list(tmp_path.iterdir()) == []

    def test_each_problem_of_a_client_is_a_line(self, xlq, tmp_path):
        wrong = SMALL_CLIENT.replace("0.6", "60").replace("25", '"cheap"').replace("core =", "cor =")
        ended = xlq("new", small_client(tmp_path, wrong), "-o", "out.xlsx")
        assert (ended.code, ended.out) == (1, "")
        lines = ended.err.splitlines()
        assert lines[0] == "xlq: client.toml: 4 fields are wrong"
        assert "xlq: client.toml: today.show_rate: 60 is above 1; write 60% or 0.6" in lines
        assert [line.split(": ")[2] for line in lines[1:]] == [
            "today.cost_per_lead",
            "today.show_rate",
            "today.core.price",
            "today.cor",
        ]


class TestRead:
    def test_json_has_the_client_and_every_result_by_metric(self, xlq, talk_workbook):
        answer = xlq("read", talk_workbook[0], "--json").answer
        client = preset("talk")
        assert list(answer) == ["client", "today", "target", "errors"]
        assert answer["client"]["name"] == client.name
        assert answer["client"]["today"]["core"]["price"] == 2000
        for scenario in ("today", "target"):
            assert list(answer[scenario]) == [metric.name for metric in METRICS]
            assert answer[scenario] == pytest.approx(calculate(getattr(client, scenario)).cells(), rel=1e-9)

    def test_results_that_do_not_follow_are_said_to_be_stale(self, xlq, tmp_path, talk_workbook):
        package = Package((tmp_path / talk_workbook[0]).read_bytes())
        price = package.names["in_core_price_today"]
        part = package.sheets[price.sheet]
        cell = index_sheet(package.part(part)).cells[price.positions[0]]
        xml = package.part(part)
        changed = (
            xml[: cell.start] + xml[cell.start : cell.end].replace(b"<v>2000</v>", b"<v>2500</v>") + xml[cell.end :]
        )
        (tmp_path / "stale.xlsx").write_bytes(package.replaced({part: changed}))
        ended = xlq("read", "stale.xlsx", "--json")
        assert (ended.code, ended.answer["client"]["today"]["core"]["price"]) == (0, 2500)
        assert ended.err.startswith("xlq: stale.xlsx: stale: ")
        assert "open it in Excel and save it, or run xlq recalc" in ended.err
        assert xlq("read", talk_workbook[0]).err == ""

    def test_all_prints_every_input_and_every_result(self, xlq, talk_workbook, monkeypatch):
        monkeypatch.setenv("COLUMNS", "200")
        few, everything = (xlq("read", talk_workbook[0], *option).out for option in ([], ["--all"]))
        labels = [record.label for record in (*FIELDS, *METRICS)]
        assert [label for label in labels if label not in everything] == []
        assert len(few.splitlines()) < 20
        assert "50%" in everything

    def test_a_result_without_a_number_says_why(self, xlq, tmp_path):
        poor = SMALL_CLIENT.replace("price = 2000", "price = 100, unit_cost = 99")
        ended = xlq("new", small_client(tmp_path, poor), "-o", "out.xlsx")
        assert "Payback month (today) #N/A: payback_month: 1 is the most profit one buyer brings" in ended.out
        answer = xlq("read", "out.xlsx", "--json").answer
        assert answer["today"]["payback_month"] is None
        assert answer["errors"]["today"]["payback_month"] == "#N/A"

    def test_what_is_not_filled_in_is_asked_for(self, xlq):
        template = Path(__file__).parents[2] / "templates" / "quadrant.xlsx"
        ended = xlq("read", template)
        assert (ended.code, ended.out) == (1, "")
        assert "today.leads_per_month: blank where a number belongs" in ended.err

    def test_a_workbook_that_is_not_ours_is_refused(self, xlq, tmp_path):
        ended = xlq("read", formulas(tmp_path, A1=1))
        assert (ended.code, ended.out) == (1, "")
        assert ended.err.startswith("xlq: forecast.xlsx: lacks ")


def test_sample_figures_are_said_to_be_samples_wherever_they_are_read(xlq):
    made = xlq("new", "--preset", "gym", "-o", "gym.xlsx")
    assert made.out.count(SAMPLE_NOTICE) == 1
    assert SAMPLE_NOTICE in xlq("read", "gym.xlsx").out
    sheet = openpyxl.load_workbook("gym.xlsx", data_only=True)["Results"]
    assert sheet["B3"].value == SAMPLE_NOTICE
