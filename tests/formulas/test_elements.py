"""A function that is given arrays is calculated for each element, as if it were written for each."""

import io
import re

import openpyxl
import pytest
from openpyxl.worksheet.formula import ArrayFormula

from xl_quadrant import recalculate

ROWS = [(3.5, "ab c", 45000.25), (4.25, "Xyz", 45040.5), (6.0, "12", 45400.75)]

CALLS = """
    LEN(b) LEFT(b,2) RIGHT(b,2) MID(b,1,2) MID("abcdef",a-2,2) FIND("1",b&"1") SEARCH("1",b&"1") SUBSTITUTE(b,"X","y")
    REPLACE(b,1,1,"zz") UPPER(b) LOWER(b) PROPER(b) TRIM(b) CLEAN(b) VALUE(a&"") TEXT(a,"0.0") EXACT(b,"Xyz") REPT(b,2)
    CHAR(a+60) CODE(b) CONCATENATE(b,"x") FIXED(a,1) DOLLAR(a) b&"!" a*2 a^2 -a a>4
    ABS(a-4) INT(a) ROUND(a,0) ROUND(10/3,a-3) ROUNDUP(a,0) ROUNDDOWN(a,0) TRUNC(a) MOD(a,2) MOD(7,a) SIGN(a-4) SQRT(a)
    EXP(a) LN(a) LOG(a,2) LOG10(a) POWER(a,2) SIN(a) COS(a) TAN(a) ATAN(a) ATAN2(a,2) RADIANS(a) DEGREES(a) CEILING(a,2)
    FLOOR(a,2) MROUND(a,2) QUOTIENT(a,2) EVEN(a) ODD(a) FACT(a) COMBIN(a,2) ISEVEN(a) CONVERT(a,"m","km") ROMAN(a)
    YEAR(c) MONTH(c) DAY(c) WEEKDAY(c) WEEKNUM(c) HOUR(c) MINUTE(c) SECOND(c) DATE(2020+a,1,1) EDATE(c,1) EOMONTH(c,1)
    TIME(a,0,0) DATEVALUE("2024-01-0"&INT(a)) YEARFRAC(c,40000) DATEDIF(40000,c,"m") DAYS360(40000,c)
    ISERROR(1/(a-6)) ISERR(1/(a-6)) ISNA(a) ISNUMBER(b) ISTEXT(b) ISBLANK(b) ISLOGICAL(a) NOT(a>4) IF(a>4,a,0)
    IFERROR(1/(a-6),7) N(a) T(b) ERROR.TYPE(1/(a-a)) 1/(a-6)
    COUNTIF(all,a) COUNTIF(words,b) SUMIF(all,a) SUMIFS(days,all,a) COUNTIFS(all,a) AVERAGEIF(all,a)
    VLOOKUP(a,table,3,FALSE) MATCH(a,all,0) MATCH(b,words,0) HLOOKUP(3.5,table,a-2.5) LARGE(all,a-2.5) SMALL(all,a-2.5)
    RANK(a,all) PERCENTILE(all,a/10) INDEX(all,MATCH(a,all,0))
    PMT(a/100,12,100) FV(a/100,12,100) PV(a/100,12,100) NPER(a/100,-50,100) IPMT(a/100,2,12,100) EFFECT(a/100,12)
    SLN(a,1,5) NORMDIST(a,4,1,TRUE) NORMSINV(a/10) TINV(a/10,5) BINOMDIST(INT(a),10,0.5,FALSE) GAMMALN(a)
    STANDARDIZE(a,1,2) NETWORKDAYS(40000,c) WORKDAY(c,5) LEN(TRIM(b)&UPPER(b)) ROUND(SQRT(a)*LEN(b),2)
"""
CALLS = CALLS.split()
"""Calls in which a, b and c stand for a number, a text and a day of a row."""


def written(call, rows):
    """Return a call for some rows: a, b and c are their numbers, texts and days."""
    return "=" + re.sub(r'(?<!")\b([abc])\b(?!")', lambda found: f"data!{found[1].upper()}{rows}", call)


@pytest.fixture(scope="module")
def values():
    book = openpyxl.Workbook()
    data, calls = book.active, book.create_sheet("calls")
    data.title = "data"
    for row in ROWS:
        data.append(row)
    for name, area in {"all": "A1:A3", "words": "B1:B3", "days": "C1:C3", "table": "A1:C3"}.items():
        absolute = re.sub(r"([A-C])(\d)", r"$\1$\2", area)
        book.defined_names[name] = openpyxl.workbook.defined_name.DefinedName(name, attr_text=f"data!{absolute}")
    for at, call in enumerate(CALLS):
        first = 4 * at + 1
        for row in (1, 2, 3):
            calls.cell(first + row - 1, 1, written(call, row))
        area = f"B{first}:B{first + 2}"
        calls[f"B{first}"] = ArrayFormula(area, re.sub(r"data!([ABC])1:3", r"data!\g<1>1:\g<1>3", written(call, "1:3")))
    stream = io.BytesIO()
    book.save(stream)
    return recalculate(stream.getvalue()).values


@pytest.mark.parametrize("call", CALLS)
def test_an_array_gives_what_its_elements_give(values, call):
    first = 4 * CALLS.index(call) + 1
    alone, together = ([values["calls", f"{column}{first + row}"] for row in range(3)] for column in "AB")
    assert [type(value) for value in together] == [type(value) for value in alone]
    assert together == alone


def test_they_differ_from_element_to_element(values):
    same = [
        call
        for at, call in enumerate(CALLS)
        if len({str(values["calls", f"A{4 * at + row}"]) for row in (1, 2, 3)}) == 1
    ]
    assert len(same) < 12
