"""Names that somebody has pointed at whole columns are told at once, by every command."""

import re
import time

import pytest

from xl_quadrant.client_book.client_workbook import INPUT_NAMES, RESULT_NAMES, make_workbook
from xl_quadrant.client_book.shipped_template import template_bytes
from xl_quadrant.clients.presets import preset
from xl_quadrant.package.parts import Package

LONGEST = 15.0
"""Seconds: some two on a machine of its own, where it took forty."""


def with_whole_columns(content, beginning, most=30):
    """Return a workbook with names that commands read, of some beginning, pointed at whole columns."""
    package = Package(content)
    part = package.part(package.workbook_part).decode()
    read = "|".join(name for name in sorted(INPUT_NAMES | RESULT_NAMES) if name.startswith(beginning))
    pattern = re.compile(rf'(<definedName name="(?:{read})">)([^<]*)!\$[^<]*<')
    columns = iter("ABCDEFGHIJKLMNOPQRSTUVWXYZ" * 2)
    changed = pattern.sub(lambda found: f"{found[1]}{found[2]}!${(c := next(columns))}:${c}<", part, count=most)
    assert changed != part
    return package.replaced({package.workbook_part: changed.encode()})


@pytest.mark.parametrize("beginning", ["in_", "out_"])
@pytest.mark.parametrize(
    "arguments",
    [
        ["check", "book.xlsx"],
        ["read", "book.xlsx"],
        ["collect", "book.xlsx", "-o", "all.csv"],
        ["new", "--preset", "talk", "--template", "mine.xlsx", "-o", "made.xlsx"],
    ],
    ids=lambda arguments: arguments[0],
)
def test_it_is_told_at_once(xlq, tmp_path, arguments, beginning):
    (tmp_path / "book.xlsx").write_bytes(with_whole_columns(make_workbook(preset("talk")), beginning))
    (tmp_path / "mine.xlsx").write_bytes(with_whole_columns(template_bytes(), beginning))
    began = time.perf_counter()
    ended = xlq(*arguments)
    assert ended.code in (1, 3)
    assert ended.err.startswith("xlq: ")
    assert time.perf_counter() - began < LONGEST
