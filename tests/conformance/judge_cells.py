"""The cells of a workbook that Excel calculated, and which of them no engine can be asked."""

import re
from collections import defaultdict
from pathlib import Path

from xl_quadrant.package.addresses import column_number
from xl_quadrant.package.parts import Package
from xl_quadrant.package.sheet_index import index_sheet
from xl_quadrant.package.stored_values import stored_value
from xl_quadrant.package.tables import tables_of

VOLATILE = re.compile(r"\b(?:NOW|TODAY|RAND|RANDBETWEEN|RANDARRAY|INFO)\(|\bCELL\(\s*\"(?:filename|width|format|color)")
EXTERNAL = re.compile(
    r"\[\d+\]|\b(?:RTD|WEBSERVICE|CUBE\w+|STOCKHISTORY|IMAGE|SQL\.REQUEST)\(|'[^'\[\]]*\[[^\]]+\][^']*'!"
)
TEXT = re.compile(r'"(?:[^"]|"")*"')
REFERENCE = re.compile(
    r"(?:(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!)?"
    r"(?<![\w.])\$?([A-Z]{1,3})\$?([1-9]\d*)(?::\$?([A-Z]{1,3})\$?([1-9]\d*))?(?![\w.(!])"
    r"|(?:(?:'((?:[^']|'')+)'|([^\W\d][\w.]*))!)?(?<![\w.])\$?([A-Z]{1,3}):\$?([A-Z]{1,3})(?![\w.(!])",
)
WORD = re.compile(r"[^\W\d][\w.]*(?![\w.(!'])")


def stored_by_excel(book):
    """Return the values that a workbook, a path or bytes, holds beside its formulas."""
    package = opened(book)
    found = {}
    for sheet, part in package.sheets.items():
        index = index_sheet(package.part(part), sheet)
        for span in index.formulas:
            for position in span.filled.positions if span.filled else [(span.row, span.column)]:
                there = index.cells.get(position)
                if there is not None and there.values and there.attributes.get("t") != "s":
                    found[sheet, *position] = stored_value(there)
    return found


def opened(book):
    """Return a workbook, from its path or bytes."""
    return Package(book if isinstance(book, bytes) else Path(book).read_bytes(), str(book)[:80])


def left_out(path):
    """Return the cells that rest on the time, on chance or on other files, by why."""
    package = opened(path)
    texts = {}
    for sheet, part in package.sheets.items():
        index = index_sheet(package.part(part), sheet)
        for span in index.formulas:
            for place in span.filled.positions if span.filled else [(span.row, span.column)]:
                texts[sheet, *place] = span.formula_text
    names = {name: text for (_, name), text in package.scoped_names.items()}
    tables = {name.lower(): table.area for name, table in tables_of(package).items()}
    found = {}
    for why, pattern in (("external", EXTERNAL), ("volatile", VOLATILE)):
        by_name = {name for name, text in names.items() if pattern.search(text)}
        first = {place for place, text in texts.items() if _concerns(text, pattern, by_name)}
        found |= {place: why for place in _resting_on(first, texts, names, tables) if place not in found}
    return found


def _concerns(text, pattern, names):
    """Say whether a formula itself is such a one, or names something that is."""
    return bool(pattern.search(text)) or (
        bool(names) and not names.isdisjoint(word.lower() for word in WORD.findall(TEXT.sub("", text)))
    )


def _resting_on(first, texts, names, tables):
    """Return cells and all that depend on them."""
    if not first:
        return set()
    cells, areas = defaultdict(set), defaultdict(lambda: defaultdict(set))
    for place, text in texts.items():
        for sheet, top, left, bottom, right in set(_areas(text, place[0], names, tables)):
            if (top, left) == (bottom, right):
                cells[sheet, top, left].add(place)
            else:
                areas[sheet][top, left, bottom, right].add(place)
    found, waiting = set(), list(first)
    while waiting:
        place = waiting.pop()
        if place in found:
            continue
        found.add(place)
        sheet, row, column = place[0].lower(), *place[1:]
        waiting += cells.pop((sheet, row, column), ())
        touched = [area for area in areas[sheet] if area[0] <= row <= area[2] and area[1] <= column <= area[3]]
        for area in touched:
            waiting += areas[sheet].pop(area)
    return found


def _areas(text, sheet, names, tables, depth=0):
    """Yield the areas that a formula names."""
    plain = TEXT.sub('""', text)
    for found in REFERENCE.finditer(plain):
        quoted, bare, left, top, right, bottom, other, plainly, first, last = found.groups()
        where = (quoted or other or bare or plainly or sheet).replace("''", "'").lower()
        if first:
            yield where, 1, column_number(first), 1 << 20, column_number(last)
        else:
            yield where, int(top), column_number(left), int(bottom or top), column_number(right or left)
    for word in WORD.findall(plain):
        area = tables.get(word.lower())
        if area is not None:
            yield area.sheet.lower(), area.first_row, area.first_column, area.last_row, area.last_column
        elif word.lower() in names and depth < 5:
            yield from _areas(names[word.lower()], sheet, {}, tables, depth + 1)
