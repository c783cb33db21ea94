"""
Unit economics of a service business that sells face to face, as functions for spreadsheets and for Python.

Every function takes numbers, lists, arrays and pandas Series, element by element, and raises one of the errors below.
A function has the name it has in a spreadsheet, in lower case: ``CASH_PER_SHOW`` is `cash_per_show`.

`recalculate` calculates any workbook without Excel, from a path, bytes or openpyxl, with other inputs if wanted; what
it returns, `Recalculated`, is read by name or by cell. `assert_cells` says of all cells at once which are not as
expected; in pytest the fixtures ``workbook`` and ``recalc`` bring the workbooks.

The names stand in ``__init__.pyi``; each is imported when it is first used.
"""

__version__ = "0.1.0"


def __getattr__(name: str) -> object:
    """Find a name when the first one is asked for: the program starts without looking for any."""
    _attach()
    return globals()[name] if name == "__all__" else globals()["__getattr__"](name)


def __dir__() -> list[str]:
    """List the names."""
    _attach()
    return list(globals()["__dir__"]())


def _attach() -> None:
    """Take the names from ``__init__.pyi``."""
    import lazy_loader

    found = lazy_loader.attach_stub(__name__, __file__)
    globals().update(zip(("__getattr__", "__dir__", "__all__"), found, strict=True))
