"""Workbooks that no program should write, made part by part."""

from html import escape

from tests.packages import MAIN, PACKAGE_RELATIONSHIPS, RELATIONSHIPS, book, name_xml, parts_of, sheet_xml, zipped

BOOK, BOOK_RELS, SHEET, ROOT_RELS = (
    "xl/workbook.xml",
    "xl/_rels/workbook.xml.rels",
    "xl/worksheets/part1.xml",
    "_rels/.rels",
)
ROW = '<row r="1"><c r="A1"><v>1</v></c><c r="B1"><f>A1+1</f></c><c r="C1"><f>LTV_CONTINUITY(200,0.1)</f></c></row>'
NAMES = name_xml("in_x", "S!$A$1") + name_xml("in_y", "S!$A$1:$B$3")
GOOD = parts_of(book(sheet_xml(ROW), names=NAMES))

LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY lol0 "lol">'
    + "".join(f'<!ENTITY lol{i} "{f"&lol{i - 1};" * 10}">' for i in range(1, 12))
    + "]>"
)
"""A document type whose last entity is the same three letters, a hundred thousand million times."""


def of_rows(rows, before="", after="", names=NAMES):
    """Return a workbook whose sheet has the given rows."""
    return book(sheet_xml(rows, before, after), names=names)


def with_part(name, part):
    """Return the good workbook with another part, or without it."""
    others = {other: content for other, content in GOOD.items() if other != name}
    return zipped(others if part is None else {**others, name: part})


def with_text(name, old, new):
    """Return the good workbook with another text in one of its parts."""
    assert old.encode() in GOOD[name]
    return with_part(name, GOOD[name].replace(old.encode(), new.encode()))


def with_related(kind, part, rows=ROW):
    """Return a workbook with one more part, which the workbook itself refers to."""
    parts = parts_of(of_rows(rows))
    relationship = f'<Relationship Id="rX" Type="{RELATIONSHIPS}/{kind}" Target="{kind}.xml"/></Relationships>'
    parts[BOOK_RELS] = parts[BOOK_RELS].replace(b"</Relationships>", relationship.encode())
    return zipped({**parts, f"xl/{kind}.xml": part})


def with_texts(texts, rows, start=""):
    """Return a workbook with shared texts."""
    return with_related("sharedStrings", f'{start}<sst xmlns="{MAIN}">{texts}</sst>', rows)


def with_table(table, formula="SUM(t[a])"):
    """Return a workbook with a table, and a formula in D1 that refers to it."""
    parts = parts_of(of_rows(f'<row r="1"><c r="A1"><v>1</v></c><c r="D1"><f>{escape(formula)}</f></c></row>'))
    parts["xl/worksheets/_rels/part1.xml.rels"] = (
        f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS}">'
        f'<Relationship Id="r1" Type="{RELATIONSHIPS}/table" Target="../tables/t.xml"/></Relationships>'
    )
    return zipped({**parts, "xl/tables/t.xml": table})


def formulas(*written, names=""):
    """Return a workbook with formulas from A1 down."""
    cells = (f'<row r="{row}"><c r="A{row}"><f>{escape(text)}</f></c></row>' for row, text in enumerate(written, 1))
    return of_rows("".join(cells), names=names)


def column(formula_of, last, count):
    """Return a workbook with a column of formulas, each made from its row, and a value below them."""
    cells = (f'<row r="{row}"><c r="A{row}"><f>{escape(formula_of(row))}</f></c></row>' for row in range(1, count))
    return of_rows("".join(cells) + f'<row r="{count}"><c r="A{count}">{last}</c></row>')
