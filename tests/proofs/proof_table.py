"""A proof that takes too long for every run: its table, with the day it ran, its seed and its command."""

import argparse
import datetime
import platform
import sys
from pathlib import Path

from xl_quadrant import __version__

HERE = Path(__file__).parent

sys.path.append(str(HERE.parent))  # what the tests share


def options(about, **defaults):
    """Return what the command line says; each default is an option of its own kind."""
    parser = argparse.ArgumentParser(description=about)
    for name, value in defaults.items():
        parser.add_argument(f"--{name}", type=type(value), default=value, help=f"{value} without")
    return parser.parse_args()


def write(name, about, told, headings, rows, notes=()):
    """Write the table of a proof beside it, and print it; say whether all went well by the exit code."""
    command = " ".join([f"python tests/proofs/{name}.py", *(f"--{key} {value}" for key, value in vars(told).items())])
    system = f"{platform.system()}, Python {platform.python_version()}, xl-quadrant {__version__}"
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    lines = [f"# {about}", "", f"`{command}`, run on {today}; {system}.", ""]
    lines += [f"| {' | '.join(headings)} |", f"|{' --- |' * len(headings)}"]
    lines += [f"| {' | '.join(str(cell).replace('|', '/') for cell in row)} |" for row in rows]
    lines += ["", *notes] if notes else []
    text = "\n".join(lines).rstrip() + "\n"
    (HERE / f"{name}.md").write_text(text, encoding="utf-8")
    sys.stdout.write(text)
