"""
How each engine does on workbooks that Excel itself saved.

``python tests/conformance/judge.py FOLDER`` takes every .xlsx and .xlsm below the folder that Excel saved and that
holds formulas, asks `recalculate`, formulon and LibreOffice, and prints how many cells agree with the values that Excel
stored, how many show an error and how many are silently wrong, with the functions of those. ``--keep FILE`` keeps what
the others answered, so that they are asked once; ``--only us`` asks one engine; ``--write`` writes the table.
"""

import argparse
import datetime
import json
import math
import re
import sys
from collections import Counter, defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import local

from judge_cells import left_out, opened, stored_by_excel
from judge_engines import TOGETHER, Worker, by_libreoffice

from xl_quadrant.errors import XlQuadrantError
from xl_quadrant.package.addresses import address
from xl_quadrant.package.sheet_index import index_sheet
from xl_quadrant.package.values import ErrorValue

TABLE = Path(__file__).parent.parent / "golden" / "real_excel.md"
NAMES = {"us": "recalculate", "formulon": "formulon", "LibreOffice": "LibreOffice"}
CLOSE = 1e-7
"""Numbers agree to seven digits: sums in another order, and what is found by trial, differ in the last."""

CALL = re.compile(r"([A-Za-z][A-Za-z0-9.]*)\(")
PREFIX = re.compile(r"_xl(?:fn|ws|pm|udf)\.", re.IGNORECASE)


def workbooks(folder):
    """Return the workbooks below a folder that Excel saved and that hold values beside formulas."""
    found = {}
    for path in sorted(Path(folder).rglob("*.xls[xm]")):
        try:
            package = opened(path)
            if b'appName="xl"' in package.part(package.workbook_part):
                found[str(path)] = stored_by_excel(path)
        except (XlQuadrantError, OSError, UnicodeDecodeError, ValueError):
            continue  # what cannot be read has no values to compare with
    return {path: cells for path, cells in found.items() if cells}


def asked(engine, paths, jobs=2):
    """Return what an engine makes of each workbook."""
    if engine == "LibreOffice":
        answers = {}
        for start in range(0, len(paths), TOGETHER):
            answers |= by_libreoffice(paths[start : start + TOGETHER])
        return answers
    mine = local()

    def answer(path):
        if not hasattr(mine, "worker"):
            mine.worker = Worker(engine)
            workers.append(mine.worker)
        return mine.worker.answer(path)

    workers = []
    with ThreadPoolExecutor(jobs) as threads:
        answers = dict(zip(paths, threads.map(answer, paths), strict=True))
    for worker in workers:
        worker.close()
    return answers


def verdict(expected, found):
    """Say how an answer stands to the value that Excel stored: agrees, says an error, or is silently wrong."""
    expected = {"error": expected.stored} if isinstance(expected, ErrorValue) else expected
    if isinstance(expected, dict) or isinstance(found, dict):
        return "agree" if expected == found else "error" if isinstance(found, dict) else "silent"
    if isinstance(expected, bool) or isinstance(found, bool):
        return "agree" if expected is found else "silent"
    if isinstance(expected, (int, float)) and isinstance(found, (int, float)):
        return "agree" if math.isclose(expected, found, rel_tol=CLOSE, abs_tol=1e-9) else "silent"
    if isinstance(expected, str) and isinstance(found, str):
        alike = expected.replace("\r", "") == found.replace("\r", "")
        return "agree" if alike else "silent"
    return "agree" if expected in (None, "") and found in (None, "") else "silent"


def judged(books, outside, answers):
    """Return the verdict of each cell by engine, workbook and place."""
    found = {engine: {} for engine in answers}
    for engine, by_path in answers.items():
        for path, answer in by_path.items():
            if "values" not in answer:
                continue
            values = answer["values"]
            found[engine][path] = {
                place: verdict(expected, values.get(f"{place[0]}!{address(*place[1:])}"))
                for place, expected in books[path].items()
                if place not in outside[path]
            }
    return found


