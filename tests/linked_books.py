"""A client's workbook full of links to an address, and a port of this machine that notes whoever asks for one."""

import contextlib
import io
import re
import socket
import threading
import zipfile

PICTURE = (
    '<xdr:oneCellAnchor xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships">'
    "<xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:from>"
    '<xdr:ext cx="900000" cy="900000"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="901" name="linked"/><xdr:cNvPicPr/>'
    '</xdr:nvPicPr><xdr:blipFill><a:blip r:link="rIdLinked"/><a:stretch><a:fillRect/></a:stretch></xdr:blipFill>'
    '<xdr:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="900000" cy="900000"/></a:xfrm>'
    '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom></xdr:spPr></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>'
)
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


@contextlib.contextmanager
def listening():
    """Listen on a port of this machine; give its address and the list of requests that came."""
    asked = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)
        done = threading.Event()

        def listen():
            while not done.is_set():
                with contextlib.suppress(TimeoutError):
                    caller, _ = server.accept()
                    with caller:
                        caller.settimeout(1)
                        with contextlib.suppress(OSError):
                            asked.append(caller.recv(4096).decode(errors="replace").partition("\n")[0].strip())
                            caller.sendall(b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}", asked
        finally:
            done.set()
            thread.join()


def full_of_links(content, address):
    """Return a workbook with linked pictures, hyperlinks, another workbook, and formulas that ask for an address."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        parts = {name: archive.read(name).decode("utf-8", "surrogateescape") for name in archive.namelist()}
    for name in [name for name in parts if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name)]:
        parts[name] = re.sub(r"</((?:\w+:)?wsDr)>", lambda end: PICTURE + end[0], parts[name])
        _relate(parts, name, "rIdLinked", "image", f"{address}/{name}.png")
    sheets = [name for name in parts if re.fullmatch(r"xl/worksheets/sheet\d+\.xml", name)]
    for name in sheets:
        cell = f'<row r="900"><c r="A900" t="str"><f>_xlfn.WEBSERVICE("{address}/{name}")</f><v>x</v></c>'
        cell += (
            f'<c r="B900"><f>HYPERLINK("{address}/click")</f><v>0</v></c><c r="C900"><f>[1]Far!A1</f><v>5</v></c></row>'
        )
        parts[name] = parts[name].replace("</sheetData>", f"{cell}</sheetData>", 1)
    book = "xl/externalLinks/externalLink1.xml"
    parts[book] = (
        '<externalLink xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><externalBook '
        f'xmlns:r="{OFFICE}" r:id="rIdFar"><sheetNames><sheetName val="Far"/></sheetNames></externalBook>'
        "</externalLink>"
    )
    _relate(parts, book, "rIdFar", "externalLinkPath", f"{address}/far.xlsx")
    _relate(parts, "xl/workbook.xml", "rIdFarBook", "externalLink", "externalLinks/externalLink1.xml", outside=False)
    references = '<externalReferences><externalReference r:id="rIdFarBook"/></externalReferences>'
    parts["xl/workbook.xml"] = re.sub(
        r"(<definedNames>)", lambda found: references + found[0], parts["xl/workbook.xml"], count=1
    )
    if "xmlns:r=" not in parts["xl/workbook.xml"].split("<sheets", 1)[0]:
        parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace(
            "<externalReference r:id", f'<externalReference xmlns:r="{OFFICE}" r:id'
        )
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.externalLink+xml"
    parts["[Content_Types].xml"] = parts["[Content_Types].xml"].replace(
        "</Types>", f'<Override PartName="/{book}" ContentType="{kind}"/></Types>'
    )
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in parts.items():
            archive.writestr(name, text.encode("utf-8", "surrogateescape"))
    return made.getvalue()


def _relate(parts, part, identifier, kind, target, *, outside=True):
    """Add a relationship to a part."""
    folder, _, name = part.rpartition("/")
    rels = f"{folder}/_rels/{name}.rels"
    empty = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"></Relationships>'
    mode = ' TargetMode="External"' if outside else ""
    one = f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target="{target}"{mode}/>'
    parts[rels] = parts.get(rels, empty).replace("</Relationships>", f"{one}</Relationships>")
