"""LibreOffice as a second opinion: workbooks calculated anew by it, whatever values they carry."""

from xl_quadrant.client_book.libreoffice import converted
from xl_quadrant.package.parts import Package
from xl_quadrant.package.stored_values import formula_values


def recalculated_by_libreoffice(books):
    """Return workbooks, by the same keys, as LibreOffice stores them, every formula calculated; in one run."""
    return dict(zip(books, converted(list(books.values()), "xlsx"), strict=True))


def values_by_libreoffice(books):
    """Return the value of every formula by sheet, row and column, for each workbook, as LibreOffice calculates it."""
    return {key: formula_values(Package(book, str(key))) for key, book in recalculated_by_libreoffice(books).items()}
