"""``xlq check``: what it says, where it says it, and how it ends."""

import pytest

from tests.packages import book, sheet_xml
from xl_quadrant.checkup import Checkup, Finding
from xl_quadrant.client_book.fill import fill
from xl_quadrant.package.parts import Package


def test_what_is_whole_is_said_in_a_line(xlq, talk_workbook):
    names = len(Package(talk_workbook[0].read_bytes()).names)
    ended = xlq("check", talk_workbook[0])
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        f"{talk_workbook[0]}: a client's workbook, complete: {names} names; nothing is wrong or stale\n"
    )


def test_each_finding_is_a_line_on_stderr_and_the_commands_that_stop_are_named(xlq, tmp_path, talk_workbook):
    package = Package(talk_workbook[0].read_bytes())
    workbook = package.part(package.workbook_part).replace(b'name="in_referral_rate_today"', b'name="mine"')
    lacking = package.replaced({package.workbook_part: workbook})
    (tmp_path / "glow.xlsx").write_bytes(fill(Package(lacking), {"in_close_rate_today": 0.9}))
    ended = xlq("check", "glow.xlsx", "--json")
    first, *others, rest, stops = ended.err.splitlines()
    assert ended.code == 1
    assert first.startswith(
        "xlq: glow.xlsx: missing: in_referral_rate_today (Referral rate, today; Inputs in our template)"
    )
    assert [line.split(": ")[2] for line in others][-5:] == ["stale"] * 5
    assert all(line.split(": ")[2] in ("wrong", "stale") for line in others)
    assert rest.endswith(" more, which --json lists")
    assert stops == "xlq: glow.xlsx: will not work with it until that is mended: xlq new, xlq batch"
    answer = ended.answer
    assert "in_referral_rate_today" in answer["notes"][0]
    assert "Excel will calculate it anew" in answer["notes"][1]
    assert list(answer) == ["file", "kind", "names", "findings", "stopped", "notes"]
    assert (answer["kind"], answer["stopped"]) == ("client's workbook", ["new", "batch"])
    assert answer["findings"][0]["place"] == "in_referral_rate_today"
    assert len(answer["findings"]) > 100


def test_notes_and_long_lists(xlq, monkeypatch):
    findings = tuple(Finding("wrong", f"Inputs!D{row}", "is wrong") for row in range(60))
    found = Checkup("x.xlsx", "template", 500, findings, ("one thing", "another"))
    monkeypatch.setattr("xl_quadrant.checkup.check_workbook", lambda *_, **__: found)
    ended = xlq("check", "x.xlsx")
    assert ended.code == 1
    assert ended.out == "x.xlsx: note: one thing\nx.xlsx: note: another\n"
    assert ended.err.splitlines()[-2:] == [
        "xlq: x.xlsx: wrong: Inputs!D49 is wrong",
        "xlq: x.xlsx: and 10 more, which --json lists",
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (
            book(sheet_xml("")),
            "is no template or workbook of ours: it carries none of our names; start from the template",
        ),
        (b"hello", "is not an Excel workbook; give an .xlsx or .xlsm file"),
        (None, "does not exist; check the path"),
    ],
    ids=["another workbook", "no workbook", "no file"],
)
def test_what_is_not_ours_is_one_clear_line(xlq, tmp_path, content, said):
    if content is not None:
        (tmp_path / "x.xlsx").write_bytes(content)
    ended = xlq("check", "x.xlsx")
    assert (ended.code, ended.out) == (1, "")
    assert ended.err == f"xlq: x.xlsx: {said}\n"