def rendered(books, outside, answers, verdicts, where):
    """Return the table as markdown."""
    cells = sum(map(len, books.values()))
    whys = Counter(why for path in books for place, why in outside[path].items() if place in books[path])
    together = [path for path in books if all(path in found for found in verdicts.values())]
    lines = [
        "# Beside the values that Excel stored",
        "",
        f"{datetime.datetime.now(datetime.UTC):%Y-%m-%d}: {len(books):,} workbooks that Excel saved, {where}, with "
        f"{cells:,} formula cells. Left out are {whys['volatile']:,} cells that rest on the time or on chance and "
        f"{whys['external']:,} that rest on other files.",
        "",
        f"On the {len(together):,} workbooks that all could open:",
        "",
        "| | cells | agree | says an error | silently wrong |",
        "|---|---:|---:|---:|---:|",
    ]
    for engine, found in verdicts.items():
        lines.append(_row(NAMES[engine], Counter(v for path in together for v in found[path].values())))
    lines += ["", "On all:", "", "| | cells | agree | says an error | silently wrong | refused | given up |"]
    lines += ["|---|---:|---:|---:|---:|---:|---:|"]
    for engine, found in verdicts.items():
        counts = Counter(v for cells in found.values() for v in cells.values())
        refused = sum("refused" in answer for answer in answers[engine].values())
        lines.append(
            f"{_row(NAMES[engine], counts)} {refused} | {sum('gave_up' in a for a in answers[engine].values())} |"
        )
    return "\n".join(lines) + "\n"


def _row(name, counts):
    """Return a row of the table."""
    total = sum(counts.values())
    share = f"{counts['agree'] / total:.2%}" if total else ""
    return f"| {name} | {total:,} | {share} | {counts['error']:,} | {counts['silent']:,} |"


def worst(verdicts, kind, most=30):
    """Return the functions whose formulas are most often wrong in that way: files, cells, and an example."""
    cells, files, example = Counter(), defaultdict(set), {}
    for path, by_place in verdicts.items():
        wrong = [place for place, said in by_place.items() if said == kind]
        texts = texts_of(path) if wrong else {}
        for place in wrong:
            text = PREFIX.sub("", texts.get(place, "?"))
            for name in {call.upper() for call in CALL.findall(text)} or {"(no function)"}:
                cells[name] += 1
                files[name].add(path)
                example.setdefault(name, f"{Path(path).name} {place[0]}!{address(*place[1:])} ={text[:90]}")
    ranked = sorted(cells, key=lambda name: (-len(files[name]), -cells[name]))[:most]
    return [f"{name:16} {len(files[name]):4} files {cells[name]:6} cells  {example[name]}" for name in ranked]


def texts_of(path):
    """Return the formula of each cell of a workbook."""
    package = opened(path)
    found = {}
    for sheet, part in package.sheets.items():
        index = index_sheet(package.part(part), sheet)
        for span in index.formulas:
            places = span.filled.positions if span.filled else [(span.row, span.column)]
            found |= {(sheet, *place): span.formula_text for place in places}
    return found


def main():
    """Judge the engines on a folder."""
    parser = argparse.ArgumentParser(description=__doc__.strip().splitlines()[0])
    parser.add_argument("folder")
    parser.add_argument("--only", choices=NAMES, action="append", help="ask these engines only")
    parser.add_argument("--keep", type=Path, help="where the answers of the others are kept between two runs")
    parser.add_argument("--write", metavar="WHERE", help="write the table, and say where the workbooks came from")
    given = parser.parse_args()
    books = workbooks(given.folder)
    outside = {path: left_out(path) for path in books}
    kept = json.loads(given.keep.read_text("utf-8")) if given.keep and given.keep.exists() else {}
    answers = {}
    for engine in given.only or NAMES:
        known = {} if engine == "us" else kept.get(engine, {})
        answers[engine] = {path: known[path] for path in books if path in known}
        answers[engine] |= asked(engine, [path for path in books if path not in known])
        if given.keep:
            given.keep.write_text(json.dumps(kept | answers), "utf-8")
    verdicts = judged(books, outside, answers)
    table = rendered(books, outside, answers, verdicts, given.write or "from a folder")
    lines = [table]
    for kind in ("silent", "error"):
        lines += [f"{kind}:", *worst(verdicts.get("us", {}), kind), ""]
    lines += [f"{path}: {answer}" for path, answer in answers.get("us", {}).items() if "values" not in answer]
    sys.stdout.write("\n".join(lines) + "\n")
    if given.write:
        TABLE.write_text(table, "utf-8")


if __name__ == "__main__":
    main()
