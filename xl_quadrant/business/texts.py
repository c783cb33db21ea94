"""What a text, a currency or a date of a client may be: the companions of the numbers in `functions.quantities`."""

from __future__ import annotations

import datetime
import unicodedata
from dataclasses import dataclass

from xl_quadrant.errors import BlankArgument, OutOfDomain, WrongType
from xl_quadrant.functions.quantities import pass_error


@dataclass(frozen=True, slots=True)
class Text:
    """
    A short text on one line, such as the name of an offer.

    Parameters
    ----------
    unit : str
        What the text is.
    required : bool
        Whether a blank text is refused.
    longest : int
        The most characters allowed, so that every page of the workbook can show it.
    """

    unit: str = "text"
    required: bool = False
    longest: int = 60

    def check(self, name: str, value: object) -> str:
        """
        Return a text with its spaces and line breaks tidied.

        Parameters
        ----------
        name : str
            The field, for the error.
        value : object
            What a person or a cell gave.

        Returns
        -------
        str
            The text, on one line.

        Raises
        ------
        BlankArgument
            If it is blank where a text is required (``#VALUE!``).
        CellError
            If it is the text of an Excel error (that error).
        WrongType
            If it is not text, or holds characters that a workbook cannot store (``#VALUE!``).
        OutOfDomain
            If it is too long (``#NUM!``).
        """
        if value is None or (isinstance(value, str) and not value.strip()):
            if self.required:
                raise BlankArgument(name, None, f"where a {self.unit} belongs; write {self.allowed}")
            return ""
        if not isinstance(value, str):
            raise WrongType(name, value, f"is not text; write {self.allowed}")
        pass_error(name, value)
        text = " ".join(value.split())
        if not text.isprintable() and any(_is_unprintable(character) for character in text):
            raise WrongType(name, ascii(text), "holds a control character, which no cell can show; delete it")
        if len(text) > self.longest:
            raise OutOfDomain(name, text, f"has {len(text)} characters; write at most {self.longest}")
        return text

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        return f"text of at most {self.longest} characters"


@dataclass(frozen=True, slots=True)
class CurrencyCode:
    """The three letters of a currency, such as USD; lower case is taken too."""

    unit: str = "currency code"

    def check(self, name: str, value: object) -> str:
        """Return the code in capitals; errors as `Text.check`."""
        if value is None:
            raise BlankArgument(name, value, f"where a currency belongs; write {self.allowed}")
        if not isinstance(value, str):
            raise WrongType(name, value, f"is not text; write {self.allowed}")
        pass_error(name, value)
        code = value.strip()
        if not (len(code) == 3 and code.isascii() and code.isalpha()):
            raise OutOfDomain(name, value, f"is not a currency code; write {self.allowed}")
        return code.upper()

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        return "three letters, such as USD"


@dataclass(frozen=True, slots=True)
class Day:
    """A date; text such as 2026-01-31 is taken too."""

    unit: str = "date"
    earliest: datetime.date = datetime.date(1901, 1, 1)

    def check(self, name: str, value: object) -> datetime.date:
        """Return the date; errors as `Text.check`, or OutOfDomain (``#NUM!``) before a sheet's first date."""
        if value is None:
            raise BlankArgument(name, value, f"where a date belongs; write {self.allowed}")
        if isinstance(value, datetime.datetime):
            value = value.date()
        if isinstance(value, str):
            pass_error(name, value)
            try:
                value = datetime.date.fromisoformat(value.strip())
            except ValueError:
                raise WrongType(name, value, f"is not a date; write {self.allowed}") from None
        if not isinstance(value, datetime.date):
            raise WrongType(name, value, f"is not a date; write {self.allowed}")
        if value < self.earliest:
            raise OutOfDomain(name, value, f"is before {self.earliest}; write {self.allowed}")
        return value

    @property
    def allowed(self) -> str:
        """What is allowed, in words."""
        return "a date such as 2026-01-31"


def _is_unprintable(character: str) -> bool:
    """Say whether a character cannot stand in the XML of a workbook."""
    return unicodedata.category(character) in ("Cc", "Cs") or character in "\ufffe\uffff"
