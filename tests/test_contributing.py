"""
CONTRIBUTING tells the house as it is: its rooms come from the rooms themselves, its commands are those that run.

``python tests/test_contributing.py`` writes the rooms anew.
"""

import ast
import re
from pathlib import Path

from test_arrows import PACKAGE, ROOMS

PAGE = Path(__file__).parents[1] / "CONTRIBUTING.md"
MARK = re.compile(r"(?<=<!-- rooms -->\n).*?(?=<!-- end -->)", re.DOTALL)


def purpose_of(room):
    """Return what a room says of itself: the first line of its docstring."""
    return ast.get_docstring(ast.parse((PACKAGE / room / "__init__.py").read_text("utf-8"))).splitlines()[0]


def rooms_as_told():
    """Return the order of the rooms and the table of what each is for."""
    rooms = [room for room in ROOMS if (PACKAGE / room).is_dir()]
    order = " ← ".join(f"`{room}`" for room in rooms)
    rows = "".join(f"| `{room}/` | {purpose_of(room)} |\n" for room in rooms)
    return (
        f"Imports point to the left only, and `tests/test_arrows.py` keeps it so:\n\n{order}\n\n"
        f"`errors.py` stands below all of them. The tests have the same rooms.\n\n"
        f"| room | what it is for |\n| --- | --- |\n{rows}"
    )


def test_the_rooms_are_told_as_they_are():
    assert MARK.findall(PAGE.read_text("utf-8")) == [rooms_as_told()]


if __name__ == "__main__":
    PAGE.write_text(MARK.sub(lambda _: rooms_as_told(), PAGE.read_text("utf-8")), "utf-8")
