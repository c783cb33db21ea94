"""``xlq actuals`` and ``xlq ranges``: what they print and write, and what they refuse."""

import pytest
from exports_in_shape import med_spa, write

FILES = ("unified_payments.csv", "appointments.csv", "meta.csv")
SPAN = ("--from", "2026-01-01", "--to", "2026-03-31", "--as-of", "2026-10-31")


@pytest.fixture
def folder(tmp_path):
    for name, text in med_spa().items():
        write(tmp_path, name, text)
    return tmp_path


@pytest.mark.usefixtures("folder")
def test_exports_become_a_client_file_a_workbook_and_ranges(xlq):
    ended = xlq("actuals", *FILES, *SPAN, "-o", "glow.toml")
    assert (ended.code, ended.err) == (0, "")
    assert "the row of totals, which would count everything twice: row 2" in " ".join(ended.out.split())
    assert "glow.toml is written." in ended.out
    assert xlq("new", "glow.toml", "-o", "glow.xlsx").code == 0
    of_file, of_book = xlq("ranges", "glow.toml", "--json").answer, xlq("ranges", "glow.xlsx", "--json").answer
    assert of_file["results"]["cash_per_show_30"]["base"] == pytest.approx(
        of_book["results"]["cash_per_show_30"]["base"]
    )
    known = {line["path"]: line["known_by"] for line in of_file["inputs"]}
    assert known["close_rate"] == "measured"
    assert "Chance that a show pays for itself in 30 days: 100.0%" in xlq("ranges", "glow.toml").out


def test_nobody_is_named_in_what_is_printed_and_written(xlq, folder):
    ended = xlq("actuals", *FILES, *SPAN, "-o", "glow.toml")
    written = (folder / "glow.toml").read_text("utf-8")
    assert "@" not in ended.out + written
    assert "Person" not in ended.out + written


@pytest.mark.usefixtures("folder")
def test_the_answer_for_programs_accounts_for_every_row(xlq):
    answer = xlq("actuals", *FILES, *SPAN, "--json").answer
    assert [file["rows"] for file in answer["files"]] == [len(med_spa()[name].splitlines()) - 1 for name in FILES]
    for file in answer["files"]:
        assert sum(line["rows"] for line in file["lines"] if line["became"] != "noted") == file["rows"]
    assert answer["inputs"]["close_rate"]["n"] == 30
    assert answer["missing"] == []


def test_a_first_map_makes_any_file_readable(xlq, folder):
    text = "Datum;Kunde;Leistung;Betrag\n05.01.2026;Ana Ruiz;Paket;1.234,50\n13.01.2026;Bo Li;Paket;99,00\n"
    write(folder, "kasse.csv", text)
    refused = xlq("actuals", "kasse.csv")
    assert (refused.code, refused.out) == (1, "")
    assert "--map-for kasse.csv" in refused.err
    first = xlq("actuals", "--map-for", "kasse.csv").out
    assert '"Betrag" = "gross"' in first
    (folder / "map.toml").write_text(first.replace('# "Total beauty package"', '"Paket"'), encoding="utf-8")
    answer = xlq("actuals", "kasse.csv", "--map", "map.toml", "--json").answer
    assert answer["files"][0]["lines"][0]["money"] == {"": 1333.5}
    assert answer["inputs"]["core.price"]["estimate"] == 666.75


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (["nobody.csv"], 1, "nobody.csv: cannot be read"),
        (["meta.csv", "--dates", "backwards"], 2, "--dates: write day-first or month-first"),
        (["meta.csv", "--decimal", ";"], 2, "--decimal: write . or ,"),
        (["meta.csv", "--timezone", "Mars"], 1, "--timezone: 'Mars' is no time zone"),
        (["meta.csv", "--map-for", "appointments.csv"], 2, "--map-for: give one file"),
        (["meta.csv", "--map", "wrong.toml"], 1, "columns.sales: 'sales' is no table"),
        (["meta.csv", "-o", "meta.csv"], 1, "meta.csv"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else None,
)
def test_mistakes_say_what_to_write(xlq, folder, arguments, code, said):
    (folder / "wrong.toml").write_text("[columns.sales]\n", encoding="utf-8")
    ended = xlq("actuals", *arguments)
    assert (ended.code, ended.out) == (code, "")
    assert said in ended.err
