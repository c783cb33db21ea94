"""No command asks another machine for anything, whatever a workbook holds: a port listens while they run."""

import shutil

import pytest
from linked_books import full_of_links, listening

from xl_quadrant.client_book.client_workbook import make_workbook
from xl_quadrant.client_book.libreoffice import as_they_are, to_pdf
from xl_quadrant.client_book.shipped_template import template_bytes
from xl_quadrant.clients.presets import preset

COMMANDS = (
    ["read", "linked.xlsx", "--all"],
    ["check", "linked.xlsx"],
    ["recalc", "linked.xlsx", "-o", "calculated.xlsx"],
    ["collect", "linked.xlsx", "-o", "all.csv"],
    ["new", "--preset", "gym", "--template", "template.xlsx", "-o", "mine.xlsx"],
    ["batch", "--example", "roster.csv"],
    ["batch", "roster.csv", "--template", "template.xlsx", "-o", "out", "--jobs", "1"],
    ["update", "linked.xlsx", "--template", "template.xlsx"],
    ["compare", "linked.xlsx", "linked.xlsx"],
    ["batch", "linked.xlsx", "-o", "none"],
)

needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice")


@pytest.fixture
def port():
    """Return an address of this machine and the requests that came there."""
    with listening() as (address, asked):
        yield address, asked


def test_no_command_follows_a_link(xlq, tmp_path, port):
    address, asked = port
    (tmp_path / "linked.xlsx").write_bytes(full_of_links(make_workbook(preset("talk")), address))
    (tmp_path / "template.xlsx").write_bytes(full_of_links(template_bytes(), address))
    codes = {" ".join(arguments): xlq(*arguments).code for arguments in COMMANDS}
    assert asked == []
    assert [arguments for arguments, code in codes.items() if code not in (0, 1, 3)] == []
    assert codes["read linked.xlsx --all"] == codes["collect linked.xlsx -o all.csv"] == 0


@needs_libreoffice
def test_libreoffice_follows_none_when_it_prints(xlq, tmp_path, port):
    address, asked = port
    (tmp_path / "template.xlsx").write_bytes(full_of_links(template_bytes(), address))
    ended = xlq("new", "--preset", "gym", "--template", "template.xlsx", "-o", "mine.xlsx", "--pdf")
    assert (ended.code, asked) == (0, [])
    assert (tmp_path / "mine.pdf").read_bytes().startswith(b"%PDF")


@needs_libreoffice
def test_its_settings_alone_forbid_it_too(port):
    address, asked = port
    (printed,) = as_they_are([full_of_links(make_workbook(preset("talk")), address)], "pdf")
    assert (printed[:4], asked) == (b"%PDF", [])


@needs_libreoffice
def test_what_is_cut_is_printed_as_before():
    content = make_workbook(preset("talk"))
    (plain,) = as_they_are([content], "pdf")
    assert abs(len(to_pdf(content, everything=True)) - len(plain)) < 2000
