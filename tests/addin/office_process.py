"""
LibreOffice, asked through UNO by the system's own Python, which has python3-uno; lines of JSON in, lines of JSON out.

``office_process.py PROFILE`` starts a headless soffice with a profile of its own and ends it when its input ends.
"""

import json
import os
import subprocess
import sys
import time
from pathlib import Path

SETTINGS = {
    "Common/Security/Scripting": ("MacroSecurityLevel", 0),
    "Calc/Formula/Load": ("OOXMLRecalcMode", 0),
    "Calc/Formula/Load ": ("ODFRecalcMode", 0),
}
"""Macros run, and what is loaded is calculated anew."""


def settings_xml():
    schema = 'xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
    items = "".join(
        f'<item oor:path="/org.openoffice.Office.{path.strip()}">'
        f'<prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for path, (name, value) in SETTINGS.items()
    )
    return f'<?xml version="1.0" encoding="UTF-8"?>\n<oor:items {schema}>{items}</oor:items>'


def properties(**given):
    from com.sun.star.beans import PropertyValue

    made = []
    for name, value in given.items():
        one = PropertyValue()
        one.Name, one.Value = name, value
        made.append(one)
    return tuple(made)


def plain(value):
    """Return a value of Basic as JSON has it."""
    if isinstance(value, (tuple, list)):
        return [plain(cell) for cell in value]
    if isinstance(value, (bool, int, float, str)) or value is None:
        return value
    return str(value)


class Office:
    def __init__(self, profile):
        settings = Path(profile) / "user" / "registrymodifications.xcu"
        settings.parent.mkdir(parents=True, exist_ok=True)
        if not settings.exists():
            settings.write_text(settings_xml())
        pipe = f"xlq{os.getpid()}"
        accept = f"--accept=pipe,name={pipe};urp;"
        quiet = ["--headless", "--norestore", "--nologo", "--nodefault"]
        self.process = subprocess.Popen(
            ["soffice", f"-env:UserInstallation=file://{profile}", *quiet, accept],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        import uno  # the system's Python has it, which runs this; the one that collects the tests may not

        local = uno.getComponentContext()
        resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
        address = f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext"
        self.context = self._resolved(resolver, address)
        self.desktop = self.context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", self.context)
        self.document = None

    @staticmethod
    def _resolved(resolver, address):
        until = time.monotonic() + 90
        while True:
            try:
                return resolver.resolve(address)
            except Exception:
                if time.monotonic() > until:
                    raise
                time.sleep(0.3)

    def open(self, path, its_filter=None):
        self.shut()
        options = properties(Hidden=True, MacroExecutionMode=4, **({"FilterName": its_filter} if its_filter else {}))
        self.document = self.desktop.loadComponentFromURL(
            path if ":" in path else f"file://{path}", "_blank", 0, options
        )
        return list(self.document.Sheets.ElementNames)

    def script(self, name, *arguments):
        found = self.document.getScriptProvider().getScript(
            f"vnd.sun.star.script:{name}?language=Basic&location=document"
        )
        given = tuple(tuple(map(tuple, value)) if isinstance(value, list) else value for value in arguments)
        return plain(found.invoke(given, (), ())[0])

    def modules(self):
        libraries = self.document.BasicLibraries
        return {name: list(libraries.getByName(name).ElementNames) for name in libraries.ElementNames}

    def _cell(self, place):
        sheet, _, address = place.rpartition(".")
        sheets = self.document.Sheets
        return (sheets.getByName(sheet) if sheet else sheets.getByIndex(0)).getCellRangeByName(address)

    def type(self, place, formula):
        cell = self._cell(place)
        cell.FormulaLocal = formula
        return self.look(place)

    def put(self, place, value):
        cell = self._cell(place)
        if isinstance(value, str):
            cell.String = value
        else:
            cell.Value = value

    def array(self, place, formula):
        self._cell(place).setArrayFormula(formula)

    def look(self, place):
        cell = self._cell(place)
        return {"value": cell.Value, "text": cell.String, "error": cell.getError(), "stored": cell.Formula}

    def calculate(self):
        self.document.calculateAll()

    def save(self, path, its_filter):
        self.document.storeToURL(f"file://{path}", properties(FilterName=its_filter))

    def wizard(self, name):
        service = "com.sun.star.sheet.FunctionDescriptions"
        described = self.context.ServiceManager.createInstanceWithContext(service, self.context).getByName(name)
        found = {item.Name: item.Value for item in described}
        return {
            "description": found["Description"],
            "arguments": [[a.Name, a.Description] for a in found["Arguments"] or ()],
        }

    def shut(self):
        if self.document is not None:
            self.document.close(True)
            self.document = None

    def end(self):
        self.shut()
        try:
            self.desktop.terminate()
            self.process.wait(20)
        except Exception:  # noqa: BLE001 - it must not outlive the tests
            self.process.kill()


def main():
    office = Office(sys.argv[1])
    try:
        for line in sys.stdin:
            name, *arguments = json.loads(line)
            try:
                answer = {"answer": getattr(office, name)(*arguments)}
            except Exception as error:  # noqa: BLE001 - whatever fails is told to the test
                answer = {"failed": f"{type(error).__name__}: {error}"[:2000]}
            sys.stdout.write(json.dumps(answer) + "\n")
            sys.stdout.flush()
    finally:
        office.end()


if __name__ == "__main__":
    main()
