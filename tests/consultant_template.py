"""Our template as a consultant has made it their own: renamed, reordered, translated, restyled, moved, added to."""

import random
import re
from html import escape, unescape

from tests.packages import MAIN, PACKAGE_RELATIONSHIPS, RELATIONSHIPS, SHEET_TYPE, parts_of, zipped
from xl_quadrant.client_book.client_workbook import template_bytes
from xl_quadrant.package.parts import Package

TITLES = {
    "Start": "Anfang",
    "Inputs": "Eingaben (neu)",
    "Quadrant": "Bob's Quadrant",
    "Results": "Ergebnisse & Grafik",
    "Timeline": "24 Monate",
    "Fix first": "Zuerst",
    "What must be true": "Q1",
    "Sensitivity": "Empfindlichkeit",
    "Channels": "Kanäle",
    "Choreography": "結果",
    "Tracker": "Protokoll",
    "Checks": "Prüfungen",
    "Workings": "Rechnung",
    "Poster": "Aushang",
    "Action plan": "Maßnahmen",
}
"""What the sheets are called now."""

FORM = "Fragebogen"
"""A sheet of the consultant's own, where inputs and a result have moved to."""

MOVED = {
    "in_client_name": "$B$2",
    "in_close_rate_today": "$C$7",
    "in_close_rate_target": "$D$7",
    "in_core_price_today": "$C$9",
    "in_products_name": "$F$13:$F$20",
}
"""Where names point to now."""

_TEXT = re.compile(r"(<c r=\"([A-Z]+[0-9]+)\"[^>]*><is><t[^>]*>)([^<]+)")
_MACRO_BOOK = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
_BINARY = random.Random(5).randbytes(3_000)


def consultants_template(*, macros=False):
    """Return the template as a consultant's own workbook; with macros, as an .xlsm."""
    parts = {name: part.decode() if name.endswith((".xml", ".rels")) else part for name, part in _restyled().items()}
    parts["xl/workbook.xml"] = _moved(_reordered(parts["xl/workbook.xml"]))
    parts["xl/_rels/workbook.xml.rels"] = _with_relations(parts["xl/_rels/workbook.xml.rels"], macros=macros)
    parts["[Content_Types].xml"] = _with_types(parts["[Content_Types].xml"], macros=macros)
    parts |= _own_sheet() | _extras() | ({"xl/vbaProject.bin": _BINARY} if macros else {})
    renamed = {name: _renamed(part) if name != "[Content_Types].xml" else part for name, part in parts.items()}
    return zipped(renamed)


def extra_parts():
    """Return the names of the parts that the consultant has added."""
    return set(_extras()) | {"xl/vbaProject.bin"}


def _restyled():
    """Return the parts of our template with another font and other labels; named cells keep their words."""
    package = Package(template_bytes())
    parts = parts_of(package.content)
    named = {(area.sheet, position) for area in package.names.values() for position in area.positions}
    for sheet, part in package.sheets.items():
        parts[part] = _translated(sheet, parts[part].decode(), named).encode()
    parts["xl/styles.xml"] = (
        parts["xl/styles.xml"].replace(b"Calibri", b"Gill Sans MT").replace(b"FF1B365D", b"FF5D1B36")
    )
    return parts


def _translated(sheet, xml, named):
    """Return a sheet with its labels in another language."""
    from xl_quadrant.package.addresses import position_of

    def label(found):
        is_currency = len(found[3]) == 3 and found[3].isupper()
        if is_currency or (sheet, position_of(found[2])) in named:
            return found[0]
        return f"{found[1]}Ü {found[3]}"

    return _TEXT.sub(label, xml)


def _renamed(part):
    """Return a part in which sheets are called by their new titles, wherever it refers to them."""
    if not isinstance(part, str):
        return part
    for old, new in TITLES.items():
        quoted = escape("'" + new.replace("'", "''") + "'!", quote=False)
        part = re.sub(rf"(?:'{re.escape(old)}'|(?<![\w'&;]){re.escape(old)})!", lambda _found, q=quoted: q, part)
        part = part.replace(f'<sheet name="{old}"', f'<sheet name="{escape(new)}"')
    return part


def _reordered(workbook):
    """Return the workbook part with its sheets the other way round, and one of the consultant's own among them."""
    listed = re.findall(r"<sheet [^>]*/>", workbook)
    own = f'<sheet name="{FORM}" sheetId="77" r:id="rId900" />'
    order = [*listed[:6:-1], own, *listed[6::-1]]
    place = {listed.index(sheet): new for new, sheet in enumerate(order) if sheet != own}
    workbook = workbook.replace("".join(listed), "".join(order))
    return re.sub(r'localSheetId="(\d+)"', lambda found: f'localSheetId="{place[int(found[1])]}"', workbook)


def _moved(workbook):
    """Return the workbook part with some names pointing elsewhere, and names of the consultant's own."""
    for name, area in MOVED.items():
        workbook, count = re.subn(
            rf'(<definedName name="{name}">)[^<]*', lambda found, a=area: f"{found[1]}{FORM}!{a}", workbook
        )
        assert count == 1
    own = '<definedName name="Honorar">0.15</definedName><definedName name="Kontakt">Fragebogen!$A$40</definedName>'
    return workbook.replace("</definedNames>", f"{own}</definedNames>")


