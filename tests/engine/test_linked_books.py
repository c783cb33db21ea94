"""References to other workbooks: what Excel has kept of them is what formulas take, and what is not kept is said."""

import io
import zipfile

import pytest
from openpyxl import Workbook

from xl_quadrant import recalculate

LINK = (
    '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" r:id="rId1"><sheetNames>'
    '<sheetName val="Rates"/><sheetName val="Two words"/><sheetName val="Lost"/></sheetNames><sheetDataSet>'
    '<sheetData sheetId="0"><row r="1"><cell r="A1"><v>1.25</v></cell><cell r="B1" t="str"><v>usual</v></cell></row>'
    '<row r="2"><cell r="A2"><v>3</v></cell><cell r="B2" t="e"><v>#DIV/0!</v></cell></row></sheetData>'
    '<sheetData sheetId="1"><row r="4"><cell r="C4" t="b"><v>1</v></cell></row></sheetData>'
    "</sheetDataSet></externalBook></externalLink>"
)
RELATED = (
    '<Relationship Id="rId99" Target="externalLinks/externalLink1.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/externalLink"/></Relationships>'
)
REFERRED = (
    '<externalReferences><externalReference r:id="rId99" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"/></externalReferences><definedNames'
)


def linked(*formulas):
    """Return a workbook with formulas, and what it keeps of another workbook."""
    book = Workbook()
    for formula in formulas:
        book.active.append([formula])
    content, target = io.BytesIO(), io.BytesIO()
    book.save(content)
    with zipfile.ZipFile(content) as source, zipfile.ZipFile(target, "w") as changed:
        for name in source.namelist():
            part = source.read(name).decode()
            part = part.replace("</Relationships>", RELATED) if name == "xl/_rels/workbook.xml.rels" else part
            part = part.replace("<definedNames", REFERRED) if name == "xl/workbook.xml" else part
            changed.writestr(name, part)
        changed.writestr("xl/externalLinks/externalLink1.xml", LINK)
    return target.getvalue()


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        ("=[1]Rates!$A$1*2", 2.5), ("=SUM([1]Rates!A1:A2)", 4.25), ("=VLOOKUP(1.25,[1]Rates!A1:B2,2,FALSE)", "usual"),
        ("='[1]Two words'!C4", True), ('="[1]Rates!A1"&[1]Rates!A2', "[1]Rates!A13"), ("=[1]Rates!B2", "#DIV/0!"),
    ],
)  # fmt: skip
def test_a_formula_takes_what_is_kept(formula, expected):
    assert recalculate(linked(formula))["Sheet!A1"] == expected


@pytest.mark.parametrize("formula", ["=[1]Lost!A1", "=[2]Rates!A1", "=IFERROR([1]Lost!A1,0)"])
def test_what_is_not_kept_is_an_error_that_says_so(formula):
    done = recalculate(linked(formula))
    assert "another workbook" in done.errors[0].reason
