"""Workbooks made by hand, part by part, so that tests can be exact about what every producer writes."""

import io
import zipfile

from xl_quadrant.engine.recalc import recalculate

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONSHIPS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
SHEET_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"
BOOK_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"


def sheet_xml(rows, before="", after=""):
    """Return the part of a sheet with the given rows."""
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="{MAIN}">'
    return f"{head}{before}<sheetData>{rows}</sheetData>{after}</worksheet>"


def book(*sheets, names="", calculation="", others=None, compression=zipfile.ZIP_DEFLATED):
    """Return a workbook of sheets named S, S2, S3 … whose parts are numbered backwards."""
    numbers = range(1, len(sheets) + 1)
    parts = {number: f"worksheets/part{len(sheets) + 1 - number}.xml" for number in numbers}
    titles = {number: "S" if number == 1 else f"S{number}" for number in numbers}
    overrides = "".join(f'<Override PartName="/xl/{part}" ContentType="{SHEET_TYPE}"/>' for part in parts.values())
    listed = "".join(f'<sheet name="{titles[n]}" sheetId="{n}" r:id="rId{n}"/>' for n in numbers)
    related = "".join(
        f'<Relationship Id="rId{n}" Type="{RELATIONSHIPS}/worksheet" Target="{parts[n]}"/>' for n in numbers
    )
    written = {
        "[Content_Types].xml": f'<Types xmlns="{CONTENT_TYPES}">'
        '<Default Extension="xml" ContentType="application/xml"/>'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/xl/workbook.xml" ContentType="{BOOK_TYPE}"/>{overrides}</Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS}"><Relationship Id="rId1" '
        f'Type="{RELATIONSHIPS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}"><sheets>{listed}</sheets>'
        f"{f'<definedNames>{names}</definedNames>' if names else ''}{calculation}</workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS}">{related}</Relationships>',
        **{f"xl/{parts[n]}": sheet for n, sheet in zip(numbers, sheets, strict=True)},
        **(others or {}),
    }
    return zipped(written, compression)


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    """Return parts as a zip archive."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", compression) as archive:
        for name, part in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2020, 2, 2, 2, 2, 2)), part, compress_type=compression)
    return content.getvalue()


def parts_of(content):
    """Return the parts of a zip archive, read by Python's own reader."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def name_xml(name, area, attributes=""):
    """Return a defined name."""
    return f'<definedName name="{name}"{attributes}>{area}</definedName>'


def recalculated_cells(rows):
    """Return a recalculated sheet of hand-made rows, its values by address and what it says of errors."""
    done = recalculate(book(sheet_xml(rows)))
    return done, {cell: value for (_, cell), value in done.values.items()}, [str(fault) for fault in done.errors]
