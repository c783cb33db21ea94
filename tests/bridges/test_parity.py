"""
One table of hosts × functions × kinds of calls: every host gives the same number, text or error, or says why it cannot.

`golden/parity.md` is the table. To write it anew after a change: ``python tests/bridges/test_parity.py``.
"""

import math
from pathlib import Path

import pytest
from parity_cases import KINDS, answer_of, calls_of, cases
from parity_hosts import Headless, Lambda, Python, Xlwings

from xl_quadrant.catalogue import CATALOGUE

TABLE = Path(__file__).parents[1] / "golden" / "parity.md"


@pytest.fixture(scope="module")
def hosts(excel):
    return {host.letter: host for host in (Python(), Xlwings(excel), Headless(), Lambda())}


def same(found, expected):
    """Say whether two cells hold the same: numbers to 9 digits, all else exactly and of one type."""
    if isinstance(expected, float) and isinstance(found, (int, float)) and not isinstance(found, bool):
        return math.isclose(found, expected, rel_tol=1e-9, abs_tol=1e-12)
    return type(found) is type(expected) and found == expected


def alike(found, expected):
    """Say whether two answers have the same rows."""
    return [len(row) for row in found] == [len(row) for row in expected] and all(
        same(*cells) for rows in zip(found, expected, strict=True) for cells in zip(*rows, strict=True)
    )


@pytest.mark.parametrize("letter", ["P", "X", "H", "L"])
@pytest.mark.parametrize("function", CATALOGUE, ids=lambda function: function.name)
def test_every_host_answers_alike(hosts, function, letter):
    host = hosts[letter]
    different = []
    for kind in () if host.why_not(function) else KINDS:
        for arguments in calls_of(function, kind):
            expected = answer_of(function, arguments)
            found = host.answer(function, arguments, expected)
            if not alike(found, expected):
                different.append((kind, arguments, found, expected))
    assert not different


def test_every_function_is_asked_in_every_way_that_it_can_be():
    asked = {(function.name, kind) for function, kind, _ in cases()}
    missing = {(f.name, kind) for f in CATALOGUE for kind in KINDS} - asked
    assert {name for name, _ in missing} == {"XLQ_VERSION"}
    assert len(list(cases())) > 1000


def test_the_calls_lead_to_every_error_and_to_numbers():
    found = {cell for function, _, arguments in cases() for row in answer_of(function, arguments) for cell in row}
    assert {"#VALUE!", "#NUM!", "#DIV/0!", "#N/A", 2000.0, True} <= found


def test_the_table_is_the_one_that_is_committed():
    assert TABLE.read_text("utf-8") == rendered()


def rendered():
    """Return the table as markdown."""
    hosts = (Python(), Xlwings(None), Headless(), Lambda())
    reasons = []
    lines = [
        "# The same answer in every host",
        "",
        "Every function is asked in every way below, in every host; each must give the same number, text or error as",
        "Python does for each element alone. A letter says that the host does; the number is how many calls were made.",
        "",
        *(f"- **{host.letter}**: {host.name}. {host.__doc__}" for host in hosts),
        "",
        *(f"- **{kind}**: {text}." for kind, text in KINDS.items()),
        "",
        "Of a range in which one element fails, Python raises the error of that element, where a sheet shows it in its",
        "own cell. Excel through xlwings shows an error as a text that begins with its name; the name is compared.",
        "",
        f"| function | {' | '.join(KINDS)} |",
        f"|---|{'---|' * len(KINDS)}",
    ]
    for function in CATALOGUE:
        cells = []
        for kind in KINDS:
            count = len(calls_of(function, kind))
            letters = [host.letter for host in hosts if not host.why_not(function)]
            for reason in filter(None, (host.why_not(function) for host in hosts)):
                if reason not in reasons:
                    reasons.append(reason)
                letters.append(f"[{reasons.index(reason) + 1}]")
            cells.append(f"{' '.join(letters)} · {count}" if count else "takes none")
        lines.append(f"| {function.name} | {' | '.join(cells)} |")
    numbered = (f"{number}. {reason}." for number, reason in enumerate(reasons, start=1))
    return "\n".join([*lines, "", "Where a host cannot:", "", *numbered]) + "\n"


if __name__ == "__main__":
    TABLE.write_text(rendered(), "utf-8")
