"""The extension of LibreOffice Calc, xl_quadrant.oxt, rendered from the catalogue."""

from __future__ import annotations

import io
import zipfile
from html import escape
from pathlib import Path
from typing import Final

from xl_quadrant import __version__
from xl_quadrant.bridges.excel import argument_help, argument_name, function_help
from xl_quadrant.catalogue import CATALOGUE, CatalogueArgument, CatalogueFunction

FILE_NAME: Final = "xl_quadrant.oxt"
"""What the file is called."""

SERVICE: Final = "org.xlquadrant.Functions"
"""What Calc calls the functions together; .ods files store it."""

_COMPONENT: Final = Path(__file__).parent / "calc" / "xlq_functions.py.txt"
_REGISTRY: Final = "http://openoffice.org/2001/registry"
_HEADING: Final = '<?xml version="1.0" encoding="UTF-8"?>\n'
_TYPES: Final = {
    "functions.idl": "application/vnd.sun.star.uno-typelibrary;type=RDB",
    "xlq_functions.py": "application/vnd.sun.star.uno-component;type=Python",
    "CalcAddIns.xcu": "application/vnd.sun.star.configuration-data",
}
_WORDS: Final = frozenset((
    "any", "attribute", "boolean", "bound", "byte", "case", "char", "const", "constants", "constrained",
    "default", "double", "enum", "exception", "false", "float", "get", "hyper", "in", "inout", "interface",
    "long", "maybeambiguous", "maybedefault", "maybevoid", "module", "oneway", "optional", "out", "property",
    "published", "raises", "readonly", "removable", "sequence", "service", "set", "short", "singleton",
    "string", "struct", "switch", "transient", "true", "type", "typedef", "union", "unsigned", "void",
))  # fmt: skip
"""The words of the interface language, which no parameter may be called."""


def calc_extension(python: str) -> bytes:
    """
    Return the extension.

    Parameters
    ----------
    python : str
        The whole path of the Python that has xl-quadrant, on the machine where the extension is used.

    Returns
    -------
    bytes
        The whole .oxt.
    """
    entries = "".join(
        f'<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>'
        for name, kind in _TYPES.items()
    )
    space = "http://openoffice.org/2001/manifest"
    parts = {
        "META-INF/manifest.xml": f'{_HEADING}<manifest:manifest xmlns:manifest="{space}">{entries}</manifest:manifest>',
        "description.xml": _description(),
        "functions.idl": _interface(),
        "CalcAddIns.xcu": _help(),
        "xlq_functions.py": _component(python),
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            package.writestr(entry, text)
    return packed.getvalue()


def _joined(words: str) -> str:
    """Return a name without underscores, which the interface language does not take: ``takeRate``."""
    first, *others = words.lower().split("_")
    return first + "".join(word.capitalize() for word in others)


def _parameter(function: CatalogueFunction, argument: CatalogueArgument) -> str:
    """Return the name of an argument in the interface."""
    name = _joined(argument_name(function, argument))
    return f"{name}Given" if name in _WORDS else name


def _interface() -> str:
    """Return the interface of the functions: anything in, rows out."""
    lines = []
    for function in CATALOGUE:
        given = ", ".join(f"[in] any {_parameter(function, argument)}" for argument in function.arguments)
        lines.append(f"    sequence< sequence< any > > {_joined(function.name)}({given});")
    return "\n".join(["module org { module xlquadrant {", "interface XFunctions {", *lines, "};", "}; };", ""])


def _text(name: str, text: str) -> str:
    """Return a text of the function wizard."""
    return f'<prop oor:name="{name}"><value xml:lang="en-US">{escape(text, quote=False)}</value></prop>'


def _help() -> str:
    """Return the names and help of the functions."""
    nodes = []
    for function in CATALOGUE:
        arguments = "".join(
            f'<node oor:name="{_parameter(function, argument)}" oor:op="replace">'
            f"{_text('DisplayName', argument.name)}{_text('Description', argument_help(argument))}</node>"
            for argument in function.arguments
        )
        texts = _text("DisplayName", function.name) + _text("Description", function_help(function))
        kind = '<prop oor:name="Category"><value>Add-In</value></prop>'
        name = f'<node oor:name="{_joined(function.name)}" oor:op="replace">'
        parameters = f'<node oor:name="Parameters">{arguments}</node>'
        nodes.append(f"{name}{texts}{kind}{_text('CompatibilityName', function.name)}{parameters}</node>")
    spaces = f'xmlns:oor="{_REGISTRY}" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    data = f'<oor:component-data {spaces} oor:name="CalcAddIns" oor:package="org.openoffice.Office">'
    opened = f'<node oor:name="AddInInfo"><node oor:name="{SERVICE}" oor:op="replace"><node oor:name="AddInFunctions">'
    return f"{_HEADING}{data}{opened}{''.join(nodes)}</node></node></node></oor:component-data>"


def _description() -> str:
    """Return what the extension manager shows."""
    space = "http://openoffice.org/extensions/description/2006"
    name = '<display-name><name lang="en">xl-quadrant functions</name></display-name>'
    facts = f'<identifier value="org.xlquadrant.functions"/><version value="{__version__}"/>{name}'
    return f'{_HEADING}<description xmlns="{space}">{facts}</description>'


def _component(python: str) -> str:
    """Return the component: the names of the functions and the Python that answers put in."""
    names = {_joined(function.name): function.name for function in CATALOGUE}
    source = _COMPONENT.read_text("utf-8")
    return source.replace('"@PYTHON@"', repr(python)).replace('{"@METHOD@": "@NAME@"}', repr(names))