def _own_sheet():
    """Return the consultant's own sheet, with cells that are there already, and with all that hangs on it."""
    rows = (
        '<row r="1"><c r="A1" t="inlineStr"><is><t>Fragebogen</t></is></c></row>'
        '<row r="2" ht="30" customHeight="1"><c r="A2" t="inlineStr"><is><t>Name</t></is></c><c r="B2" s="7"/></row>'
        '<row r="7"><c r="D7" s="5"><v>0.1</v></c></row>'
        '<row r="40"><c r="A40"><f>Honorar*out_cash_per_show_30_today</f><v>0</v></c></row>'
    )
    sheet = (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        f'<worksheet xmlns="{MAIN}" xmlns:r="{RELATIONSHIPS}" '
        'xmlns:x14="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main">'
        '<!-- kept --><sheetPr codeName="Tabelle9"><tabColor rgb="FFCC0000"/></sheetPr><dimension ref="A1:D40"/>'
        f'<cols><col min="3" max="3" width="20" style="6"/></cols><sheetData>{rows}</sheetData>'
        '<mergeCells count="1"><mergeCell ref="A20:D22"/></mergeCells>'
        '<pageSetup orientation="landscape" r:id="rId2"/><drawing r:id="rId1"/><legacyDrawing r:id="rId4"/>'
        '<extLst><ext uri="{3A4CF648-6AED-40f4-86FF-DC5316D8AED3}"><x14:slicerList><x14:slicer r:id="rId5"/>'
        "</x14:slicerList></ext></extLst></worksheet>"
    )
    kinds = {
        "rId1": ("drawing", "../drawings/drawing90.xml"),
        "rId2": ("printerSettings", "../printerSettings/printerSettings1.bin"),
        "rId3": ("comments", "../comments1.xml"),
        "rId4": ("vmlDrawing", "../drawings/vmlDrawing1.vml"),
        "rId5": ("slicer", "../slicers/slicer1.xml"),
    }
    return {"xl/worksheets/sheet90.xml": sheet, "xl/worksheets/_rels/sheet90.xml.rels": _relations(kinds)}


def _extras():
    """Return parts that no input, value or setting of a workbook stands in, as Excel and others write them."""
    drawing = (
        '<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
        'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><xdr:absoluteAnchor><xdr:pos x="0" y="0"/>'
        '<xdr:ext cx="9" cy="9"/><xdr:sp macro="" textlink="Fragebogen!$A$40">'
        '<xdr:nvSpPr><xdr:cNvPr id="2" name="Form 1"/>'
        "<xdr:cNvSpPr/></xdr:nvSpPr><xdr:spPr/></xdr:sp><xdr:clientData/></xdr:absoluteAnchor></xdr:wsDr>"
    )
    comments = f'<comments xmlns="{MAIN}"><authors><author>Bob</author></authors><commentList/></comments>'
    return {
        "xl/drawings/drawing90.xml": drawing,
        "xl/drawings/_rels/drawing90.xml.rels": _relations({"rId1": ("image", "../media/image1.png")}),
        "xl/media/image1.png": b"\x89PNG\r\n\x1a\n" + _BINARY[:999],
        "xl/printerSettings/printerSettings1.bin": _BINARY[::-1],
        "xl/comments1.xml": comments,
        "xl/drawings/vmlDrawing1.vml": '<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape id="_x0000_s1"/></xml>',
        "xl/slicers/slicer1.xml": '<slicers xmlns="http://schemas.microsoft.com/office/spreadsheetml/2009/9/main"/>',
        "xl/slicerCaches/slicerCache1.xml": '<slicerCacheDefinition name="Inputs!x" sourceName="y"/>',
        "xl/threadedComments/threadedComment1.xml": "<ThreadedComments/>",
        "xl/persons/person.xml": "<personList/>",
        "customXml/item1.xml": "<?xml version='1.0' encoding='utf-16'?><brand xmlns='urn:bob'>caf\u00e9</brand>",
        "customXml/itemProps1.xml": "<ds:datastoreItem xmlns:ds='urn:x'/>",
        "docProps/custom.xml": "<Properties/>",
        "docProps/thumbnail.jpeg": _BINARY[:500],
        "xl/ctrlProps/ctrlProp1.xml": '<formControlPr objectType="Button"/>',
        "xl/activeX/activeX1.bin": _BINARY[7:300],
    }


def _with_relations(relations, *, macros):
    """Return the relations of the workbook with those of what was added."""
    added = {
        "rId900": ("worksheet", "worksheets/sheet90.xml"),
        "rId901": ("slicerCache", "slicerCaches/slicerCache1.xml"),
        "rId902": ("person", "persons/person.xml"),
    }
    if macros:
        added["rId903"] = ("vbaProject", "vbaProject.bin")
    inside = re.search(r"<Relationships[^>]*>(.*)</Relationships>", _relations(added), re.DOTALL)[1]
    return relations.replace("</Relationships>", f"{inside}</Relationships>")


def _with_types(types, *, macros):
    """Return the content types with those of what was added."""
    added = f'<Override PartName="/xl/worksheets/sheet90.xml" ContentType="{SHEET_TYPE}"/>'
    added += "".join(f'<Default Extension="{end}" ContentType="x/{end}"/>' for end in ("png", "bin", "vml", "jpeg"))
    types = types.replace("</Types>", f"{added}</Types>")
    if macros:
        types = re.sub(r"application/vnd\.openxml[^\"]*sheet\.main\+xml", _MACRO_BOOK, types)
    return types


def _relations(kinds):
    """Return the relations of a part."""
    inside = "".join(
        f'<Relationship Id="{name}" Type="{RELATIONSHIPS}/{kind}" Target="{target}"/>'
        for name, (kind, target) in kinds.items()
    )
    return f'<Relationships xmlns="{PACKAGE_RELATIONSHIPS}">{inside}</Relationships>'


def title_of(sheet):
    """Return what one of our sheets is called in the consultant's workbook."""
    return unescape(TITLES[sheet])
